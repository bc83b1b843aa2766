"""Query plans of a read: the statements as they reach the database, the steps of each, and faults."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from app.database.engines import read_connection

Read = Callable[[Connection], object]
# No table that grows with the archive may be scanned. One step may visit MOST_ROWS rows for a page, one statement read MOST_PAGES pages.
GROWING_TABLES = {"claims", "articles", "events", "entities", "appearances", "claim_abouts", "participants", "roles", "documents"}
MOST_ROWS, MOST_PAGES = 1_000, 2_000
MOST_LOOPS = 8  # of a scan: workers scan a part each
AUTO_EXPLAIN_SETTINGS = {
    **{"log_min_duration": "0", "log_analyze": "on", "log_timing": "off", "log_buffers": "on"},
    **{"log_format": "json", "log_level": "notice"},
}
SCAN_STEP = re.compile(r"SCAN (?!CONSTANT|\(|anon_|main\.)\w+(?! (?:USING (?:COVERING )?INDEX|VIRTUAL TABLE))\b")
CONSTANT_STEP = re.compile(r"SCAN (?:\d+ CONSTANT|CONSTANT|\()")
SORT_STEP = re.compile("USE TEMP B-TREE FOR .*ORDER BY")


@dataclass(frozen=True)
class Plan:
    """A statement, the steps by which it was run, their faults, tables scanned in loops, and the pages read (PostgreSQL alone)."""

    statement: str
    steps: str
    faults: list[str]
    scanned_in_loops: list[str]
    pages: int = 0


def plans_of(engine: Engine, read: Read) -> list[Plan]:
    """Run a read and return the plans of all its statements."""
    with read_connection(engine) as connection:
        return _on_sqlite(connection, read) if engine.dialect.name == "sqlite" else _on_postgresql(connection, read)


def _on_postgresql(connection: Connection, read: Read) -> list[Plan]:
    messages: list[str] = []
    driver: Any = connection.connection.driver_connection
    connection.execute(text("LOAD 'auto_explain'"))
    for name, value in AUTO_EXPLAIN_SETTINGS.items():
        connection.execute(text(f"SET LOCAL auto_explain.{name} = {value}"))
    with _collect_notices(driver, messages):
        read(connection)
        connection.execute(text("SET LOCAL auto_explain.log_min_duration = -1"))
    return [_read_plan(json.loads(message.partition("plan:\n")[2])) for message in messages if "plan:\n" in message]


def _read_plan(explained: Any) -> Plan:
    root = explained["Plan"]
    pages = root["Shared Hit Blocks"] + root["Shared Read Blocks"]
    faults = [*_faults(root), *([f"reads {pages} pages"] if pages > MOST_PAGES else [])]
    return Plan(explained["Query Text"], json.dumps(root, indent=1), faults, [*_scanned_again(root)], pages)


def _scanned_again(node: Any) -> Iterator[str]:
    """Yield the growing tables that are scanned for each row of another one. What a node above keeps is scanned once."""
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING_TABLES and node["Actual Loops"] > MOST_LOOPS:
        yield node["Relation Name"]
    for inner in node.get("Plans", []):
        yield from _scanned_again(inner)


@contextmanager
def _collect_notices(driver: Any, messages: list[str]) -> Iterator[None]:
    def collect(notice: Any) -> None:
        messages.append(notice.message_primary)

    driver.add_notice_handler(collect)
    yield
    driver.remove_notice_handler(collect)


def _faults(node: Any) -> Iterator[str]:
    """Yield the steps that read or sort more than a page needs."""
    kind, table = node["Node Type"], node.get("Relation Name", "")
    rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)) * node[
        "Actual Loops"
    ]
    if kind == "Seq Scan" and table in GROWING_TABLES:
        yield f"scans all of {table}"
    if rows > MOST_ROWS and (table in GROWING_TABLES or not table):
        yield f"{kind} {table} of {rows} rows"
    for inner in node.get("Plans", []):
        rows_to_sort = round(inner["Actual Rows"] * inner["Actual Loops"])  # each of several workers sorts a part
        if kind in ("Sort", "Incremental Sort") and rows_to_sort > MOST_ROWS:
            yield f"sorts {rows_to_sort} rows"
        yield from _faults(inner)


def _on_sqlite(connection: Connection, read: Read) -> list[Plan]:
    driver: Any = connection.connection.driver_connection
    statements: list[str] = []
    driver.set_trace_callback(statements.append)
    read(connection)
    driver.set_trace_callback(None)
    return [_explain(driver, statement) for statement in statements if statement.lstrip().startswith(("SELECT", "WITH"))]


def _explain(driver: Any, statement: str) -> Plan:
    rows = driver.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    steps = [str(row[3]) for row in rows]
    faults = [step for step in steps if SCAN_STEP.match(step) or SORT_STEP.match(step)]
    return Plan(statement, "\n".join(steps), faults, [*_scanned_in_loops([(row[1], str(row[3])) for row in rows])])


def _scanned_in_loops(steps: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield the steps, given with those above them, that scan a table for each row of the step before, or a table without an index."""
    outer = set[int]()
    for above, step in steps:
        if above in outer and step.startswith("SCAN ") and not CONSTANT_STEP.match(step):
            yield step
        if step.startswith(("SCAN ", "SEARCH ")):
            outer.add(above)
