"""The command ``onrecord tombstones``: list the articles that were withdrawn."""

import sys
from collections.abc import Iterator

import orjson
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.commands.arguments import TableFormat
from app.commands.exits import exit_with_error
from app.commands.output import columns_of
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import read_connection, read_engine
from app.errors import OnRecordError
from app.ingest.administering.restrictions import line_of, line_of_key, line_of_policy, policy_change
from app.queries.administering.keys import list_keys
from app.queries.administering.policies import list_policy_changes
from app.queries.administering.tombstones import list_tombstones

EXAMPLE = "onrecord tombstones --format ndjson > tombstones.ndjson"


def tombstones(format: TableFormat = "text") -> None:
    """List the articles that were withdrawn, latest first.

    Columns are id, when it was withdrawn, by whom, why, and when its bytes were gone from the files of the database, with a tab between;
    "-" is unknown, or not yet. As NDJSON, which `onrecord restore` reads, revoked keys and changes of text policies follow.
    """
    url = load_settings().read_url
    require_database(url)
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            if format == "ndjson":
                sys.stdout.writelines(orjson.dumps(line).decode() + "\n" for line in _lines(connection))
            else:
                sys.stdout.writelines(columns_of(line_of(row)) for row in list_tombstones(connection))
    except (DatabaseError, OnRecordError, BrokenPipeError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()


def _lines(connection: Connection) -> Iterator[dict[str, str | None] | dict[str, str]]:
    """Yield all that `onrecord restore` keeps."""
    yield from map(line_of, list_tombstones(connection))
    yield from (line_of_key(key) for key in list_keys(connection) if key.revoked_at)
    yield from (line_of_policy(policy_change(edit)) for edit in list_policy_changes(connection))
