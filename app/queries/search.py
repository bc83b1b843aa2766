"""Full text behind one function: FTS5 on SQLite, tsvector on PostgreSQL, the same words on both."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, TableClause, Text, cast, column, false, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from app.words import words_of

MOST_WORDS = 1_000  # in one condition: PostgreSQL limits the size of a tsquery
# Saturation and length norm of BM25 (Robertson and Zaragoza 2009). All candidates hold all words: no word weighs more.
K1, B = 1.2, 0.75


def matches(connection: Connection, searched: Table, q: str | None) -> list[ColumnElement[bool]]:
    """Return the condition that a row holds all words of ``q``; none for a blank ``q``, a false one where it has no word."""
    if q is None or not q.strip():
        return []
    words = sorted(set(words_of(q)))
    if not words:
        return [false()]
    condition = _tsvector if connection.dialect.name == "postgresql" else _fts5
    return [condition(searched, words[n : n + MOST_WORDS]) for n in range(0, len(words), MOST_WORDS)]


def _fts5(searched: Table, words: Sequence[str]) -> ColumnElement[bool]:
    # Quoted one by one: otherwise FTS5 reads AND, NOT, NEAR and punctuation as its own language.
    index: TableClause = table(f"{searched.name}_fts", column("rowid"))
    hits = literal_column(index.name).bool_op("MATCH")(" ".join(f'"{word}"' for word in words))
    return searched.c.number.in_(select(index.c.rowid).where(hits))


def _tsvector(searched: Table, words: Sequence[str]) -> ColumnElement[bool]:
    vector = f"array_to_tsvector(string_to_array({searched.name}.words, ' '))"
    wanted = " & ".join(f"'{word}'" for word in words)
    return literal_column(vector).bool_op("@@")(cast(literal(wanted, Text()), TSQUERY))


def relevance(words: str, wanted: Sequence[str], mean_length: float) -> float:
    """Return the BM25 score of a row's words, without the inverse document frequency; rounded, so that ties are ties."""
    have = words.split(" ")
    norm = K1 * (1 - B + B * len(have) / mean_length)
    return round(sum(have.count(word) * (K1 + 1) / (have.count(word) + norm) for word in wanted), 6)
