"""``onrecord demo``: the life of an article, with each request as a curl command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

STEPS = ["POST a text", "GET claims", "PATCH a claim", "GET history", "POST a revision", "GET diff", "GET changes"]


@pytest.mark.slow
def test_the_life_of_an_article_is_shown_and_nothing_stays(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-m", "app", "demo"], env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert len(re.findall(r"^\$ curl ", run.stdout, re.MULTILINE)) == len(STEPS)
    for word in ('"kind": "pledge"', '"reason": "she promised it"', '"change": "reworded"', '"change": "added"', '"action": "created"'):
        assert word in run.stdout
    assert [*tmp_path.iterdir()] == []
