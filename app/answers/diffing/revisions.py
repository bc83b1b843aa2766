"""JSON answers for the revisions of an article."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.answers.parts import AnswerObject, ArticleId, ClaimId, EventId, Example, OffsetUnits, Published, SpanOut, Title
from app.answers.verification import Status
from app.terms.vocabulary import ClaimKind, EventKind, EventStatus, Measure, Qualifier


class RevisionOut(AnswerObject):
    """A text of an article, as it was told then."""

    number: Annotated[int, Example(1, "Its place in the order in which the texts arrived, from 1.")]
    is_latest: Annotated[bool, Example(True, "Whether it is the one that is served.")]
    replaced_at: Annotated[str | None, Example(None, "When the next one took its place; null for the latest.")]
    title: Title
    published: Published
    text_sha256: Annotated[str, Example("9c7d" * 16, "SHA-256 of the text, in hexadecimal.")]
    has_text: Annotated[bool, Example(True, "Whether the text itself is there.")]
    claims: Annotated[int, Example(19, "Claims that its document has.")]
    events: Annotated[int, Example(11, "Events that its document has.")]


class RevisionList(AnswerObject):
    """All texts that an article had, latest first."""

    id: ArticleId
    items: Annotated[list[RevisionOut], Field(description="Latest first.")]


ClaimChange = Literal["kept", "moved", "reworded", "speaker_changed", "added", "removed"]
EventChange = Literal["kept", "moved", "changed", "reworded", "added", "removed"]
Count = Annotated[int, Example(1, "Of so many.")]


class ClaimInRevision(AnswerObject):
    """A claim, as the document of one revision has it."""

    id: ClaimId
    kind: Annotated[ClaimKind, Example("pledge", "What kind of claim.")]
    speaker: Annotated[str | None, Example("Ines Calloway", "Name or descriptor; null where it is not known whom the text means.")]
    as_said: Annotated[str | None, Example("Mayor Ines Calloway", "The words that name the speaker, at most eleven.")]
    quote: Annotated[str | None, Example("the strike kitchen stays open", "The words; null where the text is not there.")]
    gist: Annotated[str | None, Example("Promised to keep the strike kitchen open.", "In the annotator's own words.")]
    content: Annotated[list[SpanOut], Field(description="Where the words stand in the text of this revision.")]


class PassageInText(AnswerObject):
    """What became of the words of a claim that was removed."""

    status: Annotated[Status, Example("changed", "As `verify` has it: whether the words are in the later text all the same.")]
    content: Annotated[list[SpanOut], Field(description="Where they are in the later text; where `changed`, what comes nearest.")]
    found: Annotated[list[str], Field(description="The words there, one text a span.", examples=[["the kitchen stays open"]])]
    distance: Annotated[int | None, Example(7, "Characters that differ; null where nothing was found.")]


class ChangedClaim(AnswerObject):
    """A claim in both revisions, or in one."""

    change: Annotated[
        ClaimChange,
        Example(
            "reworded",
            "`kept`: same words, same place. `moved`: same words elsewhere. `reworded`: other words, for what is said or for who says it. "
            "`speaker_changed`: the same words are somebody else's. `added`, `removed`: in the later or the earlier revision alone.",
        ),
    ]
    same_speaker: Annotated[bool | None, Example(True, "Whether both name the same speaker; null where it is in one alone.")]
    distance: Annotated[int | None, Example(12, "Characters by which the quotes differ; null unless both are there.")]
    before: Annotated[ClaimInRevision | None, Field(description="In the earlier revision.")]
    after: Annotated[ClaimInRevision | None, Field(description="In the later one.")]
    passage: Annotated[PassageInText | None, Field(description="Of one that was removed, where both texts are there; else null.")]


class FigureInRevision(AnswerObject):
    """A number of an event."""

    measure: Annotated[Measure, Example("injured", "What is counted.")]
    value: Annotated[float | None, Example(12, "The number.")]
    text: Annotated[str | None, Example("a dozen people", "The words for it.")]
    qualifier: Annotated[Qualifier, Example("exact", "How exactly it is told.")]


class EventInRevision(AnswerObject):
    """An event, as the document of one revision has it."""

    id: EventId
    title: Annotated[str, Example("Dockers' strike in the harbour of Port Ellery", "What it is.")]
    kind: Annotated[EventKind, Example("protest", "What kind of event.")]
    status: Annotated[EventStatus, Example("ongoing", "Whether it happened.")]
    negated: Annotated[bool, Example(False, "Whether the text says that it did not happen.")]
    date: Annotated[str | None, Example("2025-02-20/", "When, in EDTF.")]
    place: Annotated[str | None, Example("Port Ellery", "Where.")]
    participants: Annotated[list[str], Field(description="`role: name` of who takes part.", examples=[["actor: the dockers"]])]
    figures: Annotated[list[FigureInRevision], Field(description="Numbers that belong to it.")]
    mentions: Annotated[list[SpanOut], Field(description="Where the text of this revision names it.")]


class ChangedEvent(AnswerObject):
    """An event in both revisions, or in one."""

    change: Annotated[
        EventChange,
        Example(
            "changed",
            "`kept`: nothing differs. `moved`: only its places in the text. `changed`: kind and title stay, `fields` differ. `reworded`: "
            "another title or kind. `added`, `removed`: in the later or the earlier revision alone.",
        ),
    ]
    fields: Annotated[list[str], Field(description="The fields that differ, places aside.", examples=[["figures"]])]
    before: Annotated[EventInRevision | None, Field(description="In the earlier revision.")]
    after: Annotated[EventInRevision | None, Field(description="In the later one.")]


class ChangedField(AnswerObject):
    """A field of the article itself that differs."""

    field: Annotated[str, Example("title", "Which one.")]
    before: Annotated[Any, Example("A bridge", "Its value in the earlier revision; null where it had none.")]
    after: Annotated[Any, Example("No bridge", "Its value in the later one.")]


class ClaimChanges(AnswerObject):
    """How many claims changed in which way."""

    kept: Count
    moved: Count
    reworded: Count
    speaker_changed: Count
    added: Count
    removed: Count


class EventChanges(AnswerObject):
    """How many events changed in which way."""

    kept: Count
    moved: Count
    changed: Count
    reworded: Count
    added: Count
    removed: Count


class DiffCounts(AnswerObject):
    """How many claims and events changed in which way."""

    claims: Annotated[ClaimChanges, Field(description="Of claims.")]
    events: Annotated[EventChanges, Field(description="Of events.")]


class RevisionDiff(AnswerObject):
    """What one revision of an article changed of another, by their documents as they went in."""

    id: ArticleId
    number: Annotated[int, Example(2, "The revision: in `after`.")]
    against: Annotated[int, Example(1, "The one it is compared with: in `before`.")]
    units: OffsetUnits
    counts: Annotated[DiffCounts, Field(description="How many of each change.")]
    article: Annotated[list[ChangedField], Field(description="Fields of the article that differ.")]
    claims: Annotated[list[ChangedClaim], Field(description="In the order of the later text; then those that were removed.")]
    events: Annotated[list[ChangedEvent], Field(description="In the order of the later document; then those that were removed.")]
