"""Clashes of entities: what articles say against judgements and corrections of people."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from app.answers.edits import ClashOut
from app.answers.entities import EntityOut
from app.queries.entities import COLUMNS, build_entities
from app.queries.rendering.parts import ARTICLE_COLUMNS, article_ref
from app.queries.tables import articles, clashes, entities

MOST = 20  # of one entity that are shown
named = entities.alias("named")


class Clashing(NamedTuple):
    """An entity as it is resolved, and its first clashes."""

    entity: EntityOut
    clashes: list[ClashOut]


def clashes_of(connection: Connection, entity_ids: Collection[str]) -> dict[str, Clashing]:
    """Return the entities of clashes, by the ids that these name. A fixed number of statements."""
    if not entity_ids:
        return {}
    survivors = select(*COLUMNS, named.c.id.label("named_id")).join(named, named.c.survivor_number == entities.c.number)
    rows: Any = connection.execute(survivors.where(named.c.id.in_(entity_ids))).all()
    found = {row.named_id: Clashing(entity, []) for row, entity in zip(rows, build_entities(connection, rows), strict=True)}
    columns = select(clashes, *ARTICLE_COLUMNS).join(articles, articles.c.number == clashes.c.article_number)
    for row in connection.execute(columns.where(clashes.c.entity_id.in_(entity_ids)).order_by(clashes.c.number)):
        if len(found[row.entity_id].clashes) < MOST:
            ends = [row.entity_id, *([row.other_id] if row.other_id else [])]
            found[row.entity_id].clashes.append(ClashOut(article=article_ref(row), field=row.field, value=row.value, entities=ends))
    return found
