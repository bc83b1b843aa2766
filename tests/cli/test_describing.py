"""Commands that describe the program: schema, openapi, --help, --version."""

import json
import re
import shlex
import subprocess
import sys

import pytest

from app.cli import COMMANDS, Commands
from app.document.knowledge_document import KnowledgeDocument
from tests.cli.running import ROOT, Run


def test_schema_is_that_of_the_knowledge_document(run_one: Run) -> None:
    schema = json.loads(run_one("schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"].keys() == KnowledgeDocument.model_json_schema()["properties"].keys()
    assert schema["additionalProperties"] is False


def test_schema_is_printed_without_fastapi() -> None:
    command = "import sys; from app.cli import app; app(['schema'], standalone_mode=False); assert 'fastapi' not in sys.modules"
    printed = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (printed.stderr, json.loads(printed.stdout)["title"]) == ("", "KnowledgeDocument")


def test_openapi_is_the_committed_one(run_one: Run) -> None:
    committed = ROOT / "openapi.json"
    if not committed.exists():
        pytest.skip("openapi.json is not committed")
    assert run_one("openapi").stdout == committed.read_text()


def test_help_names_every_command_in_the_order_of_use(run_one: Run) -> None:
    help_text = run_one("--help").stdout
    assert re.findall(rf"^\W*({'|'.join(COMMANDS)})\b", help_text, re.MULTILINE) == [*COMMANDS]
    assert COMMANDS[:3] == ("migrate", "ingest", "serve")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_is_in_words_and_has_an_example_that_it_takes(run_one: Run, command: str) -> None:
    help_text = run_one(command, "--help", terminal_width=200, env={"COLUMNS": "200"}).stdout
    assert re.findall(r"<|RANGE|default: (?:None|\[\])|\[x|\bTEXT\b|INTEGER", help_text) == []
    (example,) = re.findall(r"Example: (onrecord .*\S)", help_text)
    _, named, *arguments = shlex.split(example.partition(" >")[0])
    context = Commands(name="onrecord").get_command(None, command).make_context(command, arguments)
    assert (named, context.command.name) == (command, command)
    assert [option for option in re.findall(r"--\w+", example) if option not in help_text] == []


def test_the_version_is_that_of_the_package(run_one: Run) -> None:
    (declared,) = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    result = run_one("--version")
    assert (result.exit_code, result.stdout) == (0, f"onrecord {declared}\n")
