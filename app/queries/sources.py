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
from app.queries.rendering.parts import entity_columns, entity_ref, is_of_speaker
from app.queries.tables import appearances, claims, entities, its_article, members, relations, roles
from app.terms.vocabulary import ClaimMode, EntityKind

MOST = 50
# Aliases, so that sub-selects of filters are not correlated to them.
speaker, appearance = entities.alias("speaker"), appearances.alias("appearance")
role, second_role, other = roles.alias("role"), roles.alias("second_role"), claims.alias("other")
NUMBER = func.count(claims.c.id)
OF_CLAIMS = claims.join(appearance, is_of_speaker(appearance))
WITH_SPEAKER = claims.join(speaker, speaker.c.id == claims.c.speaker_id)
BACKING = ("restates", "supports")


@dataclass(frozen=True)
class Speakers:
    """The speakers of the filtered claims, read claim by claim; or of all claims, read by appearance, which has its number of claims.

    By appearance the mix of 100,000 claims takes 0.7 s, claim by claim 1.7 s. ``number`` sums up the claims of a group of rows.
    """

    where: Conditions
    source: FromClause = OF_CLAIMS
    number: ColumnElement[int] = NUMBER
    speaker_id: ColumnElement[Any] = claims.c.speaker_id
    at: tuple[ColumnElement[Any], ...] = (claims.c.article_id, claims.c.speaker_position)

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select columns of the speakers, joined as ``speaker``."""
        return select(*columns).select_from(self.source.join(speaker, speaker.c.id == self.speaker_id)).where(*self.where)

    def is_at(self, there: Any) -> ColumnElement[bool]:
        """Return the condition that a row of ``there`` belongs to the speaker's appearance."""
        return and_(there.c.article_id == self.at[0], there.c.position == self.at[1])


ALL_SPEAKERS = Speakers(
    [appearance.c.claims > 0],
    appearance,
    func.sum(appearance.c.claims),
    appearance.c.entity_id,
    (appearance.c.article_id, appearance.c.position),
)


def get_sources(connection: Connection, query: SourcesQuery) -> SourceMix:
    """Return the source mix of the filtered claims. Seven statements, whatever the number of claims."""
    return _mix(connection, claim_filters.conditions(connection, query))


def get_article_sources(connection: Connection, article_id: str) -> SourceMix:
    """Return the source mix of one article's claims. One statement more.

    Raises:
        NotFound: no article has this id.
    """
    require_article(connection, article_id)
    return _mix(connection, [claims.c.article_id == article_id])


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
    outlets = func.count(its_article.c.publisher_folded.distinct())
    if not where:
        counted = select(func.coalesce(func.sum(its_article.c.claims), 0), func.count(), outlets).where(its_article.c.claims > 0)
    else:
        of_claims = select(NUMBER, func.count(claims.c.article_id.distinct()), outlets)
        counted = of_claims.select_from(claims.join(its_article, its_article.c.id == claims.c.article_id)).where(*where)
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
    number_of_speakers = func.count(speakers.speaker_id.distinct()).label("speakers")
    rows = speakers.select(*by, speakers.number.label("number"), number_of_speakers).group_by(*by)
    attribution, kinds, heard = Counter[str](), Counter[str](), Counter[str]()
    for row in connection.execute(rows):
        called = "anonymous" if row.anonymous else "named"
        attribution[called] += row.number
        kinds[row.kind] += row.number
        heard[called] += row.speakers
    return attribution, kinds, Voices(total=heard.total(), named=heard["named"], anonymous=heard["anonymous"])


def _by_affiliation(connection: Connection, speakers: Speakers) -> Counter[str]:
    """Count claims by the party that the speaker speaks for, which all roles of an appearance decide together."""
    claims_by_party, words_by_appearance = Counter[str](), defaultdict(list)
    speaks_for_cached = cache(speaks_for)  # unnamed sources have the same descriptors again and again
    for row in connection.execute(_affiliations(speakers)):
        words = RoleWords(row.title, row.organization)
        if row.article_id is None:
            claims_by_party[speaks_for_cached(row.kind, row.name, row.descriptor, (words,))] += row.number
        else:
            words_by_appearance[row.article_id, row.position, row.kind, row.name, row.descriptor, row.number].append(words)
    for (_, _, kind, name, descriptor, number), words_together in words_by_appearance.items():
        claims_by_party[speaks_for_cached(kind, name, descriptor, tuple(words_together))] += number
    return claims_by_party


def _affiliations(speakers: Speakers) -> Select[Any]:
    """Select numbers of claims by the words that decide; an appearance with several roles has a row for each role."""
    by = {
        "kind": speaker.c.kind,
        "name": case((speaker.c.kind != "person", speaker.c.name)),  # a person's own name decides nothing
        "descriptor": appearance.c.descriptor,
        "title": role.c.title,
        "organization": role.c.organization,
        "article_id": _where_several(speakers.at[0]),
        "position": _where_several(speakers.at[1]),
        "role": _where_several(role.c.number),
    }
    second = and_(speakers.is_at(second_role), second_role.c.number == 1)
    of_speaker = speakers.source.join(speaker, speaker.c.id == speakers.speaker_id)
    return (
        select(*(column.label(name) for name, column in by.items()), speakers.number.label("number"))
        .select_from(of_speaker.outerjoin(role, speakers.is_at(role)).outerjoin(second_role, second))
        .where(*speakers.where)
        .group_by(*by.values())
    )


def _where_several(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((second_role.c.number.is_not(None), column))


def _one_anonymous(connection: Connection, where: Conditions, total: int) -> ClaimShare:
    unbacked = select(NUMBER).select_from(WITH_SPEAKER).where(*where, *_is_single_source(Speakers(where)), ~_is_backed())
    return _share(connection.execute(unbacked if where else _all_unbacked()).scalar_one(), total)


def _all_unbacked() -> Select[Any]:
    """Select the number of all claims of single anonymous sources, less the backed ones, which relations find: these are few."""
    said = ALL_SPEAKERS.select(func.coalesce(ALL_SPEAKERS.number, 0)).where(*_is_single_source(ALL_SPEAKERS)).scalar_subquery()
    related = union(
        select(relations.c.to_claim_id).where(relations.c.type.in_(BACKING), relations.c.to_claim_id.is_not(None)),
        select(relations.c.from_claim_id).where(relations.c.type == "restates"),
    )
    backed = select(NUMBER).select_from(WITH_SPEAKER).where(claims.c.id.in_(related), *_is_single_source(Speakers([])), _is_backed())
    return select(said - backed.scalar_subquery())


def _is_single_source(speakers: Speakers) -> Conditions:
    """Return the conditions that the speaker is a single unnamed source."""
    is_group = exists().where(members.c.article_id == speakers.at[0], members.c.group_position == speakers.at[1])
    return [speaker.c.anonymous.is_(True), speaker.c.kind != "group", ~is_group]


def _is_backed() -> ColumnElement[bool]:
    """Return the condition that another speaker's claim restates or supports the claim, or is restated by it."""
    towards = and_(relations.c.to_claim_id == claims.c.id, relations.c.from_claim_id == other.c.id, relations.c.type.in_(BACKING))
    back = and_(relations.c.from_claim_id == claims.c.id, relations.c.to_claim_id == other.c.id, relations.c.type == "restates")
    is_another = other.c.speaker_id != claims.c.speaker_id
    return or_(*(exists().where(way, is_another).correlate(claims) for way in (towards, back)))


def _anonymity_conditions(connection: Connection, speakers: Speakers) -> list[ConditionOut]:
    condition, number = appearance.c.anonymity_condition, speakers.number
    number_of_speakers = func.count(speakers.speaker_id.distinct())
    rows = select(condition, number_of_speakers, number).select_from(speakers.source).where(condition.is_not(None), *speakers.where)
    commonest = connection.execute(rows.group_by(condition).order_by(number.desc(), condition).limit(MOST))
    return [ConditionOut(condition=row[0], speakers=row[1], claims=row[2]) for row in commonest]


def _most_quoted(connection: Connection, speakers: Speakers, total: int) -> list[VoiceOut]:
    most = _most_claims(speakers).subquery()
    named: Select[Any] = select(*entity_columns(speaker, "speaker"), most.c.number).join_from(
        most, speaker, speaker.c.id == most.c.speaker_id
    )
    rows = connection.execute(named.order_by(most.c.number.desc(), most.c.speaker_id))
    return [VoiceOut(speaker=cast(EntityRef, entity_ref(row, "speaker")), **_share(row.number, total)) for row in rows]


def _most_claims(speakers: Speakers) -> Select[Any]:
    if speakers is ALL_SPEAKERS:
        own = entities.c.claims
        return select(entities.c.id.label("speaker_id"), own.label("number")).where(own > 0).order_by(own.desc(), entities.c.id).limit(MOST)
    speaker_id, number = speakers.speaker_id.label("speaker_id"), speakers.number.label("number")
    rows = select(speaker_id, number).select_from(speakers.source).where(*speakers.where).group_by(speakers.speaker_id)
    return rows.order_by(speakers.number.desc(), speakers.speaker_id).limit(MOST)
