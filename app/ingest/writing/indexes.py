"""Indexes of SQLite that are set aside while much is loaded into an empty archive, and made at once from what was loaded.

In the same transaction: readers never see the archive without them, and neither does anybody after a kill.
"""

from sqlalchemy import select, text
from sqlmodel import Session

from app.database.tables.articles import Article

# Writing itself reads by the indexes of entities, aliases and appearances, by what is unique, by the speaker of claims, and by what
# articles of one text or one name have in common.
SET_ASIDE = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' "
    "AND tbl_name NOT IN ('entities', 'aliases', 'appearances') AND name NOT LIKE 'ix_claims_speaker_id%' "
    "AND name NOT IN ('ix_articles_text_sha256', 'ix_articles_namesake_key') ORDER BY name"
)
KEY = "indexes set aside"


def set_aside(session: Session) -> None:
    """Drop what is not read by, if the archive is empty. Followed by ``restore`` in the same transaction."""
    if session.connection().dialect.name != "sqlite" or session.execute(select(Article).limit(1)).first():
        return
    found = session.execute(SET_ASIDE).all()
    for name, _ in found:
        session.execute(text(f'DROP INDEX "{name}"'))
    session.info[KEY] = [definition for _, definition in found]


def restore(session: Session) -> None:
    """Make again what was set aside, as it was."""
    for definition in session.info.pop(KEY, ()):
        session.connection().exec_driver_sql(definition)
