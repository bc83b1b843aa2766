"""A client in TypeScript: types by openapi-typescript, requests by openapi-fetch."""

import json
import shutil
from pathlib import Path

import pytest

from tests.clients.conftest import UNKNOWN, Read
from tests.clients.tools import HERE, OPENAPI, run
from tests.needs import CLIENTS, NPM

pytestmark = [pytest.mark.slow, pytest.mark.clients, CLIENTS.mark]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program beside its generated types."""
    for name in ("package.json", "tsconfig.json", "program.ts"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    run(NPM / "openapi-typescript", OPENAPI, "--output", "schema.d.ts", cwd=tmp_path)
    return tmp_path / "program.ts"


def test_a_strictly_typed_program_pages_distinguishes_types_and_reads_an_error(program: Path, address: str, expected: Read) -> None:
    run(NPM / "tsc", cwd=program.parent)
    printed = run("node", program.with_suffix(".js"), address, UNKNOWN, cwd=program.parent)
    assert json.loads(printed) == expected
