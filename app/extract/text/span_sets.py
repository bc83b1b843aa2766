"""Set of spans with fast tests for covered offsets and overlapping spans."""

from bisect import bisect_right
from collections.abc import Iterable

from app.extract.text.segmentation import Span


class SpanSet:
    """The union of spans in any order, overlapping or not."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, offset: int) -> bool:
        """Whether a span covers the character at an offset."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]

    def overlaps(self, span: Span) -> bool:
        """Whether a span of the set overlaps another span."""
        index = bisect_right(self._ends, span[0])
        return index < len(self._starts) and self._starts[index] < span[1]
