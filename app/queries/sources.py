"""Read the source mix: the shares of claims by attribution, mode and kind of speaker."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast, get_args

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, exists, func, or_, select, union

from app.answers.graph import ThreeCounts
from app.answers.parts import EntityRef
from app.answers.sources import ClaimShare, ConditionOut, ShareOf, SourceMix, VoiceOut, Voices
from app.parameters.sources import SourcesQuery
from app.queries import claim_filters
from app.queries.affiliations import RoleWords, SpeaksFor, speaks_for
from app.queries.articles import require_article
from app.queries.counting import counters
from app.queries.listing.filters import Conditions
from app.queries.rendering.parts import belongs_to_speaker, entity_columns, entity_ref
from app.queries.tables import appearances, claims, containing_article, entities, members, relations, roles
from app.terms.vocabulary import ClaimMode, EntityKind

MOST = 50
# These are aliases, so that sub-selects of filters are not correlated to them.
speaker, appearance = entities.alias("speaker"), appearances.alias("appearance")
role, second_role, other_claim = roles.alias("role"), roles.alias("second_role"), claims.alias("other_claim")
NUMBER = func.count(claims.c.number)
WITH_APPEARANCE = claims.join(appearance, belongs_to_speaker(appearance))
WITH_SPEAKER = claims.join(speaker, speaker.c.number == claims.c.speaker_number)
BACKING = ("restates", "supports")


@dataclass(frozen=True)
class Speakers:
    """The speakers of the filtered claims, read claim by claim, or of all claims, read by appearance, which stores its number of claims.

    By appearance the mix of 100,000 claims takes 0.7 s, claim by claim 1.7 s. ``number`` is the number of claims of a group of rows.
    """

    where: Conditions
    source: FromClause = WITH_APPEARANCE
    number: ColumnElement[int] = NUMBER
    speaker_number: ColumnElement[Any] = claims.c.speaker_number
    appearance_key: tuple[ColumnElement[Any], ...] = (claims.c.article_number, claims.c.speaker_position)

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select columns of the speakers, joined as ``speaker``."""
        return select(*columns).select_from(self.source.join(speaker, speaker.c.number == self.speaker_number)).where(*self.where)

    def belongs_to_appearance(self, rows: Any) -> ColumnElement[bool]:
        """Return the condition that one of ``rows`` belongs to the speaker's appearance."""
        return and_(rows.c.article_number == self.appearance_key[0], rows.c.position == self.appearance_key[1])


ALL_SPEAKERS = Speakers(
    [appearance.c.claims > 0],
    appearance,
    func.sum(appearance.c.claims),
    appearance.c.entity_number,
    (appearance.c.article_number, appearance.c.position),
)


def get_sources(connection: Connection, query: SourcesQuery) -> SourceMix:
    """Return the source mix of the filtered claims. Seven statements, whatever the number of claims."""
    return _mix(connection, claim_filters.conditions(connection, query))


def get_article_sources(connection: Connection, article_id: str) -> SourceMix:
    """Return the source mix of one article's claims. One statement more than ``get_sources``.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    return _mix(connection, [claims.c.article_number == require_article(connection, article_id).number])


def _mix(connection: Connection, where: Conditions) -> SourceMix:
    counts, speakers = _counts(connection, where), Speakers(where) if where else ALL_SPEAKERS
    total = counts["claims"]
    attribution, kinds, voices = _speakers_by_kind(connection, speakers)
    attribution["unattributed"] = total - attribution.total()
    return SourceMix(
        counts=counts,
        attribution=_shares(("named", "anonymous", "unattributed"), attribution, total),
        modes=_shares(get_args(ClaimMode), _by_mode(connection, where), total),
        speaker_kinds=_shares(get_args(EntityKind), kinds, total),
        speaks_for=_shares(get_args(SpeaksFor), _by_affiliation(connection, speakers), total),
        voices=voices,
        one_anonymous=_one_anonymous(connection, where, total),
        anonymity_conditions=_anonymity_conditions(connection, speakers),
        speakers=_most_quoted(connection, speakers, total),
    )


def _share(number: int, total: int) -> ClaimShare:
    return ClaimShare(claims=number, share=round(number / total, 4) if total else None)


def _shares(values: Iterable[str], numbers: Mapping[str, int], total: int) -> list[ShareOf]:
    return [ShareOf(value=value, **_share(numbers.get(value, 0), total)) for value in values]


def _counts(connection: Connection, where: Conditions) -> ThreeCounts:
    outlets = func.count(containing_article.c.publisher_folded.distinct())
    if not where:
        counted = select(func.coalesce(func.sum(containing_article.c.claims), 0), func.count(), outlets).where(
            containing_article.c.claims > 0
        )
    else:
        of_claims = select(NUMBER, func.count(claims.c.article_number.distinct()), outlets)
        counted = of_claims.select_from(claims.join(containing_article, containing_article.c.number == claims.c.article_number)).where(
            *where
        )
    row = connection.execute(counted).one()
    return ThreeCounts(claims=row[0], articles=row[1], outlets=row[2])


def _by_mode(connection: Connection, where: Conditions) -> dict[str, int]:
    if not where:
        return {
            str(value): number for value, _, number in counters.count_facet(connection, counters.CounterQuery("claims"), "mode", MOST) or []
        }
    return {row[0]: row[1] for row in connection.execute(select(claims.c.mode, NUMBER).where(*where).group_by(claims.c.mode))}


def _speakers_by_kind(connection: Connection, speakers: Speakers) -> tuple[Counter[str], Counter[str], Voices]:
    by = (speaker.c.kind, speaker.c.anonymous)
    number_of_speakers = func.count(speakers.speaker_number.distinct()).label("speakers")
    rows = speakers.select(*by, speakers.number.label("number"), number_of_speakers).group_by(*by)
    attribution, kinds, voices = Counter[str](), Counter[str](), Counter[str]()
    for row in connection.execute(rows):
        attribution_of_row = "anonymous" if row.anonymous else "named"
        attribution[attribution_of_row] += row.number
        kinds[row.kind] += row.number
        voices[attribution_of_row] += row.speakers
    return attribution, kinds, Voices(total=voices.total(), named=voices["named"], anonymous=voices["anonymous"])


def _by_affiliation(connection: Connection, speakers: Speakers) -> Counter[str]:
    """Count claims by the party that the speaker speaks for, which all roles of an appearance decide together."""
    claims_by_party, words_by_appearance = Counter[str](), defaultdict(list)
    speaks_for_cached = cache(speaks_for)  # unnamed sources have the same descriptors again and again
    for row in connection.execute(_affiliations(speakers)):
        words = RoleWords(row.title, row.organization)
        if row.article_number is None:
            claims_by_party[speaks_for_cached(row.kind, row.name, row.descriptor, (words,))] += row.number
        else:
            words_by_appearance[row.article_number, row.position, row.kind, row.name, row.descriptor, row.number].append(words)
    for (_, _, kind, name, descriptor, number), words_together in words_by_appearance.items():
        claims_by_party[speaks_for_cached(kind, name, descriptor, tuple(words_together))] += number
    return claims_by_party


def _affiliations(speakers: Speakers) -> Select[Any]:
    """Select numbers of claims by the words that decide the party. An appearance with several roles has a row for each role."""
    by = {
        "kind": speaker.c.kind,
        "name": case((speaker.c.kind != "person", speaker.c.name)),  # a person's own name decides nothing
        "descriptor": appearance.c.descriptor,
        "title": role.c.title,
        "organization": role.c.organization,
        "article_number": _where_several(speakers.appearance_key[0]),
        "position": _where_several(speakers.appearance_key[1]),
        "role": _where_several(role.c.number),
    }
    is_second_role = and_(speakers.belongs_to_appearance(second_role), second_role.c.number == 1)
    of_speaker = speakers.source.join(speaker, speaker.c.number == speakers.speaker_number)
    return (
        select(*(column.label(name) for name, column in by.items()), speakers.number.label("number"))
        .select_from(of_speaker.outerjoin(role, speakers.belongs_to_appearance(role)).outerjoin(second_role, is_second_role))
        .where(*speakers.where)
        .group_by(*by.values())
    )


def _where_several(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((second_role.c.number.is_not(None), column))


def _one_anonymous(connection: Connection, where: Conditions, total: int) -> ClaimShare:
    unbacked = select(NUMBER).select_from(WITH_SPEAKER).where(*where, *_is_single_anonymous_source(Speakers(where)), ~_is_backed())
    return _share(connection.execute(unbacked if where else _all_unbacked()).scalar_one(), total)


def _all_unbacked() -> Select[Any]:
    """Select the number of all claims of single anonymous sources, less the backed claims. Relations find these, which are few."""
    of_single_sources = (
        ALL_SPEAKERS.select(func.coalesce(ALL_SPEAKERS.number, 0)).where(*_is_single_anonymous_source(ALL_SPEAKERS)).scalar_subquery()
    )
    related = union(
        select(relations.c.to_claim_number).where(relations.c.type.in_(BACKING), relations.c.to_claim_number.is_not(None)),
        select(relations.c.from_claim_number).where(relations.c.type == "restates"),
    )
    backed = (
        select(NUMBER)
        .select_from(WITH_SPEAKER)
        .where(claims.c.number.in_(related), *_is_single_anonymous_source(Speakers([])), _is_backed())
    )
    return select(of_single_sources - backed.scalar_subquery())


def _is_single_anonymous_source(speakers: Speakers) -> Conditions:
    """Return the conditions that the speaker is a single unnamed source."""
    is_group = exists().where(
        members.c.article_number == speakers.appearance_key[0], members.c.group_position == speakers.appearance_key[1]
    )
    return [speaker.c.anonymous.is_(True), speaker.c.kind != "group", ~is_group]


def _is_backed() -> ColumnElement[bool]:
    """Return the condition that another speaker's claim restates or supports the claim, or is restated by it."""
    as_target = and_(
        relations.c.to_claim_number == claims.c.number, relations.c.from_claim_number == other_claim.c.number, relations.c.type.in_(BACKING)
    )
    as_origin = and_(
        relations.c.from_claim_number == claims.c.number,
        relations.c.to_claim_number == other_claim.c.number,
        relations.c.type == "restates",
    )
    is_of_another_speaker = other_claim.c.speaker_number != claims.c.speaker_number
    return or_(*(exists().where(way, is_of_another_speaker).correlate(claims) for way in (as_target, as_origin)))


def _anonymity_conditions(connection: Connection, speakers: Speakers) -> list[ConditionOut]:
    condition, number = appearance.c.anonymity_condition, speakers.number
    number_of_speakers = func.count(speakers.speaker_number.distinct())
    rows = select(condition, number_of_speakers, number).select_from(speakers.source).where(condition.is_not(None), *speakers.where)
    commonest = connection.execute(rows.group_by(condition).order_by(number.desc(), condition).limit(MOST))
    return [ConditionOut(condition=row[0], speakers=row[1], claims=row[2]) for row in commonest]


def _most_quoted(connection: Connection, speakers: Speakers, total: int) -> list[VoiceOut]:
    most = _most_claims(speakers).subquery()
    voices: Select[Any] = select(*entity_columns(speaker, "speaker"), most.c.number).join_from(
        most, speaker, speaker.c.number == most.c.speaker_number
    )
    rows = connection.execute(voices.order_by(most.c.number.desc(), speaker.c.id))
    return [VoiceOut(speaker=cast(EntityRef, entity_ref(row, "speaker")), **_share(row.number, total)) for row in rows]


def _most_claims(speakers: Speakers) -> Select[Any]:
    if speakers is ALL_SPEAKERS:
        stored_number = entities.c.claims
        return (
            select(entities.c.number.label("speaker_number"), stored_number.label("number"))
            .where(stored_number > 0)
            .order_by(stored_number.desc(), entities.c.tie, entities.c.id)
            .limit(MOST)
        )
    counted = speakers.select(speaker.c.number.label("speaker_number"), speaker.c.id, speakers.number.label("number"))
    rows = counted.group_by(speaker.c.number, speaker.c.id).order_by(speakers.number.desc(), speaker.c.id).limit(MOST).subquery()
    return select(rows.c.speaker_number, rows.c.number)
