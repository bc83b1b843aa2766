"""The table of idempotency keys."""

from datetime import datetime

from sqlmodel import Field

from app.database.tables.columns import Table, UtcDateTime


class IdempotencyKey(Table, table=True):
    """A key by which a client marks a request, so that it can be sent again. ``address`` is method and path.

    ``sha256`` is of all that was sent. Without ``status`` the request is in flight, since ``held_at``.
    """

    __tablename__ = "idempotency_keys"

    asker_id: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    sha256: bytes
    status: int | None
    location: str | None
    held_at: datetime = Field(sa_type=UtcDateTime, index=True)
