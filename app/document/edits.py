"""Edits and judgements of people in a knowledge document, which lie over it."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.document.claims import ClaimDocument
from app.document.entities import EntityDocument
from app.document.events import EventDocument
from app.document.values import MOMENT_PATTERN, LocalId, Offset, Sha256, ShortText, StorableText, StrictModel, example
from app.terms.vocabulary import Judgement, Review
from app.terms.words import fold

EditedList = Literal["claims", "events", "entities"]
CorrectedField = Literal["name", "kind", "wikidata"]  # of an entity

REVIEW, SPEAKER, RESTS_ON = "review", "speaker", "rests_on"
PASSAGE = ("source", "cue", "content")  # fields of a claim that are spans
UNCORRECTED = "uncorrected"  # in an edit of an entity: which of its fields are as the articles say
EDITED_FIELDS: dict[EditedList, tuple[type[BaseModel], frozenset[str]]] = {
    "claims": (
        ClaimDocument,
        frozenset(
            {
                "kind",
                "mode",
                "explicit",
                "section",
                SPEAKER,
                "addressee",
                "place",
                "gist",
                "said",
                *PASSAGE,
                "quote_sha256",
                RESTS_ON,
            }
        ),
    ),
    "events": (EventDocument, frozenset({"title", "kind", "status", "negated", "date", "place", "main"})),
    "entities": (EntityDocument, frozenset(get_args(CorrectedField))),
}


def _check_moment(moment: str) -> str:
    datetime.fromisoformat(moment)
    return moment


def _check_pair(entities: list[str]) -> list[str]:
    if entities[0] == entities[1]:
        raise ValueError("an entity is not judged with itself")
    return entities


Moment = Annotated[
    str, Field(pattern=MOMENT_PATTERN, description="When, in UTC.", examples=["2024-06-28T09:30:00.250000Z"]), AfterValidator(_check_moment)
]
Who = Annotated[ShortText | None, example("newsroom", "The name of the API key.")]
Why = Annotated[StorableText | None, Field(max_length=500), example("he denies it", "Why, as whoever made it says.")]


class EditDocument(StrictModel):
    """A field that a person changed. The fields of one edit follow each other, with the same ``when``."""

    target: Annotated[LocalId, example("c1", "The claim, event or entity; by its id in answers where this document no longer has it.")]
    field: Annotated[ShortText, example("kind", "Which field of it, or `review`; of an entity also `uncorrected`.")]
    before: Annotated[Any, example("statement", "Its value before; a speaker by its local id.")]
    after: Annotated[Any, example("denial", "Its value after.")]
    who: Who = None
    when: Moment
    why: Why = None


class JudgementDocument(StrictModel):
    """A person's judgement on two entities of any articles, by their ids in answers."""

    entities: Annotated[
        list[Annotated[str, Field(pattern=r"^ent_[0-9a-z]{20}$")]],
        Field(min_length=2, max_length=2, description="The two.", examples=[["ent_27wd6x5ype2yv3m78b30", "ent_cd8htven29pbmxnnhxx3"]]),
        AfterValidator(_check_pair),
    ]
    judgement: Annotated[Judgement, example("positive", "`positive`: they are one. `negative`: they are two.")]
    who: Who = None
    when: Moment
    why: Why = None
    taken_back_by: Who = None
    taken_back_when: Annotated[Moment | None, Field(description="When it was taken back, if it was.")] = None
    taken_back_why: Why = None


class RestsOn(StrictModel):
    """What the passages of an edit rest on, by which they are found again in another text. It has a hash for each passage of the edit."""

    text_sha256: Annotated[Sha256, Field(description="Of the text that their spans count in.")]
    content_start: Annotated[Offset, example(3234, "Where the claim's content began in it, in the document as it went in.")]
    source_sha256: Annotated[Sha256 | None, Field(description="Of the words of the source.")] = None
    cue_sha256: Annotated[Sha256 | None, Field(description="Of the words of the cue.")] = None
    content_sha256: Annotated[Sha256 | None, Field(description="Of the words of the content.")] = None


def problems_of(edit: EditDocument, things: EditedList) -> Iterator[tuple[str, str]]:
    """Yield the keys of an edit of a claim, event or entity that are wrong, each with its problem."""
    _, fields = EDITED_FIELDS[things]
    if edit.field not in fields and edit.field != (UNCORRECTED if things == "entities" else REVIEW):
        yield "field", f"{edit.field!r} is no field of {things} that people change"
        return
    for key, value in (("before", edit.before), ("after", edit.after)):
        try:
            _adapter(things, edit.field).validate_python(value)
        except ValidationError:
            yield key, f"is no value of {edit.field!r}"


def check_name(name: str) -> str:
    """Return a name that is none without a word.

    Raises:
        ValueError: it has no letter and no digit.
    """
    if not fold(name):
        raise ValueError("a name has a letter or a digit")
    return name


@cache
def _adapter(things: EditedList, name: str) -> TypeAdapter[Any]:
    model, _ = EDITED_FIELDS[things]
    if name == REVIEW:
        return TypeAdapter(Review)
    if name == UNCORRECTED:
        return TypeAdapter(list[CorrectedField])
    if name == RESTS_ON:
        return TypeAdapter(RestsOn)
    field = model.model_fields[name]
    given: Any = Annotated[field.annotation, *(field.metadata or [Field()])]
    if things == "entities":  # null is what the articles say, or none
        given = Annotated[given, AfterValidator(check_name)] | None if name == "name" else given | None
    return TypeAdapter(given, config=ConfigDict(strict=True))
