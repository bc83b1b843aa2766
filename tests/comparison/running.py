"""The command line of a commit, run by the interpreter that runs this."""

import os
import sys
from pathlib import Path


def command(*arguments: str) -> list[str]:
    """Return the command line ``onrecord`` with these arguments."""
    return [sys.executable, "-m", "app", *arguments]


def environment(root: Path, url: str) -> dict[str, str]:
    """Return the environment in which the code of a folder is run over a database. Settings of the caller's are left out."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    return {**others, "PYTHONPATH": str(root), "ONRECORD_DATABASE_URL": url, "ONRECORD_ACCESS_LOG": "false", "ONRECORD_LOG_LEVEL": "error"}
