"""Write docs/performance.md and its chart from what the benchmark found: ``make performance``.

What explains the figures stands in ``performance.template.md``.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

import orjson

from tests.benchmark.report import chart, tables
from tests.benchmark.servers.serving import ROOT

Found = dict[str, Any]
TEMPLATE = Path(__file__).parent / "performance.template.md"
CHART = "growth.svg"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page and its chart into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("found", type=Path, nargs="?", default=ROOT / "bench.json", help="what the benchmark wrote")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs", help="where the page and its chart are written")
    given = parser.parse_args(arguments)
    found = orjson.loads(given.found.read_bytes())
    (given.folder / "performance.md").write_text(page(found))
    if "growth" in found:
        (given.folder / CHART).write_text(chart.drawn(found["growth"], f"{found['machine']['cpu']}, {found['date']}"))


def page(found: Found) -> str:
    """Return the page; a part that was not measured has no section."""
    figures = found | found["machine"] | {"archives": tables.archives(found), "goals": tables.goals(found)}
    sections = {
        "failed": "".join(f"\n{line}\n" for line in tables.failures(found)),
        "requests": _section("Requests", tables.requests(found)),
        "growth": _section("Growth", tables.growth(found), f"\n\n![CPU of a request by size of the archive]({CHART})"),
    }
    return Template(TEMPLATE.read_text()).substitute(figures | sections)


def _section(heading: str, written: str, behind: str = "") -> str:
    return f"\n## {heading}\n\n{written}{behind}\n" if written else ""


if __name__ == "__main__":
    main()
