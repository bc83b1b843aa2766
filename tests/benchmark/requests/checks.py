"""Check answers against plain SQL on the reference file of the same documents, before their speed is measured."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmark.requests.cases import Case, Request, Values
from tests.benchmark.requests.items import row_of_columns, row_of_item
from tests.benchmark.requests.statements import STATEMENTS, TABLE_PAGES
from tests.benchmark.servers.serving import Server
from tests.make import Json

CHECKED = 5  # requests of each case
COUNTED = ("articles", "claims", "entities", "events")
Rows = list[sqlite3.Row]


def check_counts(reference: Path, onrecord: Server) -> None:
    """Compare the numbers of articles, claims, entities as resolved, and events in the whole archive.

    Raises:
        AssertionError: one differs.
    """
    stats = onrecord.json("/v1/stats")
    found = {name: _rows(reference, f"SELECT count(*) FROM {name}")[0][0] for name in COUNTED}
    assert {name: stats[name] for name in COUNTED} == found, f"the reference file holds {found}, the archive {stats}"


def check(reference: Path, case: Case, onrecord: Server, datasette: Server | None = None) -> None:
    """Send some requests of a case and compare items, value by value, or counts, and their order with SQL.

    Raises:
        AssertionError: an answer differs from the rows of the statement, or no request finds anything.
    """
    finds = [_check_request(reference, case, request, onrecord, datasette) for request in case.take(CHECKED)]
    assert any(finds), f"{case.name}: nothing is found"


def _check_request(reference: Path, case: Case, request: Request, onrecord: Server, datasette: Server | None) -> bool:
    """Check one request; return whether it finds anything."""
    answer = onrecord.json(request.target)
    answered, found = case.values(answer), _rows(reference, STATEMENTS[case.statement], request.parameters)
    if case.exact:
        _check_equal(request, answered, [list(row)[: case.columns] for row in found])
    else:
        _check_hits(reference, request, answered)
    for item in case.items(answer):
        check_item(request.target, item, _rows(reference, STATEMENTS["claim"], {"id": item["id"]}))
    if datasette:
        _check_equal(request, _rows_of(datasette, canned_query_target(case, request)), [list(row) for row in found])
    if datasette and case.statement in TABLE_PAGES:
        assert len(_rows_of(datasette, table_page_target(case, request))) == len(found), (
            f"{request.target}: the page of the table has another number of rows"
        )
    return bool(answered)


def check_item(target: str, item: Json, rows: Rows) -> None:
    """Compare a claim of an answer with its row, value by value.

    Raises:
        AssertionError: a value differs, or there is no such row.
    """
    assert len(rows) == 1, f"{target}: {len(rows)} claims {item['id']}"
    answered, found = row_of_item(item), row_of_columns(zip(rows[0].keys(), rows[0], strict=True))
    differing = {name: (answered[name], found[name]) for name in found if answered[name] != found[name]}
    assert not differing, f"{target}: claim {item['id']} and its row differ: {differing}"


def _rows_of(datasette: Server, target: str) -> Values:
    rows: Values = datasette.json(target)["rows"]
    return rows


def canned_query_target(case: Case, request: Request) -> str:
    """Return the address of Datasette's canned query for a request."""
    named = {name: value for name, value in request.parameters.items() if f":{name}" in STATEMENTS[case.statement]}
    return f"/archive/{case.statement}.json?{urlencode(named)}&_shape=arrays"


def table_page_target(case: Case, request: Request) -> str:
    """Return the address of Datasette's page of table ``claims`` with the claims of a request, without other tables."""
    return f"/archive/claims.json?{TABLE_PAGES[case.statement].format(**request.parameters)}&_nocount=1&_shape=arrays"


def _check_hits(reference: Path, request: Request, answered: Values) -> None:
    ids = ",".join(f"'{row[0]}'" for row in answered)
    hold = f"SELECT count(*) FROM claims WHERE id IN ({ids}) AND number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :words)"
    assert _rows(reference, hold, request.parameters)[0][0] == len(answered), f"{request.target} finds claims without the words"


def _rows(reference: Path, statement: str, parameters: dict[str, str] | None = None) -> Rows:
    with closing(sqlite3.connect(f"file:{reference}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(statement, parameters or {}).fetchall()


def _check_equal(request: Request, answered: Values, found: Values) -> None:
    assert answered == found, f"{request.target}\nanswers {answered[:5]} ({len(answered)})\nSQL finds {found[:5]} ({len(found)})"
