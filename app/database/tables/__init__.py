"""The tables, one file a noun. Constraints are named by a convention. The database holds the rules; SQLModel tables do not validate.

What is derived from other rows (``*_order``, ``*_folded``, ``words``, counts) is written by ``ingest`` in the same transaction.
"""

from sqlmodel.sql.sqltypes import AutoString

from app.database.tables.articles import Article, Document, Time
from app.database.tables.claims import About, Claim, Holder, Relation
from app.database.tables.columns import TEXT, Table
from app.database.tables.counts import IS_SPEAKER_FACET, Count
from app.database.tables.entities import Alias, Appearance, Entity, Member, Outlet, Role
from app.database.tables.events import Event, Figure, Participant
from app.database.tables.version import DataVersion

__all__ = [
    "IS_SPEAKER_FACET",
    "About",
    "Alias",
    "Appearance",
    "Article",
    "Claim",
    "Count",
    "DataVersion",
    "Document",
    "Entity",
    "Event",
    "Figure",
    "Holder",
    "Member",
    "Outlet",
    "Participant",
    "Relation",
    "Role",
    "Table",
    "Time",
]

for table in Table.metadata.tables.values():
    for column in table.columns:
        if isinstance(column.type, AutoString):
            column.type = TEXT
