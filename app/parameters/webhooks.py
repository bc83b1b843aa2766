"""Query parameters, and bodies, of webhooks."""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from app.parameters.listing import WHOLE_NUMBER, AnswerQuery, repeatable
from app.parameters.patches import drop_defaults
from app.terms.receivers import parse_receiver
from app.terms.vocabulary import ChangeAction, ChangedType, DeliveryState

Limit = Annotated[int, Field(ge=1, le=200, description="Items on a page."), WHOLE_NUMBER]


def _canonical_url(url: str) -> str:
    return parse_receiver(url).url


ReceiverUrl = Annotated[
    str,
    Field(
        max_length=2000,
        description="Where messages are posted: `https://`, a public host, the port 443 or one from 1024 on, no user and no fragment.",
        examples=["https://receiver.example/hooks/onrecord"],
    ),
    AfterValidator(_canonical_url),
]
Description = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$", description="Of your choice.", examples=["The mirror"])]
Types = Annotated[list[ChangedType], Field(max_length=10, description="What changed; empty: anything.", examples=[[]])]
Actions = Annotated[list[ChangeAction], Field(max_length=10, description="How it changed; empty: in any way.", examples=[[]])]
After = Annotated[
    str,
    Field(
        max_length=100,
        description="Changes behind this position, as `/v1/changes` takes it. A mirror gives the `Data-Version` of its copy.",
        examples=["3f2a9c1d8e7b.2"],
    ),
]


class NewWebhook(BaseModel):
    """A webhook that is made."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    NOUN: ClassVar = "a new webhook"

    url: ReceiverUrl
    description: Description = ""
    types: Types = []
    actions: Actions = []
    after: After | None = Field(None, description="Changes behind this position of the feed; without it, those from now on.")


class WebhookPatch(BaseModel):
    """A merge patch of a webhook: what is not given stays."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True, json_schema_extra=drop_defaults)

    NOUN: ClassVar = "a webhook that can be changed"

    url: ReceiverUrl = ""
    description: Description = ""
    types: Types = []
    actions: Actions = []
    enabled: bool = Field(True, description="`true` after a failure: it is tried at once, from its position on.")
    after: After = ""

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("has no default that null could mean")
        return value

    @property
    def given(self) -> dict[str, Any]:
        """The fields that are given."""
        return self.model_dump(exclude_unset=True)


class WebhookQuery(AnswerQuery):
    """Paging of the list of webhooks."""

    cursor: Annotated[str | None, Field(description="`next_cursor` of the page before; 404 if this list did not make it.")] = None
    limit: Limit = 50


class DeliveryQuery(AnswerQuery):
    """Filter and paging of the log of a webhook."""

    state: Annotated[list[DeliveryState], Field(description="Messages in this state.")] = repeatable("failed")
    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before; 404 if this list with these filters did not make it.")
    ] = None
    limit: Limit = 50
