"""The OpenAPI document: tags, summaries, formats, headers, and problems in place of FastAPI's own 422."""

import re
from typing import Any, Literal
from warnings import simplefilter

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic.warnings import UnsupportedFieldAttributeWarning

from app.answers.problems import Problem
from app.api.serving.examples import add_examples
from app.api.serving.formats import MEDIA_TYPES
from app.api.serving.lazy_routes import LazyRoute
from app.api.serving.parameter_docs import document_parameters
from app.api.serving.problems import PROBLEM_JSON, titles_of
from app.terms.api_keys import NeededScope, alternatives

ResponseDocs = dict[int | str, dict[str, Any]]  # what FastAPI takes as `responses`
ETAG_HEADER = {"ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}}}
LOCATION_HEADER = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
LINK_HEADER = {"Link": {"description": 'RFC 8288, rel="next": the next page.', "schema": {"type": "string"}}}
DATA_VERSION_HEADER = {
    "Data-Version": {
        "description": "The version of the data that was read first, as a position in the feed of changes (`after` of `/v1/changes`).",
        "schema": {"type": "string"},
    }
}
KEY_SCHEME, KEY_DESCRIPTION = "apiKey", "An API key, `onr_...`. Reading needs one only where the operator has closed it."
SENTENCE_END = re.compile(r"\.(?:\s+|$)")
TEXT_CONTENT = {"schema": {"type": "string"}}
DESCRIPTION = """**Who said what, about what, when, in which article, word for word where.**

Lists give `{"items": [...], "next_cursor": ...}`; give `next_cursor` back as `cursor` for the next page. Every list also comes as
NDJSON and CSV, by `format=` or the header Accept, then without a cap. Claims, speakers, entities, events, articles and annotated articles
come as JSON-LD too, in the words of schema.org and W3C Web Annotation. Errors are RFC 9457 problems. Dates are EDTF with `earliest` and
`latest`; offsets count code points of the article's text, or UTF-16 units with `units=utf16`: never in JSON-LD."""
TAGS = {
    "claims": "Who said what. A claim is one saying in one article, tied to the passage it rests on.",
    "speakers": "Who speaks. A speaker is an entity that makes claims, under the id of that entity.",
    "entities": "People, organizations, groups and places, whether they speak or are spoken of.",
    "events": "What happened, happens, is planned or is imagined, with its participants and figures.",
    "articles": "Published stories, with the claims, speakers and events found in them.",
    "jobs": "Work that goes on after its request was answered, as the extraction of a text that was posted.",
    "webhooks": "Receivers that are told of changes.",
    "graph": "Who speaks about whom, as nodes and weighted edges.",
    "timeline": "Claims and events in one order of time, and their counts by day, week, month or year.",
    "stats": "How much the archive holds, and from when to when.",
    "sources": "How claims are sourced: by name or not, in whose words, by how many voices.",
    "comparison": "What several speakers or publishers say about one thing, side by side.",
    "search": "Words looked for in claims, events, entities and articles at once.",
    "changes": "What was added, changed, merged and withdrawn, in order: for whoever keeps a copy.",
    "review": "What people should look at, least sure first.",
    "server": "The server itself: health, readiness, the schema of knowledge documents, kinds of problems.",
}

# Pydantic warns of aliases and defaults in FastAPI's annotations. FastAPI silences this while it adds routes; our models are built later.
simplefilter("ignore", UnsupportedFieldAttributeWarning)


def problem_docs(*statuses: int) -> ResponseDocs:
    """Document problems by their statuses. Where a key may be needed, requests may be too many."""
    statuses = (*sorted({*statuses, 429}),) if 401 in statuses else statuses
    reference = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": ". ".join(titles_of(status)), "content": reference} for status in statuses}


def list_docs(*, jsonld: bool = False, exported: bool = True, followed: bool = False) -> ResponseDocs:
    """Document the answers of a list: JSON; NDJSON and CSV too if ``exported``, JSON-LD if ``jsonld``, events if ``followed``."""
    formats = (*(("ndjson", "csv") if exported else ()), *(["jsonld"] if jsonld else []), *(["sse"] if followed else []))
    content = {MEDIA_TYPES[name]: {"schema": {"type": "object"}} if name == "jsonld" else TEXT_CONTENT for name in formats}
    headers = ETAG_HEADER | LINK_HEADER | DATA_VERSION_HEADER
    success = {"description": "One page; or the whole list, streamed.", "content": content, "headers": headers}
    gone = [410] if followed else []
    return {200: success, 304: {"description": "Not modified"}, **problem_docs(401, 403, 404, 406, *gone, 414, 422, 503)}


def event_docs() -> ResponseDocs:
    """Document the answers of an address whose only format is Server-Sent Events."""
    return {
        200: {"description": "Events, as they come.", "content": {"text/event-stream": TEXT_CONTENT}},
        204: {"description": "Who asks has the last event."},
        **problem_docs(401, 403, 404, 414, 422, 503),
    }


MOVED_DOCS: ResponseDocs = {308: {"description": "Merged: Location is the survivor's."}}


def thing_docs(*, jsonld: bool = False, moved: bool = False, withdrawn: bool = False) -> ResponseDocs:
    """Document the answers of one thing: JSON; JSON-LD too if ``jsonld``.

    Args:
        moved: whether it may be merged, so that its id redirects to the survivor.
        withdrawn: whether it may be withdrawn.
    """
    jsonld_content = {"content": {MEDIA_TYPES["jsonld"]: {"schema": {"type": "object"}}}} if jsonld else {}
    redirect = MOVED_DOCS if moved else {}
    success = {"description": "Found.", "headers": ETAG_HEADER, **jsonld_content}
    return {
        200: success,
        304: {"description": "Not modified"},
        **redirect,
        **problem_docs(401, 403, 404, 406, *([410] if withdrawn else []), 414, 422, 503),
    }


def add_openapi(app: FastAPI) -> None:
    """Replace how the application makes its OpenAPI document: of its lazy routes, at the first request. It is kept."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            routes = [route for route in app.routes if isinstance(route, LazyRoute)]
            document = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION,
                routes=[route.api_route for route in routes],
                license_info={"name": "MIT"},
                servers=[{"url": "/", "description": "This server."}],
                tags=[{"name": name, "description": description} for name, description in TAGS.items()],
            )
            add_schema(document, Problem)
            document["components"]["securitySchemes"] = {KEY_SCHEME: {"type": "http", "scheme": "bearer", "description": KEY_DESCRIPTION}}
            for unused in ("HTTPValidationError", "ValidationError"):
                document["components"]["schemas"].pop(unused, None)
            for route in routes:
                route.complete_docs(document)
            add_examples(document)
            document_parameters(document)
            _summarize(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def document_scope(operation: dict[str, Any], scope: NeededScope) -> None:
    """Document that an operation needs a key with this scope, or one of several.

    Of what is read nothing is said: generated clients would demand a key, which most servers do not.
    """
    if scope != "read":
        operation["security"] = [{KEY_SCHEME: [each]} for each in alternatives(scope)]


def add_schema(document: dict[str, Any], model: Any) -> dict[str, Any]:
    """Add the schema of a TypedDict to the components of an OpenAPI document; return the reference to it."""
    return _add_schema(document, model, "serialization", "")


def add_body_schema(document: dict[str, Any], model: Any) -> dict[str, Any]:
    """Add the schema of a body to the components of an OpenAPI document; return the reference to it.

    Its parts have names of their own: what may be left out of a body is always there in an answer.
    """
    return _add_schema(document, model, "validation", "Input")


def _add_schema(document: dict[str, Any], model: Any, mode: Literal["serialization", "validation"], ending: str) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema(mode=mode, ref_template=f"#/components/schemas/{{model}}{ending}")
    parts = {**schema.pop("$defs", {}), model.__name__: schema}
    named = {f"{name}{ending}": {**part, "title": f"{name}{ending}"} for name, part in parts.items()}  # generators name types by titles
    document["components"]["schemas"].update(named)
    return {"$ref": f"#/components/schemas/{model.__name__}{ending}"}


def first_sentence(description: str) -> str:
    """Return the first sentence of a description, with its full stop."""
    return SENTENCE_END.split(description, maxsplit=1)[0] + "."


def _summarize(document: dict[str, Any]) -> None:
    """Make the first sentence of each description the summary. FastAPI's own is the function's name in title case."""
    for operation in (operation for operations in document["paths"].values() for operation in operations.values()):
        summary, *rest = SENTENCE_END.split(operation.pop("description"), maxsplit=1)
        operation["summary"] = summary
        if any(rest):
            operation["description"] = rest[0]
