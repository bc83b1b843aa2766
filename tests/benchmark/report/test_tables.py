from typing import Any
from xml.etree import ElementTree

from tests.benchmark.report.chart import draw
from tests.benchmark.report.goals import judge
from tests.benchmark.report.tables import render

FIGURES = {"requests": 8, "per_s": 1234.5, "cpu_ms": 0.8, "p50_ms": 1.2, "p99_ms": 3.4, "bytes": 900}
SHARES = {"onrecord": FIGURES, "of_ceiling": {"throughput": 0.5, "cpu": 0.4}, "of_datasette": {"throughput": 6.0, "cpu": 7.0}}
GROWTH = {"facets": {"sizes": {"1000": FIGURES, "1000000": {**FIGURES, "cpu_ms": 1.6}}, "growth": 2.0}}
LOADERS = ("onrecord", "sqlite_utils", "sqlite_utils_without_words")
FOUND: dict[str, Any] = {
    "date": "2024-06-27",
    "minutes": 3.0,
    "machine": {"cpu": "A processor", "cores": 2, "python": "3.11.7"},
    "database": "sqlite",
    "archives": {"1k": {"claims": 1000, "bytes": 3_000_000, "per_s": 4000, "per_cpu_s": 4500}},
    "first": {"claim": {"connections_16": SHARES, "memory_mb": {"onrecord": 90.0}}},
    "repeat": {"list": SHARES},
    "growth": GROWTH,
    "ingest": {
        "claims": 1000,
        "per_s": dict.fromkeys(LOADERS, 5000.0),
        "per_cpu_s": dict.fromkeys(LOADERS, 6000.0),
        "append": {"to": 1000, "claims": 100, "per_s": 2000.0, "per_cpu_s": 2500.0},
        "growth": {"append": {"times": 1.2}},
    },
    "export": {"onrecord": {"claims": 1000, "per_s": 9000.0, "per_cpu_s": 9500.0, "peak_mb": 71.5}},
}


def _table() -> str:
    return render({**FOUND, "goals": judge(FOUND)})


def test_requests_have_a_line_each_with_both_ratios() -> None:
    assert "| first: claim | connections 16 | 1234 | 0.80 | 1.2 | 3.4 | 50 / 40 % | 6.0 / 7.0 x |  |" in _table()
    assert "| repeat: list |  | 1234 |" in _table()


def test_goals_show_bound_measurement_and_verdict() -> None:
    assert "| `growth` | growth at most 3 |  | not measured |" in _table()
    assert "| `first_claim` | of_datasette at least 6 | of_datasette 6 | yes |" in _table()


def test_growth_has_a_column_for_each_size() -> None:
    assert "| facets | 0.80 | 1.60 | 2.0x |" in _table()


def test_loads_and_exports_have_a_line_each() -> None:
    assert "| into an empty database | 1,000 | 4000 | 4500 |  |" in _table()
    assert "| sqlite-utils, flat rows with full text | 1,000 | 5000 | 6000 |  |" in _table()
    assert "| added to 1,000 claims | 100 | 2000 | 2500 |  |" in _table()
    assert "| `onrecord export claims` | 1,000 | 9000 | 9500 | 72 |" in _table()
    assert "`sqlite3 -json`" not in _table()


def test_a_part_that_failed_shows_the_last_line_of_its_error() -> None:
    assert "**start failed**: no answer" in render({**FOUND, "goals": [], "failed": {"start": "what was written before\nno answer\n"}})


def test_the_chart_is_an_image_with_a_line_for_each_request() -> None:
    image = ElementTree.fromstring(draw(GROWTH, "A processor & more"))
    lines = [element for element in image.iter() if element.tag.endswith("polyline")]
    assert len(lines) == 1
    first, last = ([float(number) for number in point.split(",")] for point in lines[0].attrib["points"].split())
    assert first[0] < last[0]
    assert first[1] > last[1]
