import re
import shutil
from pathlib import Path

import orjson
import pytest

from tests.benchmark import run
from tests.benchmark.parts.growth import COUNTED

NEEDS_NO_DATASETTE = "growth,export"


@pytest.mark.slow
def test_a_small_archive_is_built_checked_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "bench.json"
    run.main(
        ["--parts", NEEDS_NO_DATASETTE, "--sizes", "1000", "--minutes", "0.1", "--folder", f"{tmp_path / 'run'}", "--output", f"{output}"]
    )
    findings = orjson.loads(output.read_bytes())
    assert "failed" not in findings
    assert re.fullmatch(r"[0-9a-f]{7,40}(-dirty)?|unknown", findings["commit"])
    assert findings["command"].startswith("python -m tests.benchmark.run --parts growth,export ")
    assert findings["archives"]["1k"]["claims"] == 1000
    assert findings["export"]["onrecord"]["claims"] == 1000
    assert all(findings["growth"][name]["sizes"]["1000"]["cpu_ms"] > 0 for name in COUNTED)
    beside_sqlite3 = ["export"] if shutil.which("sqlite3") else []
    assert [goal["name"] for goal in findings["goals"] if goal["met"] is not None] == ["bytes", "growth", *beside_sqlite3]
    assert "| `growth` |" in capsys.readouterr().out
    assert not (tmp_path / "run").exists()


def test_what_was_measured_in_turns_is_taken_over_and_may_be_missing(tmp_path: Path) -> None:
    assert run.read_turns(tmp_path / "turns.json") == {}
    (tmp_path / "turns.json").write_bytes(orjson.dumps({"summary": {"ratios": {}}, "measurements": []}))
    assert run.read_turns(tmp_path / "turns.json") == {"turns": {"ratios": {}}}


def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        run.main(["--parts", "everything", "--folder", f"{tmp_path}"])


@pytest.mark.parametrize(("claims", "rounded"), [(345_678, 300_000), (1_000_000, 1_000_000), (1_999, 1_000), (12, 1_000)])
def test_a_size_is_rounded_down_to_one_digit(claims: int, rounded: int) -> None:
    assert run.round_down(claims) == rounded
