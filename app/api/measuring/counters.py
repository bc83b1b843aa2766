"""Counters of requests in shared memory: each process that serves has its own, and any of them adds up all."""

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import count
from mmap import mmap
from pathlib import Path
from typing import NamedTuple

OTHER_PATHS = "other"  # the route of all requests whose path is that of no route
STATUSES = (
    *(200, 201, 202, 204, 206, 304, 307, 308),
    *(400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 416, 422, 428, 429, 431),
    *(500, 503),
)
STATUS_LABELS = (*map(str, STATUSES), "other", "aborted")  # aborted: the client left before it was answered
STATUS_POSITIONS: dict[int | None, int] = {**{status: position for position, status in enumerate(STATUSES)}, None: len(STATUSES) + 1}
DURATIONS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # upper bounds of the histogram
FIRST_DURATION = len(STATUS_LABELS)
SUM_OF_DURATIONS = FIRST_DURATION + len(DURATIONS_S) + 1  # behind the count of those above the last bound
COUNTERS_OF_ROUTE = SUM_OF_DURATIONS + 1
BYTES = 8  # of a counter, a double


class RouteCounts(NamedTuple):
    """The counters of one route.

    Attributes:
        route: its path, with the name of the id in braces.
        statuses: requests by ``STATUS_LABELS``.
        durations: requests by ``DURATIONS_S``, each without those of the bound before; the last are those above all bounds.
        sum_of_durations_s: of all requests.
    """

    route: str
    statuses: Sequence[float]
    durations: Sequence[float]
    sum_of_durations_s: float


class Totals(NamedTuple):
    """What all processes have counted."""

    routes: list[RouteCounts]
    cache_hits: int
    cache_misses: int


class Counters:
    """Counts the requests of this process, and adds up those of all.

    A count takes a tenth of what the counters of prometheus-client take in their mode for several processes. A process alone writes
    its counters, and a reader gets each as it was before or after.

    Args:
        routes: the paths of all routes.
        folder: where the processes keep their counters; None if there is one process.
    """

    def __init__(self, routes: Sequence[str], folder: Path | None) -> None:
        self._routes, self._folder = (*routes, OTHER_PATHS), folder
        offsets = {route: number * COUNTERS_OF_ROUTE for number, route in enumerate(self._routes)}
        self._by_path = {route: offset for route, offset in offsets.items() if "{" not in route}
        self._by_parent = {route.rpartition("/")[0]: offset for route, offset in offsets.items() if route.endswith("}")}
        others = [route.split("/") for route in routes if "{" in route and not route.endswith("}")]
        self._by_parts = {_without(parts, _id_positions(parts)): offsets["/".join(parts)] for parts in others}
        self._id_positions = sorted({_id_positions(parts) for parts in others}, reverse=True)
        self._other, self._hits = offsets[OTHER_PATHS], len(self._routes) * COUNTERS_OF_ROUTE
        self._misses = self._hits + 1
        self._size_bytes = (self._misses + 1) * BYTES
        self._counters = memoryview(_claim_file(folder, self._size_bytes) if folder else mmap(-1, self._size_bytes)).cast("d")

    def count(self, path: str, status: int | None, took_s: float) -> None:
        """Count a request that was answered, or broken off (no status)."""
        counters, offset = self._counters, self._by_path.get(path)
        if offset is None:
            offset = self._offset_with_id(path)
        counters[offset + STATUS_POSITIONS.get(status, len(STATUSES))] += 1
        counters[offset + FIRST_DURATION + bisect_left(DURATIONS_S, took_s)] += 1
        counters[offset + SUM_OF_DURATIONS] += took_s

    def route_of(self, path: str) -> str | None:
        """Return the route of a path; None for a path of no route."""
        offset = self._by_path.get(path)
        if offset is None:
            offset = self._offset_with_id(path)
        return None if offset == self._other else self._routes[offset // COUNTERS_OF_ROUTE]

    def count_lookup(self, *, is_hit: bool) -> None:
        """Count an answer of the API: from the cache, or read."""
        self._counters[self._hits if is_hit else self._misses] += 1

    def _offset_with_id(self, path: str) -> int:
        offset = self._by_parent.get(path.rpartition("/")[0])  # of most routes the id is the last part
        if offset is not None:
            return offset
        parts = path.split("/", 6)
        for positions in self._id_positions:
            offset = self._by_parts.get(_without(parts, positions))
            if offset is not None:
                return offset
        return self._other

    def totals(self) -> Totals:
        """Add up the counters of all processes, also of those that ended."""
        counters = _read_files(self._folder) if self._folder else [self._counters.tolist()]
        sums = [sum(numbers) for numbers in zip(*counters, strict=True)]
        rows = [sums[start : start + COUNTERS_OF_ROUTE] for start in range(0, self._hits, COUNTERS_OF_ROUTE)]
        routes = [
            RouteCounts(route, row[:FIRST_DURATION], row[FIRST_DURATION:SUM_OF_DURATIONS], row[SUM_OF_DURATIONS])
            for route, row in zip(self._routes, rows, strict=True)
        ]
        return Totals(routes, int(sums[self._hits]), int(sums[self._misses]))


def _id_positions(parts: Sequence[str]) -> tuple[int, ...]:
    return tuple(position for position, part in enumerate(parts) if part.startswith("{"))


def _without(parts: Sequence[str], positions: Sequence[int]) -> tuple[str, ...]:
    """Return the parts, those at these positions empty."""
    return tuple("" if position in positions else part for position, part in enumerate(parts))


def _claim_file(folder: Path, size_bytes: int) -> mmap:
    """Return a file as memory of this process alone: that of a process that ended, whose counts go on, or a new one.

    Its lock ends with the process, however that ends. So the files are never more than the processes were at any one time.
    """
    flock = import_module("fcntl")  # not on Windows, which one process can do without
    for number in count():
        file = os.open(folder / f"{number}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock.flock(file, flock.LOCK_EX | flock.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            continue
        os.ftruncate(file, size_bytes)  # the counts of a file that has this size stay
        return mmap(file, size_bytes)  # the file stays open, and so locked
    raise AssertionError  # count() does not end


def _read_files(folder: Path) -> Iterator["array[float]"]:
    for file in folder.iterdir():
        counters = array("d")
        counters.frombytes(file.read_bytes())
        if counters:
            yield counters
