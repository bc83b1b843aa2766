"""What the tagger finds: who (source), what tells the saying (cue), what was said (content)."""

from dataclasses import dataclass

from app.extract.text.segmentation import Span


@dataclass(frozen=True)
class Attribution:
    """One source-cue-content relation. Each part is a list of spans in order; source and cue may be empty, content is not."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float = 0.5  # the share of such attributions that proved right; of one found by its form alone, about a half

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return min(span[0] for span in (*self.source, *self.cue, *self.content))
