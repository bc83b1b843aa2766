"""What a plain application of FastAPI and SQLModel costs before it does anything: it sends constant bytes."""

from fastapi import FastAPI, Response
from sqlmodel import Field, SQLModel


class Claim(SQLModel, table=True):
    """A table, as such an application has at least one."""

    id: int = Field(primary_key=True)
    gist: str


application = FastAPI()


@application.get("/")
def constant() -> Response:
    """Answer always the same."""
    return Response(b'{"gist": "The bridge will open."}', media_type="application/json")
