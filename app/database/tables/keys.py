"""The table of API keys."""

from datetime import datetime

from sqlmodel import Field

from app.database.tables.columns import Json, Table, UtcDateTime


class ApiKey(Table, table=True):
    """An API key, by its hash: the key itself is shown once, to whoever makes it.

    A revoked key stays, since its name stands in histories.
    """

    __tablename__ = "api_keys"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    sha256: bytes = Field(unique=True)
    scopes: list[str] = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(sa_type=UtcDateTime)
