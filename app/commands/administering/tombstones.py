"""The command ``onrecord tombstones``: list the articles that were withdrawn."""

import sys

import orjson
from sqlalchemy.exc import DatabaseError

from app.commands.arguments import TableFormat
from app.commands.exits import exit_with_error
from app.commands.output import columns_of
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import read_connection, read_engine
from app.errors import OnRecordError
from app.ingest.administering.withdrawals import line_of
from app.queries.administering.tombstones import list_tombstones

EXAMPLE = "onrecord tombstones --format ndjson > tombstones.ndjson"


def tombstones(format: TableFormat = "text") -> None:
    """List the articles that were withdrawn, latest first.

    Columns are id, when it was withdrawn, by whom, why, and when its bytes were gone from the files of the database, with a tab between;
    "-" is unknown, or not yet. `onrecord restore` reads them as NDJSON.
    """
    url = load_settings().read_url
    require_database(url)
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            for row in map(line_of, list_tombstones(connection)):
                sys.stdout.write(orjson.dumps(row).decode() + "\n" if format == "ndjson" else columns_of(row))
    except (DatabaseError, OnRecordError, BrokenPipeError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
