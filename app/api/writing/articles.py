"""Post articles."""

from sqlalchemy import Engine

from app.answers.posting import PostedArticle, PostedFault
from app.api.serving.requests import refusal
from app.api.writing.actions import WriteRequest, Written
from app.api.writing.texts import post_text
from app.database.engines import read_connection
from app.errors import DocumentRefused, Fault
from app.ingest.loading import LoadResult, load_item
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import InputItem, read_posted
from app.ingest.writing.decisions import Outcome
from app.queries.administering.tombstones import missing_article
from app.queries.listing.versions import get_data_version

STATUSES = {"added": 201, "changed": 200, "same": 200}
BODY = "body"


def post_article(engine: Engine, request: WriteRequest) -> Written:
    """Load a knowledge document at once, or leave a text or page to a job.

    Raises:
        RequestValidationError: fields of JSON are given beside it.
        DocumentRefused: it is not valid; nothing was loaded.
        Withdrawn: its article was withdrawn.
    """
    if request.media_type != "application/json":
        return post_text(engine, request)
    if request.query.given:
        raise refusal([((name,), f"`{name}` of JSON stands in the JSON") for name in request.query.given])
    item = read_posted(BODY, request.body)
    return post_text(engine, request, item.data) if item.kind == "record" else _post_document(engine, request, item)


def _post_document(engine: Engine, request: WriteRequest, item: InputItem) -> Written:
    """Load a knowledge document. One of a key without the scope ``review`` counts as extracted."""
    posted_by = None if "review" in request.asker.scopes else request.asker.key_id
    is_new_revision = request.query.revision is not None
    result = load_item(engine, item, Texts(), posted_by, request.settings.text_policy, is_new_revision=is_new_revision)
    if result.outcome is None:
        raise DocumentRefused(result.faults)
    with read_connection(engine) as connection:
        if result.outcome.status == "withdrawn":
            raise missing_article(connection, result.outcome.article_id)
        answer = _answer(result, result.outcome, get_data_version(connection))
    return Written(STATUSES[result.outcome.status], answer, f"/v1/articles/{result.outcome.article_id}")


def _answer(result: LoadResult, outcome: Outcome, data_version: int) -> PostedArticle:
    warnings = [_fault(warning) for warning in result.warnings]
    findings = result.findings
    return PostedArticle(
        id=outcome.article_id,
        outcome=outcome.status,
        claims=findings.claims if findings else 0,
        speakers=findings.speakers if findings else 0,
        events=findings.events if findings else 0,
        changes=[*outcome.changes],
        warnings=warnings,
        data_version=data_version,
    )


def _fault(fault: Fault) -> PostedFault:
    return PostedFault(detail=fault.message, pointer="".join(f"/{step}" for step in (BODY, *fault.path)), line=fault.line)
