"""Generators and checkers that ``make clients`` installs beside this file."""

import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OPENAPI = HERE.parent.parent / "openapi.json"
NPM, PYTHON = HERE / "node_modules" / ".bin", HERE / ".venv" / "bin"


def needs(tool: Path) -> pytest.MarkDecorator:
    """Skip where the tool is not installed; with TEST_CLIENTS set, such a test fails instead."""
    is_missing = not tool.exists() and "TEST_CLIENTS" not in os.environ
    return pytest.mark.skipif(is_missing, reason="generated clients: `make clients` was not run")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed; return its output."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
