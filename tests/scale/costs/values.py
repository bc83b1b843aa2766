"""The commonest values of an archive, which make the dearest requests: ids, names, words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from app.queries.tables import articles, bylines, claims, entities, events, roles
from app.terms.words import FIELD_BREAK

MOST_VALUES, SAMPLE = 200, 2_000
Values = Mapping[str, Sequence[str]]  # most common first, by what they are


def commonest_values(connection: Connection) -> Values:
    """Return the commonest ids, names, words and phrases of an archive."""
    columns: dict[str, ColumnElement[Any]] = {
        **{"publisher": articles.c.publisher, "language": articles.c.language, "title": articles.c.title_folded},
        **{"byline": bylines.c.folded, "organization": roles.c.organization, "role": roles.c.title},
        **{"place": claims.c.place, "cue": claims.c.cue_folded},
    }
    numbers = {"entity": (entities, entities.c.claims), "event": (events, events.c.claims), "article": (articles, articles.c.claims)}
    return {
        **{name: _commonest(connection, column) for name, column in columns.items()},
        **{name: _ids(connection, table.c.id, number) for name, (table, number) in numbers.items()},
        "claim": _ids(connection, claims.c.id, claims.c.said_order),
        "day": _middle_day(connection),
        "number": ["1"],  # of a revision
        **_words(list(connection.execute(select(claims.c.words).order_by(claims.c.id).limit(SAMPLE)).scalars())),
    }


def _middle_day(connection: Connection) -> list[str]:
    """Return the day in the middle of the list of claims."""
    number = connection.execute(select(func.count()).select_from(claims)).scalar_one()
    return [*connection.execute(select(claims.c.said_order).order_by(claims.c.said_order).offset(number // 2).limit(1)).scalars()]


def _commonest(connection: Connection, column: ColumnElement[Any]) -> list[str]:
    rows = select(column).where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column).limit(MOST_VALUES)
    return [*connection.execute(rows).scalars()]


def _ids(connection: Connection, key: ColumnElement[Any], number: ColumnElement[Any]) -> list[str]:
    return [*connection.execute(select(key).order_by(number.desc(), key).limit(MOST_VALUES)).scalars()]


def _words(texts: Sequence[str]) -> Values:
    """Return the words and the phrases of two words that most claims have, most first."""
    words, phrases = Counter[str](), Counter[str]()
    for text in texts:
        of_text = text.split()
        words.update({*of_text} - {FIELD_BREAK})
        phrases.update({" ".join(pair) for pair in pairwise(of_text) if FIELD_BREAK not in pair})
    return {"word": _in_order(words), "phrase": _in_order(phrases)}


def _in_order(counted: Counter[str]) -> list[str]:
    return [value for value, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_VALUES]]
