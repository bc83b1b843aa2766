"""JSON answers for the source mix: how claims are sourced."""

from typing import Annotated, NotRequired

from pydantic import Field

from app.answers.graph import ThreeCounts
from app.answers.parts import AnswerObject, EntityRef, Example, Number

Share = Annotated[float | None, Example(0.25, "Part of all claims here, 0 to 1, to four digits; null where there is none.")]


class ClaimShare(AnswerObject):
    """Some of the claims."""

    claims: Number
    share: Share


class ShareOf(ClaimShare):
    """The claims with one value."""

    value: Annotated[str, Example("named", "The value.")]


class ConditionOut(AnswerObject):
    """A stated condition of anonymity."""

    condition: Annotated[str, Example("on condition of anonymity", "As the article states it.")]
    speakers: Annotated[int, Example(1, "Distinct speakers who stated it.")]
    claims: Number


class VoiceOut(ClaimShare):
    """Somebody quoted, and how much rests on them."""

    speaker: Annotated[EntityRef, Field(description="Who is quoted.")]


class Voices(AnswerObject):
    """Distinct speakers."""

    total: Annotated[int, Example(27, "All of them.")]
    named: Annotated[int, Example(20, "Those whom articles name.")]
    anonymous: Annotated[int, Example(7, "Those whom they do not.")]


class SourceMix(AnswerObject):
    """How claims are sourced. Every breakdown gives all its values, also those that no claim has."""

    counts: Annotated[ThreeCounts, Field(description="What is counted here.")]
    attribution: Annotated[list[ShareOf], Field(description="`named`, `anonymous`, `unattributed` (no speaker).")]
    modes: Annotated[list[ShareOf], Field(description="`direct`, `indirect`, `mixed`.")]
    speaker_kinds: Annotated[list[ShareOf], Field(description="`person`, `organization`, `group`, `place`, of claims with a speaker.")]
    speaks_for: Annotated[
        list[ShareOf],
        Field(
            description="`government`, `organization` (another one), `themselves`: whom the speaker speaks for in that article, by the "
            "words of its name, role and organization; of claims with a speaker."
        ),
    ]
    voices: Annotated[Voices, Field(description="How many speakers there are.")]
    one_anonymous: Annotated[
        ClaimShare,
        Field(description="Claims that rest on one anonymous speaker: no group, and no claim of another speaker restates or supports it."),
    ]
    anonymity_conditions: Annotated[list[ConditionOut], Field(description="The 50 with most claims, then by their words.")]
    speakers: Annotated[list[VoiceOut], Field(description="The 50 with most claims, then by id.")]
    counted: NotRequired[
        Annotated[int, Example(2_000, "There only where more claims pass the filters: it is the mix of so many, those said last.")]
    ]
