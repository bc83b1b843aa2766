"""Read the source mix: the shares of claims by attribution, mode and kind of speaker."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, cast, get_args

from sqlalchemy import Connection, FromClause, Row, Select, Subquery, and_, case, exists, func, select

from app.answers.graph import ThreeCounts
from app.answers.parts import EntityRef
from app.answers.sources import ClaimShare, ConditionOut, ShareOf, SourceMix, VoiceOut, Voices
from app.parameters.sources import SourcesQuery
from app.queries import claim_filters
from app.queries.affiliations import RoleWords, SpeaksFor, speaks_for
from app.queries.articles import require_article
from app.queries.claims import SAID
from app.queries.counting.counted import find_counted
from app.queries.listing.filters import is_one_of
from app.queries.rendering.parts import entity_columns, entity_ref
from app.queries.tables import appearances, claims, containing_article, entities, members, relations, roles
from app.terms.vocabulary import ClaimMode, EntityKind

MOST = 50
MOST_CLAIMS = 2_000  # of a mix: each is read with its article, speaker, appearance and roles, some 25 microseconds
BACKING = ("restates", "supports")
MODES = get_args(ClaimMode)
origin, target = claims.alias("origin"), claims.alias("target")

Place = tuple[int, int | None]  # an article's number, and the position of an appearance in it; None for claims without a speaker


class Spoken(NamedTuple):
    """The claims of one speaker in one article: a row of ``_spoken_rows``, and all roles that the article gives the speaker."""

    place: Place
    row: Row[Any]
    roles: tuple[RoleWords, ...]

    @property
    def is_one_anonymous(self) -> bool:
        """Whether the claims rest on one anonymous source, who is no group."""
        return bool(self.row.speaker_anonymous) and self.row.speaker_kind != "group" and not self.row.has_members


def get_sources(connection: Connection, query: SourcesQuery) -> SourceMix:
    """Return the source mix of the filtered claims; of the 2,000 said last, if there are more. A fixed number of statements.

    The last two read the numbers of the same claims, which are found first.
    """
    counted = find_counted(connection, claims, claim_filters.scan(connection, query, MOST_CLAIMS), SAID, most=MOST_CLAIMS)
    mix = _mix(connection, counted.numbers)
    return mix if counted.cut_to is None else SourceMix(**mix, counted=counted.cut_to)


def get_article_sources(connection: Connection, article_id: str) -> SourceMix:
    """Return the source mix of one article's claims. One statement more than ``get_sources``.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    article = require_article(connection, article_id).number
    return _mix(connection, connection.execute(select(claims.c.number).where(claims.c.article_number == article)).scalars().all())


def _mix(connection: Connection, numbers: Sequence[int]) -> SourceMix:
    """Return the mix of the claims with these numbers, which are read once: a statement for each part takes twice as long."""
    spoken = _spoken(connection, numbers)
    total, by_speakers = len(numbers), [each for each in spoken if each.row.speaker_id is not None]
    attribution = _sums((_attribution(each.row), each.row.claims) for each in spoken)
    one_anonymous = [each for each in by_speakers if each.is_one_anonymous]
    backed = _count_backed(connection, numbers, {each.place for each in one_anonymous})
    return SourceMix(
        counts=_counts(spoken),
        attribution=_shares(("named", "anonymous", "unattributed"), attribution, total),
        modes=_shares(MODES, {mode: sum(map(attrgetter(f"row.{mode}"), spoken)) for mode in MODES}, total),
        speaker_kinds=_shares(get_args(EntityKind), _sums((each.row.speaker_kind, each.row.claims) for each in by_speakers), total),
        speaks_for=_shares(get_args(SpeaksFor), _by_affiliation(by_speakers), total),
        voices=_voices(by_speakers),
        one_anonymous=_share(sum(each.row.claims for each in one_anonymous) - backed, total),
        anonymity_conditions=_anonymity_conditions(by_speakers),
        speakers=_most_quoted(by_speakers, total),
    )


def _spoken(connection: Connection, numbers: Sequence[int]) -> list[Spoken]:
    """Return the claims by article and speaker. An appearance with several roles has a row for each."""
    by_place = defaultdict[Place, list[Row[Any]]](list)
    for row in connection.execute(_spoken_rows(_claims_by_place(connection, numbers))).all():
        by_place[row.article_number, row.speaker_position].append(row)
    return [Spoken(place, same[0], _roles(same)) for place, same in by_place.items()]


def _roles(rows: Sequence[Row[Any]]) -> tuple[RoleWords, ...]:
    in_order = sorted(rows, key=lambda row: row.role) if len(rows) > 1 else rows
    return tuple(RoleWords(row.title, row.organization) for row in in_order)


def _claims_by_place(connection: Connection, numbers: Sequence[int]) -> Subquery:
    by = claims.c.article_number, claims.c.speaker_position, claims.c.speaker_number
    by_mode = (func.count(case((claims.c.mode == mode, 1))).label(mode) for mode in MODES)
    rows: Select[Any] = select(*by, func.count().label("claims"), *by_mode).where(is_one_of(connection, claims.c.number, numbers))
    return rows.group_by(*by).subquery("spoken")


def _spoken_rows(spoken: FromClause) -> Select[Any]:
    """Select the claims with the speaker, its appearance and its roles. Only outer joins: SQLite then begins with the claims."""

    def has_place(table: FromClause, position: str = "position") -> Any:
        return and_(table.c.article_number == spoken.c.article_number, table.c[position] == spoken.c.speaker_position)

    joined = (
        spoken.outerjoin(containing_article, containing_article.c.number == spoken.c.article_number)
        .outerjoin(entities, entities.c.number == spoken.c.speaker_number)
        .outerjoin(appearances, has_place(appearances))
        .outerjoin(roles, has_place(roles))
    )
    return select(
        *spoken.c,
        containing_article.c.publisher_folded,
        *entity_columns(entities, "speaker"),
        appearances.c.descriptor.label("as_described"),
        appearances.c.anonymity_condition,
        exists().where(has_place(members, "group_position")).label("has_members"),
        *(roles.c.number.label("role"), roles.c.title, roles.c.organization),
    ).select_from(joined)


def _sums(numbers: Iterable[tuple[str, int]]) -> Counter[str]:
    sums = Counter[str]()
    for value, number in numbers:
        sums[value] += number
    return sums


def _share(number: int, total: int) -> ClaimShare:
    return ClaimShare(claims=number, share=round(number / total, 4) if total else None)


def _shares(values: Iterable[str], numbers: Mapping[str, int], total: int) -> list[ShareOf]:
    return [ShareOf(value=value, **_share(numbers.get(value, 0), total)) for value in values]


def _counts(spoken: Sequence[Spoken]) -> ThreeCounts:
    outlets = {each.row.publisher_folded for each in spoken} - {None}
    articles = {each.row.article_number for each in spoken}
    return ThreeCounts(claims=sum(each.row.claims for each in spoken), articles=len(articles), outlets=len(outlets))


def _attribution(row: Row[Any]) -> str:
    if row.speaker_id is None:
        return "unattributed"
    return "anonymous" if row.speaker_anonymous else "named"


def _voices(spoken: Sequence[Spoken]) -> Voices:
    is_anonymous = {each.row.speaker_id: each.row.speaker_anonymous for each in spoken}
    anonymous = sum(is_anonymous.values())
    return Voices(total=len(is_anonymous), named=len(is_anonymous) - anonymous, anonymous=anonymous)


def _by_affiliation(spoken: Sequence[Spoken]) -> Counter[str]:
    """Count claims by the party that the speaker speaks for, which all roles of an appearance decide together."""
    return _sums((_party(each.row, each.roles), each.row.claims) for each in spoken)


def _party(row: Row[Any], words: tuple[RoleWords, ...]) -> SpeaksFor:
    kind = row.speaker_kind
    return speaks_for(kind, None if kind == "person" else row.speaker_name, row.as_described, words)  # a person's own name decides nothing


def _count_backed(connection: Connection, numbers: Sequence[int], places: set[Place]) -> int:
    """Count the claims at these places that another speaker's claim restates or supports, or that restate another speaker's claim."""
    counted, backed = {*numbers}, set[int]()
    for row in connection.execute(_backing(connection, {article for article, _ in places})):
        ends = [(row.target, row.target_position), *([(row.origin, row.origin_position)] if row.type == "restates" else [])]
        backed.update(number for number, position in ends if (row.article_number, position) in places)
    return len(backed & counted)


def _backing(connection: Connection, articles: Iterable[int]) -> Select[Any]:
    """Select the relations in these articles by which one speaker's claim backs another's."""
    ends = [each for name, end in (("origin", origin), ("target", target)) for each in _end(name, end)]
    return (
        select(relations.c.article_number, relations.c.type, *ends)
        .join(origin, origin.c.number == relations.c.from_claim_number)
        .join(target, target.c.number == relations.c.to_claim_number)
        .where(is_one_of(connection, relations.c.article_number, [*articles]), relations.c.type.in_(BACKING))
        .where(origin.c.speaker_number != target.c.speaker_number)
    )


def _end(name: str, claim: FromClause) -> list[Any]:
    return [claim.c.number.label(name), claim.c.speaker_position.label(f"{name}_position")]


def _anonymity_conditions(spoken: Sequence[Spoken]) -> list[ConditionOut]:
    numbers, speakers = Counter[str](), defaultdict[str, set[str]](set)
    for _, row, _ in spoken:
        if row.anonymity_condition is not None:
            numbers[row.anonymity_condition] += row.claims
            speakers[row.anonymity_condition].add(row.speaker_id)
    return [ConditionOut(condition=each, speakers=len(speakers[each]), claims=number) for each, number in _commonest(numbers)]


def _commonest(numbers: Counter[str]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda each: (-each[1], each[0]))[:MOST]


def _most_quoted(spoken: Sequence[Spoken], total: int) -> list[VoiceOut]:
    numbers, rows = _sums((each.row.speaker_id, each.row.claims) for each in spoken), {each.row.speaker_id: each.row for each in spoken}
    return [
        VoiceOut(speaker=cast(EntityRef, entity_ref(rows[key], "speaker")), **_share(number, total)) for key, number in _commonest(numbers)
    ]
