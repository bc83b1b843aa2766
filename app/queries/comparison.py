"""Compare the claims of speakers or publishers: side by side, with relations and the topics that sides share."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from app.answers.claims import ClaimOut
from app.answers.comparison import ComparedRelation, ComparedTopic, Comparison, PublisherSide, SpeakerSide
from app.answers.pages import Total
from app.answers.parts import EntityRef
from app.errors import NothingToCompare
from app.parameters.claims import ClaimFilters
from app.parameters.comparison import CompareQuery
from app.queries import claim_filters, relations
from app.queries.claims import CLAIM_ROWS, SAID, build_claims
from app.queries.counting import list_counts
from app.queries.listing.filters import is_one_of, value_parameter
from app.queries.listing.survivors import REQUESTED_CLAIMS, refers_to
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.tables import articles, entities
from app.queries.tables import claims as claims_table
from app.queries.tables import relations as relations_table
from app.terms.words import fold

requested = entities.alias("requested")  # an entity by a requested id, which may have been merged into another
SPEAKER_ROWS = select(requested.c.id.label("requested_id"), *entity_columns(entities, "speaker")).join(
    entities, entities.c.number == requested.c.survivor_number
)


class RequestedSide(NamedTuple):
    """A side of the comparison: a speaker or a publisher, and the filter that chooses its claims."""

    id: str
    filters: ClaimFilters
    speaker: EntityRef | None = None
    publisher: str | None = None


def compare_claims(connection: Connection, query: CompareQuery) -> Comparison:
    """Return the claims of every speaker, then of every publisher, with the relations and topics between sides.

    Returns:
        Sides in the order of the query. Ids of one entity, or spellings of one publisher, make one side. An unknown speaker or
        publisher has no claims. One statement for each side, and at most nine more.

    Raises:
        NothingToCompare: neither speakers nor publishers are given.
    """
    if not query.speaker and not query.publisher:
        raise NothingToCompare
    sides = [*_speakers(connection, query), *_publishers(connection, query)]
    numbers = _find_claims(connection, sides, query)
    claims = _claims(connection, [of_side[: query.limit] for of_side in numbers], query)
    totals = [list_counts.total_of(len(of_side), capped=True) for of_side in numbers]
    return Comparison(
        sides=[_build_side(*side) for side in zip(sides, totals, claims, strict=True)],
        relations=_relations(connection, _first_sides(claims)),
        topics=_topics(claims),
    )


def _speakers(connection: Connection, query: CompareQuery) -> list[RequestedSide]:
    if not query.speaker:
        return []
    rows = connection.execute(SPEAKER_ROWS.where(requested.c.id.in_(query.speaker)))
    speakers_by_id = {row.requested_id: entity_ref(row, "speaker") for row in rows}
    speakers = {(ref["id"] if ref else each): ref for each in query.speaker for ref in [speakers_by_id.get(each)]}
    return [RequestedSide(each, ClaimFilters(speaker=[each], include=query.include), speaker=ref) for each, ref in speakers.items()]


def _publishers(connection: Connection, query: CompareQuery) -> list[RequestedSide]:
    if not query.publisher:
        return []
    requested_spellings = {fold(name): name for name in reversed(query.publisher)}  # by folded name; the first spelling is kept
    spellings = {**requested_spellings, **_spellings(connection, requested_spellings)}
    folded = dict.fromkeys(fold(name) for name in query.publisher)
    return [RequestedSide(each, ClaimFilters(publisher=[requested_spellings[each]]), publisher=spellings[each]) for each in folded]


def _spellings(connection: Connection, folded: Iterable[str]) -> dict[str, str]:
    """Return the commonest spelling of each publisher in the archive; of equally common ones the first in alphabetical order."""
    folded_name, spelling = articles.c.publisher_folded, articles.c.publisher
    commonest_last = [folded_name, func.count(), spelling.desc()]
    rows = select(folded_name, spelling).where(folded_name.in_(list(folded))).group_by(folded_name, spelling)
    # A later row replaces an earlier one, so the commonest spelling remains.
    return {row.publisher_folded: row.publisher for row in connection.execute(rows.order_by(*commonest_last))}


def _find_claims(connection: Connection, sides: Sequence[RequestedSide], query: CompareQuery) -> list[Sequence[int]]:
    """Return the numbers of the claims of each side, latest said first, at most as many as its total counts and one more."""
    most = max(list_counts.COUNT_CAP + 1, query.limit)
    shared = query.model_copy(update={"speaker": [], "publisher": [], "include": []})
    where = claim_filters.conditions(connection, shared, most)
    rows = select(claims_table.c.number).where(*where).order_by(*SAID.order_by()).limit(most)
    return [connection.execute(rows.where(*claim_filters.conditions(connection, side.filters, most))).scalars().all() for side in sides]


def _claims(connection: Connection, numbers: Sequence[Sequence[int]], query: CompareQuery) -> list[list[ClaimOut]]:
    """Return the claims with these numbers, of each side. A claim of several sides is built once."""
    chosen = list({number for side in numbers for number in side})
    rows = connection.execute(CLAIM_ROWS.where(is_one_of(connection, claims_table.c.number, chosen))).all()
    claims_by_number = {row.number: claim for row, claim in zip(rows, build_claims(connection, rows, query.units), strict=True)}
    return [[claims_by_number[number] for number in side] for side in numbers]


def _build_side(side: RequestedSide, total: Total, claims: list[ClaimOut]) -> SpeakerSide | PublisherSide:
    if side.publisher is None:
        return SpeakerSide(type="speaker", id=side.id, speaker=side.speaker, total=total, claims=claims)
    return PublisherSide(type="publisher", publisher=side.publisher, total=total, claims=claims)


def _first_sides(claims: Sequence[list[ClaimOut]]) -> dict[str, int]:
    """Return the number of the first side that has each claim."""
    return {claim["id"]: number for number, side in reversed(list(enumerate(claims))) for claim in side}


def _relations(connection: Connection, sides: dict[str, int]) -> list[ComparedRelation]:
    """Return the relations from one of these claims to another, or to an event; by article, in the document's order."""
    columns, ids = relations_table.c, value_parameter(list(sides))
    is_from, is_to = (refers_to(column, REQUESTED_CLAIMS, ids) for column in (columns.from_claim_number, columns.to_claim_number))
    rows = connection.execute(relations.ROWS.where(is_from, or_(is_to, columns.to_event_number.is_not(None))))
    return [
        ComparedRelation(
            type=row.type,
            claim=row.from_id,
            side=sides[row.from_id],
            other=relations.target_of(row),
            other_side=sides[row.to_id] if row.to_claim else None,
        )
        for row in rows
    ]


def _topics(claims: Sequence[list[ClaimOut]]) -> list[ComparedTopic]:
    """Return the topics of claims of two sides or more, with counts by side: most claims first, then by id."""
    topics: dict[str, ComparedTopic] = {}
    for number, side in enumerate(claims):
        for topic in (topic for claim in side for topic in {each["id"]: each for each in claim["about"]}.values()):
            compared = topics.setdefault(topic["id"], ComparedTopic(topic=topic, claims=[0] * len(claims)))
            compared["claims"][number] += 1
    shared = [topic for topic in topics.values() if sum(map(bool, topic["claims"])) > 1]
    return sorted(shared, key=lambda topic: (-sum(topic["claims"]), topic["topic"]["id"]))
