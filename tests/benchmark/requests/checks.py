"""Whether answers are right, before it is measured how quickly they come: each as plain SQL on the same file has it."""

import sqlite3
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmark.requests.cases import Asked, Case, Values
from tests.benchmark.requests.statements import STATEMENTS, TABLE_PAGES
from tests.benchmark.servers.serving import Server

CHECKED = 5  # requests of each case


def check(archive: Path, case: Case, onrecord: Server, datasette: Server | None = None) -> None:
    """Ask some requests of a case and compare: ids, counts and their order.

    Raises:
        AssertionError: an answer is not what the statement finds.
    """
    finds = [_checked(archive, case, asked, onrecord, datasette) for asked in case.take(CHECKED)]
    assert any(finds), f"{case.name}: nothing is found"


def _checked(archive: Path, case: Case, asked: Asked, onrecord: Server, datasette: Server | None) -> bool:
    """Check one request; return whether anything is found."""
    answered, found = case.values(onrecord.json(asked.target)), _found(archive, case, asked)
    if case.exact:
        _same(asked, answered, found)
    else:
        _hits(archive, asked, answered)
    if datasette:
        _same(asked, [row[: case.columns] for row in _rows_of(datasette, canned(case, asked))], found)
    if datasette and case.statement in TABLE_PAGES:
        assert len(_rows_of(datasette, table_page(case, asked))) == len(found), f"{asked.target}: the page of the table has others"
    return bool(answered)


def _rows_of(datasette: Server, target: str) -> Values:
    found: Values = datasette.json(target)["rows"]
    return found


def canned(case: Case, asked: Asked) -> str:
    """The address of the same request at Datasette."""
    return f"/archive/{case.statement}.json?{urlencode(asked.parameters)}&_shape=arrays"


def table_page(case: Case, asked: Asked) -> str:
    """The address of the same claims, and nothing of other tables, as a page of the table at Datasette."""
    return f"/archive/claims.json?{TABLE_PAGES[case.statement].format(**asked.parameters)}&_nocount=1&_shape=arrays"


def _found(archive: Path, case: Case, asked: Asked) -> Values:
    rows = _rows(archive, STATEMENTS[case.statement], asked.parameters)
    return [list(row[: case.columns]) for row in rows]


def _hits(archive: Path, asked: Asked, answered: Values) -> None:
    ids = ",".join(f"'{row[0]}'" for row in answered)
    hold = f"SELECT count(*) FROM claims WHERE id IN ({ids}) AND number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :words)"
    assert _rows(archive, hold, asked.parameters)[0][0] == len(answered), f"{asked.target} finds what does not hold the words"


def _rows(archive: Path, statement: str, parameters: dict[str, str]) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    try:
        return connection.execute(statement, parameters).fetchall()
    finally:
        connection.close()


def _same(asked: Asked, answered: Values, found: Values) -> None:
    assert answered == found, f"{asked.target}\nanswers {answered[:5]} ({len(answered)})\nSQL finds {found[:5]} ({len(found)})"
