from typing import Any
from xml.etree import ElementTree

from tests.benchmark.report.chart import draw
from tests.benchmark.report.goals import judge
from tests.benchmark.report.tables import render

FIGURES = {"requests": 8, "per_s": 1234.5, "cpu_ms": 0.8, "p50_ms": 1.2, "p99_ms": 3.4, "bytes": 900}
SHARES = {"onrecord": FIGURES, "of_ceiling": {"throughput": 0.5, "cpu": 0.4}, "of_datasette": {"throughput": 6.0, "cpu": 7.0}}
GROWTH = {"facets": {"sizes": {"1000": FIGURES, "1000000": {**FIGURES, "cpu_ms": 1.6}}, "growth": 2.0}}
FOUND: dict[str, Any] = {
    "date": "2024-06-27",
    "minutes": 3.0,
    "machine": {"cpu": "A processor", "cores": 2, "python": "3.11.7"},
    "archives": {"1k": {"claims": 1000, "bytes": 3_000_000}},
    "first": {"claim": {"connections_16": SHARES, "memory_mb": {"onrecord": 90.0}}},
    "repeat": {"list": SHARES},
    "growth": GROWTH,
}


def _table() -> str:
    return render({**FOUND, "goals": judge(FOUND)})


def test_requests_have_a_line_each_with_both_ratios() -> None:
    assert "| first: claim | connections 16 | 1234 | 0.80 | 1.2 | 3.4 | 50 / 40 % | 6.0 / 7.0 x |  |" in _table()
    assert "| repeat: list |  | 1234 |" in _table()


def test_goals_show_bound_measurement_and_verdict() -> None:
    assert "| `growth` | growth at most 3 |  | not measured |" in _table()
    assert "| `first_claim` | of_ceiling at least 0.25, of_datasette at least 5 | of_ceiling 0.4, of_datasette 6 | yes |" in _table()


def test_growth_has_a_column_for_each_size() -> None:
    assert "| facets | 0.80 | 1.60 | 2.0x |" in _table()


def test_a_part_that_failed_shows_the_last_line_of_its_error() -> None:
    assert "**start failed**: no answer" in render({**FOUND, "goals": [], "failed": {"start": "what was written before\nno answer\n"}})


def test_the_chart_is_an_image_with_a_line_for_each_request() -> None:
    image = ElementTree.fromstring(draw(GROWTH, "A processor & more"))
    lines = [element for element in image.iter() if element.tag.endswith("polyline")]
    assert len(lines) == 1
    first, last = ([float(number) for number in point.split(",")] for point in lines[0].attrib["points"].split())
    assert first[0] < last[0]
    assert first[1] > last[1]
