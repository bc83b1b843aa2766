"""Read appearances: an entity's name, roles and mentions in each article."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, tuple_

from app.answers.entities import AppearanceOut, RoleOut
from app.answers.pages import AppearancePage
from app.parameters.entities import AppearanceQuery
from app.queries.counting import list_counts
from app.queries.listing import keyset
from app.queries.listing.additions import added_since
from app.queries.listing.keyset import Order
from app.queries.listing.scans import Scan
from app.queries.listing.survivors import require_entity
from app.queries.rendering.parts import ARTICLE_COLUMNS, Offsets, article_ref
from app.queries.tables import appearances, articles, entities, roles
from app.terms.vocabulary import Units

NEWEST_APPEARANCES = 20
ORDER = Order((appearances.c.published_order, articles.c.id, appearances.c.position), types=(str, str, int), tie=appearances.c.tie)


def list_appearances(connection: Connection, entity_id: str, query: AppearanceQuery) -> AppearancePage:
    """List the appearances of an entity, latest published first (undated last), then by article id, both descending.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
        CursorInvalid: the cursor was not made by this list.
    """
    number = require_entity(connection, entity_id)
    added = added_since(connection, appearances.c.article_number, query.added_since)
    rows, next_cursor = keyset.read_page(connection, _appearance_rows(number), ORDER, Scan(added), query, f"appearances of {entity_id}")
    page = AppearancePage(items=_build_appearances(connection, rows, query.units), next_cursor=next_cursor)
    if query.count != "none":
        page["total"] = list_counts.count_rows(
            connection, appearances, [appearances.c.entity_number == number, *added], capped=query.count == "capped"
        )
    return page


def list_newest_appearances(connection: Connection, entity: int, units: Units) -> list[AppearanceOut]:
    """List the appearances of an entity, by its number, in the newest 20 articles. Two statements."""
    rows = connection.execute(_appearance_rows(entity).order_by(*ORDER.order_by()).limit(NEWEST_APPEARANCES)).all()
    return _build_appearances(connection, rows, units)


def get_newest_roles(connection: Connection, entity_ids: Sequence[str]) -> dict[str, RoleOut]:
    """Return each entity's first role in the newest article that gives it one. One statement."""
    rows = select(entities.c.id, _column_of_newest_role(roles.c.title), _column_of_newest_role(roles.c.organization)).where(
        entities.c.id.in_(entity_ids)
    )
    return {row.id: RoleOut(title=row.title, organization=row.organization) for row in connection.execute(rows) if any(row[1:])}


def _column_of_newest_role(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Select a column of the newest role, found by an index: an entity may have 100,000 roles."""
    newest_first = [roles.c[name].desc() for name in ("published_order", "tie", "position")]
    value = select(column).where(roles.c.entity_number == entities.c.number, roles.c.number == 0).order_by(*newest_first).limit(1)
    return value.correlate(entities).scalar_subquery().label(column.name)


def _appearance_rows(entity: int) -> Select[Any]:
    columns = [appearances.c[name] for name in ("article_number", "position", "name", "descriptor", "anonymity_condition", "mentions")]
    return (
        select(*columns, *ARTICLE_COLUMNS)
        .join(articles, articles.c.number == appearances.c.article_number)
        .where(appearances.c.entity_number == entity)
    )


def _build_appearances(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[AppearanceOut]:
    roles_by_appearance = defaultdict(list)
    appearance_keys = [(row.article_number, row.position) for row in rows]
    role_rows = (
        select(roles)
        # The condition on articles lets SQLite use the key. With the condition on pairs alone it would read every role.
        .where(
            roles.c.article_number.in_({article for article, _ in appearance_keys}),
            tuple_(roles.c.article_number, roles.c.position).in_(appearance_keys),
        )
        .order_by(roles.c.article_number, roles.c.position, roles.c.number)
    )
    for role in connection.execute(role_rows):
        roles_by_appearance[role.article_number, role.position].append(RoleOut(title=role.title, organization=role.organization))
    return [_build_appearance(row, roles_by_appearance[row.article_number, row.position], Offsets(units, row)) for row in rows]


def _build_appearance(row: Row[Any], roles_of_row: list[RoleOut], offsets: Offsets) -> AppearanceOut:
    return AppearanceOut(
        article=article_ref(row),
        label=row.name or row.descriptor,
        name=row.name,
        descriptor=row.descriptor,
        anonymity_condition=row.anonymity_condition,
        roles=roles_of_row,
        mentions=offsets.spans(row.mentions),
        units=offsets.units,
    )
