"""Advice on errors of a database: which command or setting mends what the error says."""

import re
import shlex
import sqlite3

from sqlalchemy.exc import DatabaseError

MISSING_DATABASE = re.compile(r'database "(.+)" does not exist')  # PostgreSQL; the driver gives no code for it
MISSING_TABLE = re.compile(r'no such table|relation ".+" does not exist')
NOT_MIGRATED = "The database has no tables of On Record: run `onrecord migrate`."
NO_ROOM = "The disk has no room left: make room, then try again. What was committed is not lost."
MEDIA = "Where the file is on read-only media, ONRECORD_IMMUTABLE=true lets `serve`, `list`, `export` and `check` read it."
READ_ONLY = f"SQLite may not write the file, or files beside it: let this user write the folder. {MEDIA}"
NOT_OPENED = f"SQLite cannot open the file, or make files beside it, which it needs even to read: let this user write the folder. {MEDIA}"
NO_DATABASE = "The file is no database of SQLite, or is damaged at its start: set ONRECORD_DATABASE_URL to the one that is meant."
DAMAGED = "The file is damaged. `onrecord check` says where; a backup, or a load of the documents into a new database, mends it."
CONNECTION_LOST = "PostgreSQL ended the connection, or cannot be reached: try again. What was not committed is not there."
SQLITE_ADVICE = {
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_IOERR_SHMSIZE: NO_ROOM,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
    sqlite3.SQLITE_NOTADB: NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}
POSTGRESQL_ADVICE = {"53100": NO_ROOM, "57P01": CONNECTION_LOST, "57P02": CONNECTION_LOST, "57P03": CONNECTION_LOST}


def advice_on(error: DatabaseError) -> str | None:
    """Return what mends what the error says; None if nothing that is known does."""
    message, code = str(error.orig), getattr(error.orig, "sqlite_errorcode", None)
    if missing := MISSING_DATABASE.search(message):
        return f"Make the database, then its tables: `createdb {shlex.quote(missing[1])}`, `onrecord migrate`."
    if MISSING_TABLE.search(message):
        return NOT_MIGRATED
    if code is not None:
        return SQLITE_ADVICE.get(code) or SQLITE_ADVICE.get(code & 0xFF)  # the lowest byte is the kind of an extended code
    sqlstate = getattr(error.orig, "sqlstate", None) or ""
    is_lost = error.connection_invalidated or sqlstate.startswith("08") or "connection" in message
    return POSTGRESQL_ADVICE.get(sqlstate) or (CONNECTION_LOST if is_lost else None)


def has_no_room(error: DatabaseError) -> bool:
    """Return whether the database found no room on its disk."""
    return advice_on(error) is NO_ROOM


def is_disk_full(error: sqlite3.Error) -> bool:
    """Return whether SQLite found no room for what it had to write."""
    return SQLITE_ADVICE.get(getattr(error, "sqlite_errorcode", 0)) is NO_ROOM
