"""Bodies of requests that write: read whole, and refused where their media type is not read."""

from collections.abc import AsyncIterator, Collection

from fastapi.exceptions import RequestValidationError
from starlette.types import Receive, Scope

from app.api.reading.read_threads import ClientLeft
from app.errors import MediaTypeNotRead

DEFAULT_TYPE, IDENTITY = "application/json", "identity"


def media_type_of(scope: Scope, read_types: Collection[str], codings: Collection[str] = ()) -> str:
    """Return the media type of a body, without parameters. A body without Content-Type is taken for JSON.

    Args:
        codings: content codings that are read.

    Raises:
        MediaTypeNotRead: it is none of those that are read, in another charset than UTF-8, or compressed by another coding.
    """
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    content_type: str = headers.get(b"content-type", DEFAULT_TYPE)
    media_type, _, parameters = content_type.partition(";")
    media_type = media_type.strip().lower()
    if media_type not in read_types:
        raise MediaTypeNotRead(f"{media_type!r} is not read here; send {' or '.join(read_types)}.")
    charset = parameters.lower().replace(" ", "").replace('"', "").partition("charset=")[2].partition(";")[0]
    if charset not in ("", "utf-8", "utf8"):
        raise MediaTypeNotRead(f"The charset {charset!r} is not read; send UTF-8.")
    if (coding := coding_of(scope)) != IDENTITY and coding not in codings:
        advice = f"send {', '.join(codings)}, or none" if codings else "send it without Content-Encoding"
        raise MediaTypeNotRead(f"A body with the content coding {coding!r} is not read; {advice}.")
    return media_type


def coding_of(scope: Scope) -> str:
    """Return the content coding of a body, in lower case; ``identity`` for none."""
    coding = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"content-encoding"), IDENTITY)
    return coding.strip().lower().removeprefix("x-")


async def read_body(receive: Receive) -> bytes:
    """Return the body of a request. Raises as ``pieces_of``."""
    return b"".join([piece async for piece in pieces_of(receive)])


async def refuse_body(receive: Receive, scope: Scope, parameters: Collection[str]) -> None:
    """Refuse a body where none is read: what it asks for would be ignored. An empty one is none.

    Args:
        parameters: names of the query parameters of the address.

    Raises:
        RequestValidationError: there is a body. It is not waited for.
        ClientLeft: as ``pieces_of`` raises it.
    """
    length = next((int(value) for name, value in scope["headers"] if name == b"content-length"), None)
    if length == 0:
        return
    if length is None and not await _has_body(receive):
        return
    takes = f"; {', '.join(f'`{name}`' for name in parameters)} can be given in the query" if parameters else ""
    raise RequestValidationError([{"loc": ("body",), "msg": f"the body is not read here, and must be empty{takes}", "type": "body"}])


async def _has_body(receive: Receive) -> bool:
    async for piece in pieces_of(receive):
        if piece:
            return True
    return False


async def pieces_of(receive: Receive) -> AsyncIterator[bytes]:
    """Yield the body of a request as it comes in.

    Raises:
        HTTPException: it is too large, or comes too slowly (``access/bodies.py``).
        ClientLeft: the client left before the body was whole.
    """
    is_complete = False
    while not is_complete:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        yield message.get("body", b"")
        is_complete = not message.get("more_body")
