"""Generators and checkers that ``make clients`` installs beside this file."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
OPENAPI = HERE.parent.parent / "openapi.json"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed; return its output."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
