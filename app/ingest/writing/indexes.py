"""Indexes of SQLite: dropped while many articles are loaded into an empty archive, and created again at the end.

Both happen in one transaction: no reader ever sees the archive without indexes, not even after a kill.
"""

from sqlalchemy import select, text
from sqlmodel import Session

from app.database.tables.articles import Article

# All indexes except those that writing itself reads: of entities, aliases and appearances, of unique columns, of the speaker of claims,
# and of the text hash and namesake key of articles.
INDEXES_TO_DROP = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' "
    "AND tbl_name NOT IN ('entities', 'aliases', 'appearances') AND name NOT LIKE 'ix_claims_speaker_number%' "
    "AND name NOT IN ('ix_articles_text_sha256', 'ix_articles_namesake_key') ORDER BY name"
)
SESSION_KEY = "indexes set aside"


def set_aside(session: Session) -> None:
    """Drop the indexes that writing does not read, if the archive is empty. ``restore`` must follow in the same transaction."""
    if session.connection().dialect.name != "sqlite" or session.execute(select(Article).limit(1)).first():
        return
    found = session.execute(INDEXES_TO_DROP).all()
    for name, _ in found:
        session.execute(text(f'DROP INDEX "{name}"'))
    session.info[SESSION_KEY] = [definition for _, definition in found]


def restore(session: Session) -> None:
    """Create the dropped indexes again, if there are any."""
    for definition in session.info.pop(SESSION_KEY, ()):
        session.connection().exec_driver_sql(definition)
