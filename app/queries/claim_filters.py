"""The filters of claims as conditions on the table ``claims`` alone, so that lists, totals and facets share them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_, select

from app.filters import ClaimFilters, ClaimQuery
from app.queries import tables
from app.queries.lists import DEFAULT_LIMIT
from app.queries.ranking import CANDIDATES
from app.queries.resolution import resolved
from app.queries.search import matches
from app.queries.shapes import at_speaker
from app.queries.tables import claim_abouts, claim_holders, claims, members, relations
from app.words import fold

Conditions = list[ColumnElement[bool]]
# Aliases, so that a sub-select is never taken for the table of the same name in the query around it.
articles, entities, roles = (table.alias(f"filter_{table.name}") for table in (tables.articles, tables.entities, tables.roles))


def conditions(connection: Connection, query: ClaimFilters) -> Conditions:
    """Return what a claim must fulfil for all filters; values of one filter are alternatives."""
    return [
        *matches(connection, claims, query.q, _rows(query)),
        *one_of(claims.c.id, query.id),
        *_speaker(query),
        *_of_speaker(query),
        *([_has_holder(query.holder)] if query.holder else []),
        *([resolved(claims.c.reported_via_id, query.reported_via)] if query.reported_via else []),
        *one_of(claims.c.mode, query.mode),
        *one_of(claims.c.kind, query.kind),
        *one_of(claims.c.cue_folded, [fold(cue) for cue in query.cue]),
        *([or_(_about_entity(query.about), _about_event(query.about))] if query.about else []),
        *([or_(_about_event(query.event), _related_to(query.event))] if query.event else []),
        *one_of(claims.c.article_id, query.article),
        *of_publisher(claims.c.article_id, query.publisher),
        *overlap(claims.c.said_earliest, claims.c.said_order, query.said_from, query.said_to),
        *within(claims.c.published_order, query.published_from, query.published_to),
        *one_of(claims.c.place_folded, [fold(place) for place in query.place]),
        *([claims.c.explicit.is_(query.explicit)] if query.explicit is not None else []),
        *([_is_sure(query.min_confidence)] if query.min_confidence is not None else []),
        *one_of(claims.c.section, query.section),
        *one_of(claims.c.review, query.review),
    ]


def _rows(query: ClaimFilters) -> int | None:
    """How many claims are read; None where all that pass the filters count."""
    if not isinstance(query, ClaimQuery) or query.facet or query.count == "exact":
        return None
    return CANDIDATES if query.sort == "relevance" else query.limit or DEFAULT_LIMIT


def _is_sure(confidence: float) -> ColumnElement[bool]:
    by_a_person = and_(claims.c.confidence.is_(None), claims.c.review != "extracted")
    return or_(claims.c.confidence >= confidence, by_a_person)


def one_of(column: ColumnElement[Any], values: Sequence[Any]) -> Conditions:
    """The column has one of the values; no condition where there is none. One value keeps the index's order."""
    if not values:
        return []
    return [column == values[0] if len(values) == 1 else column.in_(values)]


def overlap(earliest: ColumnElement[Any], latest: ColumnElement[Any], first: str | None, last: str | None) -> Conditions:
    """The date may lie between the two days, both included. A date that is not known never does.

    ``latest`` is what lists are ordered by, '' where not known: so the first day ends the range of the index.
    """
    if first and last and first > last:
        return [false()]
    return [*([latest >= first] if first else []), *([earliest <= last] if last else [])]


def within(column: ColumnElement[Any], first: str | None, last: str | None) -> Conditions:
    """The day, '' where not known, lies between the two days, both included."""
    return [*([column >= first] if first else []), *([column <= last, column != ""] if last else [])]


def _speaker(query: ClaimFilters) -> Conditions:
    if not query.speaker:
        return []
    own = resolved(claims.c.speaker_id, query.speaker)
    if "groups" not in query.include:
        return [own]
    groups = select(members.c.group_id).where(resolved(members.c.entity_id, query.speaker))
    return [or_(own, claims.c.speaker_id.in_(groups))]


def _of_speaker(query: ClaimFilters) -> Conditions:
    wanted = [
        *one_of(entities.c.kind, query.speaker_kind),
        *([entities.c.anonymous.is_(query.anonymous)] if query.anonymous is not None else []),
    ]
    is_speaker = entities.c.id == claims.c.speaker_id
    return [
        *([exists().where(is_speaker, *wanted)] if wanted else []),
        *([_of_organization([fold(name) for name in query.organization])] if query.organization else []),
    ]


def _of_organization(names: Sequence[str]) -> ColumnElement[bool]:
    itself = select(entities.c.survivor_id).where(entities.c.kind == "organization", entities.c.folded.in_(names))
    return or_(exists().where(at_speaker(roles), roles.c.organization_folded.in_(names)), claims.c.speaker_id.in_(itself))


def of_publisher(article_id: ColumnElement[Any], names: Sequence[str]) -> Conditions:
    """The article is one of these publishers', by name; no condition where there is none."""
    if not names:
        return []
    return [article_id.in_(select(articles.c.id).where(*one_of(articles.c.publisher_folded, [fold(name) for name in names])))]


def _has_holder(ids: Sequence[str]) -> ColumnElement[bool]:
    return claims.c.id.in_(select(claim_holders.c.claim_id).where(resolved(claim_holders.c.entity_id, ids)))


def _about_entity(ids: Sequence[str]) -> ColumnElement[bool]:
    return claims.c.id.in_(select(claim_abouts.c.claim_id).where(resolved(claim_abouts.c.entity_id, ids)))


def _about_event(ids: Sequence[str]) -> ColumnElement[bool]:
    return claims.c.id.in_(select(claim_abouts.c.claim_id).where(*one_of(claim_abouts.c.event_id, ids)))


def _related_to(ids: Sequence[str]) -> ColumnElement[bool]:
    related = select(relations.c.from_claim_id).where(relations.c.from_claim_id.is_not(None), *one_of(relations.c.to_event_id, ids))
    return claims.c.id.in_(related)
