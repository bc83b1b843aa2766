"""The tables of the database, one file for each kind of thing.

Constraints in the database check the values, since SQLModel tables do not validate. Columns derived from other columns or rows
(``*_order``, ``*_folded``, ``words``, counts) are written by ``ingest`` in the transaction that writes what they are derived from.
"""

from sqlmodel.sql.sqltypes import AutoString

from app.database.tables.articles import Article, Byline, Document, Time
from app.database.tables.changes import Change
from app.database.tables.claims import About, Claim, Holder, Relation
from app.database.tables.clashes import Clash
from app.database.tables.columns import TEXT, Table
from app.database.tables.counts import IS_SPEAKER_FACET, Count
from app.database.tables.edits import Edit, EditNumber, Orphan
from app.database.tables.entities import Alias, Appearance, Entity, Member, Outlet, Role, RoleTitle
from app.database.tables.events import Event, Figure, Participant
from app.database.tables.jobs import Executor, InboxPart, Job, JobItem, Spool
from app.database.tables.judgements import Judgement
from app.database.tables.keys import ApiKey
from app.database.tables.rejected import Rejected
from app.database.tables.repetitions import IdempotencyKey
from app.database.tables.revisions import EarlierDocument, Revision
from app.database.tables.tombstones import Tombstone
from app.database.tables.version import DataVersion, VersionStart
from app.database.tables.webhooks import Delivery, DeliveryAttempt, DeliveryCount, Webhook

__all__ = [
    "IS_SPEAKER_FACET",
    "About",
    "Alias",
    "ApiKey",
    "Appearance",
    "Article",
    "Byline",
    "Change",
    "Claim",
    "Clash",
    "Count",
    "DataVersion",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryCount",
    "Document",
    "EarlierDocument",
    "Edit",
    "EditNumber",
    "Entity",
    "Event",
    "Executor",
    "Figure",
    "Holder",
    "IdempotencyKey",
    "InboxPart",
    "Job",
    "JobItem",
    "Judgement",
    "Member",
    "Orphan",
    "Outlet",
    "Participant",
    "Rejected",
    "Relation",
    "Revision",
    "Role",
    "RoleTitle",
    "Spool",
    "Table",
    "Time",
    "Tombstone",
    "VersionStart",
    "Webhook",
]

# SQLModel gives strings a type of its own, which compares by the rules of the database's language. ``TEXT`` compares by code point.
for table in Table.metadata.tables.values():
    for column in table.columns:
        if isinstance(column.type, AutoString):
            column.type = TEXT
