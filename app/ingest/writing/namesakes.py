"""Find articles that share the text, or title, publisher and day, with an article that is added.

The two may be one story under two ids: its text was edited and it has no URL, or it has got a date or URL since.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.ingest.preparing.documents import PreparedDocument


class Place(NamedTuple):
    """Where the first document of an article stands in a load, and whether the load itself extracted it from a text."""

    name: str
    is_extracted: bool


class Namesakes:
    """Ids of articles by text hash and by title, publisher and day: stored articles, and added ones of the batch.

    Stored articles are looked up once, before the batch is written.
    """

    def __init__(self, session: Session, added: Sequence[PreparedDocument]) -> None:
        self._by_text = _ids_by(session, col(Article.text_sha256), {bytes.fromhex(prepared.text_sha256) for prepared in added})
        self._by_name = _ids_by(session, col(Article.namesake_key), {prepared.namesake_key for prepared in added})

    def warnings_of(self, added: PreparedDocument, places: Mapping[str, Place]) -> Iterator[str]:
        """Yield at most one warning; it names the other article and, if that came in the same load, its place."""
        for shared, other in (
            ("text", self._by_text.get(bytes.fromhex(added.text_sha256))),
            ("title, publisher and day", self._by_name.get(added.namesake_key)),
        ):
            if other is not None:
                place = f" ({places[other].name})" if other in places else ""
                yield f"has the same {shared} as {other}{place}, and is added as another article"
                return

    def add(self, written: PreparedDocument) -> None:
        """Add an article of the batch, for the warnings of later ones."""
        self._by_text.setdefault(bytes.fromhex(written.text_sha256), written.article_id)
        self._by_name.setdefault(written.namesake_key, written.article_id)


def _ids_by(session: Session, column: Any, values: set[bytes]) -> dict[bytes, str]:
    if not values:
        return {}
    found = select(column, func.min(col(Article.id))).where(column.in_(values)).group_by(column)
    return dict(session.connection().execute(found).all())
