"""Fixtures of the command line's tests:

``run``      runs a command over a migrated, empty database
``run_one``  as ``run``, on SQLite alone
"""

import pytest

from tests.cli.running import Run, invoke


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over a migrated database."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
    return invoke


@pytest.fixture
def run_one(one_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As ``run``, on SQLite alone."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", one_url)
    return invoke
