"""``onrecord schema``."""

from app.api.server import document_schema
from app.commands.output import print_json


def schema() -> None:
    """Print the JSON Schema of the knowledge document."""
    print_json(document_schema())
