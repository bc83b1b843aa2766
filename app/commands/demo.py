"""The command ``onrecord demo``: the whole life of an article, on a server of its own in a temporary folder."""

import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import typer

from app.commands.exits import exit_with_error
from app.database.engines import write_engine
from app.database.migrate import migrate
from app.errors import OnRecordError
from app.ingest.administering.keys import create_key
from app.terms.api_keys import SCOPES

EXAMPLE = "onrecord demo"
URL = "https://example.org/harbour-bridge"
KNOWN = {"url": URL, "title": "A bridge for the harbour", "published": "2024-06-27", "publisher": "The Ellery Post"}
TEXT = (
    'The harbour bridge of Port Ellery is nearly done. "The bridge will open in May," said Ana Novak, the mayor, on Monday.\n\n'
    "Petra Vale, who leads the dockers' union, warned that nobody had asked the people who work below it.\n"
)
REVISED = (
    'The harbour bridge of Port Ellery is late. "The bridge will open in September," said Ana Novak, the mayor, on Monday.\n\n'
    "Petra Vale, who leads the dockers' union, warned that nobody had asked the people who work below it.\n\n"
    '"We will pay for the delay," said Ivo Marsh, the builder.\n'
)
PATIENCE_S, PAUSE_S, TIMEOUT_S = 120.0, 0.1, 30.0
LINES = 50  # of an answer that are shown
UNFINISHED = ("queued", "running")


class DemoFailed(OnRecordError):
    """The demonstration ended before its end."""


def demo(
    stay: Annotated[bool, typer.Option("--stay", help="Leave the server running at the end, until Ctrl-C, to try more.")] = False,
) -> None:
    """Show the life of an article: post, find, correct, revise, compare, follow.

    Starts a server with a key in a temporary folder, and prints each request as a curl command, with its answer. Nothing stays of it.
    """
    with tempfile.TemporaryDirectory(prefix="onrecord-demo-") as folder, _served(Path(folder)) as (address, key):
        try:
            _show(Shown(address, key))
        except (DemoFailed, URLError) as error:
            exit_with_error(error)
        if stay:
            _stay(address, key)


class Answer(NamedTuple):
    """An answer: its headers, and its JSON."""

    headers: Mapping[str, str]
    body: Any


class Shown:
    """Sends requests, and shows each of them and its answer.

    Args:
        address: of the server.
        key: an API key.
    """

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address, key

    def request(self, method: str, path: str, body: str | None = None, *, is_shown: bool = True, **headers: str) -> Answer:
        """Send a request; underscores in names of headers stand for hyphens.

        Raises:
            DemoFailed: it was refused.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if is_shown:
            typer.echo(f"\n{self._as_curl(method, path, body, sent)}")
        authorized = {**sent, "Authorization": f"Bearer {self._key}"}
        request = Request(f"{self._address}{path}", body.encode() if body else None, authorized, method=method)
        try:
            with urlopen(request, timeout=TIMEOUT_S) as answer:
                found = Answer(answer.headers, json.load(answer))
        except HTTPError as error:
            raise DemoFailed(f"{method} {path}: {error.code} {error.read().decode()}") from error
        if is_shown:
            _echo_json(found.body)
        return found

    def _as_curl(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> str:
        words = ["curl", "-s", *(["-X", method] if method not in ("GET", "POST") else []), f"{self._address}{path}"]
        words += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
        quoted = shlex.join([*words, *(["--data-binary", body] if body else [])])
        return f'$ {quoted} -H "Authorization: Bearer $KEY"'


def _show(shown: Shown) -> None:
    _say("A text is posted. A job extracts who said what.")
    _post(shown, TEXT)
    _say("What was said, by whom, and where in the text?")
    claims = shown.request("GET", f"/v1/claims?{urlencode({'q': 'bridge', 'fields': 'id,quote,cue,speaker.label,passage.content'})}")
    claim_id = claims.body["items"][0]["id"]
    _say("A person corrects it. If-Match says which state of the claim was looked at.")
    seen = shown.request("GET", f"/v1/claims/{claim_id}", is_shown=False)
    _correct(shown, claim_id, seen.headers["ETag"])
    _say("Who changed what, when, and why?")
    shown.request("GET", f"/v1/claims/{claim_id}/history")
    _say("The paper changes its text under the same URL: the second revision.")
    article_id = _post(shown, REVISED)
    _say("What did it change?")
    shown.request("GET", f"/v1/articles/{article_id}/revisions/2/diff?fields=counts,claims.change,claims.before.quote,claims.after.quote")
    _say("All that happened, in order, for copies that follow.")
    shown.request("GET", "/v1/changes?fields=version,type,action,id")


def _post(shown: Shown, text: str) -> str:
    """Post a text, and wait for its job; return the id of the article."""
    posted = shown.request("POST", f"/v1/articles?{urlencode(KNOWN)}", text, Content_Type="text/plain")
    path, end = posted.headers["Location"], time.monotonic() + PATIENCE_S
    while (job := shown.request("GET", path, is_shown=False).body)["state"] in UNFINISHED and time.monotonic() < end:
        time.sleep(PAUSE_S)
    if job["state"] != "succeeded":
        raise DemoFailed(f"the job is {job['state']}: {job['items']}")
    return str(job["items"][0]["article_id"])


def _correct(shown: Shown, claim_id: str, etag: str) -> None:
    patch = json.dumps({"kind": "pledge", "addressee": "reporters"})
    path = f"/v1/claims/{claim_id}?reason=she+promised+it"
    shown.request("PATCH", path, patch, Content_Type="application/merge-patch+json", If_Match=etag)


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve an empty archive; lend the address of the server, and a key with all scopes."""
    url, port = f"sqlite:///{folder / 'demo.db'}", _free_port()
    migrate(url)
    engine = write_engine(url)
    key = create_key(engine, "demo", SCOPES)
    engine.dispose()
    settings = {"ONRECORD_DATABASE_URL": url, "ONRECORD_HOST": "127.0.0.1", "ONRECORD_PORT": str(port), "ONRECORD_RUN_JOBS": "true"}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "app", "serve"], env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        _wait_for(server, f"http://127.0.0.1:{port}/readyz", folder / "server.log")
        yield f"http://127.0.0.1:{port}", key
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        try:
            urlopen(address, timeout=TIMEOUT_S).close()
            return
        except OSError:
            time.sleep(PAUSE_S)
    exit_with_error(DemoFailed(f"the server did not start: {log.read_text(errors='replace')}"))


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def _stay(address: str, key: str) -> None:
    _say(f"The server runs until Ctrl-C: {address}/docs\nKEY={key}")
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        pass


def _say(sentence: str) -> None:
    typer.echo(f"\n# {sentence}")


def _echo_json(body: Any) -> None:
    lines = json.dumps(body, indent=1, ensure_ascii=False).splitlines()
    typer.echo("\n".join([*lines[:LINES], *(["..."] if len(lines) > LINES else [])]))
