"""Parts of a load: documents that are checked and prepared together, ahead of writing, in several processes."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from time import monotonic
from typing import Any, NamedTuple

from app.errors import DocumentRefused, Fault
from app.ingest.preparing.documents import PreparedDocument, prepare, prepare_json
from app.ingest.reading import json
from app.ingest.reading.files import InputItem, UnparsedJson
from app.ingest.reading.validation import validated
from app.ingest.reading.workers import WorkerDied, Workers
from app.terms.vocabulary import TextPolicy

PreparedOrFaults = PreparedDocument | list[Fault]
WaitingPart = tuple[list[InputItem], Future[list[PreparedOrFaults]] | None]  # without a future, this process prepares it
# Most articles of a part, most bytes of its source, and seconds that its first article waits for more. In parts of 1,000 an article
# costs a third less than in parts of 300: names are looked up, counted and indexed once per part.
PART_ARTICLES, PART_BYTES, PART_WAIT_S = 1000, 8_000_000, 1.0
GC_THRESHOLD = 1_000_000  # objects


class PreparedPart(NamedTuple):
    """Items of the input, the document or faults of each item that could be parsed, and whether the next part was read already."""

    items: list[InputItem]
    documents: list[PreparedOrFaults]
    is_followed: bool = False


def prepare_ahead(
    workers: Workers[list[Any], list[PreparedOrFaults]], items: Iterable[InputItem], max_articles: int, policy: TextPolicy = "full"
) -> Iterator[PreparedPart]:
    """Yield prepared parts in order: at once where the input is slow, else when the next part has been handed to a process."""
    waiting: deque[WaitingPart] = deque()
    for number, part in enumerate(split_into_parts(items, max_articles)):
        # The first part is prepared in this process: a short load starts no worker, a long one starts them meanwhile.
        waiting.append((part, workers.submit(_data_of(part)) if number else None))
        is_slow = len(part) < max_articles and _size(part) < PART_BYTES
        while waiting and (is_slow or len(waiting) > workers.jobs or (len(waiting) > 1 and _is_ready(waiting[0]))):
            yield _next_part(waiting, policy)
    while waiting:
        yield _next_part(waiting, policy)


def split_into_parts(items: Iterable[InputItem], max_articles: int) -> Iterator[list[InputItem]]:
    """Yield lists of items; each ends at ``max_articles``, at ``PART_BYTES`` or, where the input is slow, after ``PART_WAIT_S``."""
    part: list[InputItem] = []
    size, started = 0, monotonic()
    for item in items:
        part.append(item)
        size += _size([item])
        if len(part) == max_articles or size >= PART_BYTES or monotonic() - started > PART_WAIT_S:
            yield part
            part, size, started = [], 0, monotonic()
    if part:
        yield part


def _size(items: Iterable[InputItem]) -> int:
    return sum([len(item.source) or PART_BYTES // PART_ARTICLES for item in items])


def _is_ready(part: WaitingPart) -> bool:
    return part[1] is None or part[1].done()


def _next_part(waiting: deque[WaitingPart], policy: TextPolicy) -> PreparedPart:
    items, future = waiting.popleft()
    return PreparedPart(items, _documents_of(items, future, policy), bool(waiting))


def _documents_of(items: list[InputItem], future: "Future[list[PreparedOrFaults]] | None", policy: TextPolicy) -> list[PreparedOrFaults]:
    try:
        return future.result() if future else prepare_all(_data_of(items), policy=policy)
    except WorkerDied:  # perhaps killed for its memory: this process may use more
        return prepare_all(_data_of(items), policy=policy)


def _data_of(items: list[InputItem]) -> list[Any]:
    return [item.data for item in items if not item.refused]


def prepare_in_worker(policy: TextPolicy) -> Callable[[list[Any]], list[PreparedOrFaults]]:
    """Set up the process that calls this and return ``prepare_all`` under a policy."""
    collect_garbage_rarely()
    return partial(prepare_all, policy=policy)


def collect_garbage_rarely() -> None:
    """Let this process rarely search for reference cycles: documents and rows have none, and the search took a fifth of the time.

    What stands already is never searched again.
    """
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)


def prepare_all(data: list[Any], posted_by: str | None = None, policy: TextPolicy = "full") -> list[PreparedOrFaults]:
    """Check and prepare documents, parsed or not; return faults in place of a document that is not valid."""
    return [_prepare_or_faults(document, posted_by, policy) for document in data]


def _prepare_or_faults(data: Any, posted_by: str | None, policy: TextPolicy) -> PreparedOrFaults:
    try:
        if isinstance(data, UnparsedJson):
            return prepare_json(data, posted_by, policy) or prepare(validated(json.load(data)), posted_by, policy=policy)
        return prepare(validated(data), posted_by, policy=policy)
    except DocumentRefused as refused:
        return refused.faults
