"""Bodies of requests that write: read whole, and refused where their media type is not read."""

from collections.abc import Collection

from starlette.types import Receive, Scope

from app.api.reading.read_threads import ClientLeft
from app.errors import MediaTypeNotRead

DEFAULT_TYPE = "application/json"


def media_type_of(scope: Scope, read_types: Collection[str]) -> str:
    """Return the media type of a body, without parameters. A body without Content-Type is taken for JSON.

    Raises:
        MediaTypeNotRead: it is none of those that are read, in another charset than UTF-8, or compressed.
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
    if headers.get(b"content-encoding", "identity").lower() != "identity":
        raise MediaTypeNotRead("A compressed body is not read; send it without Content-Encoding.")
    return media_type


async def read_body(receive: Receive) -> bytes:
    """Return the body of a request.

    Raises:
        HTTPException: it is too large, or comes too slowly (``access/bodies.py``).
        ClientLeft: the client left before the body was whole.
    """
    parts, is_complete = list[bytes](), False
    while not is_complete:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        parts.append(message.get("body", b""))
        is_complete = not message.get("more_body")
    return b"".join(parts)
