"""Indexes of SQLite: dropped while many articles are loaded into an empty archive, and created again at the end.

Both happen in one transaction: no reader sees the archive without indexes, also after a kill.
"""

from sqlalchemy import select, text
from sqlmodel import Session

from app.database.tables.articles import Article

# All but the indexes that writing itself reads: of entities, aliases and appearances, of unique columns, of the speaker of claims,
# and of the text hash and namesake key of articles.
SET_ASIDE = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' "
    "AND tbl_name NOT IN ('entities', 'aliases', 'appearances') AND name NOT LIKE 'ix_claims_speaker_id%' "
    "AND name NOT IN ('ix_articles_text_sha256', 'ix_articles_namesake_key') ORDER BY name"
)
KEY = "indexes set aside"


def set_aside(session: Session) -> None:
    """Drop the indexes that writing does not read, if the archive is empty. ``restore`` must follow in the same transaction."""
    if session.connection().dialect.name != "sqlite" or session.execute(select(Article).limit(1)).first():
        return
    found = session.execute(SET_ASIDE).all()
    for name, _ in found:
        session.execute(text(f'DROP INDEX "{name}"'))
    session.info[KEY] = [definition for _, definition in found]


def restore(session: Session) -> None:
    """Create the dropped indexes again."""
    for definition in session.info.pop(KEY, ()):
        session.connection().exec_driver_sql(definition)
