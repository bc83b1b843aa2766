"""The route of imports: many articles in one request."""

from app.answers.jobs import JobDetail
from app.api.serving.openapi import LOCATION_HEADER, problem_docs
from app.api.writing.imports import FORMATS, ImportEndpoint
from app.parameters.posting import PostQuery

WRITES = (
    ImportEndpoint(
        method="POST",
        path="/imports",
        operation_id="postImport",
        tag="articles",
        description="Import many articles in one request, one a line. Lines are knowledge documents, and records with `text`, "
        "mixed. They are stored while they come in, and loaded by a job, which tells what became of each line; a wrong one does not stop "
        "the others. One document or record in JSON or YAML, one text and one page are read, too; the fields of these two come as "
        "parameters. Lines may be packed. What a key without the scope `review` posts counts as extracted.",
        scope="write",
        write="",
        answer_again="app.api.writing.texts:answer_again",
        model=JobDetail,
        bodies={media_type: [] for media_type in FORMATS},
        query_model=PostQuery,
        responses={
            202: {"description": "It is stored, and will not be lost. A job loads it.", "headers": LOCATION_HEADER},
            **problem_docs(400, 401, 403, 408, 409, 413, 414, 415, 422, 503),
        },
    ),
)
