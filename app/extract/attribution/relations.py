"""Attribution: the spans of source, cue and content of one claim."""

from dataclasses import dataclass

from app.extract.text.segmentation import Span


@dataclass(frozen=True)
class Attribution:
    """One source-cue-content relation. Each part is a list of spans in order; source and cue may be empty, content may not."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    relayed_by: tuple[Span, ...] = ()  # the outlet that passed it on, where the sentence was read for it
    named_at: tuple[Span, ...] = ()  # where the text names whom a label ("Q", "JS") stands for
    is_turn: bool = False  # a whole turn of an interview or transcript, told directly without marks
    score: float = 0.5  # share of such attributions that are right; about a half for one found by pattern

    @property
    def start(self) -> int:
        """The first offset of source, cue and content."""
        return min(span[0] for span in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        """The end of the last of source, cue and content."""
        return max(span[1] for span in (*self.source, *self.cue, *self.content))
