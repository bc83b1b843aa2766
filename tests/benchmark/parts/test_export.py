"""What commands write is counted, cut when the time is over, and compared."""

import pytest

from tests.benchmark.parts.export import Command, check_same, run

LINES = Command(["sh", "-c", "printf 'a\\nb\\n'"])
ENDLESS = Command(["yes"])


def test_all_lines_are_counted() -> None:
    ran = run(LINES, 10)
    assert ran["claims"] == 2
    assert ran["per_s"] == 2 / ran["seconds"]


def test_a_command_is_ended_when_the_time_is_over() -> None:
    ran = run(ENDLESS, 0.3)
    assert 0.3 <= ran["seconds"] < 5
    assert ran["claims"] > 1_000
    assert 0 < ran["private_mb"] <= ran["peak_mb"]
    assert ran["per_cpu_s"] > 0


def test_exports_that_write_nothing_are_refused() -> None:
    nothing = Command(["true"])
    with pytest.raises(AssertionError, match="nothing is exported"):
        check_same({"onrecord": nothing, "sqlite3": nothing})
