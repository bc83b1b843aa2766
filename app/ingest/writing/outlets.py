"""Pairs of entity and publisher: from these the outlets of an entity are counted without reading its articles."""

from collections.abc import Collection

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from app.database.tables.articles import Article
from app.database.tables.entities import Appearance, Outlet
from app.ingest.writing.inserts import execute_many

Pair = tuple[int, str]  # number of the entity, and folded publisher
ADD = "INSERT INTO outlets (entity_number, publisher_folded) VALUES (?, ?) ON CONFLICT DO NOTHING"


def add(session: Session, pairs: Collection[Pair]) -> None:
    """Add pairs of entity and publisher that are not stored yet."""
    execute_many(session, ADD, sorted(pairs))


def count(session: Session, entities: Collection[int]) -> dict[int, int]:
    """Return with how many publishers each of these entities appears; an entity without one is left out."""
    counted = select(col(Outlet.entity_number), func.count()).group_by(col(Outlet.entity_number))
    return dict(session.connection().execute(counted.where(col(Outlet.entity_number).in_(entities))).all())


def rewrite(session: Session, entities: Collection[int]) -> None:
    """Replace the pairs of these entities by those of the articles that they appear in."""
    session.execute(delete(Outlet).where(col(Outlet.entity_number).in_(entities)))
    pairs = select(col(Appearance.entity_number), col(Article.publisher_folded)).distinct().join_from(Appearance, Article)
    known = pairs.where(col(Appearance.entity_number).in_(entities), col(Article.publisher_folded).is_not(None))
    session.execute(insert(Outlet).from_select(["entity_number", "publisher_folded"], known))
