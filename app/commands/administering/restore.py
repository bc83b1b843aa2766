"""The command ``onrecord restore``: put a backup in place, and keep what was withdrawn, revoked and hidden since."""

import os
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.commands.administering.backup import copy_and_check, require_name
from app.commands.exits import exit_with_error
from app.commands.migrate import rerender_stored
from app.commands.output import replace_file
from app.commands.revisions import database_name, describe_content, require_database, stored_revision
from app.commands.settings import load_settings
from app.database.advice import DAMAGED, advice_on
from app.database.backups import CopyRefused, copied_url, hold_alone, remove_files_beside, remove_job_store, sync_folder
from app.database.engines import checkpoint, database_url, read_connection, unread_log, write_engine
from app.database.migrate import migrate
from app.database.scrubbing import scrub
from app.database.tables.version import REVISION
from app.errors import OnRecordError, RevisionNotSupported
from app.ingest.administering.keys import revoke_again
from app.ingest.administering.policies import restrict_again
from app.ingest.administering.replaced import read_replaced
from app.ingest.administering.restrictions import PolicyChange, Restriction, Revocation, Withdrawal, read_lines
from app.ingest.administering.tombstones import mark_scrubbed, withdraw_again
from app.ingest.reading.files import STDIN
from app.queries.administering.tombstones import list_unscrubbed
from app.terms.words import counted

EXAMPLE = "onrecord restore onrecord-monday.db"
POSTGRESQL = "PostgreSQL is restored by its own program, `pg_restore`; then run `onrecord restore --tombstones FILE` over what it made."
NOTHING_GIVEN = "give a backup, or --tombstones for a database that another program has restored"
NOT_SCRUBBED = "Nothing serves what was withdrawn, but some of its bytes are still in the files of the database; a server removes them."


class Again(NamedTuple):
    """How many articles were withdrawn, keys revoked, and texts restricted, as they were after the backup."""

    withdrawn: int
    revoked: int
    restricted: int

    def __str__(self) -> str:
        return (
            f"{counted(self.withdrawn, 'article')} withdrawn, {counted(self.revoked, 'key')} revoked and "
            f"{counted(self.restricted, 'text')} restricted anew"
        )


def restore(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A backup. Without it, what another program has restored is made ready to serve.")
    ] = None,
    tombstones: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="What is withdrawn, revoked and restricted, as `onrecord tombstones --format ndjson` wrote it; - is stdin."
        ),
    ] = None,
) -> None:
    """Put a backup in the place of the database, which nobody may use meanwhile.

    What is withdrawn in the database that it replaces, or in the file of tombstones, is withdrawn from it before it gets its name; keys
    that are revoked there are revoked, and stricter text policies are set. It gets an id of its own, by which clients that follow changes
    are told to start over.
    """
    url = load_settings().database_url
    if file is None and tombstones is None:
        raise typer.BadParameter(NOTHING_GIVEN, param_hint="FILE")
    try:
        given = _read(tombstones) if tombstones else []
        again = _replace(url, file, given) if file else _make_ready(url, given)
        typer.echo(f"{database_name(url)}: {describe_content(url)}; {again}", err=True)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)


def _read(file: Path) -> list[Restriction]:
    if file == STDIN:
        return [*read_lines(sys.stdin.buffer)]
    with file.open("rb") as lines:
        return [*read_lines(lines)]


def _replace(url: str, file: Path, given: list[Restriction]) -> Again:
    """Put a backup in place, and return what was done again.

    Whatever ends it before the last step, the old database stays as it was.
    """
    if database_url(url).get_backend_name() != "sqlite":
        raise CopyRefused(POSTGRESQL)
    target = os.path.realpath(database_name(url))
    _require_backup(file, target)
    with hold_alone(target) as replaced:
        known = [*given, *read_replaced(replaced, target)]
        with replace_file(Path(target)) as stream:
            try:
                again = _make_copy(file, stream.name, known)
            finally:
                remove_files_beside(stream.name)
            remove_job_store(target)
        sync_folder(target)
    return again


def _require_backup(file: Path, target: str) -> None:
    require_name(file)
    if not file.exists():
        raise CopyRefused(f"There is no backup {file}.")
    if os.path.realpath(file) == target:
        raise CopyRefused(f"{file} is the database itself. What another program has restored is made ready by --tombstones alone.")
    try:
        revision = stored_revision(copied_url(str(file.resolve())))
    except DatabaseError as error:
        raise CopyRefused(f"{file} is no backup that can be read: {error.orig}.") from error
    except RevisionNotSupported as error:
        raise CopyRefused(f"{file} is no backup that this version can restore: it is at revision {error.revision!r}.") from error
    if revision is None:
        raise CopyRefused(f"{file} is no backup of On Record: it has no tables.")


def _copy(file: Path, copy: str) -> None:
    try:
        copy_and_check(copied_url(str(file.resolve())), copy)
    except CopyRefused as error:
        raise CopyRefused(f"{file} cannot be restored. {error}") from error
    except DatabaseError as error:
        if advice_on(error) != DAMAGED:
            raise
        raise CopyRefused(f"{file} is damaged: {error.orig}. Restore another backup.") from error


def _make_copy(file: Path, copy: str, known: list[Restriction]) -> Again:
    _copy(file, copy)
    url = f"sqlite:///{copy}"
    if stored_revision(url) != REVISION:
        migrate(url)
        rerender_stored(url)
    again = _restrict(url, known)
    if log := unread_log(copy):
        raise CopyRefused(f"{log} could not be written into {copy}: is there room?")
    return again


def _make_ready(url: str, given: list[Restriction]) -> Again:
    require_database(url)
    return _restrict(url, given)


def _restrict(url: str, known: list[Restriction]) -> Again:
    """Do again what was done after the backup. The new id of the database, which withdrawals give it, comes last."""
    engine = write_engine(url)
    try:
        revoked = revoke_again(engine, [each for each in known if isinstance(each, Revocation)])
        restricted = restrict_again(engine, [each for each in known if isinstance(each, PolicyChange)])
        withdrawn = len(withdraw_again(engine, [each for each in known if isinstance(each, Withdrawal)]))
        _scrub(engine, url)
    finally:
        engine.dispose()
        checkpoint(url)
    return Again(withdrawn, revoked, restricted)


def _scrub(engine: Engine, url: str) -> None:
    """Remove what was withdrawn from the files of the database, too."""
    with read_connection(engine) as connection:
        unscrubbed = list_unscrubbed(connection)
    if unscrubbed and scrub(url):
        mark_scrubbed(engine, unscrubbed)
    elif unscrubbed:
        typer.echo(NOT_SCRUBBED, err=True)
