"""Asking a server: a request, what follows it, and the same target in other ways."""

import http.client
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import orjson

from tests.comparison.answers import Answer, Exchange, Json
from tests.comparison.requests import Request

TIMEOUT_S = 120
OWN_ID = {"X-Request-Id": "comparison"}  # bodies of problems hold it
PAGES_AS_LINKED = 3  # of each list; what follows is read by pages of 200
MOST_PAGES = 500  # no list of the archive has so many of these
NEXT = re.compile(r'<([^>]*)>; rel="next"')
NO_HEADERS: Mapping[str, str] = {}
IN_TARGETS = "/?&=%+:,;@!$'()*~-._"


class Server:
    """A server that is asked over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def answer(self, target: str, method: str = "GET", headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Ask once. Redirects are not followed."""
        self._connection.request(method, quote(target, safe=IN_TARGETS), headers={**OWN_ID, **headers})
        response = self._connection.getresponse()
        return Answer(response.status, [(name.lower(), value) for name, value in response.getheaders()], response.read())

    def pages(self, target: str, headers: Mapping[str, str] = NO_HEADERS, as_linked: int = PAGES_AS_LINKED) -> Iterator[Answer]:
        """Ask for a list to its end, or for one thing."""
        following: str | None = target
        for number in range(MOST_PAGES):
            if following is None:
                return
            answer = self.answer(following, headers=headers)
            yield answer
            following = next_of(answer)
            if following is not None and number + 1 >= as_linked:
                following = in_full_pages(following)
        raise RuntimeError(f"{target} has more than {MOST_PAGES} pages")


def ask(port: int, requests: Sequence[Request]) -> Iterator[Exchange]:
    """Ask all requests, and those for GET in every way that clients ask."""
    server = Server(port)
    for request in requests:
        if request.method != "GET":
            yield Exchange(request, [server.answer(request.target, request.method, request.headers)])
        else:
            pages = list(server.pages(request.target, request.headers))
            yield Exchange(request, pages, _items(server, request))
            for way in [] if request.headers else _other_ways(request, pages[0]):
                yield Exchange(way, [server.answer(way.target, way.method, way.headers)], first=pages[0])


def _other_ways(request: Request, first: Answer) -> Iterator[Request]:
    """Yield the ways to ask for a target again."""
    yield request.but("again, so from memory")
    yield request.but("again, by a page of another origin", Origin="https://elsewhere.example")
    yield request.but("again, without the body", "HEAD")
    yield request.but("again, by who has the answer", If_None_Match=first.header("etag") or "no ETag")


def next_of(answer: Answer) -> str | None:
    """Return where the next page is."""
    found = NEXT.search(answer.header("link"))
    return found.group(1) if found else None


def in_full_pages(target: str) -> str:
    """Return a list's target with the most items a page, and without what is the same on every page."""
    return _with(target, without={"limit", "count", "facet", "bucket"}, limit="200")


def _items(server: Server, request: Request) -> list[Json]:
    """Return the items of a list in JSON, if the request is for one in another format."""
    query, accept = parse_qsl(urlsplit(request.target).query), request.headers.get("Accept", "")
    formats = [value for name, value in query if name == "format"]
    if not ({*formats} & {"csv", "ndjson", "jsonld"} or accept):
        return []
    answers = server.pages(in_full_pages(_with(request.target, without={"format"})))
    return [item for answer in answers if answer.status == 200 for item in items_of(answer)]


def items_of(answer: Answer) -> list[Json]:
    """Return the items of a page in JSON."""
    body = orjson.loads(answer.body)
    found: list[Json] = body.get("items", []) if isinstance(body, dict) else []
    return found


def _with(target: str, without: set[str], **more: str) -> str:
    path, _, query = target.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in without]
    return f"{path}?{urlencode([*kept, *more.items()])}"
