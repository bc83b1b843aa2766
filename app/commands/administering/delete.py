"""The command ``onrecord delete``: withdraw articles."""

from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from app.commands.administering.users import user_name
from app.commands.arguments import ArticleIds
from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import checkpoint, read_connection, write_engine
from app.database.scrubbing import scrub
from app.errors import OnRecordError, Withdrawn
from app.ingest.administering.tombstones import RemovedArticle, mark_scrubbed, withdraw
from app.queries.administering.tombstones import list_unscrubbed
from app.terms.words import counted

EXAMPLE = "onrecord delete art_1q7d8m4z0k3n5c6v2b9x --reason 'wrong person named'"

NOT_SCRUBBED = (
    "Nothing serves them any more, but some of their bytes are still in the files of the database: another process reads or writes it "
    "for long, or the disk has no room for a copy. Run the same command again to remove them."
)


def delete(
    articles: ArticleIds,
    reason: Annotated[str, typer.Option(metavar="REASON", help="Why: a code or a few words. Whoever asks for the article is told it.")],
) -> None:
    """Withdraw articles with everything that only they hold.

    Claims, events, unnamed sources, entities that no other article names, texts and documents are deleted at once. Id, time, reason and
    your user name stay, and later loads skip the articles. Nothing is deleted if one of the ids is unknown.
    """
    if not reason.strip():
        raise typer.BadParameter("say why, in a code or a few words", param_hint="--reason")
    url = load_settings().database_url
    require_database(url)
    engine = write_engine(url)
    try:
        for found in withdraw(engine, articles, reason.strip(), user_name()):
            typer.echo(str(found) if isinstance(found, Withdrawn) else _line(found))
        with read_connection(engine) as connection:
            unscrubbed = list_unscrubbed(connection)  # before the files are scrubbed: bytes of what is withdrawn meanwhile may stay
        if scrub(url):
            mark_scrubbed(engine, unscrubbed)
        else:
            typer.echo(NOT_SCRUBBED, err=True)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
        checkpoint(url)


def _line(removed: RemovedArticle) -> str:
    return f"deleted {removed.id} {removed.title!r}: {counted(removed.claims, 'claim')}, {counted(removed.events, 'event')}"
