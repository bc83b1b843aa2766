"""Answers read off a stream of bytes as they come, without keeping their bodies."""

import re
from asyncio import IncompleteReadError, StreamReader
from typing import NamedTuple

HEAD_END, NO_BODY = b"\r\n\r\n", (204, 304)
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)")
BLOCK = 1 << 18


class Answer(NamedTuple):
    """The status of an answer, and whether the server closes the connection after it."""

    status: int
    is_last: bool


async def read_answer(reader: StreamReader, *, is_head: bool = False) -> Answer:
    """Read an answer to its end.

    Args:
        is_head: whether it answers HEAD, so that it has no body whatever its length says.

    Raises:
        EOFError: the connection ends within the answer, or before it.
    """
    head = (await reader.readuntil(HEAD_END)).lower()
    answer, length = Answer(int(head[9:12]), b"connection: close" in head), CONTENT_LENGTH.search(head)
    if is_head or answer.status in NO_BODY:
        return answer
    if length:
        await _skip(reader, int(length[1]))
    else:
        await _skip_chunks(reader)
    return answer


async def _skip_chunks(reader: StreamReader) -> None:
    while size := int(await _line(reader), 16):
        await _skip(reader, size + 2)
    await _line(reader)


async def _line(reader: StreamReader) -> bytes:
    return await reader.readuntil(b"\r\n")


async def _skip(reader: StreamReader, size: int) -> None:
    while size:
        block = await reader.read(min(size, BLOCK))
        if not block:
            raise IncompleteReadError(b"", size)
        size -= len(block)
