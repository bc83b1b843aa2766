"""Check answers against plain SQL on the same archive, before their speed is measured."""

import sqlite3
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmark.requests.cases import Case, Request, Values
from tests.benchmark.requests.statements import STATEMENTS, TABLE_PAGES
from tests.benchmark.servers.serving import Server

CHECKED = 5  # requests of each case


def check(archive: Path, case: Case, onrecord: Server, datasette: Server | None = None) -> None:
    """Send some requests of a case and compare ids, counts and their order with SQL.

    Raises:
        AssertionError: an answer differs from the rows of the statement, or no request finds anything.
    """
    finds = [_check_request(archive, case, request, onrecord, datasette) for request in case.take(CHECKED)]
    assert any(finds), f"{case.name}: nothing is found"


def _check_request(archive: Path, case: Case, request: Request, onrecord: Server, datasette: Server | None) -> bool:
    """Check one request; return whether it finds anything."""
    answered, found = case.values(onrecord.json(request.target)), _sql_rows(archive, case, request)
    if case.exact:
        _check_equal(request, answered, found)
    else:
        _check_hits(archive, request, answered)
    if datasette:
        _check_equal(request, [row[: case.columns] for row in _rows_of(datasette, canned_query_target(case, request))], found)
    if datasette and case.statement in TABLE_PAGES:
        assert len(_rows_of(datasette, table_page_target(case, request))) == len(found), (
            f"{request.target}: the page of the table has another number of rows"
        )
    return bool(answered)


def _rows_of(datasette: Server, target: str) -> Values:
    rows: Values = datasette.json(target)["rows"]
    return rows


def canned_query_target(case: Case, request: Request) -> str:
    """Return the address of Datasette's canned query for a request."""
    return f"/archive/{case.statement}.json?{urlencode(request.parameters)}&_shape=arrays"


def table_page_target(case: Case, request: Request) -> str:
    """Return the address of Datasette's page of table ``claims`` with the claims of a request, without other tables."""
    return f"/archive/claims.json?{TABLE_PAGES[case.statement].format(**request.parameters)}&_nocount=1&_shape=arrays"


def _sql_rows(archive: Path, case: Case, request: Request) -> Values:
    rows = _rows(archive, STATEMENTS[case.statement], request.parameters)
    return [list(row[: case.columns]) for row in rows]


def _check_hits(archive: Path, request: Request, answered: Values) -> None:
    ids = ",".join(f"'{row[0]}'" for row in answered)
    hold = f"SELECT count(*) FROM claims WHERE id IN ({ids}) AND number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :words)"
    assert _rows(archive, hold, request.parameters)[0][0] == len(answered), f"{request.target} finds claims without the words"


def _rows(archive: Path, statement: str, parameters: dict[str, str]) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    try:
        return connection.execute(statement, parameters).fetchall()
    finally:
        connection.close()


def _check_equal(request: Request, answered: Values, found: Values) -> None:
    assert answered == found, f"{request.target}\nanswers {answered[:5]} ({len(answered)})\nSQL finds {found[:5]} ({len(found)})"
