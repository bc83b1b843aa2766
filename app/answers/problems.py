"""JSON answers for errors: problem details (RFC 9457)."""

from typing import Annotated, NotRequired

from app.answers.parts import AnswerObject, Example


class ProblemPart(AnswerObject):
    """One thing wrong with the request."""

    detail: Annotated[str, Example("Input should be less than or equal to 200")]
    parameter: Annotated[str, Example("limit", "The query, path or header parameter.")]
    pointer: Annotated[str, Example("/query/limit", "JSON pointer into {query, path, header}.")]


class Problem(AnswerObject):
    """RFC 9457 problem details: every error has this body."""

    type: Annotated[str, Example("/problems/not-found", "Which kind of problem; a page of this server tells more.")]
    title: Annotated[str, Example("Not found")]
    status: Annotated[int, Example(404)]
    detail: Annotated[str | None, Example("There is no claim clm_0.")]
    instance: Annotated[str, Example("/v1/claims/clm_0", "The path that was asked for.")]
    request_id: Annotated[str, Example("b6d6c1b2f0e84b0c", "The same as in the header X-Request-Id and in the log.")]
    errors: NotRequired[list[ProblemPart]]


class ProblemKind(AnswerObject):
    """A kind of problem, explained."""

    type: Annotated[str, Example("/problems/not-found")]
    title: Annotated[str, Example("Not found")]
    status: Annotated[int, Example(404)]
    explanation: Annotated[str, Example("Nothing has this id, or the cursor is of another list.", "What it means and what to do.")]
