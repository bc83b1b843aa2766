"""README and docs are right and complete: requests are answered, links lead somewhere, all of the API is documented."""

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from fastapi.testclient import TestClient

from app.cli import COMMANDS, Commands
from app.ingest.reading.validation import validated
from app.settings import Settings
from app.terms.dates import parse_edtf

ROOT = Path(__file__).parent.parent
README, CONTRIBUTING, CHANGELOG = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
PAGES = {page.name: page for page in sorted((ROOT / "docs").glob("*.md"))}
FOR_USERS = "\n".join(page.read_text() for page in (README, *PAGES.values()))
LINKING = [README, CONTRIBUTING, CHANGELOG, *PAGES.values(), ROOT / "seeds/README.md", ROOT / "app/extract/model/README.md"]
HOLDERS = ("items", "spans", "nodes", "sides", "speakers", "@graph", "explanation")
SERVER = "127.0.0.1:8000"


class Example(NamedTuple):
    """A request in a page: ``curl ... 'ADDRESS'``, followed by ``# STATUS`` where that is not 200."""

    page: str
    address: str
    headers: dict[str, str]
    status: int


def examples() -> Iterator[Example]:
    for page in (README, *PAGES.values()):
        for line in re.findall(r"^curl .*$", page.read_text().replace("\\\n", ""), re.MULTILINE):
            words = shlex.split(line, comments=True)
            if not {"-d", "--data-binary", "-X"}.isdisjoint(words):
                continue  # it writes
            headers = dict(value.split(": ", 1) for flag, value in pairwise(words) if flag == "-H")
            wanted = re.search(r"# (\d{3})$", line)
            yield Example(page.name, words[-1].removeprefix(SERVER), headers, int(wanted[1]) if wanted else 200)


EXAMPLES = list(examples())


def anchors(page: Path) -> set[str]:
    """Return the anchors that Markdown renderers make of headings."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> Iterator[str]:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if not link.startswith(("http://", "https://")):
            file, _, anchor = link.partition("#")
            target = page.parent / file if file else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                yield link


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.page} {example.address}")
def test_every_request_is_answered_with_something(seeds: TestClient, example: Example) -> None:
    answer = seeds.get(example.address, headers=example.headers)
    assert answer.status_code == example.status
    if answer.status_code != 200:
        assert answer.json()["detail"]
    elif re.search("[/+]json$", answer.headers["content-type"]):
        body = answer.json()
        assert any(body.get(holder) for holder in HOLDERS)
        assert all(side["claims"] for side in body.get("sides", []))
    else:
        assert answer.text.count("\n") > 1


def test_the_first_request_of_the_readme_is_answered_as_shown(seeds: TestClient) -> None:
    shown = re.search(r"```json\n(.*?)```", README.read_text(), re.DOTALL)
    assert shown
    assert seeds.get(EXAMPLES[0].address).json() == json.loads(shown.group(1))


def test_the_tour_has_ten_requests() -> None:
    tour = README.read_text().partition("## A tour")[2].partition("\n## ")[0]
    assert len(re.findall(r"^curl ", tour, re.MULTILINE)) == 10


def test_the_knowledge_document_that_is_shown_is_valid() -> None:
    shown = re.search(r"```yaml\n(.*?)```", PAGES["document.md"].read_text(), re.DOTALL)
    assert shown
    document = validated(yaml.safe_load(shown.group(1)))
    assert document.article.text is not None
    assert document.article.text[slice(*document.claims[0].content[0])] == "the port would reopen on Friday"


def test_every_date_that_is_shown_is_valid() -> None:
    section = PAGES["document.md"].read_text().partition("\n## Dates\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    dates = [date for cell in cells for date in re.findall(r"`(.*?)`", cell)]
    assert len(dates) >= 12
    assert [date for date in dates if parse_edtf(date).edtf != date] == []


def test_every_route_is_documented(seeds: TestClient) -> None:
    assert [path for path in seeds.get("/openapi.json").json()["paths"] if f"`{path}`" not in FOR_USERS] == []


def test_every_parameter_is_documented_and_every_value_that_it_may_have(seeds: TestClient) -> None:
    page = PAGES["api.md"].read_text() + PAGES["document.md"].read_text()
    operations = [operation for path in seeds.get("/openapi.json").json()["paths"].values() for operation in path.values()]
    parameters = [parameter for operation in operations for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
    names = {parameter["name"] for parameter in parameters}
    assert [name for name in sorted(names) if not re.search(rf"`{name}[`=]", page)] == []
    values = {value for parameter in parameters if parameter["name"] != "fields" for value in values_in(parameter["schema"])}
    assert values > {"-said", "ndjson", "pledge"}
    assert [value for value in sorted(values) if not re.search(rf"[`=]{value}`", page)] == []


def values_in(schema: Any) -> Iterator[str]:
    """Yield the values of every enumeration in a schema."""
    if isinstance(schema, dict):
        yield from schema.get("enum", [schema["const"]] if "const" in schema else [])
    if isinstance(schema, dict | list):
        for part in schema.values() if isinstance(schema, dict) else schema:
            yield from values_in(part)


def test_every_setting_is_documented_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = next(line for line in FOR_USERS.splitlines() if line.startswith(f"| `ONRECORD_{name.upper()}`"))
        shown = str(field.default).lower() if isinstance(field.default, bool) else field.default
        assert (f"`{shown}`" if str(shown).strip("*") else "empty") in row
        assert field.description


def test_every_command_and_its_options_are_documented_and_no_others() -> None:
    operations = PAGES["operations.md"].read_text()
    assert [command for command in COMMANDS if f"| `onrecord {command}` |" not in operations] == []
    documented = set(re.findall(r"(--[a-z-]+)", FOR_USERS))
    options = {option for command in COMMANDS for parameter in options_of(command) for option in parameter if option.startswith("--")}
    assert [option for option in sorted(options - {"--help"}) if option not in documented] == []
    for command, arguments in re.findall(r"onrecord ([a-z]+) ([^`\n#]*)", FOR_USERS):
        known = {option for parameter in options_of(command) for option in parameter} if command in COMMANDS else set()
        assert [option for option in re.findall(r"(?<!\S)--?[a-z-]+", arguments) if option not in known] == []


def options_of(command: str) -> list[list[str]]:
    found = Commands(name="onrecord").get_command(None, command)
    return [parameter.opts for each in (found, *getattr(found, "commands", {}).values()) for parameter in each.params]


def test_every_target_of_make_that_is_named_exists() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", FOR_USERS + CONTRIBUTING.read_text(), re.MULTILINE))
    assert named
    assert [target for target in sorted(named) if not re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)] == []


@pytest.mark.parametrize("page", LINKING, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


def test_the_readme_leads_to_every_page() -> None:
    assert [name for name in PAGES if f"(docs/{name})" not in README.read_text()] == []


def paths_in(text: str) -> Iterator[str]:
    """The paths of this project that a text names, with ``*`` for a name in capitals: ``app/queries/NOUN.py`` is any of a folder."""
    named = re.findall(r"`((?:app|docs|migrations|seeds|tests)/[^`\s]*)`", text)
    yield from (re.sub(r"\b(?:test_)?(?:NAME|NOUN)\b", "*", path) for path in named)


@pytest.mark.parametrize("page", LINKING, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_is_named_is_there(page: Path) -> None:
    assert [path for path in paths_in(page.read_text()) if not list(ROOT.glob(path.rstrip("/")))] == []


def test_the_map_has_every_folder_of_the_program_and_of_its_tests() -> None:
    mapped = set(re.findall(r"^\| `([a-z_/]+/)` \|", PAGES["architecture.md"].read_text(), re.MULTILINE))
    folders = {f"{file.parent.relative_to(ROOT)}/" for file in (ROOT / "app").rglob("*.py")}
    rooms = {f"{file.parent.relative_to(ROOT)}/" for file in (ROOT / "tests").glob("*/__init__.py")}
    assert sorted((folders | rooms) - mapped) == []


def test_every_step_of_a_way_names_functions_that_its_file_defines() -> None:
    steps = re.findall(r"^\| `(app/\S+\.py)` \| (`.*?`) \| \w", PAGES["architecture.md"].read_text(), re.MULTILINE)
    named = [(file, name) for file, cell in steps for name in re.findall(r"`(\w+)`", cell)]
    assert len(named) > 40
    assert [(file, name) for file, name in named if not re.search(rf"\b(?:def|class) {name}\b", (ROOT / file).read_text())] == []


def test_every_name_in_a_step_of_a_recipe_stands_in_a_file_that_the_step_names() -> None:
    recipes = PAGES["architecture.md"].read_text().partition("## Recipes")[2]
    steps = re.split(r"^(?:\d+\.|#+) |```", recipes, flags=re.MULTILINE)
    named = {step: set(re.findall(r"`([A-Za-z]+_[a-z_]+|[A-Z]\w{3,})`", step)) - {"NAME", "NOUN"} for step in steps}
    assert sum(map(len, named.values())) > 25
    texts = {step: "".join(file.read_text() for path in paths_in(step) for file in ROOT.glob(path) if file.is_file()) for step in steps}
    assert [name for step, names in named.items() for name in sorted(names) if not re.search(rf"\b{name}\b", texts[step])] == []


def test_the_readme_and_the_page_for_contributors_are_short() -> None:
    lines = README.read_text().splitlines()
    assert len(lines) <= 150
    assert [line for line in lines if len(line) > 120] == []
    assert len(CONTRIBUTING.read_text().splitlines()) <= 50


def test_every_decision_says_what_was_refused_and_measured_and_when() -> None:
    _, *entries = re.split(r"^### ", PAGES["decisions.md"].read_text(), flags=re.MULTILINE)
    wanted = (r"^\*20\d\d-\d\d-\d\d", r"^\*\*Refused:\*\* \S", r"^\*\*Measured:\*\* \S")
    assert len(entries) > 40
    assert [entry.splitlines()[0] for entry in entries if not all(re.search(part, entry, re.MULTILINE) for part in wanted)] == []
