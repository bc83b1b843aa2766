"""Find articles that an added one may be another version of: of the same text, or of the same title, publisher and day.

They stand under another id: an edited text without a URL, or an article that has its date or URL only now.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.ingest.preparing.documents import Prepared


class Namesakes:
    """The ids of stored articles, and of those written with them, by the text's hash and by title, publisher and day.

    Looked up once for all that is added together, before it is written.
    """

    def __init__(self, session: Session, added: Sequence[Prepared]) -> None:
        self._by_text = _ids_by(session, col(Article.text_sha256), {prepared.text_sha256 for prepared in added})
        self._by_name = _ids_by(session, col(Article.namesake_key), {prepared.namesake_key for prepared in added})

    def warnings_of(self, added: Prepared, places: Mapping[str, str]) -> Iterator[str]:
        """Yield at most one warning, which names the other article and, if it came in the same load, its place."""
        for what, other in (
            ("text", self._by_text.get(added.text_sha256)),
            ("title, publisher and day", self._by_name.get(added.namesake_key)),
        ):
            if other is not None:
                yield f"has the same {what} as {other}{f' ({places[other]})' if other in places else ''}, and is added as another article"
                return

    def add(self, written: Prepared) -> None:
        """Take up an article that is added or changed, for those that come behind it."""
        self._by_text.setdefault(written.text_sha256, written.article_id)
        self._by_name.setdefault(written.namesake_key, written.article_id)


def _ids_by(session: Session, column: Any, values: set[str]) -> dict[str, str]:
    if not values:
        return {}
    found = select(column, func.min(col(Article.id))).where(column.in_(values)).group_by(column)
    return dict(session.connection().execute(found).all())
