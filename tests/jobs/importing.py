"""Imports of tests, and their jobs run as children and their process do."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Engine

from app.database.compression import decompress_posted
from app.database.engines import write_session
from app.extract.pipeline import extract_article
from app.ingest.administering.keys import create_key
from app.ingest.reading.limits import NO_SETTINGS
from app.jobs.children import PostedPart
from app.jobs.imports import Format, Import, ImportRequest
from app.jobs.preparing import prepare_part
from app.jobs.results import load_part, note_articles, settle_job, start_job
from app.queries.administering.inbox import find_part, find_unread_part, list_parts, list_waiting_lines
from app.queries.administering.keys import Asker
from tests.tables import dump

URL = "https://example.org/bridge"
REVIEWER = Asker(None, None, frozenset({"write", "review"}))


def ndjson(*values: Any) -> bytes:
    return b"".join(value if isinstance(value, bytes) else orjson.dumps(value) + b"\n" for value in values)


def record(text: str, **fields: str) -> dict[str, str]:
    return {"text": text, "title": "A bridge", "published": "2024-06-27", **fields}


def request_of(format_: Format = "lines", asker: Asker = REVIEWER, **fields: Any) -> ImportRequest:
    return ImportRequest(
        **{
            "format": format_,
            "coding": "identity",
            "given": {},
            "is_new_revision": False,
            "asker": asker,
            "keyed": None,
            "most_mb": 1,
            **fields,
        }
    )


def post_import(engine: Engine, body: bytes, request: ImportRequest | None = None, step: int = 1 << 20) -> str:
    """Take an import in pieces; return the id of its job."""
    incoming = Import(request or request_of(), NO_SETTINGS)
    incoming.begin(engine)
    for start in range(0, len(body), step):
        incoming.add(engine, body[start : start + step])
    return incoming.end(engine).location.rpartition("/")[2]


def read_import(engine: Engine, job_id: str) -> None:
    """Read the parts of an import that are not read."""
    with write_session(engine) as session:
        start_job(session, job_id)
    while (row := _look(engine, find_unread_part, job_id)) is not None:
        first, last = row.first_line, row.last_line
        posted = PostedPart(row.kind, row.known, decompress_posted(row.body), first, _lines(row, range(first, last + 1)), "ids")
        found = prepare_part(extract_article, NO_SETTINGS, posted)
        with write_session(engine) as session:
            note_articles(session, job_id, row.part, found)
    with write_session(engine) as session:
        settle_job(session, job_id)


def _lines(row: Any, lines: Sequence[int]) -> tuple[int, ...]:
    if row.known["format"] != "lines":
        return (1,)
    body = decompress_posted(row.body).split(b"\n")
    return tuple(line for line in lines if body[line - row.first_line].strip() or line in row.known.get("too_large", ()))


def load_import(engine: Engine, job_id: str, most_parts: int = 1_000) -> None:
    """Prepare and load the parts of an import, or the first of them."""
    for part in _look(engine, list_parts, job_id)[:most_parts]:
        row = _look(engine, find_part, job_id, part)
        posted = PostedPart(row.kind, row.known, decompress_posted(row.body), row.first_line, (*_look(engine, list_waiting_lines, row),))
        found = prepare_part(extract_article, NO_SETTINGS, posted)
        with write_session(engine) as session:
            load_part(session, job_id, part, found)


def run_import(engine: Engine, job_id: str) -> None:
    read_import(engine, job_id)
    load_import(engine, job_id)


def _look(engine: Engine, read: Any, *arguments: Any) -> Any:
    with engine.connect() as connection:
        return read(connection, *arguments)


def many(number: int) -> bytes:
    return ndjson(*(record(f"Ana Novak said that bridge {n} had closed.", url=f"{URL}/{n}") for n in range(number)))


def desk(engine: Engine) -> Asker:
    """Return who has a key that may write, and not review."""
    create_key(engine, "desk", ["write"])
    (key,) = dump(engine)["api_keys"]
    return Asker(key["id"], "desk", frozenset({"write"}))
