"""What was measured is kept at once, and another comparison is not taken for this one."""

from pathlib import Path

import orjson
import pytest

from tests.benchmark.turns.state import Measurement, State

SETTINGS = {"before": "a", "after": "b", "claims": 10, "added": 1}
ONE = Measurement("bulk", 0, "before", {"per_s": 2.0})


def test_a_measurement_is_in_the_file_and_found_by_the_next_start(tmp_path: Path) -> None:
    state = State.read(tmp_path / "turns.json", SETTINGS)
    assert state.find("bulk", 0, "before") is None
    state.add(ONE, summary={"ratios": {}})
    again = State.read(tmp_path / "turns.json", SETTINGS)
    assert again.find("bulk", 0, "before") == ONE
    assert again.find("bulk", 1, "before") is None
    assert orjson.loads((tmp_path / "turns.json").read_bytes())["summary"] == {"ratios": {}}


def test_another_comparison_is_refused(tmp_path: Path) -> None:
    State.read(tmp_path / "turns.json", SETTINGS).add(ONE, summary={})
    with pytest.raises(ValueError, match="keeps another comparison"):
        State.read(tmp_path / "turns.json", SETTINGS | {"claims": 20})
