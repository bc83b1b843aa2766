"""Full text behind one function: FTS5 on SQLite, tsvector on PostgreSQL, the same words on both."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, TableClause, Text, cast, column, false, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from app.words import words_of

MOST_WORDS = 1_000  # in one condition: PostgreSQL limits the size of a tsquery
# Saturation and length norm of BM25 (Robertson and Zaragoza 2009). All candidates hold all words: no word weighs more.
K1, B = 1.2, 0.75
Ranked = tuple[float, str]  # score and id: both descending, as the lists' orders are


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, sorted, and what one more word may begin with."""

    words: tuple[str, ...]
    beginning: str | None = None

    def __len__(self) -> int:
        return len(self.words) + (self.beginning is not None)

    def among(self, words: Collection[str]) -> set[str]:
        """Return which of them there are; ``*`` stands behind the beginning, which may be a word looked for, too."""
        distinct = set(words)
        begun = self.beginning is not None and any(word.startswith(self.beginning) for word in distinct)
        return distinct.intersection(self.words) | ({f"{self.beginning}*"} if begun else set())

    def within(self, folded: str) -> set[str]:
        """Return, as ``among`` and at once, which of them there may be: those whose letters stand somewhere in a folded text."""
        begun = self.beginning is not None and self.beginning in folded
        return {word for word in self.words if word in folded} | ({f"{self.beginning}*"} if begun else set())

    def frequencies(self, words: Sequence[str]) -> list[int]:
        """Count them: what begins so once, and twice where it is no longer, so that `war` stands before `warsaw`."""
        counted = Counter(words)
        found = [counted[word] for word in self.words]
        if self.beginning is None:
            return found
        return [*found, counted[self.beginning] + sum(n for word, n in counted.items() if word.startswith(self.beginning))]


def wanted_of(q: str, prefix: bool = False) -> Wanted:
    """Return what ``q`` looks for; with ``prefix`` its last word, whatever stands behind it, may be a beginning."""
    words = words_of(q)
    beginning = words.pop() if prefix and words else None
    return Wanted(tuple(sorted(set(words))), beginning)


def matches(connection: Connection, searched: Table, q: str | None) -> list[ColumnElement[bool]]:
    """Return the condition that a row holds all words of ``q``; none for a blank ``q``, a false one where it has no word."""
    return [] if q is None or not q.strip() else holds(connection, searched, wanted_of(q))


def holds(connection: Connection, searched: Table, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the condition that a row holds all that is wanted; a false one where that is nothing."""
    if not wanted:
        return [false()]
    postgresql = connection.dialect.name == "postgresql"
    condition, quoted, open_end = (_tsvector, "'{}'", "'{}':*") if postgresql else (_fts5, '"{}"', '"{}"*')
    terms = [quoted.format(word) for word in wanted.words] + ([open_end.format(wanted.beginning)] if wanted.beginning else [])
    return [condition(searched, terms[n : n + MOST_WORDS]) for n in range(0, len(terms), MOST_WORDS)]


def _fts5(searched: Table, terms: Sequence[str]) -> ColumnElement[bool]:
    # Quoted one by one: otherwise FTS5 reads AND, NOT, NEAR and punctuation as its own language.
    index: TableClause = table(f"{searched.name}_fts", column("rowid"))
    hits = literal_column(index.name).bool_op("MATCH")(" ".join(terms))
    return searched.c.number.in_(select(index.c.rowid).where(hits))


def _tsvector(searched: Table, terms: Sequence[str]) -> ColumnElement[bool]:
    vector = f"array_to_tsvector(string_to_array({searched.name}.words, ' '))"
    return literal_column(vector).bool_op("@@")(cast(literal(" & ".join(terms), Text()), TSQUERY))


def ranked(candidates: Iterable[tuple[str, str]], wanted: Wanted, usual_length: int, weight: float = 1) -> list[Ranked]:
    """Rank ids and words of rows that hold all that is wanted: best first, then by id, descending.

    The score is ``weight`` times BM25 without the inverse document frequency; rounded, so that ties are ties. The length that words are
    compared with is the same for all rows of a table, not their mean: what is loaded between two pages would move every score.
    """
    found = [(key, wanted.frequencies(have), len(have)) for key, have in ((key, words.split(" ")) for key, words in candidates)]
    return sorted(
        ((round(weight * _score(frequencies, length / usual_length), 6), key) for key, frequencies, length in found), reverse=True
    )


def _score(frequencies: Sequence[int], length: float) -> float:
    norm = K1 * (1 - B + B * length)
    return sum(n * (K1 + 1) / (n + norm) for n in frequencies)
