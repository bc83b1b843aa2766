"""Read the source mix: how an article, an outlet, a topic or a period is sourced."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, cast, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from app.parts import EntityRef
from app.queries import claim_filters
from app.queries.affiliations import RoleWords, SpeaksFor, speaks_for
from app.queries.articles import require_article
from app.queries.lists import Conditions
from app.queries.shapes import at_speaker, entity_columns, entity_ref
from app.queries.tables import appearances, claims, entities, its_article, members, relations, roles
from app.questions import SourcesQuery
from app.summaries import ClaimShare, ConditionOut, ShareOf, SourceMix, ThreeCounts, VoiceOut, Voices
from app.vocabulary import ClaimMode, EntityKind

MOST = 50
# Aliases, so that filters, whose sub-selects are of tables of the same names, are not taken to mean these.
speaker, appearance = entities.alias("speaker"), appearances.alias("appearance")
role, second_role, other = roles.alias("role"), roles.alias("second_role"), claims.alias("other")
NUMBER = func.count(claims.c.id)
WITH_SPEAKER = claims.join(speaker, speaker.c.id == claims.c.speaker_id)


AT_APPEARANCE, AT_ROLE, SECOND = at_speaker(appearance), at_speaker(role), and_(at_speaker(second_role), second_role.c.number == 1)


def get_sources(connection: Connection, query: SourcesQuery) -> SourceMix:
    """Return how the filtered claims are sourced. Seven statements, whatever their number."""
    return _mix(connection, claim_filters.conditions(connection, query))


def get_article_sources(connection: Connection, article_id: str) -> SourceMix:
    """Return how one article's claims are sourced: one statement more.

    Raises:
        NotFound: no article has this id.
    """
    require_article(connection, article_id)
    return _mix(connection, [claims.c.article_id == article_id])


def _mix(connection: Connection, where: Conditions) -> SourceMix:
    counts = _counts(connection, where)
    of = counts["claims"]
    attribution, kinds, voices = _speakers_by_kind(connection, where)
    attribution["unattributed"] = of - attribution.total()
    return SourceMix(
        counts=counts,
        attribution=_shares(("named", "anonymous", "unattributed"), attribution, of),
        modes=_shares(get_args(ClaimMode), _by_mode(connection, where), of),
        speaker_kinds=_shares(get_args(EntityKind), kinds, of),
        speaks_for=_shares(get_args(SpeaksFor), _by_affiliation(connection, where), of),
        voices=voices,
        one_anonymous=_one_anonymous(connection, where, of),
        anonymity_conditions=_anonymity_conditions(connection, where),
        speakers=_most_quoted(connection, where, of),
    )


def _share(number: int, of: int) -> ClaimShare:
    return ClaimShare(claims=number, share=round(number / of, 4) if of else None)


def _shares(values: Iterable[str], numbers: Mapping[str, int], of: int) -> list[ShareOf]:
    return [ShareOf(value=value, **_share(numbers.get(value, 0), of)) for value in values]


def _counts(connection: Connection, where: Conditions) -> ThreeCounts:
    outlets = func.count(its_article.c.publisher_folded.distinct())
    counted = select(NUMBER, func.count(claims.c.article_id.distinct()), outlets)
    row = connection.execute(counted.select_from(claims.join(its_article, its_article.c.id == claims.c.article_id)).where(*where)).one()
    return ThreeCounts(claims=row[0], articles=row[1], outlets=row[2])


def _by_mode(connection: Connection, where: Conditions) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(select(claims.c.mode, NUMBER).where(*where).group_by(claims.c.mode))}


def _speakers_by_kind(connection: Connection, where: Conditions) -> tuple[Counter[str], Counter[str], Voices]:
    by = (speaker.c.kind, speaker.c.anonymous)
    speakers = func.count(claims.c.speaker_id.distinct()).label("speakers")
    rows = select(*by, NUMBER.label("number"), speakers).select_from(WITH_SPEAKER).where(*where).group_by(*by)
    attribution, kinds, heard = Counter[str](), Counter[str](), Counter[str]()
    for row in connection.execute(rows):
        called = "anonymous" if row.anonymous else "named"
        attribution[called] += row.number
        kinds[row.kind] += row.number
        heard[called] += row.speakers
    return attribution, kinds, Voices(total=heard.total(), named=heard["named"], anonymous=heard["anonymous"])


def _by_affiliation(connection: Connection, where: Conditions) -> Counter[str]:
    """Count claims by whom the speaker speaks for; all roles of an appearance tell it together."""
    found, several = Counter[str](), defaultdict(list)
    for row in connection.execute(_affiliations(where)):
        words = RoleWords(row.title, row.organization)
        if row.article_id is None:
            found[speaks_for(row.kind, row.name, row.descriptor, [words])] += row.number
        else:
            several[row.article_id, row.position, row.kind, row.name, row.descriptor, row.number].append(words)
    for (_, _, kind, name, descriptor, number), together in several.items():
        found[speaks_for(kind, name, descriptor, together)] += number
    return found


def _affiliations(where: Conditions) -> Select[Any]:
    """Select claims grouped by the words that tell it, which repeat; an appearance with several roles apart, in a row for each role."""
    by = {
        "speaker_id": claims.c.speaker_id,
        "descriptor": appearance.c.descriptor,
        "title": role.c.title,
        "organization": role.c.organization,
        "article_id": _where_several(claims.c.article_id),
        "position": _where_several(claims.c.speaker_position),
        "role": _where_several(role.c.number),
    }
    grouped = (
        select(*(column.label(name) for name, column in by.items()), NUMBER.label("number"))
        .select_from(claims.join(appearance, AT_APPEARANCE).outerjoin(role, AT_ROLE).outerjoin(second_role, SECOND))
        .where(claims.c.speaker_id.is_not(None), *where)
        .group_by(*by.values())
        .subquery()
    )
    return select(grouped, speaker.c.kind, speaker.c.name).join_from(grouped, speaker, speaker.c.id == grouped.c.speaker_id)


def _where_several(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((second_role.c.number.is_not(None), column))


def _one_anonymous(connection: Connection, where: Conditions, of: int) -> ClaimShare:
    is_group = exists().where(members.c.article_id == claims.c.article_id, members.c.group_position == claims.c.speaker_position)
    alone = [speaker.c.anonymous.is_(True), speaker.c.kind != "group", ~is_group, ~_is_backed()]
    return _share(connection.execute(select(NUMBER).select_from(WITH_SPEAKER).where(*where, *alone)).scalar_one(), of)


def _is_backed() -> ColumnElement[bool]:
    """A claim of another speaker restates it, is restated by it, or supports it."""
    towards = and_(
        relations.c.to_claim_id == claims.c.id, relations.c.from_claim_id == other.c.id, relations.c.type.in_(("restates", "supports"))
    )
    back = and_(relations.c.from_claim_id == claims.c.id, relations.c.to_claim_id == other.c.id, relations.c.type == "restates")
    is_another = other.c.speaker_id != claims.c.speaker_id
    return or_(*(exists().where(way, is_another).correlate(claims) for way in (towards, back)))


def _anonymity_conditions(connection: Connection, where: Conditions) -> list[ConditionOut]:
    condition = appearance.c.anonymity_condition
    speakers = func.count(claims.c.speaker_id.distinct())
    rows = select(condition, speakers, NUMBER).select_from(claims.join(appearance, AT_APPEARANCE)).where(condition.is_not(None), *where)
    found = connection.execute(rows.group_by(condition).order_by(NUMBER.desc(), condition).limit(MOST))
    return [ConditionOut(condition=row[0], speakers=row[1], claims=row[2]) for row in found]


def _most_quoted(connection: Connection, where: Conditions, of: int) -> list[VoiceOut]:
    most = (
        select(claims.c.speaker_id, NUMBER.label("number"))
        .where(claims.c.speaker_id.is_not(None), *where)
        .group_by(claims.c.speaker_id)
        .order_by(NUMBER.desc(), claims.c.speaker_id)
        .limit(MOST)
        .subquery()
    )
    named: Select[Any] = select(*entity_columns(speaker, "speaker"), most.c.number).join_from(
        most, speaker, speaker.c.id == most.c.speaker_id
    )
    rows = connection.execute(named.order_by(most.c.number.desc(), most.c.speaker_id))
    return [VoiceOut(speaker=cast(EntityRef, entity_ref(row, "speaker")), **_share(row.number, of)) for row in rows]
