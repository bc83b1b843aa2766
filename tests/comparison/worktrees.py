"""Folders with a commit of this repository, checked out by ``git worktree``."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def checked_out(commit: str | None, folder: Path) -> Iterator[Path]:
    """Lend a folder with the commit checked out; this repository if no commit is given."""
    if commit is None:
        yield ROOT
        return
    _git("worktree", "add", "--quiet", "--detach", str(folder), commit)
    try:
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)
