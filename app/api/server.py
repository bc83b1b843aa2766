"""Routes about the server itself: the root, health, readiness, the document schema, kinds of problems."""

from importlib import import_module
from typing import Annotated, Any

import orjson
from fastapi import Path, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from app.answers.problems import ProblemKind
from app.answers.server import Address, Health, Index, Ready, Root
from app.api.reading.session import InjectedReader
from app.api.serving.lazy_routes import LazyRoute
from app.api.serving.openapi import first_sentence, problem_docs
from app.api.serving.problems import EXPLANATIONS, STATUS, TITLES, VARY, slug_of
from app.api.serving.requests import EndpointRequest
from app.api.serving.responses import respond_with_etag
from app.api.serving.root_paths import address_of
from app.api.serving.routes import EndpointRoute
from app.errors import NotFound
from app.parameters.listing import Parameters
from app.queries.listing.versions import get_readiness

DOCUMENT_SCHEMA = "app.document.schema"  # imported when it is asked for: nothing else needs the models of documents while serving


async def get_root(request: Request) -> Response:
    """Get the way in: addresses to go on from. A browser is sent to the documentation."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(address_of(request.scope, "/docs"), headers=VARY)
    docs, openapi, schema, claims = (address_of(request.scope, path) for path in ("/docs", "/openapi.json", "/v1/schema", "/v1/claims"))
    root = Root(name="On Record", version=request.app.version, docs=docs, openapi=openapi, schema=schema, claims=claims)
    return JSONResponse(root, headers=VARY)


async def get_index(request: Request) -> Response:
    """Get the addresses of all lists and of the documentation, each with a sentence that says what it answers."""
    EndpointRequest(request.scope).parse(Parameters, refuse_repeats=False)
    routes = [route for route in request.app.routes if isinstance(route, EndpointRoute) and "{" not in route.path]
    document_schema, openapi, docs = (address_of(request.scope, path) for path in ("/v1/schema", "/openapi.json", "/docs"))
    index = Index(
        addresses=[
            Address(address=address_of(request.scope, route.path), description=first_sentence(route.description)) for route in routes
        ],
        document_schema=document_schema,
        openapi=openapi,
        docs=docs,
    )
    return await respond_with_etag(request, orjson.dumps(index), "application/json")


async def get_health() -> Health:
    """Check that the process answers."""
    return Health(status="ok")


async def get_ready(reader: InjectedReader) -> Ready:
    """Check that the database answers and has the tables this version needs."""
    return await reader.probe(get_readiness)


async def get_schema(request: Request) -> Response:
    """Get the JSON Schema of the knowledge document, which is what ingest reads."""
    EndpointRequest(request.scope).parse(Parameters, refuse_repeats=False)
    return await respond_with_etag(request, orjson.dumps(import_module(DOCUMENT_SCHEMA).document_schema()), "application/json")


async def get_problem(
    request: Request,
    kind: Annotated[str, Path(description="The last part of a problem's `type`.", examples=["not-found"])],
) -> ProblemKind:
    """Explain a kind of problem: the address that an error gives as its type."""
    for key, title in TITLES.items():
        if slug_of(title) == kind:
            status = key if isinstance(key, int) else STATUS[key]
            return ProblemKind(
                type=address_of(request.scope, f"/problems/{kind}"), title=title, status=status, explanation=EXPLANATIONS[key]
            )
    raise NotFound(f"There is no kind of problem {kind!r}.")


ROUTES = (
    LazyRoute(
        "/",
        get_root,
        tags=["server"],
        operation_id="getRoot",
        response_model=Root,
        responses={307: {"description": "For a browser: to `/docs`."}},
    ),
    LazyRoute("/v1", get_index, tags=["server"], operation_id="getIndex", response_model=Index, responses=problem_docs(414, 422)),
    LazyRoute("/healthz", get_health, tags=["server"], operation_id="getHealth", response_model=Health),
    LazyRoute("/readyz", get_ready, tags=["server"], operation_id="getReadiness", response_model=Ready, responses=problem_docs(503)),
    LazyRoute(
        "/v1/schema",
        get_schema,
        tags=["server"],
        operation_id="getDocumentSchema",
        response_model=dict[str, Any],
        responses=problem_docs(414, 422, 429),
    ),
    LazyRoute(
        "/problems/{kind}",
        get_problem,
        tags=["server"],
        operation_id="getProblemKind",
        response_model=ProblemKind,
        responses=problem_docs(404, 414, 422),
    ),
)
