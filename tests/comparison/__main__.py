"""Compare the answers of two commits: ``python -m tests.comparison BASE [HEAD] [--map-ids] [--postgres URL]``.

Each commit loads the same documents by its own code and serves them by its own code. HEAD is a commit, by default the working tree.
With ``--map-ids`` ids may differ: ids of the base are replaced by those of the head, and items of equal order keys are compared as a set.
The exit status is 1 if anything differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path

from tests.comparison import archives, report, requests, worktrees
from tests.comparison.client import send_all
from tests.comparison.comparing import Comparison, Exact, Mapped
from tests.comparison.differences import Difference
from tests.comparison.exchanges import Exchange
from tests.comparison.ids import Ids, Translation, read_ids
from tests.comparison.requests import Request
from tests.comparison.serving import serving

DOCUMENTS = 500


def main(arguments: Sequence[str]) -> int:
    """Run the program and return its exit status."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="onrecord-comparison-") as folder, ExitStack() as stack:
        roots = [stack.enter_context(worktrees.checked_out(commit, Path(folder) / name)) for name, commit in _commits(options)]
        urls = [stack.enter_context(archives.database(Path(folder) / root.name, options.postgres)) for root in roots]
        file = archives.write_documents(Path(folder) / "documents.jsonl", options.documents)
        with ThreadPoolExecutor() as pool:
            list(pool.map(archives.load, roots, urls, [file, file]))
        differences = list(_differences(roots, urls, [read_ids(url) for url in urls], options.map_ids))
    sys.stdout.write(report.render(differences))
    return 1 if differences else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.comparison", description=__doc__)
    parser.add_argument("base", help="the commit whose answers are taken as right")
    parser.add_argument("head", nargs="?", help="the commit to compare with it; default: the working tree")
    parser.add_argument("--map-ids", action="store_true", help="ids may differ, and so the order of items with equal order keys")
    parser.add_argument("--postgres", metavar="URL", help="a PostgreSQL server to make two databases on; else SQLite files")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many generated documents are loaded, besides the seeds")
    return parser.parse_args(arguments)


def _commits(options: argparse.Namespace) -> list[tuple[str, str | None]]:
    return [("base", options.base), ("head", options.head)]


def _differences(roots: Sequence[Path], urls: Sequence[str], ids: Sequence[Ids], is_mapped: bool) -> Iterator[Difference]:
    """Yield the differences of ids, of recorded requests and of answers."""
    translation = Translation.between(*ids)
    yield from translation.differences(is_mapped)
    comparison: Comparison = Mapped(translation) if is_mapped else Exact()
    recorded = [requests.recorded_requests(root) for root in roots]
    for base, head in zip_longest(*recorded):
        if base is None or head is None or translation.text(base.target) != head.target:
            yield Difference("recorded request", "recorded.txt", str(head), "$", str(base), str(head))
    others = requests.other_requests()
    exchanges = [_answers(root, url, [*own, *others]) for root, url, own in zip(roots, urls, recorded, strict=True)]
    for base_exchange, head_exchange in zip(*exchanges, strict=True):
        yield from comparison.differences(base_exchange, head_exchange)


def _answers(root: Path, url: str, recorded: Sequence[Request]) -> list[Exchange]:
    with serving(root, url) as port:
        return list(send_all(port, recorded))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
