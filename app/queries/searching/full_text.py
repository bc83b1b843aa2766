"""Full text behind one function: FTS5 on SQLite, tsvector on PostgreSQL, the same words on both."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import isqrt
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    TableClause,
    Text,
    and_,
    bindparam,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.types import UserDefinedType

from app.queries.statements.compiled import Statement
from app.terms.words import words_of

MOST_WORDS = 1_000  # in one condition: PostgreSQL limits the size of a tsquery
FEW_WORDS = 20  # each a condition of its own, where what is common is looked for row by row
FTS5, TSQUERY = ('"{}"', '"{}"*'), ("'{}'", "'{}':*")  # how a word is written, and a beginning
# Saturation and length norm of BM25 (Robertson and Zaragoza 2009). All candidates hold all words: no word weighs more.
K1, B = 1.2, 0.75
Ranked = tuple[float, str]  # score and id: both descending, as the lists' orders are


class TsQuery(UserDefinedType[str]):
    """PostgreSQL's tsquery. Its own dialect has the type too, and is read in only where a database of it is."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "TSQUERY"


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

    def frequencies(self, text: str) -> tuple[int, ...]:
        """Count them in words between spaces: what begins so once, twice where it is no longer, so that `war` stands before `warsaw`."""
        found = tuple([_times(word, text) for word in self.words])
        if self.beginning is None:
            return found
        return (*found, _times(self.beginning, text) + text.count(f" {self.beginning}"))


def _times(word: str, text: str) -> int:
    """Count a word between spaces: letter by letter, which takes a fifth of what cutting into words and counting them does."""
    if f" {word} {word} " in text:  # one space belongs to both
        return text.split(" ").count(word)
    return text.count(f" {word} ")


def wanted_of(q: str, prefix: bool = False) -> Wanted:
    """Return what ``q`` looks for; with ``prefix`` its last word, whatever stands behind it, may be a beginning."""
    words = words_of(q)
    beginning = words.pop() if prefix and words else None
    return Wanted(tuple(sorted(set(words))), beginning)


def matches(connection: Connection, searched: Table, q: str | None, rows: int | None = None) -> list[ColumnElement[bool]]:
    """Return the condition that a row holds all words of ``q``; none for a blank ``q``, a false one where it has no word."""
    return [] if q is None or not q.strip() else holds(connection, searched, wanted_of(q), rows)


def holds(connection: Connection, searched: Table, wanted: Wanted, rows: int | None = None) -> list[ColumnElement[bool]]:
    """Return the condition that a row holds all that is wanted; a false one where that is nothing.

    Args:
        rows: as many are read, in an order that has an index; None where all count. On SQLite what is common is then looked for row by
            row in that order: a page of a word that 100,000 claims hold takes 14 ms, where reading all hits takes 320.
    """
    if not wanted:
        return [false()]
    postgresql = connection.dialect.name == "postgresql"  # whose planner weighs by itself how common a word is
    if rows is not None and not postgresql and len(wanted) <= FEW_WORDS and _is_common(connection, searched, wanted, rows):
        return [_stands_in(searched.c.words, wanted)]
    terms = _terms(wanted, TSQUERY if postgresql else FTS5)
    condition = _tsvector if postgresql else _fts5
    return [condition(searched, terms[n : n + MOST_WORDS]) for n in range(0, len(terms), MOST_WORDS)]


def _terms(wanted: Wanted, syntax: tuple[str, str]) -> list[str]:
    # Quoted one by one: otherwise FTS5 reads AND, NOT, NEAR and punctuation as its own language.
    word, beginning = syntax
    return [word.format(each) for each in wanted.words] + ([beginning.format(wanted.beginning)] if wanted.beginning else [])


def _is_common(connection: Connection, searched: Table, wanted: Wanted, rows: int) -> bool:
    """Whether the table, read in its order, has the rows sooner than full text, which is in no order and so must be read whole.

    Of ``all`` rows every ``all / hits``-th is a hit; to read a row and look for the words takes about twice what a hit of full text takes.
    A word that is common and stands in old rows alone makes this slow: nothing says so beforehand.
    """
    most = isqrt(2 * rows * (_last_number(searched).rows(connection)[0].number or 0))
    terms = _terms(wanted, FTS5)
    # Each by itself first, the longest before others, for they are rarer: to count all at once reads all that the commonest stands in.
    alone = sorted(([term] for term in terms), key=lambda some: -len(some[0])) if len(terms) > 1 else []
    hits = _number_of_hits(searched)
    return all(hits.rows(connection, terms=" ".join(some), most=most + 1)[0].number > most for some in (*alone, terms))


def to_count(connection: Connection, searched: Table, wanted: Wanted, also: Sequence[ColumnElement[bool]]) -> tuple[FromClause, list[Any]]:
    """Return of what, and under which conditions, all that holds what is wanted is counted: on SQLite in full text, without its rows."""
    if connection.dialect.name == "postgresql" or not 0 < len(wanted) <= MOST_WORDS:
        return searched, [*holds(connection, searched, wanted), *also]
    index = _index(searched)
    found = index.join(searched, searched.c.number == index.c.rowid) if also else index
    return found, [_match(index, " ".join(_terms(wanted, FTS5))), *also]


def _stands_in(words: ColumnElement[str], wanted: Wanted) -> ColumnElement[bool]:
    text = literal(" ", Text()) + words + literal(" ", Text())
    whole = [f" {word} " for word in wanted.words]
    return and_(*(func.instr(text, some) > 0 for some in (*whole, *([f" {wanted.beginning}"] if wanted.beginning else []))))


def _fts5(searched: Table, terms: Sequence[str]) -> ColumnElement[bool]:
    return searched.c.number.in_(_hits(searched, " ".join(terms)))


def _hits(searched: Table, terms: str | BindParameter[str]) -> Select[tuple[int]]:
    index = _index(searched)
    return select(index.c.rowid).where(_match(index, terms))


def _index(searched: Table) -> TableClause:
    return table(f"{searched.name}_fts", column("rowid", Integer()))


def _match(index: TableClause, terms: str | BindParameter[str]) -> ColumnElement[bool]:
    return literal_column(index.name).bool_op("MATCH")(terms)


@cache
def _last_number(searched: Table) -> Statement:
    return Statement(select(func.max(searched.c.number).label("number")))


@cache
def _number_of_hits(searched: Table) -> Statement:
    hits = _hits(searched, bindparam("terms", type_=Text())).limit(bindparam("most", type_=Integer()))
    return Statement(select(func.count().label("number")).select_from(hits.subquery()))


def _tsvector(searched: Table, terms: Sequence[str]) -> ColumnElement[bool]:
    vector = f"array_to_tsvector(string_to_array({searched.name}.words, ' '))"
    return literal_column(vector).bool_op("@@")(cast(literal(" & ".join(terms), Text()), TsQuery()))


def ranked(candidates: Iterable[tuple[str, str]], wanted: Wanted, usual_length: int, weight: float = 1) -> list[Ranked]:
    """Rank ids and words of rows that hold all that is wanted: best first, then by id, descending.

    The score is ``weight`` times BM25 without the inverse document frequency; rounded, so that ties are ties. The length that words are
    compared with is the same for all rows of a table, not their mean: what is loaded between two pages would move every score.
    """
    score = lru_cache(None)(lambda frequencies, length: round(weight * _score(frequencies, length / usual_length), 6))
    found = [(score(wanted.frequencies(f" {words} "), words.count(" ") + 1), key) for key, words in candidates]
    return sorted(found, reverse=True)


def _score(frequencies: Sequence[int], length: float) -> float:
    norm = K1 * (1 - B + B * length)
    return sum(n * (K1 + 1) / (n + norm) for n in frequencies)
