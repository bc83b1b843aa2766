"""The OpenAPI document: tags, summaries, formats, headers, and problems in place of FastAPI's own 422."""

import re
from typing import Any
from warnings import simplefilter

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import ConfigDict, TypeAdapter, with_config
from pydantic.warnings import UnsupportedFieldAttributeWarning
from typing_extensions import is_typeddict

from app import answers
from app.answers.problems import Problem
from app.api.serving.examples import add_examples
from app.api.serving.formats import MEDIA_TYPES
from app.api.serving.problems import PROBLEM_JSON, TITLES

Responses = dict[int | str, dict[str, Any]]
ETAG = {"ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}}}
LINK = {"Link": {"description": 'RFC 8288, rel="next": the next page.', "schema": {"type": "string"}}}
TEXT = {"schema": {"type": "string"}}
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
    "graph": "Who speaks about whom, as nodes and weighted edges.",
    "timeline": "Claims and events in one order of time, and their counts by day, week, month or year.",
    "stats": "How much the archive holds, and from when to when.",
    "sources": "How claims are sourced: by name or not, in whose words, by how many voices.",
    "comparison": "What several speakers or publishers say about one thing, side by side.",
    "search": "Words looked for in claims, events, entities and articles at once.",
    "server": "The server itself: health, readiness, the schema of knowledge documents, kinds of problems.",
}

# The schemas of answers are wanted for the OpenAPI document alone, and made with it: all of them at the start take a third of its time.
for answer in (thing for module in answers.MODULES for thing in vars(module).values()):
    if is_typeddict(answer):
        with_config(ConfigDict(defer_build=True))(answer)
# FastAPI ignores it where it makes fields for parameters; ours are made later, at the first request.
simplefilter("ignore", UnsupportedFieldAttributeWarning)


def problems(*statuses: int) -> Responses:
    """Document problems by their statuses."""
    reference = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": TITLES[status], "content": reference} for status in statuses}


def list_responses(*, jsonld: bool = False, exported: bool = True) -> Responses:
    """Document the answers of a list."""
    formats = (*(("ndjson", "csv") if exported else ()), *(["jsonld"] if jsonld else []))
    content = {MEDIA_TYPES[name]: {"schema": {"type": "object"}} if name == "jsonld" else TEXT for name in formats}
    ok = {"description": "One page; or the whole list, streamed.", "content": content, "headers": ETAG | LINK}
    return {200: ok, 304: {"description": "Not modified"}, **problems(404, 406, 422, 503)}


def one_responses(*, jsonld: bool = False, moved: bool = False) -> Responses:
    """Document the answers for one thing."""
    content = {"content": {MEDIA_TYPES["jsonld"]: {"schema": {"type": "object"}}}} if jsonld else {}
    merged: Responses = {308: {"description": "Merged: Location is the survivor's."}} if moved else {}
    ok = {"description": "Found.", "headers": ETAG, **content}
    return {200: ok, 304: {"description": "Not modified"}, **merged, **problems(404, 406, 422, 503)}


def add_openapi(app: FastAPI) -> None:
    """Make the application serve its OpenAPI document with the schema of problems in it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION,
                routes=app.routes,
                license_info={"name": "MIT"},
                tags=[{"name": name, "description": description} for name, description in TAGS.items()],
            )
            problem = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
            schemas = made["components"]["schemas"]
            schemas.update(problem.pop("$defs", {}), Problem=problem)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            add_examples(made)
            _forbid_null_parameters(made)
            _summarize(made)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _forbid_null_parameters(document: dict[str, Any]) -> None:
    """A parameter that may be left out is no parameter that may be null: a URL cannot say null."""
    for operations in document["paths"].values():
        for parameter in (parameter for operation in operations.values() for parameter in operation.get("parameters", [])):
            options = [option for option in parameter["schema"].pop("anyOf", []) if option != {"type": "null"}]
            parameter["schema"].update(*options)


def _summarize(document: dict[str, Any]) -> None:
    """Make the first sentence of each docstring the operation's summary, in place of the function's name in title case."""
    for operation in (operation for operations in document["paths"].values() for operation in operations.values()):
        summary, *rest = re.split(r"\.(?:\s+|$)", operation.pop("description"), maxsplit=1)
        operation["summary"] = summary
        if any(rest):
            operation["description"] = rest[0]
