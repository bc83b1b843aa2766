import asyncio

import pytest

from tests.abuse.answers import Answer, read_answer

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n1f\r\n" + b"x" * 31 + b"\r\n0\r\n\r\n"
NONE = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"


def answers_in(received: bytes, *, is_head: bool = False) -> list[Answer]:
    """Read all answers in what a server sent."""

    async def read() -> list[Answer]:
        reader, answers = asyncio.StreamReader(), list[Answer]()
        reader.feed_data(received)
        reader.feed_eof()
        while not reader.at_eof():
            answers.append(await read_answer(reader, is_head=is_head))
        return answers

    return asyncio.run(read())


def test_each_answer_is_read_to_its_end() -> None:
    assert answers_in(WHOLE + NONE + CHUNKED) == [(200, False), (304, False), (200, True)]


def test_an_answer_to_head_has_no_body() -> None:
    assert answers_in(WHOLE.removesuffix(b"hello") * 2, is_head=True) == [(200, False)] * 2


@pytest.mark.parametrize("received", [WHOLE[:-1], CHUNKED[:-1], CHUNKED[:-9], NONE[:-1]])
def test_an_answer_that_is_cut_off_is_an_error(received: bytes) -> None:
    with pytest.raises(EOFError):
        answers_in(received)
