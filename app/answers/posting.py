"""JSON answers to what is posted."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parts import AnswerObject, ArticleId, Example, Number


class PostedFault(AnswerObject):
    """Something that is odd about what was posted."""

    detail: Annotated[str, Example("the span [3, 9] cuts the word 'harbour' in two", "What it is.")]
    pointer: Annotated[str, Example("/body/claims/0/content/0", "JSON pointer into {body}.")]
    line: Annotated[int | None, Example(12, "Its line in the body; null where it is not known.")]


class PostedArticle(AnswerObject):
    """What became of an article that was posted. `Location` is its address."""

    id: ArticleId
    outcome: Annotated[
        Literal["added", "changed", "same", "withdrawn"],
        Example("added", "`changed`: another document of the same article took the place of its document. `same`: nothing was done."),
    ]
    claims: Number
    speakers: Number
    events: Number
    changes: Annotated[list[str], Field(description="What is different from before, a line each; or why nothing was done.", examples=[[]])]
    warnings: Annotated[list[PostedFault], Field(description="What is odd about it: words cut in two, an article of the same title.")]
    data_version: Annotated[int, Example(8, "The data version from which on every answer knows of it.")]
