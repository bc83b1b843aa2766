"""The documentation page (Swagger UI), the OpenAPI document and the icon; all files come from this server."""

from importlib.util import find_spec
from pathlib import Path

import orjson
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.staticfiles import StaticFiles

from app.api.access.headers import content_security_policy
from app.api.serving.responses import respond_with_etag

ASSETS = "/docs/assets"
ICON = "/favicon.ico"  # where browsers look by themselves; the icon is an SVG all the same, as its media type says
router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def get_openapi(request: Request) -> Response:
    """Give the OpenAPI document."""
    return respond_with_etag(request, orjson.dumps(request.app.openapi()), "application/json")


@router.get("/docs")
async def get_docs() -> Response:
    """Show the API in Swagger UI."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="On Record",
        swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS}/swagger-ui.css",
        swagger_favicon_url=ICON,
        swagger_ui_parameters={"validatorUrl": None, "docExpansion": "list", "defaultModelsExpandDepth": 0},
    )
    page.headers["Content-Security-Policy"] = content_security_policy(bytes(page.body))
    return page


@router.get(ICON)
async def get_icon(request: Request) -> Response:
    """Give the icon that browsers show beside the page's title."""
    return respond_with_etag(request, Path(__file__).with_name("favicon.svg").read_bytes(), "image/svg+xml")


def add_assets(app: FastAPI) -> None:
    """Serve the files of Swagger UI that the package ``fastapi-offline`` brings; only its folder is looked up, its code is not imported."""
    spec = find_spec("fastapi_offline")
    folder = Path(((spec and spec.submodule_search_locations) or [""])[0]) / "static"
    app.mount(ASSETS, StaticFiles(directory=folder), name="assets")
