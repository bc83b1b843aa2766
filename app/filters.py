"""The query parameters of every list. Repeats mean OR, different parameters AND; unknown ones are refused."""

import re
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticKnownError

from app.terms.vocabulary import ClaimKind, ClaimMode, EntityKind, EventKind, EventStatus, Review, Section, Units

Counting = Literal["none", "capped", "exact"]
# PostgreSQL has no U+0000 in text: no such value can be stored, and none asked for.
Value = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Values = Annotated[list[Value], Field(max_length=200)]


_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
# Every day of the calendar and nothing else: what is refused, the OpenAPI document excludes.
CALENDAR_DAY = (
    f"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29)$"
)


def _calendar_day(day: str) -> str:
    if not re.fullmatch(CALENDAR_DAY, day):
        raise ValueError("is no day of the calendar: give YYYY-MM-DD")
    return day


Day = Annotated[str, AfterValidator(_calendar_day), WithJsonSchema({"type": "string", "format": "date", "pattern": CALENDAR_DAY})]


def _whole_number(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"-?[0-9]+", given):
        raise PydanticKnownError("int_parsing")
    return given


def _number(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", given):
        raise PydanticKnownError("float_parsing")
    return given


# Numbers as URLs have them. Pydantic alone takes what Python does, too: "1_0", "+1", " 1", "1.0" for a whole number, "nan".
# They stand behind the bounds of a field: before them, OpenAPI would lose these.
WHOLE = BeforeValidator(_whole_number)
NUMBER = BeforeValidator(_number)
Words = Annotated[
    Value | None, Field(description="Words to find, all of them, in any order; case and accents do not matter. Empty finds everything.")
]


def none(**more: Any) -> Any:
    """A repeatable parameter that is not given. A literal ``[]`` Pydantic would copy deeply for each, a tenth of the time of a page."""
    return Field(default_factory=list, json_schema_extra={"default": []}, **more)


def ids(what: str, example: str) -> Any:
    """A repeatable filter by id; an unknown or ill-formed id selects nothing."""
    return none(max_length=200, description=f"{what}. An unknown id selects nothing.", examples=[[example]])


class Parameters(BaseModel):
    """Query parameters: unknown ones are refused."""

    # Built at the first request: of the server's time to the first answer, the parameters of all routes would take a tenth.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of what is asked for does not grow with the archive."""
        return False


class Listing(Parameters):
    """What every list takes."""

    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before; 404 if this list with these filters did not make it.")
    ] = None
    limit: Annotated[
        int | None,
        Field(ge=1, le=200, description="Items on a page (50). NDJSON and CSV have no cap without it: they hold the whole list."),
        WHOLE,
    ] = None
    format: Annotated[Literal["json", "ndjson", "csv"] | None, Field(description="Instead of the header Accept.")] = None
    count: Annotated[Counting, Field(description="Give `total`: `capped` counts to 1,000, `exact` to the end.")] = "none"

    # Filters that an index answers in the list's order, one at a time.
    bounded_by: ClassVar[frozenset[str]] = frozenset({"id"})

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of a page does not grow with the archive: no filter, or one that an index answers in the order asked for."""
        filters = set(self.model_dump(exclude_defaults=True, exclude={"cursor", "limit", "format", "units", "sort"}))
        if "sort" in self.model_dump(exclude_defaults=True, include={"sort"}) and filters - {"id"}:
            return False
        return len(filters) <= 1 and filters <= self.bounded_by and all(name == "id" or len(getattr(self, name)) == 1 for name in filters)

    def as_export(self, limit: int, format: str) -> Self:
        """The same list in pages of ``limit``, to be written in this format, without what stands in an envelope."""
        envelope = {"count": "none", "facet": []}
        held = {name: value for name, value in envelope.items() if name in type(self).model_fields}
        return self.model_copy(update={"limit": limit, "format": format, **held})

    @property
    def scope(self) -> str:
        """What binds a cursor: filters and order, but not how many are wanted or how they are written."""
        return self.model_dump_json(exclude={"cursor", "limit", "format", "count", "facet", "bucket", "units"}, exclude_defaults=True)


class LinkedListing(Listing):
    """A list that comes as JSON-LD too."""

    format: Annotated[Literal["json", "ndjson", "csv", "jsonld"] | None, Field(description="Instead of the header Accept.")] = None  # type: ignore[assignment]  # wider than that of every list


ClaimSort = Literal["-said", "said", "-published", "published", "position", "relevance"]
ClaimFacet = Literal["speaker", "speaker_kind", "organization", "kind", "mode", "cue", "article", "publisher", "place", "section", "review"]


class ClaimFilters(Parameters):
    """Filters of claims."""

    id: list[Value] = ids("Claims by id: the batch get", "clm_5k2m7p9q1r3t4v6w8x0z")
    q: Words = None
    speaker: list[Value] = ids("Who said it", "ent_8r1c0v6t5k2m9x3w7z4p")
    include: Annotated[
        list[Literal["groups"]], Field(description="`groups`: with `speaker`, also what a group said that the speaker is a member of.")
    ] = none()
    speaker_kind: Annotated[list[EntityKind], Field(description="What the speaker is.")] = none()
    anonymous: Annotated[bool | None, Field(description="Whether the speaker is unnamed in the text.")] = None
    organization: Annotated[Values, Field(description="Organization of the speaker in that article, or the speaker itself, by name.")] = (
        none()
    )
    holder: list[Value] = ids("Whose view it is, if not the speaker's", "ent_8r1c0v6t5k2m9x3w7z4p")
    reported_via: list[Value] = ids("Through whom it reached the article", "ent_8r1c0v6t5k2m9x3w7z4p")
    mode: Annotated[list[ClaimMode], Field(description="How it is quoted.")] = none()
    kind: Annotated[list[ClaimKind], Field(description="What kind of claim.")] = none()
    cue: Annotated[Values, Field(description="The words that tell the saying: `said`, `insisted`.")] = none()
    about: list[Value] = ids("What it is about: entity or event", "evt_3w9p1k5m7q2r4t6v8x0z")
    event: list[Value] = ids("Event it is about or related to", "evt_3w9p1k5m7q2r4t6v8x0z")
    article: list[Value] = ids("Article it stands in", "art_1q7d8m4z0k3n5c6v2b9x")
    publisher: Annotated[Values, Field(description="Publisher of the article, by name.")] = none()
    said_from: Annotated[Day | None, Field(description="Said on this day or later; dates select by overlap.")] = None
    said_to: Annotated[Day | None, Field(description="Said on this day or earlier.")] = None
    published_from: Annotated[Day | None, Field(description="Published on this day or later.")] = None
    published_to: Annotated[Day | None, Field(description="Published on this day or earlier.")] = None
    place: Annotated[Values, Field(description="Where it was said, by name.")] = none()
    section: Annotated[list[Section], Field(description="Where in the article it stands.")] = none()
    explicit: Annotated[bool | None, Field(description="False: attitudes ascribed without a speech act.")] = None
    min_confidence: Annotated[
        float | None,
        Field(ge=0, le=1, description="Claims of an extractor at least this sure, and all that a person made."),
        NUMBER,
    ] = None
    review: Annotated[list[Review], Field(description="How far it was reviewed.")] = none()


class ClaimQuery(ClaimFilters, LinkedListing):
    """The list of claims."""

    bounded_by = frozenset({"id", "speaker", "article"})

    sort: Annotated[
        ClaimSort,
        Field(
            description="`-said`: latest said first, undated last. `position`: by article, in the order of its text. "
            "`relevance`: with `q`, the best of the newest 2,000 hits first. All end in the id."
        ),
    ] = "-said"
    facet: Annotated[list[ClaimFacet], Field(description="Count the filtered claims by this.")] = none()
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"


class ArticleQuery(LinkedListing):
    """Filters of articles."""

    bounded_by = frozenset({"id", "publisher"})

    id: list[Value] = ids("Articles by id: the batch get", "art_1q7d8m4z0k3n5c6v2b9x")
    q: Words = None
    publisher: Annotated[Values, Field(description="Publisher, by name.")] = none()
    language: Annotated[Values, Field(description="Language tag, as in the document.")] = none()
    speaker: list[Value] = ids("Articles in which this entity makes a claim", "ent_8r1c0v6t5k2m9x3w7z4p")
    entity: list[Value] = ids("Articles in which this entity appears", "ent_8r1c0v6t5k2m9x3w7z4p")
    published_from: Annotated[Day | None, Field(description="Published on this day or later.")] = None
    published_to: Annotated[Day | None, Field(description="Published on this day or earlier.")] = None
    sort: Annotated[Literal["-published", "published"], Field(description="Latest published first, undated last, then by id.")] = (
        "-published"
    )
    facet: Annotated[list[Literal["publisher", "language"]], Field(description="Count the filtered articles by this.")] = none()


class EntityQuery(LinkedListing):
    """Filters of entities and speakers."""

    id: list[Value] = ids("Entities by id: the batch get", "ent_8r1c0v6t5k2m9x3w7z4p")
    q: Words = None
    kind: Annotated[list[EntityKind], Field(description="What it is.")] = none()
    anonymous: Annotated[bool | None, Field(description="Whether it is unnamed in the text.")] = None
    organization: Annotated[Values, Field(description="Organization of a role that an article gives it, by name.")] = none()
    article: list[Value] = ids("Article it appears in", "art_1q7d8m4z0k3n5c6v2b9x")
    sort: Annotated[Literal["-claims", "-articles"], Field(description="Most claims, or most articles, first; then by id.")] = "-claims"
    facet: Annotated[list[Literal["kind"]], Field(description="Count the filtered entities by this.")] = none()


class EventFilters(Parameters):
    """Filters of events."""

    id: list[Value] = ids("Events by id: the batch get", "evt_3w9p1k5m7q2r4t6v8x0z")
    q: Words = None
    kind: Annotated[list[EventKind], Field(description="What kind of event.")] = none()
    status: Annotated[list[EventStatus], Field(description="Whether it happened.")] = none()
    negated: Annotated[bool | None, Field(description="Whether the article says that it did not.")] = None
    date_from: Annotated[Day | None, Field(description="On this day or later; dates select by overlap.")] = None
    date_to: Annotated[Day | None, Field(description="On this day or earlier.")] = None
    place: Annotated[Values, Field(description="Where, by name.")] = none()
    participant: list[Value] = ids("Who takes part", "ent_8r1c0v6t5k2m9x3w7z4p")
    article: list[Value] = ids("Article that tells it", "art_1q7d8m4z0k3n5c6v2b9x")
    publisher: Annotated[Values, Field(description="Publisher of the article, by name.")] = none()
    main: Annotated[bool | None, Field(description="Among the few events the article is about.")] = None
    review: Annotated[list[Review], Field(description="How far it was reviewed.")] = none()


class EventQuery(EventFilters, LinkedListing):
    """The list of events."""

    bounded_by = frozenset({"id", "article"})

    sort: Annotated[
        Literal["-date", "date", "position"], Field(description="Latest first, undated last; or by article, in the order of its text.")
    ] = "-date"
    facet: Annotated[list[Literal["kind", "status", "article", "place"]], Field(description="Count the filtered events by this.")] = none()
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"


class AppearanceQuery(Listing):
    """Paging of an entity's appearances."""

    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
