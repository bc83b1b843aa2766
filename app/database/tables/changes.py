"""The table of changes, which clients follow."""

from sqlmodel import Field

from app.database.tables.columns import WITHOUT_ROWID, Table, vocabulary_check
from app.terms import vocabulary


class Change(Table, table=True):
    """A change of an article, a claim, an event or an entity: no more of it than type and id, so that the row may stay for ever.

    ``version`` is the first version of the data that has the change, ``place`` its place among the changes of that version, from 1. Rows
    are written in the transaction that raises the data version: whoever sees a version sees all changes up to it.
    """

    __tablename__ = "changes"
    __table_args__ = (vocabulary_check("type", vocabulary.ChangedType), vocabulary_check("action", vocabulary.ChangeAction), WITHOUT_ROWID)

    version: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    type: str
    id: str
    action: str
