from pathlib import Path

import pytest

from tests.abuse.__main__ import main
from tests.needs import POSTGRES_URL, POSTGRESQL


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attack", "options"),
    [
        ("heads: 16 clients ask for HEAD of exports", []),
        pytest.param("frozen: the database server hangs", ["--postgres", POSTGRES_URL], marks=POSTGRESQL.mark),
    ],
)
def test_a_small_archive_is_attacked_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, attack: str, options: list[str]
) -> None:
    monkeypatch.setenv("ONRECORD_READ_TIMEOUT_S", "1")  # which kept answers take where the database hangs
    name = attack.partition(":")[0]
    seconds = [f"--{what}={seconds}" for what, seconds in (("filling", 3), ("peace", 0.5), ("seconds", 1))]
    missed = main(["--claims=300", f"--attacks={name}", f"--folder={tmp_path}", *seconds, *options])
    lines = capsys.readouterr().out.splitlines()
    assert attack in lines
    assert lines[-1] == (f"goals missed under: {name}" if missed else "all goals met under 1 attacks")
    assert [*tmp_path.iterdir()] == []
