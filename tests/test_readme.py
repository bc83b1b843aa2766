"""The README says what is: its requests are answered, and every route, setting and command stands in it."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.cli import COMMANDS
from app.settings import Settings

README = (Path(__file__).parent.parent / "README.md").read_text()
HOLDERS = ("items", "spans", "nodes", "sides", "speakers")
REQUESTS = re.findall(r"curl -s '127\.0\.0\.1:8000(/[^']+)'", README)


@pytest.mark.parametrize("request_", REQUESTS)
def test_every_request_finds_something(seeds: TestClient, request_: str) -> None:
    answer = seeds.get(request_)
    assert answer.status_code == 200
    if "json" in answer.headers["content-type"]:
        assert any(answer.json().get(holder) for holder in HOLDERS)
    else:
        assert answer.text.count("\n") > 1


def test_the_first_request_is_answered_as_shown(seeds: TestClient) -> None:
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert shown
    assert seeds.get(REQUESTS[0]).json() == json.loads(shown.group(1))


def test_every_route_is_documented(seeds: TestClient) -> None:
    assert [path for path in seeds.get("/openapi.json").json()["paths"] if f"`{path}`" not in README] == []


def test_every_setting_is_documented_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = next(line for line in README.splitlines() if f"`ONRECORD_{name.upper()}`" in line)
        shown = str(field.default).lower() if isinstance(field.default, bool) else field.default
        assert (f"`{shown}`" if str(shown).strip("*") else "empty") in row
        assert field.description


def test_every_command_is_documented() -> None:
    assert [command for command in COMMANDS if f"`onrecord {command}`" not in README] == []
