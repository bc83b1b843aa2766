"""The JSON Schema of the knowledge document."""

from functools import cache
from typing import Any

from app.document.knowledge_document import KnowledgeDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def document_schema() -> dict[str, Any]:
    """Return the JSON Schema of the knowledge document."""
    return {"$schema": DIALECT, **KnowledgeDocument.model_json_schema()}
