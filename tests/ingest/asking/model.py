"""Stand-in for a language model: an HTTP server on the loopback with answers set by the test."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Model(ThreadingHTTPServer):
    """Gives its answers in turn, and repeats the last one. An answer is status, body and headers, or seconds of silence."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[tuple[int, bytes, dict[str, str]] | float] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next(self) -> tuple[int, bytes, dict[str, str]] | float:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        assert self.path == "/v1/chat/completions"
        self.server.headers.append(dict(self.headers))
        self.server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = self.server.next()
        if isinstance(answer, float):
            time.sleep(answer)
            return
        status, body, headers = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Log nothing."""


@contextmanager
def serving() -> Iterator[Model]:
    """Run a model inside a ``with`` block."""
    with Model() as model:
        thread = threading.Thread(target=model.serve_forever, args=(0.01,))
        thread.start()
        yield model
        model.shutdown()
        thread.join()


def completion(content: str | None, **more: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return an answer of the API with the words of the model."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop", **more}
    return 200, json.dumps({"object": "chat.completion", "choices": [choice]}).encode(), {}


def words(*wordings: str) -> list[dict[str, Any]]:
    return [{"words": wording, "occurrence": 1} for wording in wordings]


def model_claim(content: list[dict[str, Any]], source: str = "", cue: str = "", **more: Any) -> dict[str, Any]:
    """Return a claim in the form of a model's answer."""
    parts = {"content": content, "source": words(source) if source else [], "cue": words(cue) if cue else []}
    return {**parts, "speaker": None, "mode": "indirect", "kind": "statement", "said": None, "confidence": 0.9, **more}


def person(name: str | None, descriptor: str | None = None) -> dict[str, Any]:
    return {"kind": "person", "name": name, "descriptor": descriptor}


def claims(*model_claims: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    return completion(json.dumps({"claims": model_claims}))
