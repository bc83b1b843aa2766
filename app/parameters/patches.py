"""The documentation that all merge patches have in common."""

from typing import Any


def drop_defaults(schema: dict[str, Any]) -> None:
    """Leave the defaults out of the schema of a patch: what is left out stays, and clients that fill in defaults would change it."""
    for field in schema["properties"].values():
        field.pop("default", None)
