"""Read policies of articles, their changes, and the ids of articles whose policies are to be set."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, true

from app.queries.tables import articles, edits
from app.terms.vocabulary import TextPolicy
from app.terms.words import fold

ROWS_AT_ONCE = 200


def list_article_ids(connection: Connection, publishers: Sequence[str]) -> list[str]:
    """List the articles of these publishers, or all, by number."""
    of_publishers = [articles.c.publisher_folded.in_([fold(name) for name in publishers])] if publishers else []
    return list(connection.scalars(select(articles.c.id).where(*of_publishers).order_by(articles.c.number)))


def get_policies(connection: Connection, article_ids: Sequence[str]) -> dict[str, TextPolicy]:
    """Return the policies of those of these articles that are there, by id."""
    found = select(articles.c.id, articles.c.text_policy).where(articles.c.id.in_(article_ids))
    return {article_id: policy or "full" for article_id, policy in connection.execute(found)}


def list_policy_changes(connection: Connection, article_ids: Sequence[str] | None = None) -> Iterator[Row[Any]]:
    """Yield the edits that changed text policies of these articles, or of all, in the order in which they were made."""
    are_meant = true() if article_ids is None else edits.c.article_id.in_(article_ids)
    found = select(edits).where(edits.c.thing_id == edits.c.article_id, are_meant).order_by(edits.c.at, edits.c.number)
    yield from connection.execution_options(yield_per=ROWS_AT_ONCE).execute(found)
