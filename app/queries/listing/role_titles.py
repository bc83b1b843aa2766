"""Titles of roles, found by their words."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, select

from app.queries.listing.filters import is_one_of
from app.queries.statements.compiled import Statement
from app.queries.tables import role_titles
from app.terms.words import words_of

TITLES_BY_WORD = Statement(
    select(role_titles.c.word, role_titles.c.title_folded).where(role_titles.c.word.in_(bindparam("words", expanding=True)))
)


def find_titles(connection: Connection, searches: Sequence[str]) -> list[str]:
    """Return the folded titles that have all words of one of the searches, in any order. One statement.

    The words are brought together here: a database would look for each search by itself, which for 200 of them took seconds.
    """
    wanted = [words for words in ({*words_of(search)} for search in searches) if words]
    titles_by_word: dict[str, set[str]] = defaultdict(set)
    for row in TITLES_BY_WORD.rows(connection, words=sorted(set[str]().union(*wanted))):
        titles_by_word[row.word].add(row.title_folded)
    return sorted({title for words in wanted for title in set.intersection(*(titles_by_word[word] for word in words))})


def has_title(connection: Connection, roles: FromClause, titles: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a role has one of these folded titles."""
    return is_one_of(connection, roles.c.title_folded, titles)
