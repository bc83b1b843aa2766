"""Extracting the archive again: a job over articles that are there, in parts as those of an import."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Row, update
from sqlmodel import Session, col

from app.database.compression import compress_posted
from app.database.engines import write_session
from app.database.tables.jobs import InboxPart, Spool
from app.jobs.children import PostedPart
from app.jobs.inbox import add_job, begin_spool
from app.queries.reextracting.articles import list_archived

PART_ARTICLES = 100
STORED_AT_ONCE = 100  # parts


def add_reextraction(engine: Engine, article_ids: Iterable[str]) -> str:
    """Store a job that extracts articles again, as an import is stored: the job comes with the last part. Return its id."""
    ids, total, parts = iter(article_ids), 0, 0
    with write_session(engine) as session:
        spool = begin_spool(session)
    while chunk := [*islice(ids, PART_ARTICLES * STORED_AT_ONCE)]:
        with write_session(engine) as session:
            for start in range(0, len(chunk), PART_ARTICLES):
                parts += 1
                _add_part(session, spool, parts, total + start + 1, chunk[start : start + PART_ARTICLES])
        total += len(chunk)
    with write_session(engine) as session:
        job = add_job(session, "reextraction", None, None, total)
        session.execute(update(Spool).where(col(Spool.number) == spool).values(job_number=job.number))
        return job.id


def _add_part(session: Session, spool: int, part: int, first_line: int, article_ids: list[str]) -> None:
    last_line = first_line + len(article_ids) - 1
    known = {"format": "lines", "articles": article_ids}
    session.add(InboxPart(spool=spool, part=part, first_line=first_line, last_line=last_line, known=known, body=compress_posted(b"")))


def ids_of_part(row: Row[Any]) -> Iterator[tuple[int, str]]:
    """Yield line and id of each article of a part."""
    yield from enumerate(row.known["articles"], row.first_line)


def archived_part(connection: Connection, row: Row[Any], lines: Collection[int]) -> PostedPart:
    """Return the wanted articles of a part as they stand in the archive. The line of one that is not there any more is blank."""
    wanted = {line: key for line, key in ids_of_part(row) if line in lines}
    found = list_archived(connection, [*wanted.values()])
    packed = [found[wanted[line]].pack() if wanted.get(line) in found else b"" for line, _ in ids_of_part(row)]
    return PostedPart(row.kind, row.known, b"\n".join(packed), row.first_line)
