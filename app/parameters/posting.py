"""Query parameters, and bodies, of what is posted."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from app.parameters.listing import FilterValue, Parameters
from app.terms.vocabulary import Units


def _shown(description: str, example: Any, **more: Any) -> Any:
    return Field(description=description, examples=[example], **more)


class PostQuery(Parameters):
    """Fields of an article that come beside its text or page; a field of JSON stands in the JSON.

    Attributes:
        revision: whether a text that the article had before is its latest again.
    """

    url: Annotated[FilterValue | None, Field(description="Where it was published. It identifies the article.")] = None
    id: Annotated[FilterValue | None, Field(description="Your own id of it, which its document repeats.", max_length=500)] = None
    title: Annotated[FilterValue | None, Field(description="The headline.", max_length=2000)] = None
    published: Annotated[FilterValue | None, Field(description="When it was published: a day, or a time, of ISO 8601.")] = None
    publisher: Annotated[FilterValue | None, Field(description="The outlet.")] = None

    revision: Annotated[
        Literal["new"] | None,
        Field(description="`new`: a text that the article had before, and has no more, is its latest again. Else it changes nothing."),
    ] = None

    @property
    def given(self) -> dict[str, str]:
        """The fields that are given."""
        return self.model_dump(exclude_none=True, exclude={"revision"})


class TextRecord(TypedDict):
    """An article as a text, with what is known of it. Other keys are refused."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    text: Annotated[str, _shown("Its text, to the letter.", "The bridge will open in May, said Ana Novak.")]
    url: NotRequired[Annotated[str | None, _shown("Where it was published. It identifies the article.", "https://example.org/bridge")]]
    id: NotRequired[Annotated[str | None, _shown("Your own id of it.", "bridge-1", max_length=500)]]
    title: NotRequired[Annotated[str | None, _shown("The headline. Without it, one is looked for on top of the text.", "A bridge")]]
    published: NotRequired[Annotated[str | None, _shown("A day, or a time, of ISO 8601.", "2024-06-27")]]
    date: NotRequired[Annotated[str | None, _shown("The same as `published`, in place of it.", "2024-06-27")]]
    publisher: NotRequired[Annotated[str | None, _shown("The outlet.", "Bay Courier")]]
    byline: NotRequired[Annotated[list[str] | str | None, _shown("The authors.", ["Jo Writer"])]]


class VerificationQuery(Parameters):
    """Query parameters of a verification.

    Attributes:
        units: what offsets in the answer count.
    """

    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
