"""Index of claim contents by offset."""

from bisect import bisect_right
from collections.abc import Sequence

from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text


class ContentIndex:
    """The content spans of all attributions, for look-up by offset."""

    def __init__(self, text: Text, attributions: Sequence[Attribution]) -> None:
        self.spans = sorted((span, i) for i, attribution in enumerate(attributions) for span in attribution.content)
        self.starts = [span[0] for span, _ in self.spans]
        self.direct = [text.text[span[0] : span[0] + 1] in ('"', "“", "«") for span, _ in self.spans]

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset is inside quoted content."""
        i = bisect_right(self.starts, offset) - 1
        return i >= 0 and self.direct[i] and offset < self.spans[i][0][1]

    def attribution_at(self, offset: int) -> int | None:
        """Return the index of the attribution whose content covers an offset; None in the author's own words."""
        i = bisect_right(self.starts, offset) - 1
        return self.spans[i][1] if i >= 0 and offset < self.spans[i][0][1] else None
