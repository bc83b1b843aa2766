"""The filters of claims as conditions on the table ``claims`` alone, so that lists, totals and facets share them."""

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from app.parameters.claims import ClaimFilters, ClaimQuery
from app.queries import tables
from app.queries.listing.filters import (
    Conditions,
    FilterParameters,
    filter_parameters,
    filters_of,
    has_publisher,
    if_given,
    is_value,
    one_of,
    overlap,
    within,
)
from app.queries.listing.keyset import DEFAULT_LIMIT
from app.queries.listing.survivors import is_survivor_of
from app.queries.rendering.parts import is_of_speaker
from app.queries.searching.full_text import matches_search
from app.queries.searching.ranking import CANDIDATES
from app.queries.statements.compiled import Parameter
from app.queries.tables import claim_abouts, claim_holders, claims, members, relations

FILTERS = filters_of(ClaimFilters)
# Aliases, so that a sub-select is never taken for the table of the same name in the query around it.
entities, roles = (table.alias(f"filter_{table.name}") for table in (tables.entities, tables.roles))


def conditions(connection: Connection, query: ClaimFilters) -> Conditions:
    """Return what a claim must fulfil for all filters; values of one filter are alternatives."""
    given = filter_parameters(query, FILTERS)
    speaker = given.pop("speaker") if "speaker" in given and "groups" in query.include else None
    return [
        *matches_search(connection, claims, query.q, _rows(query)),
        *([] if speaker is None else [_is_or_is_member_of(speaker)]),
        *parameter_conditions(given),
    ]


def parameter_conditions(given: FilterParameters) -> Conditions:
    """Return what a claim must fulfil for the filters that are parameters."""
    return [
        *one_of(claims.c.id, given.get("id")),
        *if_given(_is_speaker, given.get("speaker")),
        *_of_speaker(given),
        *if_given(_has_holder, given.get("holder")),
        *if_given(_is_reported_via, given.get("reported_via")),
        *one_of(claims.c.mode, given.get("mode")),
        *one_of(claims.c.kind, given.get("kind")),
        *one_of(claims.c.cue_folded, given.get("cue")),
        *if_given(_is_about, given.get("about")),
        *if_given(_is_about_or_related_to_event, given.get("event")),
        *one_of(claims.c.article_id, given.get("article")),
        *has_publisher(claims.c.article_id, given.get("publisher")),
        *overlap(claims.c.said_earliest, claims.c.said_order, given.get("said_from"), given.get("said_to")),
        *within(claims.c.published_order, given.get("published_from"), given.get("published_to")),
        *one_of(claims.c.place_folded, given.get("place")),
        *is_value(claims.c.explicit, given.get("explicit")),
        *if_given(_is_sure, given.get("min_confidence")),
        *one_of(claims.c.section, given.get("section")),
        *one_of(claims.c.review, given.get("review")),
    ]


def _rows(query: ClaimFilters) -> int | None:
    """How many claims are read; None where all that pass the filters count."""
    if not isinstance(query, ClaimQuery) or query.facet or query.count == "exact":
        return None
    return CANDIDATES if query.sort == "relevance" else query.limit or DEFAULT_LIMIT


def _is_speaker(ids: Parameter) -> ColumnElement[bool]:
    return is_survivor_of(claims.c.speaker_id, ids)


def _is_reported_via(ids: Parameter) -> ColumnElement[bool]:
    return is_survivor_of(claims.c.reported_via_id, ids)


def _is_or_is_member_of(speaker: Parameter) -> ColumnElement[bool]:
    groups = select(members.c.group_id).where(is_survivor_of(members.c.entity_id, speaker))
    return or_(is_survivor_of(claims.c.speaker_id, speaker), claims.c.speaker_id.in_(groups))


def _of_speaker(given: FilterParameters) -> Conditions:
    wanted = [*one_of(entities.c.kind, given.get("speaker_kind")), *is_value(entities.c.anonymous, given.get("anonymous"))]
    return [
        *([exists().where(entities.c.id == claims.c.speaker_id, *wanted)] if wanted else []),
        *if_given(_of_organization, given.get("organization")),
    ]


def _of_organization(names: Parameter) -> ColumnElement[bool]:
    itself = select(entities.c.survivor_id).where(entities.c.kind == "organization", *one_of(entities.c.folded, names))
    in_role = exists().where(is_of_speaker(roles), *one_of(roles.c.organization_folded, names))
    return or_(in_role, claims.c.speaker_id.in_(itself))


def _has_holder(ids: Parameter) -> ColumnElement[bool]:
    return claims.c.id.in_(select(claim_holders.c.claim_id).where(is_survivor_of(claim_holders.c.entity_id, ids)))


def _is_about(ids: Parameter) -> ColumnElement[bool]:
    about_entity = select(claim_abouts.c.claim_id).where(is_survivor_of(claim_abouts.c.entity_id, ids))
    return or_(claims.c.id.in_(about_entity), _is_about_event(ids))


def _is_about_event(ids: Parameter) -> ColumnElement[bool]:
    return claims.c.id.in_(select(claim_abouts.c.claim_id).where(*one_of(claim_abouts.c.event_id, ids)))


def _is_about_or_related_to_event(ids: Parameter) -> ColumnElement[bool]:
    related = select(relations.c.from_claim_id).where(relations.c.from_claim_id.is_not(None), *one_of(relations.c.to_event_id, ids))
    return or_(_is_about_event(ids), claims.c.id.in_(related))


def _is_sure(confidence: Parameter) -> ColumnElement[bool]:
    by_a_person = and_(claims.c.confidence.is_(None), claims.c.review != "extracted")
    return or_(claims.c.confidence >= confidence, by_a_person)
