"""The measured commits: each checked out in a folder of its own, with an interpreter that has the dependencies of its lock file."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.servers.serving import ROOT
from tests.comparison.commands import environment
from tests.comparison.worktrees import check_out

LOCK = "requirements.lock"


@dataclass(frozen=True)
class Program:
    """``onrecord`` of one commit."""

    name: str
    root: Path
    python: Path

    def command(self, *arguments: str) -> list[str]:
        """Return a command line of ``onrecord``."""
        return [str(self.python), "-m", "app", *arguments]

    def run(self, *arguments: str, url: str, log: Path, timeout_s: float) -> None:
        """Run a command to its end. It holds the lock of this program, so that nothing is measured beside it should this one be killed.

        Raises:
            RuntimeError: it failed; the message ends with its log.
            TimeoutExpired: the time was over.
        """
        with log.open("ab") as stream:
            completed = subprocess.run(
                self.command(*arguments),
                cwd=self.root,
                env=environment(self.root, url),
                stdout=stream,
                stderr=stream,
                timeout=timeout_s,
                close_fds=False,
            )
        if completed.returncode:
            raise RuntimeError(f"onrecord {arguments} of {self.name} failed:\n{log.read_text()[-2000:]}")


def program(name: str, commit: str, folder: Path) -> Program:
    """Check out a commit, unless it is there; return its program.

    Its interpreter is this one where the dependencies are the same; else that of an environment installed from the commit's lock file.
    """
    root = folder / name
    check_out(commit, root)
    if (root / LOCK).read_bytes() == (ROOT / LOCK).read_bytes():
        return Program(name, root, Path(sys.executable))
    subprocess.run(["make", "--silent", "install", f"PYTHON={sys.executable}"], cwd=root, check=True)
    return Program(name, root, root / ".venv" / "bin" / "python")


def resolve(commit: str) -> str:
    """Return the hash of a commit.

    Raises:
        ValueError: there is no such commit.
    """
    found = subprocess.run(["git", "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"], cwd=ROOT, capture_output=True, text=True)
    if found.returncode:
        raise ValueError(f"no such commit: {commit}")
    return found.stdout.strip()


def remove(folder: Path) -> None:
    """Remove a folder with checked-out commits."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)
