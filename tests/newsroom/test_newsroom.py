"""A short day in a newsroom, with kills."""

from pathlib import Path

import pytest

from tests.newsroom.playing import Plan, play


@pytest.mark.slow  # several processes are started, killed and started again
def test_what_was_acknowledged_is_there_once_and_a_mirror_equals_the_server(url: str, tmp_path: Path) -> None:
    told: list[str] = []
    servers = 2 if url.startswith("postgresql") else 1
    plan = Plan(articles=12, kills=2, servers=servers, is_short=True)
    assert "\n".join(play(url, plan, tmp_path, told.append)) == "", told
    assert "2 kills" in told[0]
