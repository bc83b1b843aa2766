"""The command ``onrecord policy``: set what everybody may see of the texts of articles."""

from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.commands.administering.users import user_name
from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import checkpoint, read_connection, write_engine
from app.errors import OnRecordError
from app.ingest.administering.policies import Setter, set_policy
from app.queries.administering.policies import list_article_ids
from app.terms.vocabulary import TextPolicy

EXAMPLE = "onrecord policy quotes --publisher 'Bay Courier'"


def policy(
    policy: Annotated[TextPolicy, typer.Argument(metavar="full|quotes|hidden", help="All of it; passages only; offsets and gists only.")],
    articles: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Ids of articles.")] = None,
    publisher: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="All articles of a publisher, in any case and spelling of accents. Repeatable.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="All articles.")] = False,
    reason: Annotated[str | None, typer.Option(metavar="REASON", help="Why; the history of each article shows it.")] = None,
) -> None:
    """Set what everybody may see of the texts of articles that are loaded; keys with the scope `review` see all.

    Each article is a transaction of its own, and its history keeps the policy before, your user name and the reason.
    `ONRECORD_TEXT_POLICY` and `ingest --text-policy` are for articles that are added.
    """
    if sum(map(bool, (articles, publisher, all))) != 1:
        raise typer.BadParameter("give ids, --publisher or --all", param_hint="ID")
    url = load_settings().database_url
    require_database(url)
    engine = write_engine(url)
    try:
        ids = articles or _ids_of(engine, publisher or [])
        changed = [set_policy(engine, article_id, policy, by=Setter(user_name(), reason)) for article_id in ids]
        typer.echo(f"{sum(changed)} changed, {len(changed) - sum(changed)} the same")
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
        checkpoint(url)


def _ids_of(engine: Engine, publishers: Sequence[str]) -> list[str]:
    with read_connection(engine) as connection:
        return list_article_ids(connection, publishers)
