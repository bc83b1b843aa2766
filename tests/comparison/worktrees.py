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
    check_out(commit, folder)
    try:
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder))


def check_out(commit: str, folder: Path) -> None:
    """Check out a commit in a folder, which may be there already with another commit or this one."""
    if (folder / ".git").exists():
        _git("-C", str(folder), "checkout", "--quiet", "--force", "--detach", commit)
    else:
        _git("worktree", "prune")
        _git("worktree", "add", "--quiet", "--force", "--detach", str(folder), commit)


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)
