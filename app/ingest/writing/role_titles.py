"""Words of the titles in roles, by which roles are found."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlmodel import Session, col

from app.database.tables.entities import Role
from app.ingest.writing.inserts import execute_many

ADD = "INSERT INTO role_titles (word, title_folded) VALUES (?, ?) ON CONFLICT DO NOTHING"
REMOVE = "DELETE FROM role_titles WHERE word = ? AND title_folded = ?"


def add(session: Session, titles: Collection[str | None]) -> None:
    """Add the words of folded titles that are not stored yet."""
    execute_many(session, ADD, sorted(_words_of({title for title in titles if title})))


def titles_in(session: Session, articles: Collection[int]) -> set[str]:
    """Return the folded titles that articles give."""
    titles = select(col(Role.title_folded)).where(col(Role.article_number).in_(articles)).distinct()
    return {title for title in session.scalars(titles) if title}


def remove_unused(session: Session, titles: Collection[str]) -> None:
    """Remove the words of those folded titles that no role has any more."""
    used = set(session.scalars(select(col(Role.title_folded)).where(col(Role.title_folded).in_(titles)).distinct()))
    execute_many(session, REMOVE, sorted(_words_of({*titles} - used)))


def _words_of(titles: Collection[str]) -> Iterator[tuple[str, str]]:
    return ((word, title) for title in titles for word in {*title.split(" ")})
