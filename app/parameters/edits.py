"""Query parameters of edits."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from app.parameters.listing import Parameters
from app.terms.vocabulary import TextPolicy

_TAG = r'(?:W/)?"[!#-~]*"'
ETAGS_PATTERN = rf"^\s*(?:\*|{_TAG}(?:\s*,\s*{_TAG})*)\s*$"  # RFC 9110, 13.1.1


class EditQuery(Parameters):
    """Query parameters of an edit.

    Attributes:
        reason: why it is made.
    """

    reason: Annotated[str | None, Field(max_length=500, pattern=r"^[^\x00]*$", description="Why; histories show it.")] = None


class RevertQuery(EditQuery):
    """Query parameters of a revert.

    Attributes:
        edit: the number of the edit that is reverted.
    """

    edit: Annotated[
        int | None, Field(ge=1, le=2**31 - 1, description="Which edit, by its number in the history; the last if not given.")
    ] = None


class SplitQuery(EditQuery):
    """Query parameters of a split.

    Attributes:
        judgement: the number of the judgement that is taken back.
    """

    judgement: Annotated[
        int | None, Field(ge=1, le=2**31 - 1, description="Which judgement, by its number in the history; the last merge if not given.")
    ] = None


class WithdrawalQuery(Parameters):
    """Query parameters of a withdrawal.

    Attributes:
        reason: why it is made.
    """

    reason: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            pattern=r"^[^\x00]*\S[^\x00]*$",
            description="Why, in a code or a few words; whoever asks is told it.",
        ),
    ]


class ArticlePatch(BaseModel):
    """A merge patch of an article.

    Attributes:
        text_policy: the new one.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    NOUN: ClassVar = "an article that can be changed"
    IN_QUERY: ClassVar = ("reason",)

    text_policy: Annotated[
        TextPolicy,
        Field(
            description="What everybody may see of the text: `full`; `quotes`, passages only; `hidden`, offsets and gists only.",
            examples=["quotes"],
        ),
    ]
