"""Read the source mix: the shares of claims by attribution, mode and kind of speaker."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from app.answers.graph import ThreeCounts
from app.answers.parts import EntityRef
from app.answers.sources import ClaimShare, ConditionOut, ShareOf, SourceMix, VoiceOut, Voices
from app.parameters.sources import SourcesQuery
from app.queries import claim_filters
from app.queries.affiliations import RoleWords, SpeaksFor, speaks_for
from app.queries.articles import require_article
from app.queries.claims import SAID
from app.queries.counting.counted import MOST_COUNTED, find_counted
from app.queries.listing.filters import Conditions, is_one_of
from app.queries.rendering.parts import belongs_to_speaker, entity_columns, entity_ref
from app.queries.tables import appearances, claims, containing_article, entities, members, relations, roles
from app.terms.vocabulary import ClaimMode, EntityKind

MOST = 50
# These are aliases, so that sub-selects of filters are not correlated to them.
speaker, appearance = entities.alias("speaker"), appearances.alias("appearance")
role, second_role, other_claim = roles.alias("role"), roles.alias("second_role"), claims.alias("other_claim")
NUMBER = func.count(claims.c.number)
WITH_APPEARANCE = claims.join(appearance, belongs_to_speaker(appearance)).join(speaker, speaker.c.number == claims.c.speaker_number)
BACKING = ("restates", "supports")


@dataclass(frozen=True)
class Speakers:
    """The speakers of the counted claims."""

    where: Conditions

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select columns of the speakers, joined as ``speaker`` and ``appearance``."""
        return select(*columns).select_from(WITH_APPEARANCE).where(*self.where)


def get_sources(connection: Connection, query: SourcesQuery) -> SourceMix:
    """Return the source mix of the filtered claims; of the 10,000 said last, if there are more. Eight statements.

    All of them read the numbers of the same claims, which are found first.
    """
    counted = find_counted(connection, claims, claim_filters.conditions(connection, query, MOST_COUNTED), SAID)
    mix = _mix(connection, [is_one_of(connection, claims.c.number, counted.numbers)])
    return mix if counted.cut_to is None else SourceMix(**mix, counted=counted.cut_to)


def get_article_sources(connection: Connection, article_id: str) -> SourceMix:
    """Return the source mix of one article's claims. As many statements as ``get_sources``.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    return _mix(connection, [claims.c.article_number == require_article(connection, article_id).number])


def _mix(connection: Connection, where: Conditions) -> SourceMix:
    counts, speakers = _counts(connection, where), Speakers(where)
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
        one_anonymous=_share(_count_one_anonymous(connection, speakers), total),
        anonymity_conditions=_anonymity_conditions(connection, speakers),
        speakers=_most_quoted(connection, speakers, total),
    )


def _share(number: int, total: int) -> ClaimShare:
    return ClaimShare(claims=number, share=round(number / total, 4) if total else None)


def _shares(values: Iterable[str], numbers: Mapping[str, int], total: int) -> list[ShareOf]:
    return [ShareOf(value=value, **_share(numbers.get(value, 0), total)) for value in values]


def _counts(connection: Connection, where: Conditions) -> ThreeCounts:
    outlets = func.count(containing_article.c.publisher_folded.distinct())
    of_claims = select(NUMBER, func.count(claims.c.article_number.distinct()), outlets)
    with_article = claims.join(containing_article, containing_article.c.number == claims.c.article_number)
    row = connection.execute(of_claims.select_from(with_article).where(*where)).one()
    return ThreeCounts(claims=row[0], articles=row[1], outlets=row[2])


def _by_mode(connection: Connection, where: Conditions) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(select(claims.c.mode, NUMBER).where(*where).group_by(claims.c.mode))}


def _speakers_by_kind(connection: Connection, speakers: Speakers) -> tuple[Counter[str], Counter[str], Voices]:
    by = (speaker.c.kind, speaker.c.anonymous)
    number_of_speakers = func.count(claims.c.speaker_number.distinct()).label("speakers")
    rows = speakers.select(*by, NUMBER.label("number"), number_of_speakers).group_by(*by)
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
        "article_number": _where_several(claims.c.article_number),
        "position": _where_several(claims.c.speaker_position),
        "role": _where_several(role.c.number),
    }
    is_second_role = and_(belongs_to_speaker(second_role), second_role.c.number == 1)
    return (
        select(*(column.label(name) for name, column in by.items()), NUMBER.label("number"))
        .select_from(WITH_APPEARANCE.outerjoin(role, belongs_to_speaker(role)).outerjoin(second_role, is_second_role))
        .where(*speakers.where)
        .group_by(*by.values())
    )


def _where_several(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((second_role.c.number.is_not(None), column))


def _count_one_anonymous(connection: Connection, speakers: Speakers) -> int:
    is_group = exists().where(members.c.article_number == claims.c.article_number, members.c.group_position == claims.c.speaker_position)
    is_single_anonymous_source = (speaker.c.anonymous.is_(True), speaker.c.kind != "group", ~is_group)
    number: int = connection.execute(speakers.select(NUMBER).where(*is_single_anonymous_source, ~_is_backed())).scalar_one()
    return number


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
    condition, number = appearance.c.anonymity_condition, NUMBER
    number_of_speakers = func.count(claims.c.speaker_number.distinct())
    rows = speakers.select(condition, number_of_speakers, number).where(condition.is_not(None))
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
    counted = speakers.select(speaker.c.number.label("speaker_number"), speaker.c.id, NUMBER.label("number"))
    rows = counted.group_by(speaker.c.number, speaker.c.id).order_by(NUMBER.desc(), speaker.c.id).limit(MOST).subquery()
    return select(rows.c.speaker_number, rows.c.number)
