"""The parts of a knowledge document: article, entities, claims, events, relations, times, from small to large.

Ids are local to the document; spans are pairs ``[start, end]``, half-open, in Unicode code points of the article's text.
"""

from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.terms.dates import parse_edtf
from app.terms.vocabulary import (
    ClaimKind,
    ClaimMode,
    ClaimRelation,
    EntityKind,
    EventKind,
    EventRelation,
    EventStatus,
    Measure,
    ParticipantRole,
    Qualifier,
    Section,
)
from app.terms.words import fold


def _ordered_span(span: tuple[int, int]) -> tuple[int, int]:
    if span[0] >= span[1]:
        raise ValueError("a span ends after it starts")
    return span


def _ordered_spans(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if any(before[1] > after[0] for before, after in pairwise(found)):
        raise ValueError("spans of one list are in order and do not overlap")
    return found


def _is_edtf(edtf: str) -> str:
    parse_edtf(edtf)
    return edtf


def _is_instant(published: str) -> str:
    _ = date.fromisoformat(published) if len(published) == 10 else datetime.fromisoformat(published)
    return published


def _is_url(url: str) -> str:
    if not urlsplit(url).hostname or urlsplit(url).port == 0:
        raise ValueError("a URL names a host, and no port 0")
    return url


INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
URL = r"^https?://[^\s\x00]+$"
# PostgreSQL cannot store U+0000; lone surrogates are refused by Pydantic itself.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
ShortText = Annotated[Text, Field(min_length=1, max_length=500)]
LocalId = Annotated[Text, Field(min_length=1, max_length=200, description="Local to this document.", examples=["s1"])]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]
Edtf = Annotated[str, Field(max_length=100, description="A date in EDTF (ISO 8601-2).", examples=["2024-06-25"]), AfterValidator(_is_edtf)]
Span = Annotated[tuple[Offset, Offset], AfterValidator(_ordered_span), Field(strict=False, examples=[[3234, 3265]])]
Spans = Annotated[list[Span], AfterValidator(_ordered_spans)]
Confidence = Annotated[float, Field(ge=0, le=1, examples=[0.87])]
Value = Annotated[int, Field(ge=-(10**15), le=10**15, examples=[251])] | Annotated[float, Field(ge=-1e15, le=1e15)]


def example(value: str, description: str | None = None) -> Any:
    """Document a field by an example value."""
    return Field(examples=[value], description=description)


def none_given() -> Any:
    """A list that may be left out. A literal ``[]`` Pydantic would copy deeply for each: a quarter of the cost of checking a document."""
    return Field(default_factory=list, json_schema_extra={"default": []})


class Strict(BaseModel):
    """Unknown keys are refused, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True)


class ArticleDocument(Strict):
    """The published story. ``text`` may be left out where it may not be redistributed."""

    title: Annotated[Text, Field(min_length=1, max_length=2000, examples=["Harbour talks resume"])]
    published: Annotated[str, Field(pattern=INSTANT, examples=["2024-06-27"]), AfterValidator(_is_instant)] | None
    url: Annotated[str, Field(pattern=URL, max_length=2000, examples=["https://example.org/harbour"]), AfterValidator(_is_url)] | None = (
        None
    )
    publisher: Annotated[ShortText | None, example("The Times of Israel")] = None
    byline: list[Annotated[ShortText, example("Jacob Magid")]] = none_given()
    dateline: Annotated[ShortText | None, example("Washington")] = None
    language: Annotated[str | None, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["en"])] = None
    text_sha256: Annotated[Sha256, Field(description="SHA-256 of the UTF-8 text.")]
    text: Annotated[Text | None, example("He refused the offer.")] = None


class RoleDocument(Strict):
    """What somebody is, where, as this article says it."""

    title: Annotated[ShortText | None, example("spokesperson")] = None
    organization: Annotated[ShortText | None, example("US Department of State")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.title or self.organization):
            raise ValueError("a role has a title or an organization")
        return self


class EntityDocument(Strict):
    """Anyone or anything named. ``anonymous``: unnamed in the text, for whatever reason."""

    id: LocalId
    kind: EntityKind
    name: Annotated[ShortText | None, example("Matthew Miller")]
    anonymous: bool = False
    descriptor: Annotated[ShortText | None, example("a US official")] = None
    anonymity_condition: Annotated[ShortText | None, example("on condition of anonymity")] = None
    roles: list[RoleDocument] = none_given()
    aliases: list[Annotated[ShortText, example("Miller")]] = none_given()
    wikidata: Annotated[str | None, Field(pattern=r"^Q[1-9][0-9]{0,14}$", examples=["Q801"])] = None
    members: list[LocalId] = none_given()
    mentions: Spans = none_given()

    @model_validator(mode="after")
    def _is_named_or_anonymous(self) -> Self:
        if (self.name is None) != self.anonymous:
            raise ValueError("an entity has a name, or is anonymous and has none")
        if self.name is not None and not fold(self.name):
            raise ValueError("a name has a letter or a digit")
        return self


class ClaimDocument(Strict):
    """One relation source - cue - content: somebody said something."""

    id: LocalId
    speaker: LocalId | None
    holders: list[LocalId] = none_given()
    reported_via: LocalId | None = None
    mode: ClaimMode
    kind: ClaimKind
    source: Spans
    cue: Spans
    content: Annotated[Spans, Field(min_length=1)]
    quote_sha256: Annotated[Sha256, Field(description="SHA-256 of the content spans' text joined by one space.")]
    as_said: Annotated[
        Text | None,
        Field(
            min_length=1, description="The words of the source, at most eleven.", examples=["State Department spokesperson Matthew Miller"]
        ),
    ] = None
    cue_text: Annotated[
        Text | None, Field(min_length=1, description="The words of the cue, at most eleven.", examples=["characterized"])
    ] = None
    gist: Annotated[
        Text | None,
        Field(min_length=1, description="The claim in the annotator's own words.", examples=["Called the reply a refusal of the offer."]),
    ] = None
    said: Edtf | None = None
    addressee: Annotated[ShortText | None, example("reporters")] = None
    place: Annotated[ShortText | None, example("Washington")] = None
    about: list[LocalId] = none_given()
    explicit: bool = True
    section: Section | None = None
    confidence: Confidence | None = None


class ParticipantDocument(Strict):
    """Who takes part in an event: an entity of this document, or a bare name."""

    entity: LocalId | None = None
    name: Annotated[ShortText | None, example("bystanders")] = None
    role: ParticipantRole

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.entity is None) == (self.name is None):
            raise ValueError("a participant has either entity or name")
        return self


class FigureDocument(Strict):
    """A number that belongs to an event: 251 abducted."""

    measure: Measure
    value: Value | None
    text: Annotated[ShortText | None, example("some 1,200 people")] = None
    qualifier: Qualifier
    span: Span | None = None


class EventDocument(Strict):
    """Something that happened, happens, is planned or is imagined."""

    id: LocalId
    title: Annotated[ShortText, example("Hamas's answer to the proposal")]
    kind: EventKind
    status: EventStatus
    negated: bool = False
    date: Edtf | None = None
    place: Annotated[ShortText | None, example("Washington")] = None
    participants: list[ParticipantDocument] = none_given()
    figures: list[FigureDocument] = none_given()
    mentions: Annotated[Spans, Field(min_length=1)]
    main: bool = False
    confidence: Confidence | None = None


class RelationDocument(Strict):
    """claim restates | contradicts | supports | elaborates | responds_to claim or event; event before | causes | part_of event."""

    from_: Annotated[LocalId, Field(alias="from")]
    type: Literal[ClaimRelation, EventRelation]
    to: LocalId


class TimeDocument(Strict):
    """A time expression and what it denotes."""

    span: Span
    edtf: Edtf


class ProducerDocument(Strict):
    """Who made the document: a person or an extractor."""

    name: Annotated[ShortText, example("On Record curators")]
    version: Annotated[ShortText, example("1")]
