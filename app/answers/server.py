"""JSON answers for the server itself: health, readiness, the entry point."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parts import AnswerObject, Example


class Health(AnswerObject):
    """The process answers."""

    status: Annotated[Literal["ok"], Example("ok", "Always `ok`: else there is no answer.")]


class Ready(AnswerObject):
    """The database answers and has the tables this version needs."""

    status: Annotated[Literal["ready"], Example("ready", "Always `ready`: else the answer is 503.")]
    data_version: Annotated[int, Example(7, "Rises with every change of the data.")]


class Address(AnswerObject):
    """An address, and what it answers."""

    address: Annotated[str, Example("/v1/claims", "Below the host, and the root path if there is one.")]
    description: Annotated[str, Example("List claims: who said what.", "One sentence.")]


class Index(AnswerObject):
    """Addresses to go on from. A single thing has the address of its list and its id."""

    addresses: Annotated[list[Address], Field(description="Lists, and what is computed over many things.")]
    document_schema: Annotated[str, Example("/v1/schema", "JSON Schema of the knowledge document.")]
    openapi: Annotated[str, Example("/openapi.json", "Every address, parameter and answer, for programs.")]
    docs: Annotated[str, Example("/docs", "The same as a page to try.")]


class Root(AnswerObject):
    """The way in."""

    name: Annotated[str, Example("On Record", "The name of the service.")]
    version: Annotated[str, Example("0.1.0", "The version that runs.")]
    docs: Annotated[str, Example("/docs", "The documentation page.")]
    openapi: Annotated[str, Example("/openapi.json", "The OpenAPI document.")]
    schema: Annotated[str, Example("/v1/schema", "JSON Schema of the knowledge document.")]
    claims: Annotated[str, Example("/v1/claims", "The list of claims.")]
