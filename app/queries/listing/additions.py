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

    Few articles are looked for first; the things in many are found by reading the list in order.
    """
    if version is None:
        return []
    first = _first_added(connection, version)
    if first is None:
        return [false()]
    if _are_few(connection, first):
        return [is_found(connection, article_number, select(added_articles.c.number).where(added_articles.c.number >= first))]
    return [article_number + 0 >= first]  # an expression, so that the index of the list's order is followed


def adds_few(connection: Connection, version: int | None) -> bool:
    """Return whether the condition of ``added_since`` looks for few articles first."""
    if version is None:
        return False
    first = _first_added(connection, version)
    return first is None or _are_few(connection, first)


def _first_added(connection: Connection, version: int) -> int | None:
    starts = FIRST_LATER.rows(connection, version=version)
    return starts[0].first_article if starts else None


def _are_few(connection: Connection, first: int) -> bool:
    last: int = LAST.rows(connection)[0].number or 0
    return max(0, last - first + 1) ** 2 < FEW * last
