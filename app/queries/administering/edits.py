"""Read edits: the history of a claim, event or article, and the number of changes of anything."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from app.answers.edits import EditOut, History
from app.errors import NotFound
from app.queries.administering.tombstones import missing_article
from app.queries.statements.compiled import on_driver
from app.queries.tables import articles, claims, edits, events

# What the number of a thing counts: changes of the thing itself, and other documents of its article. By the prefix of its id.
OF_SQLITE = {
    "art": "SELECT number FROM edit_numbers WHERE thing_id = ?",
    "clm": "SELECT number FROM edit_numbers WHERE thing_id = ? UNION ALL SELECT edit_numbers.number FROM claims "
    "JOIN articles ON articles.number = claims.article_number JOIN edit_numbers ON thing_id = articles.id WHERE claims.id = ? "
    "UNION ALL SELECT edit_numbers.number FROM rejected "
    "JOIN articles ON articles.number = rejected.article_number JOIN edit_numbers ON thing_id = articles.id WHERE rejected.id = ?",
    "ent": "SELECT number FROM edit_numbers WHERE thing_id = ?",
    "evt": "SELECT number FROM edit_numbers WHERE thing_id = ? UNION ALL SELECT edit_numbers.number FROM events "
    "JOIN articles ON articles.number = events.article_number JOIN edit_numbers ON thing_id = articles.id WHERE events.id = ? "
    "UNION ALL SELECT edit_numbers.number FROM rejected "
    "JOIN articles ON articles.number = rejected.article_number JOIN edit_numbers ON thing_id = articles.id WHERE rejected.id = ?",
}
NUMBER_SQL = {"sqlite": OF_SQLITE, "postgresql": {prefix: sql.replace("?", "%s") for prefix, sql in OF_SQLITE.items()}}


def get_edit_number(connection: Connection, thing_id: str) -> int:
    """Return how often a thing, or the document that it stands in, changed; 0 also for what does not exist."""
    statement = NUMBER_SQL[connection.dialect.name].get(thing_id[:3])
    if statement is None:
        return 0
    rows, _ = on_driver(connection, statement, (thing_id,) * (3 if thing_id.startswith(("clm", "evt")) else 1))
    return sum(number for (number,) in rows)


def list_edits(connection: Connection, article_ids: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Return the edits of claims and events in these articles, by article id, in the order in which they were made."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    of_things = edits.c.article_id.in_(article_ids), edits.c.thing_id != edits.c.article_id
    for row in connection.execute(select(edits).where(*of_things).order_by(edits.c.at, edits.c.number)):
        found[row.article_id].append(row)
    return found


def list_edits_of(connection: Connection, thing_ids: Collection[str]) -> list[Row[Any]]:
    """Return the edits of these things, in the order in which they were made."""
    return [*connection.execute(select(edits).where(edits.c.thing_id.in_(thing_ids)).order_by(edits.c.at, edits.c.number))]


def get_history(connection: Connection, thing_id: str, prefix: str) -> History:
    """Return the edits of a claim or event, latest first.

    Raises:
        NotFound: nothing has this id, and nothing of this id was ever edited; or the id has another prefix.
    """
    table, name = (claims, "claim") if prefix == "clm_" else (events, "event")
    rows = _edits_of(connection, thing_id)
    is_there = rows or connection.execute(select(table.c.number).where(table.c.id == thing_id)).first()
    if not is_there or not thing_id.startswith(prefix):
        raise NotFound(f"There is no {name} {thing_id!r}.")
    return History(items=[edit_out(row) for row in rows])


def get_article_history(connection: Connection, article_id: str) -> History:
    """Return the changes of an article's text policy by people, latest first.

    Raises:
        NotFound: no article has this id.
        Withdrawn: the article was withdrawn.
    """
    if connection.execute(select(articles.c.number).where(articles.c.id == article_id)).first() is None:
        raise missing_article(connection, article_id)
    return History(items=[edit_out(row) for row in _edits_of(connection, article_id)])


def _edits_of(connection: Connection, thing_id: str) -> Sequence[Row[Any]]:
    return connection.execute(select(edits).where(edits.c.thing_id == thing_id).order_by(edits.c.at.desc(), edits.c.number.desc())).all()


def edit_out(row: Row[Any]) -> EditOut:
    """Build an edit from its row."""
    return EditOut(
        edit=row.number, at=f"{row.at:%Y-%m-%dT%H:%M:%SZ}", actor=row.actor, reason=row.reason, before=row.before, after=row.after
    )
