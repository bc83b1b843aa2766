"""Compare the claims of speakers or publishers: side by side, with relations and the topics that sides share."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple, cast

import orjson
from sqlalchemy import ColumnElement, Connection, Table, func, or_, select

from app.answers.comparison import ComparedRelation, ComparedTopic, Comparison, PublisherSide, SpeakerSide
from app.answers.pages import Total
from app.answers.parts import EntityRef, TopicRef
from app.database.compression import decompress_json
from app.errors import NothingToCompare
from app.parameters.claims import ClaimFilters
from app.parameters.comparison import CompareQuery
from app.queries import claim_filters, relations
from app.queries.claims import CLAIM_ROWS, SAID, build_claims
from app.queries.counting import list_counts
from app.queries.counting.claim_sizes import common_publishers
from app.queries.counting.counted import find_counted
from app.queries.listing import scans
from app.queries.listing.filters import is_one_of
from app.queries.listing.keyset import find_end, up_to
from app.queries.listing.scans import MOST_FOUND, Words
from app.queries.rendering.hidden_text import is_hidden_text_shown
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.rendering.placeholders import fill_placeholders, stored_json
from app.queries.searching.full_text import search_words
from app.queries.tables import claim_abouts, containing_article, counts, entities, events
from app.queries.tables import claims as claims_table
from app.queries.tables import relations as relations_table
from app.terms.vocabulary import Units
from app.terms.words import fold

requested = entities.alias("requested")  # an entity by a requested id, which may have been merged into another
SPEAKER_ROWS = select(requested.c.id.label("requested_id"), entities.c.number, *entity_columns(entities, "speaker")).join(
    entities, entities.c.number == requested.c.survivor_number
)


PUBLISHER = (
    select(containing_article.c.publisher_folded).where(containing_article.c.number == claims_table.c.article_number).scalar_subquery()
)
MOST_COUNTED = 4_000  # claims of all sides together, whose totals otherwise are counted to 1,000

Sides = Sequence[Sequence[int]]  # numbers of claims, by side
ClaimsOfSides = Callable[[Connection, Sides, Units], list[Any]]  # returns the claims of each side, as JSON encodes them
TopicKind = Literal["entity", "event"]
Topic = tuple[TopicKind, int]  # with its number
TOPICS: dict[TopicKind, tuple[Table, ColumnElement[Any]]] = {
    "entity": (entities, func.coalesce(entities.c.name, entities.c.descriptor)),
    "event": (events, events.c.title),
}


class RequestedSide(NamedTuple):
    """A side of the comparison: a speaker or a publisher, and the filter that chooses its claims."""

    id: str
    filters: ClaimFilters
    speaker: EntityRef | None = None
    number: int | None = None  # of the speaker
    publisher: str | None = None


class FoundClaims(NamedTuple):
    """The numbers of the claims of a side; ``is_cut`` if it has more, or may have."""

    numbers: Sequence[int]
    is_cut: bool


def compare_claims(connection: Connection, query: CompareQuery) -> Comparison:
    """Return the claims of every speaker, then of every publisher, with the relations and topics between sides.

    Returns:
        Sides in the order of the query. Ids of one entity, or spellings of one publisher, make one side. An unknown speaker or
        publisher has no claims. A fixed number of statements for each side, and ten more. Totals count to 1,000; of more than four
        sides to 4,000 divided by their number. Of sides that no index gives few claims of, 5,000 are looked at together.

    Raises:
        NothingToCompare: neither speakers nor publishers are given.
    """
    return _compare(connection, query, _build_claims)


def compare_claims_json(connection: Connection, query: CompareQuery) -> Comparison:
    """Return the same as ``compare_claims``, with stored JSON of the claims where there is some: ten sides have 2,000 claims."""
    is_stored = query.units == "codepoint" and not is_hidden_text_shown()
    return _compare(connection, query, _stored_claims if is_stored else _build_claims)


def _compare(connection: Connection, query: CompareQuery, read_claims: ClaimsOfSides) -> Comparison:
    if not query.speaker and not query.publisher:
        raise NothingToCompare
    sides = [*_speakers(connection, query), *_publishers(connection, query)]
    found = _find_claims(connection, sides, query)
    chosen = [of_side.numbers[: query.limit] for of_side in found]
    totals = [_total(_most_counted(sides), of_side) for of_side in found]
    claims = read_claims(connection, chosen, query.units)
    return Comparison(
        sides=[_build_side(*side) for side in zip(sides, totals, claims, strict=True)],
        relations=_relations(connection, _first_sides(chosen)),
        topics=_topics(connection, chosen),
    )


def _speakers(connection: Connection, query: CompareQuery) -> list[RequestedSide]:
    if not query.speaker:
        return []
    rows = connection.execute(SPEAKER_ROWS.where(requested.c.id.in_(query.speaker)))
    sides_by_id = {row.requested_id: _side_of_speaker(row, query) for row in rows}
    unknown = {each: RequestedSide(each, ClaimFilters(speaker=[each])) for each in query.speaker}
    sides = [sides_by_id.get(each, unknown[each]) for each in query.speaker]
    return list({side.id: side for side in sides}.values())


def _side_of_speaker(row: Any, query: CompareQuery) -> RequestedSide:
    ref = cast(EntityRef, entity_ref(row, "speaker"))
    return RequestedSide(ref["id"], ClaimFilters(speaker=[ref["id"]], include=query.include), speaker=ref, number=row.number)


def _publishers(connection: Connection, query: CompareQuery) -> list[RequestedSide]:
    if not query.publisher:
        return []
    requested_spellings = {fold(name): name for name in reversed(query.publisher)}  # by folded name; the first spelling is kept
    spellings = {**requested_spellings, **_spellings(connection, requested_spellings)}
    folded = dict.fromkeys(fold(name) for name in query.publisher)
    return [RequestedSide(each, ClaimFilters(publisher=[requested_spellings[each]]), publisher=spellings[each]) for each in folded]


def _spellings(connection: Connection, folded: Iterable[str]) -> dict[str, str]:
    """Return the commonest spelling of each publisher in the archive; of equally common ones the first in alphabetical order."""
    folded_name, spelling = counts.c.value, counts.c.shown
    is_publisher = counts.c.what == "articles", counts.c.facet == "publisher", counts.c.earliest == "", counts.c.latest == ""
    rows = select(folded_name, spelling).where(*is_publisher, folded_name.in_(list(folded)))
    # A later row replaces an earlier one, so the commonest spelling remains.
    return {row.value: row.shown for row in connection.execute(rows.order_by(folded_name, counts.c.number, spelling.desc()))}


def _find_claims(connection: Connection, sides: Sequence[RequestedSide], query: CompareQuery) -> list[FoundClaims]:
    """Return the numbers of the claims of each side, latest said first, at most as many as its total counts, or are shown."""
    most = max(_most_counted(sides), query.limit)
    words = _find_words(connection, query.q, most)
    if words.by_index and not query.include:
        return _find_among(connection, sides, query, words, most)
    together = common_publishers(connection, [side.id for side in sides if side.publisher is not None], most)
    found = _find_together(connection, together, query, words, most) if len(together) > 1 else {}
    scanned = max(1, scans.MOST_SCANNED // len(sides))
    return [found[side.id] if side.id in found else _find_alone(connection, side, query, words, most, scanned) for side in sides]


def _find_words(connection: Connection, q: str | None, most: int) -> Words:
    """Return the search for words, whose hits are found once for all sides where full text gives few."""
    words = search_words(connection, claims_table, q, most)
    if not words.by_index:
        return words
    hits = connection.execute(select(claims_table.c.number).where(*words.conditions).limit(MOST_FOUND + 1)).scalars().all()
    return Words([is_one_of(connection, claims_table.c.number, hits)], by_index=True) if len(hits) <= MOST_FOUND else words


def _find_among(connection: Connection, sides: Sequence[RequestedSide], query: CompareQuery, words: Words, most: int) -> list[FoundClaims]:
    """Return the numbers of the claims of each side among few hits, which are read once for all sides."""
    scan = claim_filters.scan(connection, query.model_copy(update={"speaker": [], "publisher": []}), None, words=words)
    rows = select(claims_table.c.number, claims_table.c.speaker_number, PUBLISHER).where(*scan.where).order_by(*SAID.order_by())
    by_speaker, by_publisher = defaultdict[int | None, list[int]](list), defaultdict[str | None, list[int]](list)
    for number, speaker, publisher in connection.execute(rows):
        by_speaker[speaker].append(number)
        by_publisher[publisher].append(number)
    by_speaker[None] = []  # not known, while claims without a speaker belong to no side
    found = [by_speaker[side.number] if side.publisher is None else by_publisher[side.id] for side in sides]
    return [FoundClaims(numbers[:most], len(numbers) > most) for numbers in found]


def _most_counted(sides: Sequence[RequestedSide]) -> int:
    return min(list_counts.COUNT_CAP, MOST_COUNTED // len(sides))


def _total(most: int, found: FoundClaims) -> Total:
    total = list_counts.total_up_to(most, len(found.numbers))
    return Total(value=total["value"], relation="gte") if found.is_cut else total


def _find_alone(connection: Connection, side: RequestedSide, query: CompareQuery, words: Words, most: int, scanned: int) -> FoundClaims:
    filters = query.model_copy(update={"speaker": side.filters.speaker, "publisher": side.filters.publisher})
    scan = claim_filters.scan(connection, filters, most, words=words)
    counted = find_counted(connection, claims_table, replace(scan, most_scanned=scanned), SAID, most=most)
    return FoundClaims(counted.numbers, counted.is_cut)


def _find_together(
    connection: Connection, publishers: Sequence[str], query: CompareQuery, words: Words, most: int
) -> dict[str, FoundClaims]:
    """Return the numbers of the claims of publishers that have many, which are read once, until each publisher has as many as asked for."""
    filters = query.model_copy(update={"speaker": [], "publisher": [*publishers]})
    scan = claim_filters.scan(connection, filters, most, words=words)
    end = find_end(connection, SAID, scan, None, scan.most_scanned)
    where = up_to(SAID, scan, end)
    rows = select(claims_table.c.number, PUBLISHER).where(*where).order_by(*SAID.order_by())
    found: dict[str, list[int]] = {each: [] for each in publishers}
    for number, of_publisher in connection.execute(rows.execution_options(yield_per=most)):
        found[of_publisher].append(number)
        if len(found[of_publisher]) == most + 1 and all(len(each) > most for each in found.values()):
            break
    return {each: FoundClaims(numbers[:most], end is not None or len(numbers) > most) for each, numbers in found.items()}


def _build_claims(connection: Connection, sides: Sides, units: Units) -> list[Any]:
    """Return the claims of each side, built from columns. A claim of several sides is built once."""
    rows = connection.execute(CLAIM_ROWS.where(is_one_of(connection, claims_table.c.number, _distinct(sides)))).all()
    claims_by_number = {row.number: claim for row, claim in zip(rows, build_claims(connection, rows, units), strict=True)}
    return [[claims_by_number[number] for number in side] for side in sides]


def _stored_claims(connection: Connection, sides: Sides, units: Units) -> list[Any]:
    """Return the stored JSON of the claims of each side; builds all of them if one has no stored JSON of this shape."""
    where = is_one_of(connection, claims_table.c.number, _distinct(sides))
    rows = connection.execute(select(claims_table.c.number, stored_json(claims_table)).where(where)).all()
    if not all(row.rendered for row in rows):
        return _build_claims(connection, sides, units)
    filled = fill_placeholders(connection, [decompress_json(row.rendered) for row in rows], b"\n").split(b"\n")
    json_by_number = dict(zip((row.number for row in rows), filled, strict=False))  # without rows one empty line is filled
    return [orjson.Fragment(b"[" + b",".join(json_by_number[number] for number in side) + b"]") for side in sides]


def _distinct(sides: Sides) -> list[int]:
    return list({number for side in sides for number in side})


def _build_side(side: RequestedSide, total: Total, claims: Any) -> SpeakerSide | PublisherSide:
    if side.publisher is None:
        return SpeakerSide(type="speaker", id=side.id, speaker=side.speaker, total=total, claims=claims)
    return PublisherSide(type="publisher", publisher=side.publisher, total=total, claims=claims)


def _first_sides(sides: Sides) -> dict[int, int]:
    """Return the place of the first side that has each claim."""
    return {claim: place for place, side in reversed(list(enumerate(sides))) for claim in side}


def _relations(connection: Connection, sides: dict[int, int]) -> list[ComparedRelation]:
    """Return the relations from one of these claims to another, or to an event; by article, in the document's order."""
    columns = relations_table.c
    is_from, is_to = (is_one_of(connection, column, list(sides)) for column in (columns.from_claim_number, columns.to_claim_number))
    rows = relations.ROWS.add_columns(columns.to_claim_number).where(is_from, or_(is_to, columns.to_event_number.is_not(None)))
    return [
        ComparedRelation(
            type=row.type,
            claim=row.from_id,
            side=sides[row.from_claim_number],
            other=relations.target_of(row),
            other_side=sides[row.to_claim_number] if row.to_claim else None,
        )
        for row in relations.with_hidden_labels(connection, connection.execute(rows).all())
    ]


def _topics(connection: Connection, sides: Sides) -> list[ComparedTopic]:
    """Return the topics of claims of two sides or more, with counts by side: most claims first, then by id."""
    abouts = _abouts(connection, _distinct(sides))
    by_side = [Counter(topic for claim in side for topic in abouts[claim]) for side in sides]
    number_of_sides = Counter(topic for counted in by_side for topic in counted)
    shared = [topic for topic, number in number_of_sides.items() if number > 1]
    topics = [
        ComparedTopic(topic=ref, claims=[counted[topic] for counted in by_side]) for topic, ref in _topic_refs(connection, shared).items()
    ]
    return sorted(topics, key=lambda topic: (-sum(topic["claims"]), topic["topic"]["id"]))


def _abouts(connection: Connection, numbers: Sequence[int]) -> dict[int, set[Topic]]:
    """Return what each claim is about."""
    columns = claim_abouts.c.claim_number, claim_abouts.c.entity_number, claim_abouts.c.event_number
    abouts = defaultdict[int, set[Topic]](set)
    for claim, entity, event in connection.execute(select(*columns).where(is_one_of(connection, columns[0], numbers))).all():
        abouts[claim].add(("entity", entity) if event is None else ("event", event))
    return abouts


def _topic_refs(connection: Connection, topics: Iterable[Topic]) -> dict[Topic, TopicRef]:
    numbers = defaultdict[TopicKind, list[int]](list)
    for kind, number in topics:
        numbers[kind].append(number)
    refs = dict[Topic, TopicRef]()
    for kind, (table, label) in TOPICS.items():
        rows = select(table.c.number, table.c.id, label.label("label")).where(is_one_of(connection, table.c.number, numbers[kind]))
        refs.update({(kind, row.number): TopicRef(id=row.id, type=kind, label=row.label) for row in connection.execute(rows)})
    return refs
