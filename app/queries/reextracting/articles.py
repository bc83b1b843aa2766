"""Read what is extracted again: which articles, their documents, and what people did to them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Select, func, select

from app.queries.administering.edits import list_edits
from app.queries.documents import with_text
from app.queries.rendering.hidden_text import HAS_TEXT, KEPT_TEXT
from app.queries.tables import articles, documents, edits

ROWS_AT_ONCE = 1000
KEPT_REVIEWS = ("accepted", "edited")


class ArchivedState(NamedTuple):
    """What tells whether an article was changed: the SHA-256 of its document, the hash of its text, and its last edit."""

    sha256: bytes
    text_sha256: bytes
    last_edit: int


class ArchivedArticle(NamedTuple):
    """An article as it stands in the archive.

    Attributes:
        document: with the text.
        posted_by: the id of the API key that posted it, if it is not trusted.
        thing_ids: of claims and events that people accepted or edited.
        entity_ids: of entities that their edits name.
        state: of the article.
    """

    document: dict[str, Any]
    posted_by: str | None
    thing_ids: list[str]
    entity_ids: list[str]
    state: ArchivedState

    def pack(self) -> bytes:
        """Return it as one line of JSON, in which it is given to a child."""
        sha256, text_sha256, last_edit = self.state
        return orjson.dumps([*self[:-1], sha256.hex(), text_sha256.hex(), last_edit])

    @classmethod
    def unpack(cls, line: bytes) -> "ArchivedArticle":
        """Return the article of such a line."""
        document, posted_by, thing_ids, entity_ids, sha256, text_sha256, last_edit = orjson.loads(line)
        return cls(document, posted_by, thing_ids, entity_ids, ArchivedState(bytes.fromhex(sha256), bytes.fromhex(text_sha256), last_edit))


class Selection(NamedTuple):
    """Which articles are extracted again.

    Attributes:
        producer: the name of the extractor that made them.
        newest: its version, which has nothing to do again.
        publishers: of these; of all if there are none.
        since: published on this day or later; None for any.
        versions: made by these versions; by all others than the newest if there are none.
    """

    producer: str
    newest: str
    publishers: Sequence[str] = ()
    since: str | None = None
    versions: Sequence[str] = ()


def list_extracted(connection: Connection, wanted: Selection) -> Iterator[str]:
    """Yield the ids of the wanted articles that have their text, in the order of arrival."""
    versions = articles.c.producer_version.in_(wanted.versions) if wanted.versions else articles.c.producer_version != wanted.newest
    conditions = [HAS_TEXT, articles.c.producer_name == wanted.producer, versions]
    conditions += [articles.c.publisher.in_(wanted.publishers)] if wanted.publishers else []
    conditions += [articles.c.published_order >= wanted.since] if wanted.since else []
    found = select(articles.c.id).where(*conditions).order_by(articles.c.number)
    yield from connection.execution_options(yield_per=ROWS_AT_ONCE).execute(found).scalars()


def list_archived(connection: Connection, article_ids: Collection[str]) -> dict[str, ArchivedArticle]:
    """Return those of these articles that are there with their text, by id."""
    columns: Select[Any] = select(documents.c.body, documents.c.posted_by, articles.c.id, KEPT_TEXT).join_from(documents, articles)
    rows = connection.execute(columns.where(articles.c.id.in_(article_ids), HAS_TEXT)).all()
    states, changed = list_states(connection, article_ids), list_edits(connection, article_ids)
    return {row.id: _article(row, states[row.id], changed.get(row.id, [])) for row in rows}


def list_states(connection: Connection, article_ids: Collection[str]) -> dict[str, ArchivedState]:
    """Return the state of each of these articles that is there, by id."""
    last_edit = select(func.coalesce(func.max(edits.c.number), 0)).where(edits.c.article_id == articles.c.id).scalar_subquery()
    columns = select(articles.c.id, documents.c.sha256, articles.c.text_sha256, last_edit).join_from(documents, articles)
    return {row[0]: ArchivedState(*row[1:]) for row in connection.execute(columns.where(articles.c.id.in_(article_ids)))}


def _article(row: Any, state: ArchivedState, changed: Sequence[Any]) -> ArchivedArticle:
    reviews = {each.thing_id: each.after.get("review", "edited") for each in changed}
    things = [thing_id for thing_id, review in reviews.items() if review in KEPT_REVIEWS]
    speakers = {each.after["speaker"] for each in changed if each.after.get("speaker") is not None}
    return ArchivedArticle(with_text(row.body, row.text), row.posted_by, things, sorted(speakers), state)
