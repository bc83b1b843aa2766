"""Training examples of the tagger: windows of annotated articles with the tags of every piece."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from app.extract.model.windows import PieceWindow, split_windows
from app.extract.text.segmentation import Span, Text

# Numbers of the roles, in the order of writing: if spans share a piece, the cue wins, then the source.
ROLES = {"content": 2, "source": 0, "cue": 1}


class Example(NamedTuple):
    """A window, the tags of its pieces, and for each anchor the tags as seen from that anchor."""

    window: PieceWindow
    tags: list[int]
    claims: list[tuple[int, list[int]]]


def examples(data: Path, *, with_kept_aside: bool) -> Iterator[Example]:
    """Yield the examples of the training articles; unless ``with_kept_aside``, without the fifth kept aside for choices."""
    with gzip.open(data / "polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if with_kept_aside or not is_kept_aside(record["id"]):
                yield from (example(window, record["attributions"]) for window in split_windows(Text(record["text"])))


def is_kept_aside(article: str) -> bool:
    """Whether an article is in the fixed fifth kept aside to choose the threshold and fit the confidence."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % 5 == 0


def example(window: PieceWindow, attributions: Sequence[dict[str, Any]]) -> Example:
    """Return the example of a window. Attributions without a cue in the window have no anchor and are left out."""
    tags = [0] * len(window.ids)
    claims: dict[int, list[int]] = {}
    for attribution in attributions:
        cue = _pieces(window, attribution["cue"])
        if not cue:
            continue
        tags_from_anchor = claims.setdefault(cue[0][0], [0] * len(tags))
        for role, number in ROLES.items():
            for segment in _pieces(window, attribution[role]):
                for piece in segment:
                    tag = 1 + 2 * number + (piece != segment[0])
                    for row in (tags_from_anchor, tags):
                        row[piece] = tag if role == "cue" or not row[piece] else row[piece]
    return Example(window, tags, sorted(claims.items()))


def _pieces(window: PieceWindow, spans: Sequence[Span]) -> list[list[int]]:
    """Return the pieces of each span that overlaps the window."""
    found = ([n for n, (start, end) in enumerate(window.spans) if end > start and start < last and end > first] for first, last in spans)
    return [pieces for pieces in found if pieces]
