"""Read the ids of articles whose policies are to be set."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from app.queries.tables import articles
from app.terms.words import fold


def list_article_ids(connection: Connection, publishers: Sequence[str]) -> list[str]:
    """List the articles of these publishers, or all, by number."""
    of_publishers = [articles.c.publisher_folded.in_([fold(name) for name in publishers])] if publishers else []
    return list(connection.scalars(select(articles.c.id).where(*of_publishers).order_by(articles.c.number)))
