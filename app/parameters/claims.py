"""Query parameters of claims."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.parameters.listing import (
    ROLE,
    AddedSince,
    ArticleId,
    CalendarDay,
    ClaimId,
    EntityId,
    EventId,
    FilterValues,
    JsonLdListQuery,
    MinConfidence,
    NamesAndWords,
    Parameters,
    RoleWords,
    TopicId,
    ViewChoice,
    day_filter,
    id_filter,
    repeatable,
)
from app.parameters.rejected import REJECTED, refuse_others
from app.terms.vocabulary import ClaimKind, ClaimMode, EntityKind, Review, Section, ServedReview, Units

ClaimSort = Literal["-said", "said", "-published", "published", "position", "-confidence", "confidence", "relevance"]
ClaimFacet = Literal["speaker", "speaker_kind", "organization", "kind", "mode", "cue", "article", "publisher", "place", "section", "review"]


class ClaimFilters(Parameters):
    """Filters of claims."""

    q: NamesAndWords = None
    speaker: list[EntityId] = id_filter("Who said it", "ent_27wd6x5ype2yv3m78b30")
    include: Annotated[
        list[Literal["groups"]], Field(description="`groups`: with `speaker`, also what a group said that the speaker is a member of.")
    ] = repeatable("groups")
    speaker_kind: Annotated[list[EntityKind], Field(description="What the speaker is.")] = repeatable("person")
    anonymous: Annotated[bool | None, Field(description="Whether the speaker is unnamed in the text.")] = None
    organization: Annotated[
        FilterValues, Field(description="Organization of the speaker in that article, or the speaker itself, by name.")
    ] = repeatable("US Department of State")
    role: Annotated[RoleWords, Field(description=f"{ROLE} of the speaker in that article.")] = repeatable("spokesperson")
    holder: list[EntityId] = id_filter("Whose view it is, if not the speaker's", "ent_27wd6x5ype2yv3m78b30")
    reported_via: list[EntityId] = id_filter("Through whom it reached the article", "ent_27wd6x5ype2yv3m78b30")
    kind: Annotated[list[ClaimKind], Field(description="What kind of claim.")] = repeatable("pledge", "demand")
    mode: Annotated[list[ClaimMode], Field(description="How it is quoted.")] = repeatable("direct")
    cue: Annotated[FilterValues, Field(description="The words that tell the saying: `said`, `insisted`.")] = repeatable("insisted")
    about: list[TopicId] = id_filter("What it is about: entity or event", "evt_wg1j16c3j34xpz8yhwkd")
    event: list[EventId] = id_filter("Event it is about or related to", "evt_wg1j16c3j34xpz8yhwkd")
    explicit: Annotated[bool | None, Field(description="False: attitudes ascribed without a speech act.")] = None
    said_from: CalendarDay | None = day_filter("Said on this day or later; dates select by overlap.")
    said_to: CalendarDay | None = day_filter("Said on this day or earlier.")
    published_from: CalendarDay | None = day_filter("Published on this day or later.")
    published_to: CalendarDay | None = day_filter("Published on this day or earlier.")
    place: Annotated[FilterValues, Field(description="Where it was said, by name.")] = repeatable("Washington")
    article: list[ArticleId] = id_filter("Article it stands in", "art_fwdphrcwn8q60bnwxda3")
    publisher: Annotated[FilterValues, Field(description="Publisher of the article, by name.")] = repeatable("The Times of Israel")
    section: Annotated[list[Section], Field(description="Where in the article it stands.")] = repeatable("headline")
    id: list[ClaimId] = id_filter("Claims by id: the batch get", "clm_7enrzhhz2zns32q0f1c0")
    min_confidence: MinConfidence = None
    review: Annotated[list[ServedReview], Field(description="How far it was reviewed.")] = repeatable("accepted", "edited")
    added_since: AddedSince = None


class ClaimQuery(ClaimFilters, JsonLdListQuery):
    """Filters, order, facets and paging of the list of claims."""

    indexed_filters = frozenset({"id", "speaker", "article"})

    sort: Annotated[
        ClaimSort,
        Field(
            description="`-said`: latest said first, undated last. `position`: by article, in the order of its text. "
            "`-confidence`: what a person made, then the surest first, in hundredths, then what has no confidence. "
            "`relevance`: with `q`, the best of the newest 2,000 hits first; without `q` as `-said`. All end in the id."
        ),
    ] = "-said"
    facet: Annotated[list[ClaimFacet], Field(description="Count the filtered claims by this.")] = repeatable("speaker", "kind")
    review: Annotated[
        list[Review],
        Field(description="How far it was reviewed. `rejected`, which lists leave out, goes with no other value, and with few parameters."),
    ] = repeatable("accepted", "edited")  # type: ignore[assignment]  # one value more than filters of claims have elsewhere
    view: ViewChoice = "full"
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"

    @model_validator(mode="after")
    def _is_right_for_rejected(self) -> Self:
        if REJECTED in self.review:
            refuse_others(self)
        return self
