"""Pairs of entity and publisher: from these the outlets of an entity are counted without reading its articles."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.entities import Appearance, Outlet

Pair = tuple[str, str]


def add(session: Session, pairs: Collection[Pair]) -> None:
    """Add pairs of entity and publisher that are not stored yet."""
    insert_ignoring: Any = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    if pairs:
        rows = [{"entity_id": entity, "publisher_folded": publisher} for entity, publisher in sorted(pairs)]
        session.connection().execute(insert_ignoring(Outlet.__table__).on_conflict_do_nothing(), rows)  # type: ignore[attr-defined]


def count(session: Session, entities: Collection[str]) -> dict[str, int]:
    """Return with how many publishers each of these entities appears; an entity without one is left out."""
    counted = select(col(Outlet.entity_id), func.count()).group_by(col(Outlet.entity_id))
    return dict(session.connection().execute(counted.where(col(Outlet.entity_id).in_(entities))).all())


def rewrite(session: Session, entities: Collection[str]) -> None:
    """Replace the pairs of these entities by those of the articles that they appear in."""
    session.execute(delete(Outlet).where(col(Outlet.entity_id).in_(entities)))
    pairs = select(col(Appearance.entity_id), col(Article.publisher_folded)).distinct().join_from(Appearance, Article)
    known = pairs.where(col(Appearance.entity_id).in_(entities), col(Article.publisher_folded).is_not(None))
    session.execute(insert(Outlet).from_select(["entity_id", "publisher_folded"], known))
