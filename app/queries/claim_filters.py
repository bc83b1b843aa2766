"""Filters of claims as conditions on the table ``claims`` alone, shared by lists, totals and facets."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from app.parameters.claims import ClaimFilters
from app.queries import tables
from app.queries.listing.additions import added_since
from app.queries.listing.filters import (
    Conditions,
    FilterParameters,
    dates_overlap,
    day_is_within,
    equals,
    filter_parameters,
    filters_of,
    has_publisher,
    if_given,
    is_found,
    is_sure,
    one_of,
)
from app.queries.listing.role_titles import find_titles, has_title
from app.queries.listing.survivors import REQUESTED_ARTICLES, REQUESTED_EVENTS, is_survivor_of, refers_to
from app.queries.rendering.parts import belongs_to_speaker
from app.queries.searching.full_text import matches_search
from app.queries.statements.compiled import Parameter
from app.queries.tables import claim_abouts, claim_holders, claims, members, relations

FILTERS = filters_of(ClaimFilters)
# Aliases, so that sub-selects are not correlated to a table of this name in the query around them.
entities, roles = (table.alias(f"filter_{table.name}") for table in (tables.entities, tables.roles))
any_roles = tables.roles.alias("any_roles")


def conditions(connection: Connection, query: ClaimFilters, rows: int) -> Conditions:
    """Return the conditions of all filters; values of one filter are alternatives.

    Args:
        rows: the most claims that are read under them, as ``contains_all`` takes it.
    """
    filters = filter_parameters(query, FILTERS)
    speaker = filters.pop("speaker") if "speaker" in filters and "groups" in query.include else None
    return [
        *matches_search(connection, claims, query.q, rows),
        *([] if speaker is None else [_is_or_is_member_of(speaker)]),
        *([_has_speaker_with_role(connection, query.role)] if query.role else []),
        *added_since(connection, claims.c.article_number, query.added_since),
        *parameter_conditions(filters),
    ]


def parameter_conditions(filters: FilterParameters) -> Conditions:
    """Return the conditions of the filters whose values are bound parameters."""
    return [
        *one_of(claims.c.id, filters.get("id")),
        *if_given(_is_speaker, filters.get("speaker")),
        *_has_speaker_with(filters),
        *if_given(_has_holder, filters.get("holder")),
        *if_given(_is_reported_via, filters.get("reported_via")),
        *one_of(claims.c.mode, filters.get("mode")),
        *one_of(claims.c.kind, filters.get("kind")),
        *one_of(claims.c.cue_folded, filters.get("cue")),
        *if_given(_is_about, filters.get("about")),
        *if_given(_is_about_or_related_to_event, filters.get("event")),
        *if_given(_is_in_article, filters.get("article")),
        *has_publisher(claims.c.article_number, filters.get("publisher")),
        *dates_overlap(claims.c.said_earliest, claims.c.said_order, filters.get("said_from"), filters.get("said_to")),
        *day_is_within(claims.c.published_order, filters.get("published_from"), filters.get("published_to")),
        *one_of(claims.c.place_folded, filters.get("place")),
        *equals(claims.c.explicit, filters.get("explicit")),
        *is_sure(claims, filters.get("min_confidence")),
        *one_of(claims.c.section, filters.get("section")),
        *one_of(claims.c.review, filters.get("review")),
    ]


def _is_speaker(ids: Parameter) -> ColumnElement[bool]:
    return is_survivor_of(claims.c.speaker_number, ids)


def _is_in_article(ids: Parameter) -> ColumnElement[bool]:
    return refers_to(claims.c.article_number, REQUESTED_ARTICLES, ids)


def _is_reported_via(ids: Parameter) -> ColumnElement[bool]:
    return is_survivor_of(claims.c.reported_via_number, ids)


def _is_or_is_member_of(speaker: Parameter) -> ColumnElement[bool]:
    groups = select(members.c.group_number).where(is_survivor_of(members.c.entity_number, speaker))
    return or_(is_survivor_of(claims.c.speaker_number, speaker), claims.c.speaker_number.in_(groups))


def _has_speaker_with(filters: FilterParameters) -> Conditions:
    conditions_on_speaker = [*one_of(entities.c.kind, filters.get("speaker_kind")), *equals(entities.c.anonymous, filters.get("anonymous"))]
    return [
        *([exists().where(entities.c.number == claims.c.speaker_number, *conditions_on_speaker)] if conditions_on_speaker else []),
        *if_given(_has_speaker_of_organization, filters.get("organization")),
    ]


def _has_speaker_of_organization(names: Parameter) -> ColumnElement[bool]:
    organizations = select(entities.c.survivor_number).where(entities.c.kind == "organization", *one_of(entities.c.folded, names))
    has_role_there = exists().where(belongs_to_speaker(roles), *one_of(roles.c.organization_folded, names))
    return or_(has_role_there, claims.c.speaker_number.in_(organizations))


def _has_speaker_with_role(connection: Connection, titles: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition on the speaker's role in that article. Speakers with such a role anywhere are found first, by an index."""
    found = find_titles(connection, titles)
    speakers = select(any_roles.c.entity_number).where(has_title(connection, any_roles, found))
    has_role_there = exists().where(belongs_to_speaker(roles), has_title(connection, roles, found))
    return and_(is_found(connection, claims.c.speaker_number, speakers), has_role_there)


def _has_holder(ids: Parameter) -> ColumnElement[bool]:
    return claims.c.number.in_(select(claim_holders.c.claim_number).where(is_survivor_of(claim_holders.c.entity_number, ids)))


def _is_about(ids: Parameter) -> ColumnElement[bool]:
    claims_about_entity = select(claim_abouts.c.claim_number).where(is_survivor_of(claim_abouts.c.entity_number, ids))
    return or_(claims.c.number.in_(claims_about_entity), _is_about_event(ids))


def _is_about_event(ids: Parameter) -> ColumnElement[bool]:
    return claims.c.number.in_(select(claim_abouts.c.claim_number).where(refers_to(claim_abouts.c.event_number, REQUESTED_EVENTS, ids)))


def _is_about_or_related_to_event(ids: Parameter) -> ColumnElement[bool]:
    claims_related_to_event = select(relations.c.from_claim_number).where(
        relations.c.from_claim_number.is_not(None), refers_to(relations.c.to_event_number, REQUESTED_EVENTS, ids)
    )
    return or_(_is_about_event(ids), claims.c.number.in_(claims_related_to_event))
