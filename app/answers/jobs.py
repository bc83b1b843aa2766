"""JSON answers for jobs."""

from typing import Annotated

from pydantic import Field

from app.answers.parts import AnswerObject, Example
from app.terms.vocabulary import ItemOutcome, JobKind, JobState

Moment = Annotated[str | None, Example("2026-11-30T08:15:00Z", "RFC 3339, in UTC; null if that has not happened yet.")]


class ItemFault(AnswerObject):
    """Why an article was not loaded."""

    detail: Annotated[str, Example("has no words", "What is wrong.")]
    pointer: Annotated[str, Example("/text", "JSON pointer into what was posted; empty for the whole.")]
    line: Annotated[int | None, Example(None, "Its line in what was posted; null where it is not known.")]


class ReextractedClaims(AnswerObject):
    """How many claims of an article a new extraction left."""

    kept: Annotated[int, Example(11, "Claims that stayed, by their ids.")]
    added: Annotated[int, Example(2, "New claims.")]
    removed: Annotated[int, Example(1, "Claims that went. Those that people accepted or edited stay.")]


class JobItemOut(AnswerObject):
    """One article of a job, and what became of it."""

    line: Annotated[int, Example(1, "Where it stands in what was posted, counted from 1.")]
    article_id: Annotated[str | None, Example("art_fwdphrcwn8q60bnwxda3", "The id of the article; null while it is not known.")]
    outcome: Annotated[ItemOutcome | None, Example("added", "What became of it; null while it waits.")]
    errors: Annotated[list[ItemFault], Field(description="Why it was not loaded.")]
    claims: Annotated[ReextractedClaims | None, Field(description="Of an article that was extracted again; else null.")]


class JobOut(AnswerObject):
    """Work that goes on after its request was answered."""

    id: Annotated[str, Example("job_5k2m8q4z0n3c6v9b1x7d", "The job's id.")]
    kind: Annotated[JobKind, Example("text", "What was posted, or `reextraction`: the archive is extracted again.")]
    state: Annotated[JobState, Example("succeeded", "`failed`: an article at least was not loaded; the others were.")]
    total: Annotated[int, Example(1, "Articles in it.")]
    done: Annotated[int, Example(1, "Articles that are done, those that failed included.")]
    failed: Annotated[int, Example(0, "Articles that were not loaded.")]
    posted_by: Annotated[str | None, Example("newsroom", "The name of the API key that posted it.")]
    created_at: Moment
    started_at: Moment
    finished_at: Moment


class JobDetail(JobOut):
    """A job with what became of its articles."""

    items: Annotated[list[JobItemOut], Field(description="Its articles, by line; the first hundred. `/v1/jobs/{job_id}/items` has all.")]


class JobPage(AnswerObject):
    """A page of jobs."""

    items: Annotated[list[JobOut], Field(description="Latest first.")]
    next_cursor: Annotated[str | None, Example(None, "The `cursor` of the next page; null on the last one.")]


class JobItemPage(AnswerObject):
    """A page of the articles of a job."""

    items: Annotated[list[JobItemOut], Field(description="By line.")]
    next_cursor: Annotated[str | None, Example(None, "The `cursor` of the next page; null on the last one.")]
