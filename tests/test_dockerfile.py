"""Dockerfile, checked without a container engine: copied files exist, and the command serves."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from tests.api.servers import free_port

ROOT = Path(__file__).parent.parent
STAGES = [stage.splitlines() for stage in re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)[1:]]


def instruction(name: str, stage: int = -1) -> str:
    (found,) = [line.removeprefix(f"{name} ") for line in STAGES[stage] if line.startswith(f"{name} ")]
    return found


def test_every_copied_file_exists_and_is_not_ignored() -> None:
    allowed = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    copied = {
        name for stage in STAGES for line in stage if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    }
    assert copied <= allowed
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_last_stage_is_slim_and_does_not_run_as_root() -> None:
    assert STAGES[-1][0].endswith("-slim")
    assert instruction("USER") == "onrecord"
    assert instruction("VOLUME") == "/data"
    assert [line for line in STAGES[-1] if re.search(r"apt-get|gcc|pip install", line)] == []


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """Install the package into a folder; return the environment of the container, without the repository on the path."""
    site = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--target", str(site), str(ROOT)], check=True, capture_output=True)
    settings = dict(re.findall(r"(ONRECORD_\w+)=(\S+)", instruction("ENV")))
    settings["ONRECORD_DATABASE_URL"] = settings["ONRECORD_DATABASE_URL"].replace("/data", str(tmp_path))
    path = f"{site / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, **settings, "PATH": path, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1", "ONRECORD_PORT": str(free_port())}


@pytest.mark.slow
def test_the_container_s_command_migrates_loads_and_serves_and_its_healthcheck_passes(installed: dict[str, str], tmp_path: Path) -> None:
    _, shell, script = json.loads(instruction("CMD"))
    *_, check = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])
    port = installed["ONRECORD_PORT"]
    local_script = script.replace("/seeds", str(ROOT / "seeds"))
    process = subprocess.Popen(["sh", shell, local_script], cwd=tmp_path, env=installed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        assert _is_healthy(check.replace("8000", port), installed, tmp_path)
        answer = httpx2.get(f"http://127.0.0.1:{port}/v1/claims", params={"count": "exact", "limit": 1})
        assert answer.json()["total"]["value"] > 50
    finally:
        process.terminate()
        process.communicate()


def _is_healthy(check: str, environment: dict[str, str], folder: Path) -> bool:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if subprocess.run([sys.executable, "-c", check], env=environment, cwd=folder, capture_output=True).returncode == 0:
            return True
        time.sleep(0.5)
    return False
