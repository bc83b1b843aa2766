"""The command ``onrecord schema``: print the JSON Schema of the knowledge document."""

from app.commands.output import print_json
from app.document.schema import document_schema

EXAMPLE = "onrecord schema > document.schema.json"


def schema() -> None:
    """Print the JSON Schema of the knowledge document."""
    print_json(document_schema())
