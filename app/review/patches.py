"""Merge patches (RFC 7396) of claims, events and entities, and their fields as the knowledge document has them."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.document.edits import check_name
from app.document.values import WIKIDATA_PATTERN, Edtf, Offset, ShortText, StorableText
from app.errors import DocumentRefused, Fault
from app.ingest.reading.validation import faults_of
from app.parameters.patches import drop_defaults
from app.terms.vocabulary import ClaimKind, ClaimMode, EntityKind, EventKind, EventStatus, Section

PatchedReview = Literal["extracted", "accepted", "rejected"]
REVIEW_DESCRIPTION = (
    "What you say of it; what is `rejected` leaves lists, counts and exports. With other fields it becomes `edited`, unless you say more."
)


def given(description: str, *examples: Any, **more: Any) -> Any:
    """Return a field that may be left out."""
    return Field(default=None, description=description, examples=[*examples], **more)


class Patch(BaseModel):
    """A merge patch: what is left out stays, null removes."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra=drop_defaults)

    IN_QUERY: ClassVar = ("reason",)


class DatePatch(Patch):
    """A date."""

    edtf: Edtf


class SpeakerPatch(Patch):
    """A speaker."""

    id: Annotated[str, Field(description="An entity that the article names.", examples=["ent_27wd6x5ype2yv3m78b30"])]


class SpanPatch(Patch):
    """A span, in code points of the article's text."""

    start: Annotated[Offset, Field(description="Its first code point.", examples=[3234])]
    end: Annotated[Offset, Field(description="The code point behind its last.", examples=[3265])]


class PassagePatch(Patch):
    """Where the claim stands. It can be changed only while the article's text is attached."""

    source: list[SpanPatch] = given("The words that name the speaker.")
    cue: list[SpanPatch] = given("The words that tell the saying.")
    content: list[SpanPatch] = given("The words that were said.", min_length=1)


class ClaimPatch(Patch):
    """Changes of a claim, in the form in which a claim is served."""

    NOUN: ClassVar = "a claim that can be changed"

    review: PatchedReview = given(REVIEW_DESCRIPTION)
    kind: ClaimKind = given("What kind of claim.", "denial")
    mode: ClaimMode = given("Whose words the article uses.", "indirect")
    explicit: bool = given("False: an attitude ascribed without a speech act.", True)
    section: Section | None = given("Where in the article it stands.", "body")
    speaker: SpeakerPatch | None = given("Who makes it; null for nobody.")
    addressee: ShortText | None = given("Whom it was said to.", "reporters")
    place: ShortText | None = given("Where it was said.", "Port Ellery")
    gist: Annotated[StorableText, Field(min_length=1)] | None = given("The claim in your own words.", "Denies it.")
    said: DatePatch | None = given("When it was said.")
    passage: PassagePatch = given("Where in the article it stands.")


class EventPatch(Patch):
    """Changes of an event, in the form in which an event is served."""

    NOUN: ClassVar = "an event that can be changed"

    review: PatchedReview = given(REVIEW_DESCRIPTION)
    title: ShortText = given("What it is, in a few words.", "Dockers' strike in Port Ellery")
    kind: EventKind = given("What kind of event.", "protest")
    status: EventStatus = given("Whether it happened.", "ongoing")
    negated: bool = given("Whether the text says that it did not happen.", False)
    date: DatePatch | None = given("When.")
    place: ShortText | None = given("Where, by name.", "Port Ellery")
    main: bool = given("Among the few events that the article is about.", True)


class EntityPatch(Patch):
    """Corrections of an entity, in the form in which it is served. They hold for all that resolves to it."""

    NOUN: ClassVar = "an entity that can be changed"

    name: Annotated[ShortText, AfterValidator(check_name)] | None = given(
        "The name that it is shown by; null for that which articles give. What articles call it stays among the aliases. "
        "Its claims and events are found by the words of their articles, and read by `speaker` and `participant`.",
        "Ines Calloway",
    )
    kind: EntityKind | None = given("What it is; null for what articles say.", "organization")
    wikidata: Annotated[str, Field(pattern=WIKIDATA_PATTERN)] | None = given("Its item in Wikidata; null if it has none.", "Q801")


PATCHES: Mapping[str, type[Patch]] = {"clm": ClaimPatch, "evt": EventPatch, "ent": EntityPatch}  # by the prefix of the ids


def fields_of(thing_id: str, data: Any) -> dict[str, Any]:
    """Return the fields that a patch changes, as the knowledge document has them; a speaker is an id as it is served.

    Raises:
        DocumentRefused: it is no patch of this kind of thing.
    """
    if not isinstance(data, dict):
        raise DocumentRefused([Fault((), "is not an object")])
    model = PATCHES[thing_id[:3]]
    try:
        patch = model.model_validate(data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, data, model)) from error
    return {name: value for field in patch.model_fields_set for name, value in _in_document(field, getattr(patch, field))}


def _in_document(name: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, PassagePatch):
        return [(part, [(span.start, span.end) for span in getattr(value, part)]) for part in value.model_fields_set]
    if isinstance(value, DatePatch):
        return [(name, value.edtf)]
    return [(name, value.id if isinstance(value, SpeakerPatch) else value)]


def place_in_patch(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return where in a patch the fault at a path of the knowledge document (``claims``, 3, ``content``, 0) comes from."""
    _, _, *inner = (*path, "", "")[: max(len(path), 2)]
    if inner and inner[0] in PassagePatch.model_fields:
        return ("passage", *inner)
    return (*inner, "edtf") if inner and inner[0] in ("said", "date") else tuple(inner)
