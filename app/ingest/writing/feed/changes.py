"""Changes of one transaction for the feed, written when it raises the data version."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlmodel import Session, col

from app.database.tables import Change, DataVersion
from app.errors import DatabaseBehind
from app.ingest.writing.inserts import insert_columns
from app.terms.vocabulary import ChangeAction, ChangedType


class ChangeLog:
    """The changes of one transaction, in order: a row for each thing that clients must read again, or remove.

    The row of an article stands for its claims and events and for the entities that it names, too, so that a load costs a row an article.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[ChangedType, str, ChangeAction]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, type: ChangedType, action: ChangeAction, ids: Iterable[str]) -> None:
        """Add the same change of several things."""
        self._rows += [(type, key, action) for key in ids]

    def write(self, session: Session, version: int) -> None:
        """Write the rows as those of a version of the data."""
        if self._rows:
            types, ids, actions = zip(*self._rows, strict=True)
            places = range(1, len(self._rows) + 1)
            columns = {"version": [version] * len(places), "place": places, "type": types, "id": ids, "action": actions}
            insert_columns(session, Change, columns)


def raise_version(session: Session, by: int, changes: ChangeLog) -> int:
    """Raise the data version, and write the changes into the feed under it; return it.

    It is the last step before commit, so that no reader sees the new version with older data. Writers follow each other: the changes of a
    version are committed before those of a later one are written, and whoever reads the feed in order never meets a gap.
    """
    raised = update(DataVersion).values(version=col(DataVersion.version) + by).returning(col(DataVersion.version))
    version: int | None = session.connection().execute(raised).scalar_one_or_none()
    if version is None:
        raise DatabaseBehind
    changes.write(session, version)
    return version
