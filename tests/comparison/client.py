"""Client that sends each request, follows lists to their end, and repeats requests with other methods and headers."""

import gzip
import http.client
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import orjson

from tests.comparison.exchanges import Exchange, Json, Response
from tests.comparison.requests import Request

TIMEOUT_S = 120
FIXED_REQUEST_ID = {"X-Request-Id": "comparison"}  # error bodies repeat it
PAGES_AS_LINKED = 3  # so many pages of a list are read by its links; the rest in pages of 200
MOST_PAGES = 500  # more than any list of the archive has
NEXT = re.compile(r'<([^>]*)>; rel="next"')
NO_HEADERS: Mapping[str, str] = {}
UNQUOTED = "/?&=%+:,;@!$'()*~-._"


class Server:
    """A server, over one connection. A GET opens it again if the server closed it: servers do so after seconds without a request."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def answer(self, target: str, method: str = "GET", headers: Mapping[str, str] = NO_HEADERS) -> Response:
        """Send a request. Redirects are not followed, and the body is that without its content coding.

        Raises:
            ConnectionError: the server closed the connection without an answer. Only a GET on a kept connection is sent once more.
        """
        response = self._response_to(target, method, headers)
        body = response.read()
        if response.getheader("content-encoding") == "gzip" and body:
            body = gzip.decompress(body)
        return Response(response.status, [(name.lower(), value) for name, value in response.getheaders()], body)

    def _response_to(self, target: str, method: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        is_kept = self._connection.sock is not None
        try:
            return self._send(target, method, headers)
        except ConnectionError:
            self._connection.close()
            if not is_kept or method != "GET":
                raise
            return self._send(target, method, headers)

    def _send(self, target: str, method: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        self._connection.request(method, quote(target, safe=UNQUOTED), headers={**FIXED_REQUEST_ID, **headers})
        return self._connection.getresponse()

    def pages(self, target: str, headers: Mapping[str, str] = NO_HEADERS, pages_as_linked: int = PAGES_AS_LINKED) -> Iterator[Response]:
        """Yield the pages of a list to its end, or the response for a single thing."""
        next_target: str | None = target
        for number in range(MOST_PAGES):
            if next_target is None:
                return
            answer = self.answer(next_target, headers=headers)
            yield answer
            next_target = next_page_of(answer)
            if next_target is not None and number + 1 >= pages_as_linked:
                next_target = with_full_pages(next_target)
        raise RuntimeError(f"{target} has more than {MOST_PAGES} pages")


def send_all(port: int, requests: Sequence[Request]) -> Iterator[Exchange]:
    """Send all requests, and repeat GET requests in the ways of real clients."""
    server = Server(port)
    for request in requests:
        if request.method != "GET":
            yield Exchange(request, [server.answer(request.target, request.method, request.headers)])
        else:
            pages = list(server.pages(request.target, request.headers))
            yield Exchange(request, pages, _items(server, request))
            for variant in [] if request.headers else _variants(request, pages[0]):
                yield Exchange(variant, [server.answer(variant.target, variant.method, variant.headers)], first=pages[0])


def _variants(request: Request, first: Response) -> Iterator[Request]:
    """Yield further requests for the same target."""
    yield request.variant("again, so from memory")
    yield request.variant("again, by a page of another origin", Origin="https://elsewhere.example")
    yield request.variant("again, without the body", "HEAD")
    yield request.variant("again, by who has the answer", If_None_Match=first.header("etag") or "no ETag")


def next_page_of(answer: Response) -> str | None:
    """Return the target of the next page; None on the last."""
    match = NEXT.search(answer.header("link"))
    return match.group(1) if match else None


def with_full_pages(target: str) -> str:
    """Return a list's target with the most items a page, and without counts that are the same on every page."""
    return _replace_parameters(target, without={"limit", "count", "facet", "bucket"}, limit="200")


def _items(server: Server, request: Request) -> list[Json]:
    """Return all items of a list in JSON if the request asks for another format; else none."""
    query, accept = parse_qsl(urlsplit(request.target).query), request.headers.get("Accept", "")
    formats = [value for name, value in query if name == "format"]
    if not ({*formats} & {"csv", "ndjson", "jsonld"} or accept):
        return []
    answers = server.pages(with_full_pages(_replace_parameters(request.target, without={"format"})))
    return [item for answer in answers if answer.status == 200 for item in items_in(answer)]


def items_in(answer: Response) -> list[Json]:
    """Return the items of a page in JSON."""
    body = orjson.loads(answer.body)
    items: list[Json] = body.get("items", []) if isinstance(body, dict) else []
    return items


def _replace_parameters(target: str, without: set[str], **more: str) -> str:
    path, _, query = target.partition("?")
    parameters = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in without]
    return f"{path}?{urlencode([*parameters, *more.items()])}"
