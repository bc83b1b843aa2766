"""Read entities, or only speakers, which are the entities that make claims: one, or a list by filters."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, exists, select

from app.answers.entities import EntityDetail, EntityOut, RoleOut
from app.answers.pages import EntityPage
from app.answers.parts import EntityCounts, EntityRef
from app.errors import NotFound
from app.parameters.entities import EntityQuery
from app.queries import profiles
from app.queries.appearances import get_newest_roles, list_newest_appearances
from app.queries.counting import list_counts
from app.queries.counting.facets import FacetColumns
from app.queries.listing import keyset, scans
from app.queries.listing.additions import added_since
from app.queries.listing.filters import Conditions, equals, filter_parameters, filters_of, if_given, one_of, without_its_index
from app.queries.listing.keyset import DEFAULT_LIMIT, Order
from app.queries.listing.role_titles import find_titles, has_title
from app.queries.listing.scans import IndexedFilter, Scan, choose_scan
from app.queries.listing.survivors import REQUESTED_ARTICLES, is_survivor_of, refers_to, require_entity
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.searching.full_text import search_words
from app.queries.statements.compiled import Parameter
from app.queries.tables import appearances, entities, roles
from app.terms.vocabulary import Units

FILTERS = filters_of(EntityQuery)
CLAIMS, ARTICLES = (Order((entities.c[name], entities.c.id), types=(int, str), tie=entities.c.tie) for name in ("claims", "articles"))
NAME = Order((entities.c.name_order, entities.c.id), tie=entities.c.tie)
ORDERS = {
    "-claims": CLAIMS,
    "claims": replace(CLAIMS, descending=False),
    "-articles": ARTICLES,
    "articles": replace(ARTICLES, descending=False),
    "name": replace(NAME, descending=False),
    "-name": NAME,
}
FACETS = {"kind": FacetColumns(("kind",))}
COLUMNS: list[ColumnElement[Any]] = [
    *entity_columns(entities, "entity"),
    *(
        entities.c[name]
        for name in ("aliases", "wikidata", "anonymity_condition", "claims", "articles", "outlets", "first_said", "last_said")
    ),
]
MOST_SCANNED = 10_000  # their rows are short, and on SQLite an index has all that most searches look at
IS_SURVIVOR = entities.c.number == entities.c.survivor_number


def list_entities(connection: Connection, query: EntityQuery) -> EntityPage:
    """List entities, most claims first, then by id, both descending; or as ``query.sort`` says.

    Returns:
        At most ``limit`` entities. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    return _list(connection, query, "entities", [])


def list_speakers(connection: Connection, query: EntityQuery) -> EntityPage:
    """List the entities that make claims, otherwise as ``list_entities``."""
    return _list(connection, query, "speakers", [entities.c.claims > 0])


def get_speaker(connection: Connection, entity_id: str, units: Units = "codepoint") -> EntityDetail:
    """Return one entity that makes claims.

    Raises:
        NotFound: no entity has this id, or it makes no claim.
        Moved: it was merged; the error names the survivor.
    """
    entity = get_entity(connection, entity_id, units)
    if not entity["counts"]["claims"]:
        raise NotFound(f"{entity_id!r} makes no claim: it is an entity, but no speaker.")
    return entity


def get_entity(connection: Connection, entity_id: str, units: Units = "codepoint") -> EntityDetail:
    """Return one entity with roles, appearances, groups, topics and events. A fixed number of statements.

    Raises:
        NotFound: no entity has this id.
        Moved: it was merged; the error names the survivor.
    """
    number = require_entity(connection, entity_id)
    rows = connection.execute(select(*COLUMNS).where(entities.c.number == number)).all()
    kinds, modes = profiles.count_kinds_and_modes(connection, number)
    return EntityDetail(
        **build_entities(connection, rows)[0],
        roles=profiles.list_roles(connection, number),
        appearances=list_newest_appearances(connection, number, units),
        members=profiles.list_members(connection, number),
        groups=profiles.list_groups(connection, number),
        kinds=kinds,
        modes=modes,
        speaks_about=profiles.list_topics(connection, number),
        spoken_about_by=profiles.list_speakers_about(connection, number),
        events=profiles.list_latest_events(connection, number, units),
    )


def _list(connection: Connection, query: EntityQuery, name: str, more_conditions: Conditions) -> EntityPage:
    scan = _scan(connection, query, more_conditions, query.limit or DEFAULT_LIMIT)
    rows, next_cursor = keyset.read_page(connection, select(*COLUMNS), ORDERS[query.sort], scan, query, name)
    scan_for = partial(_scan, connection, query, more_conditions)
    envelope = list_counts.list_envelope(connection, query, next_cursor, entities, scan_for, FACETS, CLAIMS, name)
    return EntityPage(items=build_entities(connection, rows), **envelope)


def build_entities(connection: Connection, rows: Sequence[Row[Any]]) -> list[EntityOut]:
    """Build entities from rows of ``COLUMNS``. One more statement, whatever the number of rows."""
    roles_by_entity = get_newest_roles(connection, [row.entity_id for row in rows])
    return [_build_entity(row, roles_by_entity.get(row.entity_id)) for row in rows]


def _build_entity(row: Row[Any], role: RoleOut | None) -> EntityOut:
    return EntityOut(
        **cast(EntityRef, entity_ref(row, "entity")),
        aliases=row.aliases,
        wikidata=row.wikidata,
        anonymity_condition=row.anonymity_condition,
        role=role["title"] if role else None,
        organization=role["organization"] if role else None,
        counts=EntityCounts(claims=row.claims, articles=row.articles, outlets=row.outlets),
        first_said=row.first_said,
        last_said=row.last_said,
    )


def _scan(connection: Connection, query: EntityQuery, more_conditions: Conditions, rows: int | None) -> Scan:
    filters = filter_parameters(query, FILTERS)
    others = [
        IS_SURVIVOR,
        *more_conditions,
        *if_given(_has_id, filters.get("id")),
        *one_of(entities.c.kind, filters.get("kind")),
        *equals(entities.c.anonymous, filters.get("anonymous")),
        *if_given(_is_in_article, filters.get("article")),
    ]
    organization = filters.get("organization")
    indexed = [
        *([] if organization is None else [_found_by_roles(connection, one_of(roles.c.organization_folded, organization))]),
        *([_has_role(connection, query.role)] if query.role else []),
        *([_named_since(connection, query.added_since)] if query.added_since is not None else []),
    ]
    search, has_few = partial(search_words, connection, entities, query.q), bool(filters.keys() & {"id", "article"})
    most = MOST_SCANNED if query.added_since is None else scans.MOST_SCANNED  # of each the appearances are looked for
    return choose_scan(connection, entities, search, indexed, others, rows, has_few=has_few, most_scanned=most)


def _has_id(ids: Parameter) -> ColumnElement[bool]:
    return is_survivor_of(entities.c.number, ids)


def _found_by_roles(connection: Connection, is_role: Conditions) -> IndexedFilter:
    # Not EXISTS, which would look for each of the names in the roles of each entity: 200 names took sixty times as long.
    numbers = select(roles.c.entity_number).where(*is_role)
    return IndexedFilter(numbers, without_its_index(entities.c.number).in_(numbers))


def _has_role(connection: Connection, titles: Sequence[str]) -> IndexedFilter:
    return _found_by_roles(connection, [has_title(connection, roles, find_titles(connection, titles))])


def _named_since(connection: Connection, version: int) -> IndexedFilter:
    is_added = added_since(connection, appearances.c.article_number, version)
    appears = exists().where(appearances.c.entity_number == entities.c.number, *is_added)  # nearly all do, where many were added
    return IndexedFilter(select(appearances.c.entity_number).where(*is_added), appears)


def _is_in_article(ids: Parameter) -> ColumnElement[bool]:
    return entities.c.number.in_(
        select(appearances.c.entity_number).where(refers_to(appearances.c.article_number, REQUESTED_ARTICLES, ids))
    )
