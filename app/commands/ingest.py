"""The command ``onrecord ingest``: load knowledge documents, articles and texts into the database."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from app.commands.arguments import CORES, InputPaths, Jobs, Published, Publisher, Title, Url, metadata_from_options, require_paths
from app.commands.exits import exit_with_error
from app.commands.numbers import positive_number
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import checkpoint, write_engine
from app.errors import OnRecordError
from app.ingest.loading import BATCH
from app.ingest.reading.extraction import extraction, jobs_for
from app.ingest.reading.files import find_files, find_skipped
from app.ingest.reading.limits import ReadingLimits
from app.ingest.report import Report
from app.logs import configure_logs
from app.terms.vocabulary import TextPolicy

EXAMPLE = "onrecord ingest articles/ more.jsonl.gz --publisher 'Bay Courier'"


def ingest(
    paths: InputPaths = None,
    text: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A text to attach, by its hash, to the article it belongs to. Repeatable.")
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="A folder of texts to attach, by their hashes. Repeatable.", file_okay=False)
    ] = None,
    published: Published = None,
    title: Title = None,
    url: Url = None,
    publisher: Publisher = None,
    jobs: Jobs = CORES,
    text_policy: Annotated[
        TextPolicy | None,
        typer.Option(
            metavar="full|quotes|hidden",
            help="What everybody may see of the texts of articles that are added; else ONRECORD_TEXT_POLICY. Others keep theirs.",
        ),
    ] = None,
    batch: Annotated[int, typer.Option(parser=positive_number, metavar="N", help="Articles that are loaded in one transaction.")] = BATCH,
    new_revision: Annotated[
        bool, typer.Option("--new-revision", help="Let a text that an article had before be its latest again, as a new revision.")
    ] = False,
) -> None:
    """Load knowledge documents, and what is extracted from articles.

    Exit status 1 if anything was refused, 2 if the report could not be written; the rest is loaded.
    """
    settings = load_settings()
    configure_logs(settings)
    if not (paths or text or texts):
        raise typer.BadParameter("give documents, or texts to attach to documents that are loaded", param_hint="PATH")
    require_paths([*(paths or []), *(text or []), *(texts or [])])
    metadata = metadata_from_options(published=published, title=title, url=url, publisher=publisher)
    require_database(settings.database_url)
    engine = write_engine(settings.database_url)
    report = Report(engine, ReadingLimits.of(settings), text_policy or settings.text_policy)
    files = list(find_files(paths or []))
    try:
        report.add_texts(text or [], texts or [])
        report.report_skipped(find_skipped(paths or []))
        with extraction(settings, jobs_for(files, jobs), metadata, is_lazy=True) as read:
            report.load(files, read, jobs_for(files, jobs), batch, is_new_revision=new_revision)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
        checkpoint(settings.database_url)
    raise typer.Exit(report.exit_status)
