"""The receiver in the documentation, run as it stands there, on messages that the program signs."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import pytest
import trustme
from sqlalchemy import Engine

from app.jobs.delivering.signatures import signed_headers
from tests import make
from tests.conftest import Load
from tests.jobs.delivering.receiving import Received
from tests.jobs.delivering.sending import TestSender, make_webhook

PAGE = Path(__file__).parents[3] / "docs/api.md"
SERVING = 'HTTPServer(("127.0.0.1", 9000), Receiver).serve_forever()'


def shown(first_line: str) -> str:
    """Return the code in Python that begins with this line."""
    (code,) = re.findall(rf"```python\n({first_line}\n.*?)```", PAGE.read_text(), re.DOTALL)
    return str(code)


class Documented:
    """The receiver of the documentation, and the messages that the program would send it.

    Attributes:
        messages: as they are signed.
    """

    def __init__(self, server: HTTPServer, secret: str, messages: list[Received]) -> None:
        self._url = f"http://127.0.0.1:{server.server_port}/"
        self._secret, self.messages = secret, messages

    def status(self, message: Received, **changed: Any) -> int:
        """Post a message, with other headers or another body; return the status of the answer."""
        body = changed.pop("body", message.body)
        headers = message.headers | {name.replace("_", "-"): value for name, value in changed.items()}
        return httpx2.post(self._url, content=body, headers=headers).status_code

    def headers_at(self, message: Received, moment: datetime) -> dict[str, str]:
        """Return the headers of a message that is signed at another time."""
        return signed_headers(message.id, moment, message.body, [self._secret])


@pytest.fixture
def documented(url: str, engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch) -> Iterator[Documented]:
    webhook, sender = make_webhook(engine), TestSender(url)
    for number in range(2):
        load(make.document(f"<s0>Ana Novak</s0> <q0>said</q0> <c0>it rained</c0> {number}.", own_id=str(number)))
        sender.run(webhook.webhook_id)
    sender.stop()
    monkeypatch.setenv("WEBHOOK_SECRET", webhook.secret)
    code = shown("import os")
    assert code.count(SERVING) == 1
    parts: dict[str, Any] = {}
    exec(compile(code.replace(SERVING, 'server = HTTPServer(("127.0.0.1", 0), Receiver)'), str(PAGE), "exec"), parts)
    server: HTTPServer = parts["server"]
    thread = Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    yield Documented(server, webhook.secret, sender.received)
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_receiver_of_the_documentation_takes_each_message_once(documented: Documented, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = documented.messages
    assert [documented.status(message) for message in (first, first, second, first)] == [204] * 4
    told = [(change["action"], change["id"]) for message in documented.messages for change in message.data["changes"]]
    assert re.findall(r"^(\w+) article (\S+)$", capsys.readouterr().out, re.MULTILINE) == told


def test_the_receiver_of_the_documentation_refuses_what_is_forged_or_old(
    documented: Documented, capsys: pytest.CaptureFixture[str]
) -> None:
    message, other = documented.messages
    old = documented.headers_at(message, datetime.now(UTC) - timedelta(minutes=6))
    statuses = [
        documented.status(message, body=message.body.replace(b"created", b"deleted")),
        documented.status(message, body=other.body),
        documented.status(message, webhook_id=other.id),
        documented.status(message, **old),
        documented.status(message, **old | {"webhook-timestamp": message.headers["webhook-timestamp"]}),
        documented.status(message, webhook_signature="v1,AAAA"),
    ]
    assert (statuses, capsys.readouterr().out) == ([401] * 6, "")
    assert documented.status(message, **documented.headers_at(message, datetime.now(UTC) - timedelta(minutes=4))) == 204


def test_the_lines_for_a_trial_on_one_machine_speak_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = trustme.CA().issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(tmp_path / "local.key")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "local.pem")
    monkeypatch.chdir(tmp_path)
    parts: dict[str, Any] = {"HTTPServer": HTTPServer, "Receiver": BaseHTTPRequestHandler}
    exec(compile(shown("import ssl").replace("9443", "0").replace("server.serve_forever()", ""), str(PAGE), "exec"), parts)
    with parts["server"] as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert httpx2.get(f"https://127.0.0.1:{server.server_port}/", verify=False).status_code == 501  # of a handler without methods
        thread.join()
