"""Set the policies of articles: what of their texts everybody may see."""

import orjson
from pydantic import ValidationError
from sqlalchemy import Engine

from app.api.serving.etags import body_etag, edit_numbers_in
from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection
from app.errors import DocumentRefused, Fault
from app.ingest.administering.policies import Setter, set_policy
from app.ingest.reading.files import read_posted
from app.ingest.reading.validation import faults_of
from app.parameters.edits import ArticlePatch
from app.queries.administering.edits import get_edit_number
from app.queries.articles import get_article
from app.queries.rendering.hidden_text import hidden_text_shown

BODY = "body"


def edit_article(engine: Engine, request: WriteRequest) -> Written:
    """Change the policy of an article by a merge patch.

    Raises:
        DocumentRefused: the patch is wrong.
        NotFound, Withdrawn, EditConflict: as ``set_policy`` raises them.
        PreconditionMissing: there is no If-Match.
    """
    article_id, numbers = request.path_ids[0], edit_numbers_in(request.if_match)
    by = Setter(request.asker.name, request.query.reason)
    set_policy(engine, article_id, _patch(request.body).text_policy, numbers, by=by)
    with read_connection(engine) as connection, hidden_text_shown(connection, if_=request.sees_hidden_text):
        answer = get_article(connection, article_id)
        return Written(200, answer, etag=body_etag(orjson.dumps(answer), get_edit_number(connection, article_id)))


def _patch(body: bytes) -> ArticlePatch:
    item = read_posted(BODY, body)
    if item.refused:
        raise DocumentRefused(item.refused.faults)
    if not isinstance(item.data, dict):
        raise DocumentRefused([Fault((), "is not an object")])
    try:
        return ArticlePatch.model_validate(item.data)
    except ValidationError as error:
        raise DocumentRefused(faults_of(error, item.data, ArticlePatch)) from error
