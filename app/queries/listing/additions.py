"""Conditions on things that came into the archive after a version of the data."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, false, func, select

from app.queries.listing.filters import Conditions, is_found
from app.queries.statements.compiled import Statement
from app.queries.tables import articles, version_starts

# With ``n`` added of ``last`` articles a page of 50 is found by reading ``50 * last / n`` things, or by sorting some ``20 * n``.
FEW = 3
added_articles = articles.alias("added_articles")
FIRST_LATER = Statement(
    select(version_starts.c.first_article)
    .where(version_starts.c.version > bindparam("version", type_=BigInteger()))
    .order_by(version_starts.c.version)
    .limit(1)
)
LAST = Statement(select(func.max(articles.c.number).label("number")))


def added_since(connection: Connection, article_number: ColumnElement[Any], version: int | None) -> Conditions:
    """Return the condition that a version of the data later than this one added or replaced the article; none without a version.

    Few articles are looked for first; the things in many are found by reading the list in order. Known limit: in an order that begins
    with old things this reads them all.
    """
    if version is None:
        return []
    starts = FIRST_LATER.rows(connection, version=version)
    if not starts:
        return [false()]
    first = starts[0].first_article
    last = LAST.rows(connection)[0].number or 0
    if max(0, last - first + 1) ** 2 < FEW * last:
        return [is_found(connection, article_number, select(added_articles.c.number).where(added_articles.c.number >= first))]
    return [article_number + 0 >= first]  # an expression, so that the index of the list's order is followed
