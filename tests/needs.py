"""Servers, programs and files that some tests need, and marks that skip these tests where they are missing."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")
SERVER_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or [
    Path(found) for found in [shutil.which("postgres")] if found
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
FOUNDING_TEXT = HERE.parent.parent / "shared" / "article" / "us-israel-hezbollah-off-ramp.txt"
NPM, PYTHON = HERE / "clients" / "node_modules" / ".bin", HERE / "clients" / ".venv" / "bin"  # made by `make clients`


def can_mount() -> bool:
    """Return whether this user may mount a disk in memory."""
    with TemporaryDirectory() as folder:
        mounted = shutil.which("mount") and subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        if mounted and mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)
            return True
    return False


class Need(NamedTuple):
    """Something that tests need; ``reason`` says what is not tested without it, and why."""

    reason: str
    is_met: bool

    @property
    def mark(self) -> pytest.MarkDecorator:
        """Skip a test where the need is not met."""
        return pytest.mark.skipif(not self.is_met, reason=self.reason)


POSTGRESQL = Need("PostgreSQL (TEST_POSTGRES_URL is not set)", bool(POSTGRES_URL))
REPLICAS = Need("replicas (PostgreSQL's own programs, or TEST_POSTGRES_URL, are missing)", bool(POSTGRES_URL and SERVER_PROGRAMS))
BROWSER = Need("the documentation page in a browser (Chromium is not installed)", CHROMIUM is not None)
PROXY = Need("proxies (nginx is not installed)", NGINX is not None)
# With TEST_CLIENTS set, tests of clients fail where they are not installed.
CLIENTS = Need("generated clients (`make clients` was not run)", (NPM.exists() and PYTHON.exists()) or "TEST_CLIENTS" in os.environ)
FOUNDING_ARTICLE = Need("the founding article (its text is not beside the project)", FOUNDING_TEXT.exists())
GIT = Need("names in committed files (git is not installed)", shutil.which("git") is not None)
PROCESSES = Need("workers that die (processes are looked up in /proc)", Path("/proc/self/task").exists())
MOUNTS = Need("full disks and read-only media (mounting is not allowed)", can_mount())
ALL = (POSTGRESQL, REPLICAS, BROWSER, PROXY, CLIENTS, FOUNDING_ARTICLE, GIT, PROCESSES, MOUNTS)
