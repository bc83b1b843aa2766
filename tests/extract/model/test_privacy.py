"""What the model's library must not do: keep an id of the machine, and talk to its maker."""

import os
import subprocess
import sys
from pathlib import Path

LOADING = "from app.extract.model.tagger import _session; _session()"


def test_a_model_is_loaded_without_telemetry(tmp_path: Path) -> None:
    quiet = ("CI", "TF_BUILD", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS")  # would silence it anyhow
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    homes = {name: str(tmp_path) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    subprocess.run([sys.executable, "-c", LOADING], env=environment | homes, check=True, timeout=60)
    assert [*tmp_path.rglob("*")] == []
