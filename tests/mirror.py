"""A client that keeps a copy of an archive over HTTP, as docs/api.md describes it: exports once, then the feed of changes."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, Protocol

import orjson

Json = dict[str, Any]
Copy = dict[str, dict[str, Json]]  # by the name of a list, and by id
LISTS = ("articles", "claims", "events", "entities")
IN_ARTICLES = ("claims", "events")
LIST_OF = {"article": "articles", "claim": "claims", "event": "events", "entity": "entities"}
IDS_AT_ONCE = 50


class Client(Protocol):
    """Asks the API: TestClient, or a client of httpx2 with the address of a server."""

    def get(self, url: str) -> Any:
        """Return the response of an address."""


def items_of(client: Client, address: str) -> list[Json]:
    """Return a whole list."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format=ndjson")
    assert answer.status_code == 200, answer.text
    return [orjson.loads(line) for line in answer.text.splitlines()]


def copy_of(client: Client) -> Copy:
    """Return everything that the server has."""
    return {name: {item["id"]: item for item in items_of(client, f"/v1/{name}")} for name in LISTS}


class Mirror:
    """A copy that follows the feed.

    Attributes:
        copy: of all lists.
        position: in the feed, up to which the copy is right.
        changes: that were followed, in order.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.copy: Copy = {name: {} for name in LISTS}
        self.position: str | None = None
        self.changes: list[Json] = []

    def start(self) -> None:
        """Copy everything, and remember where to go on: the version of the data before the first export."""
        self.position = self._client.get("/v1/articles?limit=1").headers["Data-Version"]
        self.copy = copy_of(self._client)

    def follow(self, limit: int = 200) -> None:
        """Follow the feed to its end, page after page."""
        is_last = False
        while not is_last:
            after = f"&after={self.position}" if self.position else ""
            answer = self._client.get(f"/v1/changes?limit={limit}{after}")
            assert answer.status_code == 200, answer.text
            page = answer.json()
            self.apply(page["items"])
            is_last = page["next_cursor"] is None

    def apply(self, changes: list[Json]) -> None:
        """Read again what changes name, then remember the position behind them."""
        ids = {name: {change["id"] for change in changes if LIST_OF[change["type"]] == name} for name in LISTS}
        for entity in (change["id"] for change in changes if change["action"] == "resolved"):
            ids["articles"] |= {article["id"] for article in items_of(self._client, f"/v1/articles?entity={entity}&fields=id")}
        self._read_articles(ids["articles"])
        for name in ("claims", "events", "entities"):
            self._read(name, ids[name])
        self.changes += changes
        self.position = changes[-1]["cursor"] if changes else self.position

    def _read_articles(self, ids: Collection[str]) -> None:
        """Read articles again with their claims and events, and the entities that they name."""
        self._read("articles", ids)
        for name in IN_ARTICLES:
            self.copy[name] = {key: thing for key, thing in self.copy[name].items() if thing["article"]["id"] not in ids}
        for name in (*IN_ARTICLES, "entities"):
            self._add(name, "article", ids)

    def _read(self, name: str, ids: Collection[str]) -> None:
        for key in ids:
            self.copy[name].pop(key, None)
        self._add(name, "id", ids)

    def _add(self, name: str, parameter: str, ids: Iterable[str]) -> None:
        for some in _chunks(ids):
            found = items_of(self._client, f"/v1/{name}?{'&'.join(f'{parameter}={key}' for key in some)}")
            self.copy[name].update({item["id"]: item for item in found})


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(sorted(ids))
    while some := list(islice(remaining, IDS_AT_ONCE)):
        yield some
