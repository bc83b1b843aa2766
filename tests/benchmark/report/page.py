"""Write docs/performance.md and its chart from ``bench.json``: ``make performance``.

The text around the figures is ``performance.template.md``.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

import orjson

from tests.benchmark.report import chart, tables
from tests.benchmark.servers.serving import ROOT

Findings = dict[str, Any]
TEMPLATE = Path(__file__).parent / "performance.template.md"
CHART = "growth.svg"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page and its chart into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("findings", type=Path, nargs="?", default=ROOT / "bench.json", help="the file that the benchmark wrote")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs", help="where the page and its chart are written")
    options = parser.parse_args(arguments)
    findings = orjson.loads(options.findings.read_bytes())
    (options.folder / "performance.md").write_text(page(findings))
    if "growth" in findings:
        (options.folder / CHART).write_text(chart.draw(findings["growth"], f"{findings['machine']['cpu']}, {findings['date']}"))


def page(findings: Findings) -> str:
    """Return the page. A part that was not measured has no section."""
    figures = findings | findings["machine"] | {"archives": tables.archives(findings), "goals": tables.goals(findings)}
    sections = {
        "failed": "".join(f"\n{line}\n" for line in tables.failures(findings)),
        "requests": _section("Requests", tables.requests(findings)),
        "rates": _section("Loading and export", tables.rates(findings)),
        "turns": _section("The commit before", tables.turns(findings["turns"])) if "turns" in findings else "",
        "growth": _section("Growth", tables.growth(findings), f"\n\n![CPU of a request by size of the archive]({CHART})"),
    }
    return Template(TEMPLATE.read_text()).substitute(figures | sections)


def _section(heading: str, content: str, behind: str = "") -> str:
    return f"\n## {heading}\n\n{content}{behind}\n" if content else ""


if __name__ == "__main__":
    main()
