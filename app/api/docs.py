"""The documentation page (Swagger UI), the OpenAPI document and the icon; all files come from this server."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import orjson
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html

from app.api.access.headers import content_security_policy
from app.api.serving.etags import body_etag
from app.api.serving.responses import CompleteResponse, complete_response, respond, respond_with_etag
from app.api.serving.root_paths import address_of, root_path_of

ASSETS = "/docs/assets"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
ICON = "/favicon.ico"  # where browsers look by themselves; the icon is an SVG all the same, as its media type says
OPENAPI, PAGE = "/openapi.json", "/docs"
PATHS = (OPENAPI, PAGE, ICON, f"{ASSETS}/{{name}}")
router = APIRouter(include_in_schema=False)


@router.get(OPENAPI)
async def get_openapi(request: Request) -> Response:
    """Give the OpenAPI document; under a root path with the address that its paths follow."""
    root_path = root_path_of(request.scope)
    servers = {"servers": [{"url": root_path, "description": "This server."}]} if root_path else {}
    return await respond_with_etag(request, orjson.dumps({**request.app.openapi(), **servers}), "application/json")


@router.get(PAGE)
async def get_docs(request: Request) -> Response:
    """Show the API in Swagger UI."""
    page = bytes(
        get_swagger_ui_html(
            openapi_url=address_of(request.scope, OPENAPI),
            title="On Record",
            swagger_js_url=address_of(request.scope, f"{ASSETS}/swagger-ui-bundle.js"),
            swagger_css_url=address_of(request.scope, f"{ASSETS}/swagger-ui.css"),
            swagger_favicon_url=address_of(request.scope, ICON),
            swagger_ui_parameters={"validatorUrl": None, "docExpansion": "list", "defaultModelsExpandDepth": 0},
        ).body
    )
    policy = (b"content-security-policy", content_security_policy(page).encode())
    return await respond_with_etag(request, page, "text/html", [policy])


@router.get(f"{ASSETS}/{{name}}")
async def get_asset(request: Request) -> Response:
    """Give a file of Swagger UI. A parameter for its name would make FastAPI load Pydantic's models of before version 2."""
    name = request.path_params["name"]
    if name not in _asset_files():
        raise HTTPException(404)
    return await respond(request, _asset(name))


@router.get(ICON)
async def get_icon(request: Request) -> Response:
    """Give the icon that browsers show beside the page's title."""
    return await respond_with_etag(request, Path(__file__).with_name("favicon.svg").read_bytes(), "image/svg+xml")


@cache
def _asset_files() -> dict[str, Path]:
    """Return the files that the package ``fastapi-offline`` brings. Only its folder is looked up, its code is not imported."""
    spec = find_spec("fastapi_offline")
    folders = (spec and spec.submodule_search_locations) or []
    return {file.name: file for folder in folders for file in (Path(folder) / "static").iterdir()}


@cache
def _asset(name: str) -> CompleteResponse:
    file = _asset_files()[name]
    body = file.read_bytes()
    return complete_response(body, MEDIA_TYPES.get(file.suffix, "application/octet-stream"), body_etag(body))
