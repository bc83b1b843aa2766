"""Generated requests for every operation of the OpenAPI document, checked by Schemathesis; seeded and bounded."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from app.terms.api_keys import SCOPES, KeyScope
from tests.api.servers import serving

ROOT = Path(__file__).parent.parent.parent
CASES = "8"  # for each operation and phase; `st run --max-examples` by hand goes further


@pytest.mark.slow
@pytest.mark.parametrize("scopes", [(), SCOPES], ids=["without key", "with all scopes"])
def test_generated_requests_find_no_failure(seeded_url: str, tmp_path: Path, scopes: Sequence[KeyScope]) -> None:
    config = ["--config-file", str(Path(__file__).with_name("schemathesis.toml"))]
    command = [sys.executable, "-m", "schemathesis.cli", *config, "run", "--checks", "all", "--max-examples", CASES, "--seed", "7"]
    if scopes:  # events are text for clients that are generated, and objects for Schemathesis
        command += ["--header", f"Authorization: Bearer {_create_key(seeded_url, scopes)}", "--exclude-path", "/v1/jobs/{job_id}/progress"]
    rules = {"SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks", "PYTHONPATH": str(ROOT)}
    with serving(seeded_url, tmp_path / "log", ONRECORD_ACCESS_LOG="false") as (_, address):
        run = subprocess.run(
            [*command, f"{address}/openapi.json"], cwd=tmp_path, env=os.environ | rules, capture_output=True, text=True, timeout=600
        )
    assert (run.returncode, "FAILURES" in run.stdout) == (0, False), run.stdout


def _create_key(url: str, scopes: Sequence[KeyScope]) -> str:
    engine = write_engine(url)
    try:
        return create_key(engine, "generated", scopes)
    finally:
        engine.dispose()
