"""Keys that are not read in records: counted during a load, and named once at its end."""

from collections import Counter
from collections.abc import Callable, Iterable

MOST_KEYS = 1000  # counted at most: where keys are hashes or dates, each record may have others
MOST_NAMED = 20
LONGEST_KEY = 60


class UnreadKeys:
    """Number of records that have a key that is not read, by key."""

    def __init__(self) -> None:
        self._records: Counter[str] = Counter()

    def add(self, keys: Iterable[str]) -> None:
        """Count the keys of one record."""
        for key in keys:
            if key in self._records or len(self._records) < MOST_KEYS:
                self._records[key] += 1

    def write(self, print_line: Callable[[str], None]) -> None:
        """Print a line that names the keys, the commonest first."""
        if self._records:
            named = [f"{_shown(key)} ({number:,})" for key, number in self._records.most_common(MOST_NAMED)]
            more = ["others"] if len(self._records) > MOST_NAMED else []
            print_line(f"keys that were not read, and in how many records: {', '.join([*named, *more])}")


def _shown(key: str) -> str:
    short = key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}…"
    return short if short.isprintable() and short else repr(short)
