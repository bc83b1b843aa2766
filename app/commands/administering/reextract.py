"""The command ``onrecord reextract``: extract the archive again, by the extractor of this version."""

from collections import Counter
from time import sleep
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.commands.arguments import Publishers
from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import read_connection, write_engine
from app.errors import OnRecordError
from app.ingest.reading.extraction import producer_of
from app.jobs.archive import add_reextraction
from app.jobs.supervisor import Supervisor
from app.logs import configure_logs
from app.parameters.articles import ArticleQuery
from app.queries.administering.jobs import count_reextracted, get_progress
from app.queries.administering.keys import OPERATOR
from app.queries.reextracting.articles import Selection, list_extracted
from app.settings import Settings
from app.terms.words import counted

EXAMPLE = "onrecord reextract --publisher 'Bay Courier' --since 2024-06-01"
LOOK_S, LINE_S = 0.5, 30  # between looks at the job, and between lines about it


def reextract(
    publisher: Publishers = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only those published on this day (2024-06-27) or later.")] = None,
    version: Annotated[
        list[str] | None,
        typer.Option(metavar="VERSION", help="Only those that this version extracted; else all that another than the present one did."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many articles it would extract, and do nothing.")] = False,
) -> None:
    """Extract claims and events again from texts in the archive that an older version of the extractor read.

    What people accepted or edited stays. It is a job, which servers and workers help with, and finish if this command is ended. Exit status
    1 if an article failed.
    """
    settings = load_settings()
    configure_logs(settings)
    require_database(settings.database_url)
    engine = write_engine(settings.database_url)
    try:
        _reextract(settings, engine, _selection(settings, publisher or [], since, version or []), is_dry=dry_run)
    except (DatabaseError, OnRecordError, BrokenPipeError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()


def _selection(settings: Settings, publishers: list[str], since: str | None, versions: list[str]) -> Selection:
    try:
        ArticleQuery(published_from=since)
    except ValueError as error:
        raise typer.BadParameter("is no day of the calendar", param_hint="--since") from error
    name, newest = producer_of(settings)
    return Selection(name, newest, publishers, since, versions)


def _reextract(settings: Settings, engine: Engine, wanted: Selection, *, is_dry: bool) -> None:
    with read_connection(engine) as connection:
        article_ids = [*list_extracted(connection, wanted)]
    typer.echo(f"{counted(len(article_ids), 'article')} to extract again")
    if is_dry or not article_ids:
        return
    job_id = add_reextraction(engine, article_ids)
    typer.echo(f"{job_id} does it: it goes on in servers and workers if this command is ended", err=True)
    job = _run(settings, engine, job_id)
    with read_connection(engine) as connection:
        outcomes, claims = count_reextracted(connection, job_id)
    typer.echo(_report(outcomes, claims))
    raise typer.Exit(0 if job["state"] == "succeeded" else 1)


def _run(settings: Settings, engine: Engine, job_id: str) -> Any:
    """Run jobs until this one is finished; return it."""
    supervisor, looks = Supervisor(settings), 0
    supervisor.start()
    try:
        while True:
            with read_connection(engine) as connection:
                job = get_progress(connection, job_id, OPERATOR)
            if job["finished_at"] is not None:
                return job
            looks += 1
            if not looks % (LINE_S / LOOK_S):
                typer.echo(f"{job['done']:,} of {counted(job['total'], 'article')}", err=True)
            sleep(LOOK_S)
    finally:
        supervisor.stop()


def _report(outcomes: Counter[str], claims: Counter[str]) -> str:
    parts = [f"{number:,} {outcome}" for outcome, number in sorted(outcomes.items())]
    return f"articles: {', '.join(parts)}; claims: {claims['kept']:,} kept, {claims['added']:,} added, {claims['removed']:,} removed"
