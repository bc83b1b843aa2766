"""The command ``onrecord undelete``: let withdrawn articles be loaded again."""

import typer
from sqlalchemy.exc import DatabaseError

from app.commands.arguments import ArticleIds
from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import checkpoint, write_engine
from app.errors import OnRecordError
from app.ingest.administering.tombstones import lift

EXAMPLE = "onrecord undelete art_1q7d8m4z0k3n5c6v2b9x"


def undelete(articles: ArticleIds) -> None:
    """Let withdrawn articles be loaded again.

    They are not restored: `ingest` their files. Nothing is done if one of the ids is not that of a withdrawn article.
    """
    url = load_settings().database_url
    require_database(url)
    engine = write_engine(url)
    try:
        lift(engine, articles)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
        checkpoint(url)
    for article in articles:
        typer.echo(f"{article} is no longer withdrawn: the next `onrecord ingest` of its file loads it")
