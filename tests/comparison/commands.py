"""Command line and environment to run ``onrecord`` of a commit, by this interpreter."""

import os
import sys
from pathlib import Path


def command(*arguments: str) -> list[str]:
    """Return the command line ``onrecord`` with these arguments."""
    return [sys.executable, "-m", "app", *arguments]


def environment(root: Path, url: str) -> dict[str, str]:
    """Return an environment for the code of a folder and a database, without settings of the caller."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    return {
        **inherited,
        "PYTHONPATH": str(root),
        "ONRECORD_DATABASE_URL": url,
        "ONRECORD_ACCESS_LOG": "false",
        "ONRECORD_LOG_LEVEL": "error",
    }
