"""The command ``onrecord openapi``: print the OpenAPI document."""

from app.commands.output import print_json
from app.commands.settings import load_settings
from app.main import create_api

EXAMPLE = "onrecord openapi > openapi.json"


def openapi() -> None:
    """Print the OpenAPI document."""
    print_json(create_api(load_settings()).openapi())
