"""Merges as they are asked for: two entities, and a judgement on them."""

import re
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.errors import DocumentRefused, Fault, PreconditionMissing
from app.ingest.reading.validation import faults_of
from app.parameters.edits import ETAGS_PATTERN
from app.parameters.listing import EntityId
from app.terms.vocabulary import Judgement

TAG = '"3.5f4d"'


def _check_tags(tags: str) -> str:
    if not re.fullmatch(ETAGS_PATTERN, tags):
        raise ValueError(f"is no ETag, such as {TAG} with its quotes; `*` is any")
    return tags


SentTags = Annotated[str, AfterValidator(_check_tags), Field(json_schema_extra={"pattern": ETAGS_PATTERN})]


class Merge(BaseModel):
    """A judgement on two entities."""

    model_config = ConfigDict(extra="forbid", strict=True)

    NOUN: ClassVar = "a merge"

    with_id: Annotated[EntityId, Field(alias="with", description="The other entity.", examples=["ent_27wd6x5ype2yv3m78b30"])]
    judgement: Annotated[
        Judgement,
        Field(
            description="`positive`: the two are one. `negative`: they are two, whatever rules say. `unsure`: somebody looked, and "
            "does not know; nothing else changes.",
            examples=["positive"],
        ),
    ]
    if_match: Annotated[
        list[SentTags],
        Field(
            min_length=2,
            max_length=2,
            description="The ETags of both as you have read them: that of the entity in the address, then that of `with`; `*` for any. The "
            "number before the dot is compared.",
            examples=[[TAG, TAG]],
        ),
    ]
    reason: Annotated[
        str | None, Field(max_length=500, pattern=r"^[^\x00]*$", description="Why; histories show it.", examples=["same byline photo"])
    ] = None


def merge_of(data: Any) -> Merge:
    """Return the merge that was asked for.

    Raises:
        DocumentRefused: it is none.
        PreconditionMissing: it has no tags.
    """
    if not isinstance(data, dict):
        raise DocumentRefused([Fault((), "is not an object")])
    if "if_match" not in data:
        raise PreconditionMissing("A merge needs `if_match`: the ETags of both entities as you have read them.")
    try:
        return Merge.model_validate(data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, data, Merge)) from error
