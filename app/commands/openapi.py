"""``onrecord openapi``."""

from app.commands.environment import settings_of_environment
from app.commands.output import print_json
from app.main import create_api


def openapi() -> None:
    """Print the OpenAPI document."""
    print_json(create_api(settings_of_environment()).openapi())
