"""Full-text conditions and ranking: FTS5 on SQLite, tsvector on PostgreSQL, with the same words and hits on both."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from math import isqrt
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    TableClause,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.types import UserDefinedType

from app.queries.listing.scans import MOST_FOUND, Hits, Words, count_up_to
from app.queries.searching.prefixes import begins_many
from app.queries.searching.terms import SearchTerms, is_blank, parse_search
from app.queries.statements.compiled import Statement
from app.terms.words import FIELD_BREAK

MOST_WORDS = 1_000  # of one condition: PostgreSQL limits the size of a tsquery
FEW_WORDS = 10  # that SQLite's full text looks for, the longest ones: to merge its lists of 77 common words takes 20 ms at 100,000 claims
MOST_ROWS_A_HIT = 8  # of a table that is scanned for phrases or exclusions
FTS5, TSQUERY = ('"{}"', '"{}"*'), ("'{}'", "'{}':*")  # the syntax of a word, and of a prefix
# Saturation and length norm of BM25 (Robertson and Zaragoza 2009). All candidates hold all words, so no word weighs more than another.
K1, B = 1.2, 0.75
ScoredId = tuple[float, str]  # score and id, sorted by both in descending order, as lists are


class TsQuery(UserDefinedType[str]):
    """PostgreSQL's tsquery. SQLAlchemy's PostgreSQL dialect has it too, but importing that costs time where SQLite is used."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "TSQUERY"


def search_words(connection: Connection, searched: Table, q: str | None, rows: int | None) -> Words:
    """Return the conditions that a row holds what ``q`` asks for, none for a blank one, and whether full text gives the rows.

    Args:
        rows: the most rows that are read; None where the order did not find them, so that full text gives up to ``MOST_FOUND`` rows.
    """
    return Words([], by_index=False) if q is None or is_blank(q) else search_terms_in(connection, searched, parse_search(q), rows)


def search_terms_in(connection: Connection, searched: Table, search_terms: SearchTerms, rows: int | None) -> Words:
    """Return the conditions of ``contains_all``, and whether full text gives the rows; ``rows`` is as of ``search_words``."""
    if not search_terms:
        return Words(contains_all(connection, searched, search_terms), by_index=not search_terms.excluded)
    search_terms = _without_wide_prefix(connection, searched, search_terms)
    by_index = not _is_common(connection, searched, search_terms, rows)
    words = [] if by_index or connection.dialect.name == "postgresql" else [_words_stand_in(searched.c.words, search_terms)]
    words = words or _in_full_text(connection, searched, search_terms)
    return Words(
        [*words, *_phrases_and_exclusions(connection, searched, search_terms)], by_index, hits_of(connection, searched, search_terms)
    )


def contains_all(connection: Connection, searched: Table, search_terms: SearchTerms, rows: int | None = None) -> list[ColumnElement[bool]]:
    """Return the conditions that a row holds all terms, and nothing that is excluded; a false one where there is neither.

    The index gives the rows that hold all words. Phrases and exclusions are looked for in the words of these rows.

    Args:
        rows: the number of rows that are read, in an order that has an index; None if all hits are read. With it, common terms are
            looked for row by row in that order on SQLite: a page of a word in 100,000 claims takes 14 ms, reading all hits 320 ms.
    """
    if not search_terms and not search_terms.excluded:
        return [searched.c.number.is_(None)]  # SQLAlchemy would leave out all other conditions beside false(), joins too
    return [*_contains_words(connection, searched, search_terms, rows), *_phrases_and_exclusions(connection, searched, search_terms)]


def _contains_words(connection: Connection, searched: Table, search_terms: SearchTerms, rows: int | None) -> list[ColumnElement[bool]]:
    # The planner of PostgreSQL knows how common a word is.
    if rows is not None and connection.dialect.name == "sqlite" and search_terms and _is_common(connection, searched, search_terms, rows):
        return [_words_stand_in(searched.c.words, search_terms)]
    return _in_full_text(connection, searched, search_terms)


def _in_full_text(connection: Connection, searched: Table, search_terms: SearchTerms) -> list[ColumnElement[bool]]:
    if connection.dialect.name == "postgresql":
        terms = _quoted_terms(search_terms, TSQUERY)
        return [_tsvector(searched, terms[n : n + MOST_WORDS]) for n in range(0, len(terms), MOST_WORDS)]
    words = _quoted_terms(search_terms, FTS5)
    are_all = len(words) <= FEW_WORDS and (search_terms.looks_up_prefix or not search_terms.any_prefix)
    by_rows = [] if are_all else [_words_stand_in(searched.c.words, search_terms)]
    return [_fts5(searched, words[:FEW_WORDS]), *by_rows] if words else by_rows


def _without_wide_prefix(connection: Connection, searched: Table, search_terms: SearchTerms) -> SearchTerms:
    """Return the terms; with a prefix that begins many words on SQLite, so that it is looked for row by row."""
    prefix = search_terms.any_prefix
    if prefix is None or not search_terms.looks_up_prefix or connection.dialect.name == "postgresql":
        return search_terms
    return replace(search_terms, looks_up_prefix=not begins_many(connection, searched, prefix))


def _phrases_and_exclusions(connection: Connection, searched: Table, search_terms: SearchTerms) -> list[ColumnElement[bool]]:
    """Return the conditions that phrases stand in the words of a row, and exclusions do not. The break between fields is in no phrase."""
    find = func.strpos if connection.dialect.name == "postgresql" else func.instr
    text = literal(" ", Text()) + searched.c.words + literal(" ", Text())
    begun = [] if search_terms.begun_phrase is None else [f" {search_terms.begun_phrase}"]
    return [
        *(find(text, literal(phrase, Text())) > 0 for phrase in (*(f" {phrase} " for phrase in search_terms.phrases), *begun)),
        *(find(text, literal(f" {excluded} ", Text())) == 0 for excluded in search_terms.excluded),
    ]


def _quoted_terms(search_terms: SearchTerms, syntax: tuple[str, str]) -> list[str]:
    """Return the words, the longest (rarest) first, then the prefix, if full text looks for it."""
    # Each term is quoted: FTS5 would read AND, NOT, NEAR and punctuation as operators.
    word, prefix = syntax
    return [word.format(each) for each in sorted(search_terms.all_words, key=_by_length)] + (
        [prefix.format(each)] if (each := search_terms.any_prefix) and search_terms.looks_up_prefix else []
    )


def _by_length(word: str) -> tuple[int, str]:
    return -len(word), word


def _is_common(connection: Connection, searched: Table, search_terms: SearchTerms, rows: int | None) -> bool:
    """Return whether scanning the table in order finds ``rows`` hits sooner than reading all hits of the unordered full-text index.

    With ``n`` rows in the table, one in ``n / hits`` is a hit, and scanning a row costs about twice a hit of the index. So scanning is
    faster if ``hits`` is over ``sqrt(2 * rows * n)``. How many hits have a phrase, or nothing that is excluded, is not known.

    Args:
        rows: None for whether there are more hits than ``MOST_FOUND``.
    """
    number = _last_number(searched).rows(connection)[0].number or 0
    threshold = MOST_FOUND if rows is None else min(MOST_FOUND, isqrt(2 * rows * number))
    if search_terms.has_phrases or search_terms.excluded:
        threshold = min(MOST_FOUND, max(threshold, number // MOST_ROWS_A_HIT))
    if connection.dialect.name == "postgresql":
        return (
            count_up_to(connection, select(searched.c.number).where(*_in_full_text(connection, searched, search_terms)), threshold)
            > threshold
        )
    terms = _quoted_terms(search_terms, FTS5)[:FEW_WORDS]
    if not terms:  # a wide prefix alone
        return True
    # First count each term alone, beginning with the rarest: counting all at once reads every row of the commonest term.
    single_terms = [[term] for term in terms] if len(terms) > 1 else []
    hits = _number_of_hits(searched)
    return all(hits.rows(connection, terms=" ".join(part), most=threshold + 1)[0].number > threshold for part in (*single_terms, terms))


def hits_of(
    connection: Connection, searched: Table, search_terms: SearchTerms, more_conditions: Sequence[ColumnElement[bool]] = ()
) -> Hits | None:
    """Return the hits of words in SQLite's full text alone, with rows of the table only where conditions are added; else None."""
    search_terms = _without_wide_prefix(connection, searched, search_terms)
    terms, is_whole = _quoted_terms(search_terms, FTS5), search_terms.is_of_words and search_terms.looks_up_prefix
    if connection.dialect.name == "postgresql" or not is_whole or not 0 < len(terms) <= FEW_WORDS:
        return None
    index = _index(searched)
    source = index.join(searched, searched.c.number == index.c.rowid) if more_conditions else index
    return Hits(source, [_match(index, " ".join(terms)), *more_conditions])


def _words_stand_in(words: ColumnElement[str], search_terms: SearchTerms) -> ColumnElement[bool]:
    """Return the condition that all words stand in a column of words, without the index. For SQLite."""
    text = literal(" ", Text()) + words + literal(" ", Text())
    whole, prefix = [f" {word} " for word in sorted(search_terms.all_words, key=_by_length)], search_terms.any_prefix
    return and_(*(func.instr(text, part) > 0 for part in (*whole, *([f" {prefix}"] if prefix else []))))


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


def rank(candidates: Iterable[tuple[str, str]], search_terms: SearchTerms, usual_length: int, weight: float = 1) -> list[ScoredId]:
    """Rank the ids of rows that hold all terms, from pairs (id, words): best first, then by id, descending.

    The score is ``weight`` times BM25 without inverse document frequency, rounded so that ties are equal. BM25's mean length is a constant
    for each table: a true mean would change every score when articles are loaded between two pages.
    """
    score = lru_cache(None)(lambda frequencies, length: round(weight * _score(frequencies, length / usual_length), 6))
    scored = [(score(search_terms.frequencies(f" {words} "), _number_of_words(words)), key) for key, words in candidates]
    return sorted(scored, reverse=True)


def _number_of_words(words: str) -> int:
    return words.count(" ") + 1 - words.count(FIELD_BREAK)


def _score(frequencies: Sequence[int], length: float) -> float:
    length_norm = K1 * (1 - B + B * length)
    return sum(n * (K1 + 1) / (n + length_norm) for n in frequencies)
