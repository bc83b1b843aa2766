"""Claims in a knowledge document, and the relations of claims and events."""

from typing import Annotated, Literal

from pydantic import Field

from app.document.values import ConfidenceGiven, Edtf, LocalId, Sha256, ShortText, Spans, StorableText, StrictModel, example, optional_list
from app.terms.vocabulary import ClaimKind, ClaimMode, ClaimRelation, EventRelation, Section


class ClaimDocument(StrictModel):
    """One relation source - cue - content: somebody said something."""

    id: LocalId
    speaker: Annotated[LocalId | None, Field(description="The entity that makes it; null where none is named, or none could be resolved.")]
    holders: list[LocalId] = optional_list("Entities whose view it is, where it is not the speaker's own.")
    reported_via: Annotated[LocalId | None, Field(description="The entity through which it reached this article.")] = None
    mode: Annotated[ClaimMode, Field(description="Whose words the article uses: the speaker's (`direct`), its own, or both.")]
    kind: Annotated[ClaimKind, Field(description="What kind of claim.")]
    source: Annotated[Spans, Field(description="The words that name the speaker.")]
    cue: Annotated[Spans, Field(description="The words that tell the saying.")]
    content: Annotated[Spans, Field(min_length=1, description="The words that were said, quotation marks included.")]
    quote_sha256: Annotated[Sha256, Field(description="SHA-256 of the content spans' text joined by one space.")]
    as_said: Annotated[
        StorableText | None,
        Field(min_length=1, description="The words of the source, at most eleven.", examples=["Mayor Ines Calloway"]),
    ] = None
    cue_text: Annotated[
        StorableText | None, Field(min_length=1, description="The words of the cue, at most eleven.", examples=["promised"])
    ] = None
    gist: Annotated[
        StorableText | None,
        Field(min_length=1, description="The claim in the annotator's own words.", examples=["Commits the town to feeding strikers."]),
    ] = None
    said: Annotated[Edtf | None, Field(description="When it was said, in EDTF; null where the text does not tell.")] = None
    addressee: Annotated[ShortText | None, example("reporters", "Whom it was said to.")] = None
    place: Annotated[ShortText | None, example("Port Ellery", "Where it was said.")] = None
    about: list[LocalId] = optional_list("Entities and events that it is about.")
    explicit: Annotated[bool, Field(description="False: an attitude ascribed without a speech act.")] = True
    section: Annotated[Section | None, Field(description="Where in the article it stands.")] = None
    confidence: ConfidenceGiven = None


class RelationDocument(StrictModel):
    """claim restates | contradicts | supports | elaborates | responds_to claim or event; event before | causes | part_of event."""

    from_: Annotated[LocalId, Field(alias="from", description="The claim or event that relates.")]
    type: Annotated[Literal[ClaimRelation, EventRelation], Field(description="How it relates.")]
    to: Annotated[LocalId, Field(description="The claim or event that it relates to.")]
