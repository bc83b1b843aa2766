"""Cases: kinds of request to On Record, each with the SQL statement that must give the same. No address repeats."""

import sqlite3
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count, cycle, islice, permutations, product
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from app.parameters.claims import ClaimQuery
from app.terms.cursors import encode_cursor
from tests.benchmark.archives.world import COMMONEST, FIRST_DAY, LAST_DAY, World, word
from tests.benchmark.requests.statements import SAMPLES
from tests.make import Json

Values = list[list[object]]
ReadValues = Callable[[Json], Values]
MONTHS = [f"{year}-{month:02}" for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for month in range(1, 13)]
# Words of middling frequency: each is in about one claim of five hundred, whatever the size of the archive.
MIDDLING = [word(number) for number in range(250, 800)]
MOST = 1_000_000  # requests of a case that never ends
MOST_IDS = 60_000
DEEP = 5_000  # pages that begin in the last twentieth of the claims
FEW = 6_000  # different addresses of one count
MOST_ZEROS = 50  # written before a limit, to make other addresses


@dataclass(frozen=True)
class Request:
    """A request: the address at On Record, and the parameters of the equivalent statement."""

    target: str
    parameters: dict[str, str]


@dataclass
class Case:
    """A kind of request. ``values`` reads from an answer the rows that the statement's first ``columns`` columns must equal."""

    name: str
    statement: str
    requests: Iterator[Request]
    values: ReadValues
    number: int = MOST  # requests left
    columns: int = 1
    exact: bool = True  # False: ranked by another formula, so each item is only checked to be a hit
    items: Callable[[Json], list[Json]] = field(default=lambda _: [])  # the claims of an answer, whole

    def take(self, most: int) -> list[Request]:
        """Take the next requests."""
        taken = list(islice(self.requests, most))
        self.number -= len(taken)
        return taken


def items(answer: Json) -> list[Json]:
    """Return the items of a page."""
    found: list[Json] = answer["items"]
    return found


def _claims_of(case: str, statement: str, requests: Iterator[Request], found: Callable[[Json], list[Json]], number: int = MOST) -> Case:
    """Return a case of which every answer holds claims; their ids are compared in order, and they themselves value by value."""
    return Case(case, statement, requests, lambda answer: [[claim["id"]] for claim in found(answer)], number, items=found)


def _facets(answer: Json) -> Values:
    return [[value["value"], value["count"]] for name in ("speaker", "kind") for value in answer["facets"][name]["values"]]


def _months(answer: Json) -> Values:
    return [[bucket["date"]["edtf"], bucket["claims"], bucket["events"]] for bucket in answer["counts"]["buckets"]]


class ArchiveCases:
    """The cases of one archive, made from its reference file. The same documents give the same requests, in the same order."""

    def __init__(self, reference: Path) -> None:
        self.reference = reference
        self.size = int(str(self.rows("size")[0][0]))
        every = max(1, self.size // MOST_IDS)
        self.claims = [str(row[0]) for row in self.rows("claims", every=every)]
        self.articles = [(str(key), str(number)) for key, number in self.rows("articles", every=max(1, every // 10))]
        self.speakers = [(str(key), str(number)) for key, number in self.rows("speakers")]
        self.keys = [(str(said), str(key)) for said, key in self.rows("keys", offset=int(self.size * 0.95) - 1, limit=DEEP)][:-1]

    def rows(self, sample: str, **parameters: object) -> list[tuple[object, ...]]:
        """Run one of the ``SAMPLES`` statements."""
        connection = sqlite3.connect(f"file:{self.reference}?mode=ro", uri=True)
        try:
            return connection.execute(SAMPLES[sample], parameters).fetchall()
        finally:
            connection.close()

    def cases(self) -> dict[str, Case]:
        """Return all cases by name, each with all its requests left."""
        cases = [*self.single_things(), *self.searches(), *self.counts(), self.deep_pages()]
        return {case.name: case for case in cases}

    def single_things(self) -> list[Case]:
        claims = (Request(f"/v1/claims/{key}", {"id": key}) for key in self.claims)
        articles = (Request(f"/v1/articles/{key}", {"id": key, "row": number}) for key, number in self.articles)
        return [
            _claims_of("claim", "claim", claims, lambda answer: [answer], len(self.claims)),
            _claims_of("list", "list", iter(lists := self.lists()), items, len(lists)),
            _claims_of("article", "article", articles, lambda answer: list(answer["claims"]), len(self.articles)),
        ]

    def lists(self) -> list[Request]:
        """Return requests for the claims of a frequent speaker up to a day; each has another speaker or day."""
        days = World(1).days
        ends = Random(1).sample(days[len(days) // 2 :], 1_000)
        speakers = self.speakers[: max(5, self.size // 5_000)]  # few others have fifty
        return [
            Request(
                f"/v1/claims?speaker={speaker}&said_from={days[0]}&said_to={last}",
                {"speaker": speaker, "row": number, "first": days[0], "last": last},
            )
            for last, (speaker, number) in product(ends, speakers)
        ]

    def searches(self) -> list[Case]:
        words = {"middling": MIDDLING, "common": [COMMONEST], "two_words": [f"{COMMONEST} {word}" for word in MIDDLING]}
        newest = [_claims_of(f"search_{name}", "search", _searches("/v1/claims", found), items) for name, found in words.items()]
        ranked = [
            replace(_claims_of(f"ranked_{name}", "ranked", _searches("/v1/claims", found, sort="relevance"), items), exact=False)
            for name, found in words.items()
        ]
        crossed = [Case(f"crossed_{name}", "hits", _searches("/v1/search", found), _claims_found) for name, found in words.items()]
        return [*newest, *ranked, *crossed]

    def counts(self) -> list[Case]:
        months, ever = _between(MONTHS), cycle([("", "")])
        years = cycle([(f"{year}-01-01", f"{year}-12-31") for year in range(FIRST_DAY.year, LAST_DAY.year + 1)])
        facets = {"facet": ["speaker", "kind"]}
        return [
            Case("facets_month", "facets", _counted("/v1/claims", facets, months), _facets, FEW, 2),
            Case("facets_all", "facets", _counted("/v1/claims", facets, ever), _facets, FEW, 2),
            Case("count_month", "count", _counted("/v1/claims", {"count": ["exact"]}, months), _total, FEW),
            Case("count_all", "count", _counted("/v1/claims", {"count": ["exact"]}, ever), _total, FEW),
            Case("count_speaker", "count", self.counted_speakers(), _total, FEW),
            Case("timeline_year", "timeline", _counted("/v1/timeline", {"bucket": ["month"]}, years, ""), _months, FEW, 3),
            Case("timeline_all", "timeline", _counted("/v1/timeline", {"bucket": ["month"]}, ever, ""), _months, FEW, 3),
        ]

    def counted_speakers(self) -> Iterator[Request]:
        """Yield counts of the claims of the five commonest speakers."""
        for request, (speaker, _) in zip(
            _counted("/v1/claims", {"count": ["exact"]}, cycle([("", "")])), cycle(self.speakers[:5]), strict=False
        ):
            yield Request(f"{request.target}&speaker={speaker}", {**request.parameters, "speaker": speaker})

    def deep_pages(self) -> Case:
        """Return the case of pages behind 95 % of the claims, each from another claim on."""
        scope = f"claims?{ClaimQuery().cursor_scope}"
        pages = [
            Request(f"/v1/claims?cursor={encode_cursor(scope, [said, key])}", {"said_order": said, "id": key}) for said, key in self.keys
        ]
        return _claims_of("page", "page", iter(pages), items, len(pages))


def _total(answer: Json) -> Values:
    return [[answer["total"]["value"]]]


def _claims_found(answer: Json) -> Values:
    return [[answer["counts"]["claim"]["value"]]]


def _searches(path: str, words: list[str], **more: str) -> Iterator[Request]:
    """Yield searches for the words in turn. Trailing blanks make another address of the same search."""
    for blanks in count():
        for some in words:
            query = urlencode({"q": some + " " * blanks, **more})
            yield Request(f"{path}?{query}", {"words": " ".join(f'"{_folded(one)}"' for one in some.split())})


def _folded(some: str) -> str:
    return some.replace("š", "s").replace("ç", "c")


def _between(months: list[str]) -> Iterator[tuple[str, str]]:
    return cycle([(f"{month}-01", f"{month}-{monthrange(*map(int, month.split('-')))[1]}") for month in months])


def _counted(path: str, wanted: dict[str, list[str]], days: Iterator[tuple[str, str]], prefix: str = "said_") -> Iterator[Request]:
    """Yield requests for counts, with few items. Other orders of parameters, defaults and leading zeros make other addresses."""
    defaults = {"format": "json", "units": "codepoint", "sort": "-date" if path == "/v1/timeline" else "-said"}
    parameters = [(name, value) for name, values in wanted.items() for value in values] + list(defaults.items())
    for zeros, limit, arranged in product(range(MOST_ZEROS), range(1, 6), permutations(parameters)):
        first, last = next(days)
        between = [(f"{prefix}from", first), (f"{prefix}to", last)] if first else []
        query = urlencode([*arranged, *between, ("limit", "0" * zeros + str(limit))])
        yield Request(f"{path}?{query}", {"first": first, "last": last, "speaker": ""})
