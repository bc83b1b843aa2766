"""JSON answers for errors: problem details (RFC 9457)."""

from typing import Annotated, NotRequired

from pydantic import Field

from app.answers.parts import AnswerObject, Example


class ProblemPart(AnswerObject):
    """One thing wrong with the request."""

    detail: Annotated[str, Example("`limit` is `500`; it takes a whole number from 1 to 200", "What is wrong with it.")]
    parameter: Annotated[str, Example("limit", "The query, path or header parameter; `body` for the body.")]
    pointer: Annotated[str, Example("/query/limit", "JSON pointer into {query, path, header, body}.")]


class Problem(AnswerObject):
    """RFC 9457 problem details: every error has this body."""

    type: Annotated[str, Example("/problems/not-found", "Which kind of problem; a page of this server tells more.")]
    title: Annotated[str, Example("Not found", "The same for all problems of this type.")]
    status: Annotated[int, Example(404, "The status of the answer.")]
    detail: Annotated[str | None, Example("There is no claim 'clm_0'.", "What is wrong in this case.")]
    instance: Annotated[str, Example("/v1/claims/clm_0", "The path that was asked for.")]
    request_id: Annotated[str, Example("b6d6c1b2f0e84b0c", "The same as in the header X-Request-Id and in the log.")]
    errors: NotRequired[Annotated[list[ProblemPart], Field(description="What is wrong, one by one; there on 422.")]]


class ProblemKind(AnswerObject):
    """A kind of problem, explained."""

    type: Annotated[str, Example("/problems/not-found", "As in a problem.")]
    title: Annotated[str, Example("Not found", "As in a problem.")]
    status: Annotated[int, Example(404, "The status that it comes with.")]
    explanation: Annotated[str, Example("Nothing has this id, or the cursor is of another list.", "What it means and what to do.")]
