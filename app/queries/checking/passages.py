"""Checks of passages: spans lie within the text of their article, and quotes are its words."""

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Table, select, type_coerce
from sqlalchemy.types import NullType

from app.queries.checking.findings import UNREADABLE, Finding
from app.queries.tables import appearances, claims, events
from app.terms.spans import excerpt, quote_of, readable_quote

SPANS_OF_CLAIM = ("source", "cue", "content")


def check_passages(connection: Connection, texts: dict[int, str]) -> Iterator[Finding]:
    """Compare the passages of articles, by whose numbers the texts are given, with these."""
    for table, check in (("claims", _check_claims), ("appearances", _check_appearances), ("events", _check_events)):
        try:
            yield from check(connection, texts)
        except UNREADABLE as error:  # of which row the driver does not say
            yield Finding(table, "", f"a value of an article from number {min(texts, default=0)} on cannot be read: {error}")


def _check_claims(connection: Connection, texts: dict[int, str]) -> Iterator[Finding]:
    columns = (claims.c[name] for name in ("article_number", "id", *SPANS_OF_CLAIM, "quote", "excerpts", "hidden"))
    key = type_coerce(claims.c.quote_key, NullType()).label("quote_key")
    of_articles = claims.c.article_number.in_(texts)
    for row in connection.execute(select(*columns, key).where(of_articles).order_by(claims.c.number)):
        if problem := _problem_of_claim(row, texts[row.article_number]):
            yield Finding("claims", row.id, problem)


def _check_appearances(connection: Connection, texts: dict[int, str]) -> Iterator[Finding]:
    return _check_mentions(connection, texts, appearances, appearances.c.position)


def _check_events(connection: Connection, texts: dict[int, str]) -> Iterator[Finding]:
    return _check_mentions(connection, texts, events, events.c.id)


def _problem_of_claim(row: Any, text: str) -> str | None:
    for name in SPANS_OF_CLAIM:
        if problem := _problem_of_spans(name, getattr(row, name), text):
            return problem
    exact, hidden = [excerpt(text, (start, end)) for start, end in row.content], row.hidden or {}
    excerpts, quote = hidden.get("excerpts", row.excerpts), hidden.get("quote", row.quote)
    if excerpts != [[*each] for each in exact] or quote != readable_quote(each for each, _, _ in exact):
        return "the quote is not what the text has there"
    # A hidden quote has a key that no other has, lest it be found to repeat one.
    digest = hashlib.sha256((row.id if "quote" in hidden else quote_of(text, row.content)).encode()).digest()
    is_hash = isinstance(row.quote_key, bytes) and row.quote_key and digest.startswith(row.quote_key)
    return None if is_hash else "quote_key is not the hash of the quote"


def _problem_of_spans(name: str, spans: Collection[Any], text: str) -> str | None:
    """Return what is wrong with spans: they must be pairs within the text."""
    for span in spans:
        if len(span) != 2 or not 0 <= span[0] < span[1] <= len(text):
            return f"{name} has the span {span}, which is not in the text of {len(text):,} characters"
    return None


def _check_mentions(connection: Connection, texts: dict[int, str], table: Table, key: Any) -> Iterator[Finding]:
    rows = select(table.c.article_number, key, table.c.mentions).where(table.c.article_number.in_(texts))
    for article_number, shown, mentions in connection.execute(rows):
        if problem := _problem_of_spans("mentions", mentions, texts[article_number]):
            yield Finding(table.name, str(shown) if table is events else f"{article_number}/{shown}", problem)
