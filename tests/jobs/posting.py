"""Texts that are posted in tests, and looks at their jobs."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import orjson
from sqlalchemy import Engine, select

from app.database.engines import write_session
from app.jobs.inbox import Posted, add_posted
from app.queries.tables import articles, inbox, job_items, jobs
from app.terms.ids import article_id, sha256_of

TEXT = '"The bridge will open in May," said Ana Novak, the mayor of Springfield, on Monday. The council agreed.'
PATIENCE_S = 120.0


def posted_text(text: str = TEXT, *, url: str | None = None, title: str = "A bridge") -> Posted:
    """Return a text whose article is known: by its URL, else by its title and text."""
    record = {"text": text, "title": title, "published": "2024-06-27", **({"url": url} if url else {})}
    known_as = article_id(url, None, title, "2024-06-27", document_id=None, text_sha256=sha256_of(text))
    return Posted("text", orjson.dumps(record), article_id=known_as)


def posted_page(text: str = TEXT, **known: Any) -> Posted:
    """Return a page, whose article is known when it was read."""
    paragraphs = "".join(f"<p>{text}</p>" for _ in range(4))
    return Posted("page", f"<html><head><title>A roof</title></head><body><article>{paragraphs}</article></body></html>".encode(), known)


def post(engine: Engine, *posted: Posted) -> list[str]:
    """Post articles, in order, and return the ids of their jobs."""
    ids = []
    for each in posted:
        with write_session(engine) as session:
            ids.append(add_posted(session, each))
    return ids


def state_of(engine: Engine, job_id: str) -> str:
    with engine.connect() as connection:
        return str(connection.execute(select(jobs.c.state).where(jobs.c.id == job_id)).scalar_one())


def outcomes(engine: Engine, job_id: str) -> list[str | None]:
    """Return what became of each article of a job."""
    rows = select(job_items.c.outcome).join_from(job_items, jobs).where(jobs.c.id == job_id).order_by(job_items.c.line)
    with engine.connect() as connection:
        return [*connection.execute(rows).scalars()]


def errors(engine: Engine, job_id: str) -> list[dict[str, Any]]:
    rows = select(job_items.c.errors).join_from(job_items, jobs).where(jobs.c.id == job_id).order_by(job_items.c.line)
    with engine.connect() as connection:
        return [error for found in connection.execute(rows).scalars() for error in found]


def texts(engine: Engine) -> list[str]:
    """Return the texts of all articles, sorted."""
    with engine.connect() as connection:
        return sorted(connection.execute(select(articles.c.text)).scalars())


def inbox_size(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(inbox.c.part)).all())


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds. The machine may be slow: it gives up late."""
    end = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < end
        sleep(0.02)
