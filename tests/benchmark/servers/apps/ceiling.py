"""Ceiling: a bare ASGI application that sends recorded answers, with their headers, from memory."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson

Message = dict[str, Any]
Answer = tuple[Message, Message]
Send = Callable[[Message], Awaitable[None]]


def _answer(headers: dict[str, str], body: str) -> Answer:
    written = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": 200, "headers": written}, {"type": "http.response.body", "body": body.encode()}


ANSWERS = {path: _answer(*recorded) for path, recorded in orjson.loads(Path(os.environ["CEILING_ANSWERS"]).read_bytes()).items()}
EMPTY = _answer({"content-length": "0"}, "")


async def application(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
    """Send the answer that was recorded for the path."""
    if scope["type"] == "http":
        start, body = ANSWERS.get(scope["path"], EMPTY)
        await send(start)
        await send(body)
