"""Claims in a knowledge document, and the relations of claims and events."""

from typing import Annotated, Literal

from pydantic import Field

from app.document.values import Confidence, Edtf, LocalId, Sha256, ShortText, Spans, StorableText, StrictModel, example, optional_list
from app.terms.vocabulary import ClaimKind, ClaimMode, ClaimRelation, EventRelation, Section


class ClaimDocument(StrictModel):
    """One relation source - cue - content: somebody said something."""

    id: LocalId
    speaker: LocalId | None
    holders: list[LocalId] = optional_list()
    reported_via: LocalId | None = None
    mode: ClaimMode
    kind: ClaimKind
    source: Spans
    cue: Spans
    content: Annotated[Spans, Field(min_length=1)]
    quote_sha256: Annotated[Sha256, Field(description="SHA-256 of the content spans' text joined by one space.")]
    as_said: Annotated[
        StorableText | None,
        Field(
            min_length=1, description="The words of the source, at most eleven.", examples=["State Department spokesperson Matthew Miller"]
        ),
    ] = None
    cue_text: Annotated[
        StorableText | None, Field(min_length=1, description="The words of the cue, at most eleven.", examples=["characterized"])
    ] = None
    gist: Annotated[
        StorableText | None,
        Field(min_length=1, description="The claim in the annotator's own words.", examples=["Called the reply a refusal of the offer."]),
    ] = None
    said: Edtf | None = None
    addressee: Annotated[ShortText | None, example("reporters")] = None
    place: Annotated[ShortText | None, example("Washington")] = None
    about: list[LocalId] = optional_list()
    explicit: bool = True
    section: Section | None = None
    confidence: Confidence | None = None


class RelationDocument(StrictModel):
    """claim restates | contradicts | supports | elaborates | responds_to claim or event; event before | causes | part_of event."""

    from_: Annotated[LocalId, Field(alias="from")]
    type: Literal[ClaimRelation, EventRelation]
    to: LocalId
