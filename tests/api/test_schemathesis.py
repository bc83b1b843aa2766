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
from tests.databases import Templates
from tests.examples import examples

ROOT = Path(__file__).parent.parent.parent
CASES = f"{examples(4)}"  # for each operation and phase


@pytest.mark.slow
def test_generated_requests_with_all_scopes_find_no_failure(seeded_url: str, tmp_path: Path) -> None:
    assert_no_failure(seeded_url, tmp_path, SCOPES)


@pytest.mark.slow
def test_generated_requests_without_key_find_no_failure(templates: Templates, tmp_path: Path) -> None:
    """What a key opens is closed on either database, and what is open is asked with a key as well."""
    with templates.copy("sqlite", seeded=True) as url:
        assert_no_failure(url, tmp_path, ())


def assert_no_failure(url: str, folder: Path, scopes: Sequence[KeyScope]) -> None:
    config = ["--config-file", str(Path(__file__).with_name("schemathesis.toml"))]
    command = [sys.executable, "-m", "schemathesis.cli", *config, "run", "--checks", "all", "--max-examples", CASES, "--seed", "7"]
    if scopes:  # events are text for clients that are generated, and objects for Schemathesis
        command += ["--header", f"Authorization: Bearer {_create_key(url, scopes)}", "--exclude-path", "/v1/jobs/{job_id}/progress"]
    rules = {"SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks", "PYTHONPATH": str(ROOT)}
    with serving(url, folder / "log", ONRECORD_ACCESS_LOG="false") as (_, address):
        run = subprocess.run(
            [*command, f"{address}/openapi.json"], cwd=folder, env=os.environ | rules, capture_output=True, text=True, timeout=600
        )
    assert (run.returncode, "FAILURES" in run.stdout) == (0, False), run.stdout


def _create_key(url: str, scopes: Sequence[KeyScope]) -> str:
    engine = write_engine(url)
    try:
        return create_key(engine, "generated", scopes)
    finally:
        engine.dispose()
