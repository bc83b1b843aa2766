"""The command ``onrecord list``: show which articles are loaded."""

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import orjson
import typer
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.api.serving.exports import article_pages
from app.commands.arguments import Publishers, TableFormat
from app.commands.exits import exit_with_error
from app.commands.output import columns_of
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import read_engine
from app.errors import OnRecordError
from app.parameters.articles import ArticleQuery

EXAMPLE = "onrecord list --publisher 'Bay Courier' --since 2024-06-01"

Row = dict[str, Any]


def list(  # the command has this name
    publisher: Publishers = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only those published on this day (2024-06-27) or later.")] = None,
    format: TableFormat = "text",
) -> None:
    """List the articles, latest published first.

    Columns are id, day, number of claims, publisher and title, with a tab between; "-" is unknown.
    """
    query = _query(publisher or [], since)
    url = load_settings().read_url
    require_database(url)
    engine = read_engine(url)
    try:
        for row in _article_rows(engine, query):
            sys.stdout.write(orjson.dumps(row).decode() + "\n" if format == "ndjson" else columns_of(row))
    except (DatabaseError, OnRecordError, BrokenPipeError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()


def _query(publishers: Any, since: str | None) -> ArticleQuery:
    try:
        return ArticleQuery(publisher=publishers, published_from=since)
    except ValidationError as error:
        raise typer.BadParameter(error.errors()[0]["msg"].removeprefix("Value error, "), param_hint="--since") from error


def _article_rows(engine: Engine, query: ArticleQuery) -> Iterator[Row]:
    for page in article_pages(engine, query):
        for article in page:
            yield {
                "id": article["id"],
                "published": article["published"],
                "claims": article["counts"]["claims"],
                "publisher": article["publisher"],
                "title": article["title"],
            }
