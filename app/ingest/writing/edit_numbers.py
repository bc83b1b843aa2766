"""Numbers that rise with each change of a thing, which a client compares before it edits."""

from collections.abc import Collection

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from app.database.tables.edits import EditNumber


def raise_edit_numbers(session: Session, thing_ids: Collection[str]) -> None:
    """Count one more change of each of these claims, events or articles."""
    are_meant = col(EditNumber.thing_id).in_(thing_ids)
    known = set(session.scalars(select(col(EditNumber.thing_id)).where(are_meant)))
    session.execute(update(EditNumber).where(are_meant).values(number=col(EditNumber.number) + 1))
    if new := [thing_id for thing_id in thing_ids if thing_id not in known]:
        session.connection().execute(insert(EditNumber), [{"thing_id": thing_id, "number": 1} for thing_id in new])
