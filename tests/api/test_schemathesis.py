"""Generated requests for every operation of the OpenAPI document, checked by Schemathesis; seeded and bounded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.servers import serving

ROOT = Path(__file__).parent.parent.parent
CASES = "8"  # for each operation and phase; `st run --max-examples` by hand goes further


@pytest.mark.slow
def test_generated_requests_find_no_failure(seeded_url: str, tmp_path: Path) -> None:
    config = ["--config-file", str(Path(__file__).with_name("schemathesis.toml"))]
    command = [sys.executable, "-m", "schemathesis.cli", *config, "run", "--checks", "all", "--max-examples", CASES, "--seed", "7"]
    rules = {"SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks", "PYTHONPATH": str(ROOT)}
    with serving(seeded_url, tmp_path / "log", ONRECORD_ACCESS_LOG="false") as (_, address):
        run = subprocess.run(
            [*command, f"{address}/openapi.json"], cwd=tmp_path, env=os.environ | rules, capture_output=True, text=True, timeout=600
        )
    assert (run.returncode, "FAILURES" in run.stdout) == (0, False), run.stdout
