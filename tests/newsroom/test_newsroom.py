"""A short day in a newsroom, with and without kills."""

from pathlib import Path

import pytest

from tests.newsroom.playing import Plan, play


@pytest.mark.slow
@pytest.mark.parametrize("kills", [0, 3])
def test_what_was_acknowledged_is_there_once_and_a_mirror_equals_the_server(url: str, tmp_path: Path, kills: int) -> None:
    told: list[str] = []
    assert [*play(url, Plan(articles=30, kills=kills), tmp_path, told.append)] == [], told
    assert f"{kills} kills" in told[0]
