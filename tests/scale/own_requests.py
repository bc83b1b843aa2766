"""The recorded requests with ids, words and names of an archive's own in place of those that they were recorded with."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import orjson

from tests.comparison.client import Server, next_page_of

RECORDED = Path(__file__).parent.parent / "api" / "recorded.txt"
ID = re.compile(r"\b(art|clm|ent|evt)_[0-9a-z]{20}\b")
LISTS = {"clm": "/v1/claims?sort=position&limit=200", "art": "/v1/articles?limit=200", "ent": "/v1/speakers?limit=50", "evt": "/v1/events"}
WORDS = re.compile(r"\w{4,}")
MORE_PAGES = 1


class Answer(NamedTuple):
    """The status and the body of an answer, without what may differ between two loads of the same documents."""

    status: int
    body: bytes


class Replacements:
    """Values of an archive, each given to one recorded value, in the order in which they are asked for."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values, self._given = list(dict.fromkeys(values)), dict[str, str]()

    def of(self, recorded: str) -> str:
        """Return the archive's value for a recorded one; that itself if the archive has none."""
        if not self._values:
            return recorded
        return self._given.setdefault(recorded, self._values[len(self._given) % len(self._values)])


def own_requests(server: Server) -> list[str]:
    """Return the recorded requests with the ids and values of the archive that is served."""
    items = {prefix: _items(server, path) for prefix, path in LISTS.items()}
    ids = {prefix: Replacements([item["id"] for item in found]) for prefix, found in items.items()}
    words = Replacements([word for claim in items["clm"] for word in WORDS.findall(claim["quote"] or claim["gist"] or "")[:1]])
    names = {
        "publisher": Replacements([item["publisher"] for item in items["art"] if item["publisher"]]),
        "place": Replacements([claim["place"] for claim in items["clm"] if claim["place"]]),
        "organization": Replacements(_organizations(items["clm"])),
        "cue": Replacements([claim["cue"] for claim in items["clm"] if claim["cue"]]),
    }
    valued = {"q": lambda value: re.sub(r"\w+", lambda word: words.of(word[0]), value), **{name: each.of for name, each in names.items()}}
    return [_own(line, ids, valued) for line in RECORDED.read_text().splitlines()]


def _organizations(claims: Sequence[dict[str, Any]]) -> list[str]:
    return [role["organization"] for claim in claims for role in [claim["speaker"] or {}] if role.get("organization")]


def _own(line: str, ids: dict[str, Replacements], valued: dict[str, Callable[[str], str]]) -> str:
    path, _, query = ID.sub(lambda match: ids[match[1]].of(match[0]), line).partition("?")
    parameters = [(name, valued[name](value) if name in valued else value) for name, value in parse_qsl(query, keep_blank_values=True)]
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _items(server: Server, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = orjson.loads(server.answer(path).body)["items"]
    return items


def answers_of(server: Server, request: str) -> list[Answer]:
    """Return the answer to a request, and that of the next page if there is one."""
    following, answers = request, list[Answer]()
    while following and len(answers) <= MORE_PAGES:
        answer = server.answer(following)
        answers.append(Answer(answer.status, _without_version(request, answer.body)))
        following = next_page_of(answer) or ""
    return answers


def _without_version(request: str, body: bytes) -> bytes:
    """Return a body without the data version, which counts transactions: statistics show it."""
    return re.sub(rb'"data_version":\d+', b"", body) if request.startswith("/v1/stats") else body
