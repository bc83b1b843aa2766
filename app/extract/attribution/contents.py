"""Index of claim contents by offset."""

from bisect import bisect_right
from collections.abc import Sequence

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text


class ContentIndex:
    """The content spans of all attributions, for look-up by offset."""

    def __init__(self, text: Text, attributions: Sequence[Attribution]) -> None:
        self.spans = sorted((span, number) for number, attribution in enumerate(attributions) for span in attribution.content)
        self.starts = [span[0] for span, _ in self.spans]
        self.are_quoted = [text.text[span[0] : span[0] + 1] in ('"', "“", "«") for span, _ in self.spans]

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset is inside quoted content."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and self.are_quoted[index] and offset < self.spans[index][0][1]

    def attribution_at(self, offset: int) -> int | None:
        """Return the index of the attribution whose content covers an offset; None in the author's own words."""
        index = bisect_right(self.starts, offset) - 1
        return self.spans[index][1] if index >= 0 and offset < self.spans[index][0][1] else None
