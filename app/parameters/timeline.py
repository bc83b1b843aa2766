"""Query parameters of the timeline."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field

from app.parameters.listing import (
    ROLE,
    AddedSince,
    ArticleId,
    CalendarDay,
    EntityId,
    EventId,
    FilterValues,
    ListQuery,
    MinConfidence,
    NamesAndWords,
    RoleWords,
    TopicId,
    ViewChoice,
    day_filter,
    id_filter,
    repeatable,
)
from app.terms.vocabulary import ClaimKind, ClaimMode, EntityKind, EventKind, EventStatus, Section, ServedReview, Units

Bucket = Literal["day", "week", "month", "year"]

# Filters that only claims have, and filters that only events have.
FILTERS_OF_ONE_TYPE = {
    "claim": {
        *("speaker", "include", "speaker_kind", "anonymous", "organization", "role", "holder", "reported_via"),
        *("mode", "cue", "about", "event", "explicit", "section"),
    },
    "event": {"participant", "status", "negated", "main"},
}


class TimelineQuery(ListQuery):
    """Claims and events by date. A filter that one of the two alone has selects that one; give filters of both, or `type`, for both."""

    indexed_filters = frozenset()

    q: NamesAndWords = None
    entity: list[EntityId] = id_filter("Claims that it makes or that are about it, and events it takes part in", "ent_27wd6x5ype2yv3m78b30")
    speaker: list[EntityId] = id_filter("Claims: who said it", "ent_27wd6x5ype2yv3m78b30")
    include: Annotated[list[Literal["groups"]], Field(description="Claims: with `speaker`, also what its groups said.")] = repeatable(
        "groups"
    )
    speaker_kind: Annotated[list[EntityKind], Field(description="Claims: what the speaker is.")] = repeatable("person")
    anonymous: Annotated[bool | None, Field(description="Claims: whether the speaker is unnamed in the text.")] = None
    organization: Annotated[FilterValues, Field(description="Claims: organization of the speaker, by name.")] = repeatable(
        "US Department of State"
    )
    role: Annotated[RoleWords, Field(description=f"Claims: {ROLE.lower()} of the speaker in that article.")] = repeatable("spokesperson")
    holder: list[EntityId] = id_filter("Claims: whose view it is, if not the speaker's", "ent_27wd6x5ype2yv3m78b30")
    reported_via: list[EntityId] = id_filter("Claims: through whom it reached the article", "ent_27wd6x5ype2yv3m78b30")
    participant: list[EntityId] = id_filter("Events: who takes part", "ent_27wd6x5ype2yv3m78b30")
    type: Annotated[
        list[Literal["claim", "event"]],
        Field(description="What stands in it. If not given: what the filters of claims or of events select; both if there is none."),
    ] = repeatable("event")
    kind: Annotated[list[Literal[ClaimKind, EventKind]], Field(description="Kinds of claims select claims, kinds of events events.")] = (
        repeatable("denial", "attack")
    )
    mode: Annotated[list[ClaimMode], Field(description="Claims: how it is quoted.")] = repeatable("direct")
    cue: Annotated[FilterValues, Field(description="Claims: the words that tell the saying.")] = repeatable("insisted")
    about: list[TopicId] = id_filter("Claims: what it is about, entity or event", "evt_wg1j16c3j34xpz8yhwkd")
    event: list[EventId] = id_filter("Claims: event it is about or related to", "evt_wg1j16c3j34xpz8yhwkd")
    explicit: Annotated[bool | None, Field(description="Claims: false for attitudes ascribed without a speech act.")] = None
    status: Annotated[list[EventStatus], Field(description="Events: whether it happened.")] = repeatable("occurred", "ongoing")
    negated: Annotated[bool | None, Field(description="Events: whether the article says that it did not happen.")] = None
    main: Annotated[bool | None, Field(description="Events: among the few that the article is about.")] = None
    date_from: CalendarDay | None = day_filter("Said, or happening, on this day or later; dates select by overlap.", former_name="from")
    date_to: CalendarDay | None = day_filter("Said, or happening, on this day or earlier.", former_name="to")
    place: Annotated[FilterValues, Field(description="Where it was said or happened, by name.")] = repeatable("Washington")
    article: list[ArticleId] = id_filter("Article it stands in", "art_fwdphrcwn8q60bnwxda3")
    publisher: Annotated[FilterValues, Field(description="Publisher of the article, by name.")] = repeatable("The Times of Israel")
    section: Annotated[list[Section], Field(description="Claims: where in the article it stands.")] = repeatable("headline")
    min_confidence: MinConfidence = None
    review: Annotated[list[ServedReview], Field(description="How far it was reviewed.")] = repeatable("accepted", "edited")
    added_since: AddedSince = None
    sort: Annotated[
        Literal["-date", "date"], Field(description="By the latest day that it can have been, then by id; `-date`: latest first.")
    ] = "-date"
    bucket: Annotated[
        Bucket | None,
        Field(
            description="Give `counts`: of what lies within one day, week (from Monday), month or year, of what spans several, "
            "and of what has no date, which `date_from` and `date_to` never select."
        ),
    ] = None
    view: ViewChoice = "full"
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"

    def for_export(self, limit: int) -> Self:
        """Return the same timeline as NDJSON, in pages of ``limit``, without counts by bucket."""
        return super().for_export(limit).model_copy(update={"bucket": None})

    @property
    def types(self) -> set[str]:
        """``claim``, ``event`` or both: those that ``type`` names, else those that the filters select, else both."""
        filters = set(self.model_dump(exclude_defaults=True))
        kinds = {"claim": get_args(ClaimKind), "event": get_args(EventKind)}
        selected = {name for name, names in FILTERS_OF_ONE_TYPE.items() if names & filters or set(self.kind) & set(kinds[name])}
        return set(self.type) or selected or set(FILTERS_OF_ONE_TYPE)
