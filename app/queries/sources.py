"""Read the source mix: how an article, an outlet, a topic or a period is sourced."""

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
# Aliases, so that filters, whose sub-selects are of tables of the same names, are not taken to mean these.
speaker, appearance = entities.alias("speaker"), appearances.alias("appearance")
role, second_role, other = roles.alias("role"), roles.alias("second_role"), claims.alias("other")
NUMBER = func.count(claims.c.id)
OF_CLAIMS = claims.join(appearance, is_of_speaker(appearance))
WITH_SPEAKER = claims.join(speaker, speaker.c.id == claims.c.speaker_id)
BACKING = ("restates", "supports")


@dataclass(frozen=True)
class Speaking:
    """Who speaks in the claims: by claim; or by appearance, which keeps how many claims it makes, where they are all that there are.
    Of 100,000 claims the whole mix takes 0.7 s so, and 1.7 s by claim.

    ``number`` is that of the claims of a group of rows.
    """

    where: Conditions
    source: FromClause = OF_CLAIMS
    number: ColumnElement[int] = NUMBER
    speaker_id: ColumnElement[Any] = claims.c.speaker_id
    at: tuple[ColumnElement[Any], ...] = (claims.c.article_id, claims.c.speaker_position)

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select from those that speak, with their ``speaker``."""
        return select(*columns).select_from(self.source.join(speaker, speaker.c.id == self.speaker_id)).where(*self.where)

    def at_row(self, there: Any) -> ColumnElement[bool]:
        """The row of ``there`` belongs to the appearance."""
        return and_(there.c.article_id == self.at[0], there.c.position == self.at[1])


SPEAKING_AT_ALL = Speaking(
    [appearance.c.claims > 0],
    appearance,
    func.sum(appearance.c.claims),
    appearance.c.entity_id,
    (appearance.c.article_id, appearance.c.position),
)


def get_sources(connection: Connection, query: SourcesQuery) -> SourceMix:
    """Return how the filtered claims are sourced. Seven statements, whatever their number; of all claims, fewer rows."""
    return _mix(connection, claim_filters.conditions(connection, query))


def get_article_sources(connection: Connection, article_id: str) -> SourceMix:
    """Return how one article's claims are sourced: one statement more.

    Raises:
        NotFound: no article has this id.
    """
    require_article(connection, article_id)
    return _mix(connection, [claims.c.article_id == article_id])


def _mix(connection: Connection, where: Conditions) -> SourceMix:
    counts, speaking = _counts(connection, where), Speaking(where) if where else SPEAKING_AT_ALL
    of = counts["claims"]
    attribution, kinds, voices = _speakers_by_kind(connection, speaking)
    attribution["unattributed"] = of - attribution.total()
    return SourceMix(
        counts=counts,
        attribution=_shares(("named", "anonymous", "unattributed"), attribution, of),
        modes=_shares(get_args(ClaimMode), _by_mode(connection, where), of),
        speaker_kinds=_shares(get_args(EntityKind), kinds, of),
        speaks_for=_shares(get_args(SpeaksFor), _by_affiliation(connection, speaking), of),
        voices=voices,
        one_anonymous=_one_anonymous(connection, where, of),
        anonymity_conditions=_anonymity_conditions(connection, speaking),
        speakers=_most_quoted(connection, speaking, of),
    )


def _share(number: int, of: int) -> ClaimShare:
    return ClaimShare(claims=number, share=round(number / of, 4) if of else None)


def _shares(values: Iterable[str], numbers: Mapping[str, int], of: int) -> list[ShareOf]:
    return [ShareOf(value=value, **_share(numbers.get(value, 0), of)) for value in values]


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


def _speakers_by_kind(connection: Connection, speaking: Speaking) -> tuple[Counter[str], Counter[str], Voices]:
    by = (speaker.c.kind, speaker.c.anonymous)
    speakers = func.count(speaking.speaker_id.distinct()).label("speakers")
    rows = speaking.select(*by, speaking.number.label("number"), speakers).group_by(*by)
    attribution, kinds, heard = Counter[str](), Counter[str](), Counter[str]()
    for row in connection.execute(rows):
        called = "anonymous" if row.anonymous else "named"
        attribution[called] += row.number
        kinds[row.kind] += row.number
        heard[called] += row.speakers
    return attribution, kinds, Voices(total=heard.total(), named=heard["named"], anonymous=heard["anonymous"])


def _by_affiliation(connection: Connection, speaking: Speaking) -> Counter[str]:
    """Count claims by whom the speaker speaks for; all roles of an appearance tell it together."""
    found, several = Counter[str](), defaultdict(list)
    told = cache(speaks_for)  # unnamed sources are called the same again and again
    for row in connection.execute(_affiliations(speaking)):
        words = RoleWords(row.title, row.organization)
        if row.article_id is None:
            found[told(row.kind, row.name, row.descriptor, (words,))] += row.number
        else:
            several[row.article_id, row.position, row.kind, row.name, row.descriptor, row.number].append(words)
    for (_, _, kind, name, descriptor, number), together in several.items():
        found[told(kind, name, descriptor, tuple(together))] += number
    return found


def _affiliations(speaking: Speaking) -> Select[Any]:
    """Select claims grouped by the words that tell it, which repeat; an appearance with several roles apart, in a row for each role."""
    by = {
        "kind": speaker.c.kind,
        "name": case((speaker.c.kind != "person", speaker.c.name)),  # a person's own name tells nothing
        "descriptor": appearance.c.descriptor,
        "title": role.c.title,
        "organization": role.c.organization,
        "article_id": _where_several(speaking.at[0]),
        "position": _where_several(speaking.at[1]),
        "role": _where_several(role.c.number),
    }
    second = and_(speaking.at_row(second_role), second_role.c.number == 1)
    of_speaker = speaking.source.join(speaker, speaker.c.id == speaking.speaker_id)
    return (
        select(*(column.label(name) for name, column in by.items()), speaking.number.label("number"))
        .select_from(of_speaker.outerjoin(role, speaking.at_row(role)).outerjoin(second_role, second))
        .where(*speaking.where)
        .group_by(*by.values())
    )


def _where_several(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((second_role.c.number.is_not(None), column))


def _one_anonymous(connection: Connection, where: Conditions, of: int) -> ClaimShare:
    unbacked = select(NUMBER).select_from(WITH_SPEAKER).where(*where, *_alone(Speaking(where)), ~_is_backed())
    return _share(connection.execute(unbacked if where else _all_unbacked()).scalar_one(), of)


def _all_unbacked() -> Select[Any]:
    """Those of anonymous sources but for those that are backed, to which relations lead: they are few."""
    said = SPEAKING_AT_ALL.select(func.coalesce(SPEAKING_AT_ALL.number, 0)).where(*_alone(SPEAKING_AT_ALL)).scalar_subquery()
    related = union(
        select(relations.c.to_claim_id).where(relations.c.type.in_(BACKING), relations.c.to_claim_id.is_not(None)),
        select(relations.c.from_claim_id).where(relations.c.type == "restates"),
    )
    backed = select(NUMBER).select_from(WITH_SPEAKER).where(claims.c.id.in_(related), *_alone(Speaking([])), _is_backed())
    return select(said - backed.scalar_subquery())


def _alone(speaking: Speaking) -> Conditions:
    """The speaker is one unnamed source."""
    is_group = exists().where(members.c.article_id == speaking.at[0], members.c.group_position == speaking.at[1])
    return [speaker.c.anonymous.is_(True), speaker.c.kind != "group", ~is_group]


def _is_backed() -> ColumnElement[bool]:
    """A claim of another speaker restates it, is restated by it, or supports it."""
    towards = and_(relations.c.to_claim_id == claims.c.id, relations.c.from_claim_id == other.c.id, relations.c.type.in_(BACKING))
    back = and_(relations.c.from_claim_id == claims.c.id, relations.c.to_claim_id == other.c.id, relations.c.type == "restates")
    is_another = other.c.speaker_id != claims.c.speaker_id
    return or_(*(exists().where(way, is_another).correlate(claims) for way in (towards, back)))


def _anonymity_conditions(connection: Connection, speaking: Speaking) -> list[ConditionOut]:
    condition, number = appearance.c.anonymity_condition, speaking.number
    speakers = func.count(speaking.speaker_id.distinct())
    rows = select(condition, speakers, number).select_from(speaking.source).where(condition.is_not(None), *speaking.where)
    found = connection.execute(rows.group_by(condition).order_by(number.desc(), condition).limit(MOST))
    return [ConditionOut(condition=row[0], speakers=row[1], claims=row[2]) for row in found]


def _most_quoted(connection: Connection, speaking: Speaking, of: int) -> list[VoiceOut]:
    most = _most_claims(speaking).subquery()
    named: Select[Any] = select(*entity_columns(speaker, "speaker"), most.c.number).join_from(
        most, speaker, speaker.c.id == most.c.speaker_id
    )
    rows = connection.execute(named.order_by(most.c.number.desc(), most.c.speaker_id))
    return [VoiceOut(speaker=cast(EntityRef, entity_ref(row, "speaker")), **_share(row.number, of)) for row in rows]


def _most_claims(speaking: Speaking) -> Select[Any]:
    if speaking is SPEAKING_AT_ALL:
        own = entities.c.claims
        return select(entities.c.id.label("speaker_id"), own.label("number")).where(own > 0).order_by(own.desc(), entities.c.id).limit(MOST)
    speaker_id, number = speaking.speaker_id.label("speaker_id"), speaking.number.label("number")
    rows = select(speaker_id, number).select_from(speaking.source).where(*speaking.where).group_by(speaking.speaker_id)
    return rows.order_by(speaking.number.desc(), speaking.speaker_id).limit(MOST)
