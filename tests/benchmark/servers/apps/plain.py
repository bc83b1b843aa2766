"""Plain application of FastAPI and SQLModel that sends constant bytes: the least that such a server costs."""

from fastapi import FastAPI, Response
from sqlmodel import Field, SQLModel


class Claim(SQLModel, table=True):
    """A table, so that SQLModel builds one."""

    id: int = Field(primary_key=True)
    gist: str


application = FastAPI()


@application.get("/")
def constant() -> Response:
    """Send a constant."""
    return Response(b'{"gist": "The bridge will open."}', media_type="application/json")
