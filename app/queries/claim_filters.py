"""Filters of claims as conditions on the table ``claims`` alone, shared by lists, totals and facets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, union

from app.parameters.claims import ClaimFilters, ClaimQuery
from app.queries import tables
from app.queries.counting.claim_sizes import IndexChoice, choose_index
from app.queries.listing.additions import added_since, adds_few
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
from app.queries.listing.scans import Scan, Words, indexed_scan
from app.queries.listing.survivors import REQUESTED_ARTICLES, REQUESTED_EVENTS, is_survivor_of, refers_to
from app.queries.rendering.parts import belongs_to_speaker
from app.queries.searching.full_text import search_words
from app.queries.statements.compiled import Parameter, Value
from app.queries.tables import claim_abouts, claim_holders, claims, members, relations

FILTERS = filters_of(ClaimFilters)
# Aliases, so that sub-selects are not correlated to a table of this name in the query around them.
articles, entities, roles = (table.alias(f"filter_{table.name}") for table in (tables.articles, tables.entities, tables.roles))
any_roles, role_claims = tables.roles.alias("any_roles"), tables.claims.alias("role_claims")


# The filters that the index of an order answers, by the filter of one value that this index begins with; None for none.
SAID_ORDER: Mapping[str | None, frozenset[str]] = {
    None: frozenset({"said_from", "said_to", "kind"}),
    "speaker": frozenset({"speaker", "said_from", "said_to", "kind", "mode"}),
    "cue": frozenset({"cue", "said_from"}),
    "place": frozenset({"place", "said_from"}),
}
PUBLISHED_ORDER = frozenset({"published_from", "published_to"})


Search = Callable[[int | None], Words]


def scan(
    connection: Connection,
    query: ClaimFilters,
    rows: int | None,
    sort: str = "-said",
    words: Words | None = None,
    search: Search | None = None,
) -> Scan:
    """Return the scan of the claims that pass all filters; values of one filter are alternatives.

    Args:
        rows: the most claims that are read, as ``most_by_index`` takes it.
        sort: the order in which they are read.
        words: the conditions of ``q``, where they are known.
        search: returns these conditions for the most claims that are read, where several scans share them.
    """
    values, by_said = filter_values(query, FILTERS), sort.removeprefix("-") in ("said", "relevance")
    titles = find_titles(connection, query.role) if query.role else []
    with_groups = "speaker" in values and "groups" in query.include
    sized = {name: value for name, value in values.items() if not (with_groups and name == "speaker")}
    choice = choose_index(connection, {**sized, **({"role": titles} if query.role else {})}, rows, by_said=by_said)
    search = search or partial(search_words, connection, claims, query.q)
    found = words or search(rows)
    where = [*found.conditions, *_conditions(connection, query, values, titles, choice, with_groups=with_groups)]
    hits = found.hits if len(where) == len(found.conditions) else None
    if found.by_index or choice.gives_few or adds_few(connection, query.added_since):
        return Scan(where, hits=hits)
    names = SAID_ORDER[choice.used] if by_said else PUBLISHED_ORDER if sort.removeprefix("-") == "published" else frozenset[str]()
    in_order = parameter_conditions({name: value_parameter(value) for name, value in sized.items() if name in names}, frozenset())
    return Scan(where, in_order, lambda: indexed_scan(scan(connection, query, None, sort, words, search)), hits=hits)


def is_said_by(ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that one of these is the speaker, which no index answers."""
    return is_survivor_of(without_its_index(claims.c.speaker_number), value_parameter([*ids]))


def is_about(ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a claim is about one of these, which no index answers."""
    return _is_about_claim_by_claim(value_parameter([*ids]))


def is_read_in_index(query: ClaimQuery) -> bool:
    """Return whether one statement reads a page by an index, and skips few claims in it or looks at none of those that it skips."""
    given = filter_values(query, FILTERS)
    sort = query.sort.removeprefix("-")
    if len(given) < 2 and (not given or given.keys() & {"id", "article"}):
        return True
    begins = [name for name in given if name in SAID_ORDER and not isinstance(given[name], list)]
    return sort == "said" and len(begins) < 2 and given.keys() <= SAID_ORDER[begins[0] if begins else None]


def _conditions(
    connection: Connection, query: ClaimFilters, values: dict[str, Value], titles: list[str], choice: IndexChoice, *, with_groups: bool
) -> Conditions:
    """Return the conditions of all filters but ``q``. PostgreSQL knows how common values are, and evaluates sub-selects of an OR once."""
    without_index = frozenset({"organization"}) if connection.dialect.name == "postgresql" else choice.without_index
    parameters = {name: value_parameter(value) for name, value in values.items()}
    speaker = parameters.pop("speaker") if with_groups else None
    return [
        *([] if speaker is None else [_is_or_is_member_of(speaker)]),
        *(_has_speaker_with_role(connection, titles, without_index) if query.role else []),
        *added_since(connection, claims.c.article_number, query.added_since),
        *parameter_conditions(parameters, without_index),
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
    """Return the condition that no index answers: how many claims these have together is not known."""
    number = without_its_index(claims.c.speaker_number)
    groups = select(members.c.group_number).where(is_survivor_of(members.c.entity_number, speaker))
    return or_(is_survivor_of(number, speaker), number.in_(groups))


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
