"""Filters of claims as conditions on the table ``claims`` alone, shared by lists, totals and facets."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, union

from app.parameters.claims import ClaimFilters
from app.queries import tables
from app.queries.counting.claim_sizes import filters_without_index
from app.queries.listing.additions import added_since
from app.queries.listing.filters import (
    Conditions,
    FilterParameters,
    dates_overlap,
    day_is_within,
    equals,
    filter_values,
    filters_of,
    has_publisher,
    if_given,
    is_found,
    is_sure,
    one_of,
    value_parameter,
    without_its_index,
)
from app.queries.listing.role_titles import find_titles, has_title
from app.queries.listing.survivors import REQUESTED_ARTICLES, REQUESTED_EVENTS, is_survivor_of, refers_to
from app.queries.rendering.parts import belongs_to_speaker
from app.queries.searching.full_text import matches_search
from app.queries.statements.compiled import Parameter
from app.queries.tables import claim_abouts, claim_holders, claims, members, relations

FILTERS = filters_of(ClaimFilters)
# Aliases, so that sub-selects are not correlated to a table of this name in the query around them.
articles, entities, roles = (table.alias(f"filter_{table.name}") for table in (tables.articles, tables.entities, tables.roles))
any_roles, role_claims = tables.roles.alias("any_roles"), tables.claims.alias("role_claims")


def conditions(connection: Connection, query: ClaimFilters, rows: int) -> Conditions:
    """Return the conditions of all filters; values of one filter are alternatives.

    Args:
        rows: the most claims that are read under them, as ``contains_all`` takes it.
    """
    return [*matches_search(connection, claims, query.q, rows), *conditions_besides_words(connection, query, rows)]


def conditions_besides_words(connection: Connection, query: ClaimFilters, rows: int) -> Conditions:
    """Return the conditions of all filters but ``q``."""
    values = filter_values(query, FILTERS)
    speaker = values.pop("speaker") if "speaker" in values and "groups" in query.include else None
    titles = find_titles(connection, query.role) if query.role else []
    without_index = filters_without_index(connection, {**values, **({"role": titles} if query.role else {})}, rows)
    return [
        *([] if speaker is None else [_is_or_is_member_of(value_parameter(speaker))]),
        *(_has_speaker_with_role(connection, titles, without_index) if query.role else []),
        *added_since(connection, claims.c.article_number, query.added_since),
        *parameter_conditions({name: value_parameter(value) for name, value in values.items()}, without_index),
    ]


def parameter_conditions(filters: FilterParameters, without_index: Collection[str] = ("organization",)) -> Conditions:
    """Return the conditions of the filters whose values are bound parameters.

    Args:
        without_index: the filters that are checked claim by claim, in place of using an index of theirs.
    """

    def column(name: str, of_filter: str) -> ColumnElement[Any]:
        return without_its_index(claims.c[name]) if of_filter in without_index else claims.c[name]

    publisher = filters.get("publisher")
    return [
        *one_of(claims.c.id, filters.get("id")),
        *if_given(partial(is_survivor_of, column("speaker_number", "speaker")), filters.get("speaker")),
        *_has_speaker_with(filters),
        *if_given(_of_organization_claim_by_claim if "organization" in without_index else _of_organization, filters.get("organization")),
        *if_given(_has_holder_claim_by_claim if "holder" in without_index else _has_holder, filters.get("holder")),
        *if_given(partial(is_survivor_of, column("reported_via_number", "reported_via")), filters.get("reported_via")),
        *one_of(claims.c.mode, filters.get("mode")),
        *one_of(claims.c.kind, filters.get("kind")),
        *one_of(column("cue_folded", "cue"), filters.get("cue")),
        *if_given(_is_about_claim_by_claim if "about" in without_index else _is_about, filters.get("about")),
        *if_given(_is_about_or_related_to_event, filters.get("event")),
        *if_given(_is_in_article, filters.get("article")),
        *(if_given(_has_publisher, publisher) if "publisher" in without_index else has_publisher(claims.c.article_number, publisher)),
        *dates_overlap(claims.c.said_earliest, claims.c.said_order, filters.get("said_from"), filters.get("said_to")),
        *day_is_within(column("published_order", "published_from"), filters.get("published_from"), None),
        *day_is_within(column("published_order", "published_to"), None, filters.get("published_to")),
        *one_of(column("place_folded", "place"), filters.get("place")),
        *equals(claims.c.explicit, filters.get("explicit")),
        *is_sure(claims, filters.get("min_confidence")),
        *one_of(claims.c.section, filters.get("section")),
        *one_of(claims.c.review, filters.get("review")),
    ]


def _is_in_article(ids: Parameter) -> ColumnElement[bool]:
    return refers_to(claims.c.article_number, REQUESTED_ARTICLES, ids)


def _is_or_is_member_of(speaker: Parameter) -> ColumnElement[bool]:
    groups = select(members.c.group_number).where(is_survivor_of(members.c.entity_number, speaker))
    return or_(is_survivor_of(claims.c.speaker_number, speaker), claims.c.speaker_number.in_(groups))


def _has_publisher(names: Parameter) -> ColumnElement[bool]:
    return exists().where(articles.c.number == claims.c.article_number, *one_of(articles.c.publisher_folded, names))


def _has_speaker_with(filters: FilterParameters) -> Conditions:
    conditions_on_speaker = [*one_of(entities.c.kind, filters.get("speaker_kind")), *equals(entities.c.anonymous, filters.get("anonymous"))]
    return [exists().where(entities.c.number == claims.c.speaker_number, *conditions_on_speaker)] if conditions_on_speaker else []


def _of_organization(names: Parameter) -> ColumnElement[bool]:
    """Return the condition that indexes answer: claims of appearances with such a role, and of such organizations."""
    with_role = select(role_claims.c.number).join(
        roles, and_(roles.c.article_number == role_claims.c.article_number, roles.c.position == role_claims.c.speaker_position)
    )
    by_itself = select(role_claims.c.number).where(role_claims.c.speaker_number.in_(_organizations(names)))
    return claims.c.number.in_(union(with_role.where(*one_of(roles.c.organization_folded, names)), by_itself))


def _of_organization_claim_by_claim(names: Parameter) -> ColumnElement[bool]:
    has_role_there = exists().where(belongs_to_speaker(roles), *one_of(roles.c.organization_folded, names))
    return or_(has_role_there, without_its_index(claims.c.speaker_number).in_(_organizations(names)))


def _organizations(names: Parameter) -> Select[Any]:
    return select(entities.c.survivor_number).where(entities.c.kind == "organization", *one_of(entities.c.folded, names))


def _has_speaker_with_role(connection: Connection, titles: Sequence[str], without_index: Collection[str]) -> Conditions:
    """Return the conditions on the speaker's role in that article. Speakers with such a role anywhere are found first, by an index."""
    has_role_there = exists().where(belongs_to_speaker(roles), has_title(connection, roles, titles))
    if "role" in without_index:
        return [has_role_there]
    speakers = select(any_roles.c.entity_number).where(has_title(connection, any_roles, titles))
    return [is_found(connection, claims.c.speaker_number, speakers), has_role_there]


def _has_holder(ids: Parameter) -> ColumnElement[bool]:
    return claims.c.number.in_(select(claim_holders.c.claim_number).where(is_survivor_of(claim_holders.c.entity_number, ids)))


def _has_holder_claim_by_claim(ids: Parameter) -> ColumnElement[bool]:
    return exists().where(claim_holders.c.claim_number == claims.c.number, is_survivor_of(claim_holders.c.entity_number, ids))


def _is_about(ids: Parameter) -> ColumnElement[bool]:
    claims_about_entity = select(claim_abouts.c.claim_number).where(is_survivor_of(claim_abouts.c.entity_number, ids))
    return or_(claims.c.number.in_(claims_about_entity), _is_about_event(ids))


def _is_about_claim_by_claim(ids: Parameter) -> ColumnElement[bool]:
    is_topic = is_survivor_of(claim_abouts.c.entity_number, ids), refers_to(claim_abouts.c.event_number, REQUESTED_EVENTS, ids)
    return exists().where(claim_abouts.c.claim_number == claims.c.number, or_(*is_topic))


def _is_about_event(ids: Parameter) -> ColumnElement[bool]:
    return claims.c.number.in_(select(claim_abouts.c.claim_number).where(refers_to(claim_abouts.c.event_number, REQUESTED_EVENTS, ids)))


def _is_about_or_related_to_event(ids: Parameter) -> ColumnElement[bool]:
    claims_related_to_event = select(relations.c.from_claim_number).where(
        relations.c.from_claim_number.is_not(None), refers_to(relations.c.to_event_number, REQUESTED_EVENTS, ids)
    )
    return or_(_is_about_event(ids), claims.c.number.in_(claims_related_to_event))
