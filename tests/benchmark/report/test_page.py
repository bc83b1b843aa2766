import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.benchmark.report import page
from tests.benchmark.report.goals import judge
from tests.benchmark.report.test_tables import FOUND as MEASURED
from tests.benchmark.servers.serving import ROOT

FOUND: dict[str, Any] = {
    **MEASURED,
    "machine": {**MEASURED["machine"], "system": "Linux", "load": 0.1},
    "commit": "1234567",
    "command": "python -m tests.benchmark.run --minutes 3",
    "database": "sqlite",
    "goals": judge(MEASURED),
}


def test_the_page_names_commit_command_machine_and_date() -> None:
    written = page.page(FOUND)
    assert "| commit | `1234567` |" in written
    assert "| command | `python -m tests.benchmark.run --minutes 3` |" in written
    assert "| machine | A processor, 2 cores, Linux, Python 3.11.7 |" in written
    assert "| measured | 2024-06-27, in 3.0 minutes |" in written
    assert "| facets | 0.80 | 1.60 | 2.0x |" in written
    assert re.findall(r"^## (.*)", written, re.MULTILINE) == ["Goals", "Requests", "Growth", "Loading and export", "How it is measured"]


def test_two_commits_in_turns_have_a_section_where_they_were_measured() -> None:
    spread = {"median": 2.5, "least": 2.4, "most": 2.6, "rounds": 3}
    summary = {
        "before": "1" * 40,
        "after": "2" * 40,
        "claims": 1_000_000,
        "added": 50_000,
        "database": "sqlite",
        "medians": {"bulk": {"before": {"per_s": 4000.0}, "after": {"per_s": 10000.0}}},
        "ratios": {"bulk": {"per_s": spread}},
        "same": {},
    }
    written = page.page(FOUND | {"turns": summary})
    assert "Before `1111111`, after `2222222`: 1,000,000 claims, and 50,000 added (sqlite)." in written
    assert "| `bulk` a second | 4,000 | 10,000 | 2.500 | 2.400 to 2.600 | 3 |" in written
    assert "The commit before" not in page.page(FOUND)


@pytest.mark.parametrize("missing", ["growth", "first"])
def test_a_part_that_was_not_measured_has_no_section_and_one_that_failed_is_named(missing: str) -> None:
    findings = {name: value for name, value in FOUND.items() if name != missing} | {"repeat": {}, "failed": {missing: "no\nanswer"}}
    written = page.page(findings)
    assert f"\n**{missing} failed**: answer\n" in written
    assert ("## Growth" in written) == (missing != "growth")
    assert ("## Requests" in written) == (missing != "first")


def test_the_page_and_its_chart_are_written_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "bench.json").write_bytes(orjson.dumps(FOUND))
    page.main([f"{tmp_path / 'bench.json'}", "--folder", f"{tmp_path}"])
    assert f"]({page.CHART})" in (tmp_path / "performance.md").read_text()
    assert (tmp_path / page.CHART).read_text().startswith("<svg")


def test_the_committed_page_is_what_the_program_writes() -> None:
    """The fixed lines of the template stand in the committed page; figures are not compared."""
    committed = (ROOT / "docs" / "performance.md").read_text()
    fixed = [line for line in page.TEMPLATE.read_text().splitlines() if line and "$" not in line]
    assert [line for line in fixed if line not in committed.splitlines()] == []
