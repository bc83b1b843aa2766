"""Neural tagger that scores word pieces as source, cue and content of attributions.

A small encoder (MiniLM, six layers) with two heads. The first scores *anchors*: first pieces of cues. The second tags all pieces once
for each anchor, so that claims that share a source, nest, or stand side by side stay separate: labelling conditioned on the predicate, as
in semantic role labelling. The score of (piece, anchor, tag) is the sum of a tag score of the piece, a bilinear score of the two (Dozat and
Manning 2017) and a score of their distance.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from app.extract.model.windows import MODEL, PieceWindow

TAGS = ("outside", *(f"{where} {role}" for role in ("source", "cue", "content") for where in ("begin", "inside")))
Floats = NDArray[np.float32]


class TaggerScores:
    """Scores of the tagger for one window."""

    def __init__(self, outputs: Sequence[Floats]) -> None:
        anchors, self._tags, of_pieces, of_anchors, self._distances = outputs
        self.anchors: Floats = 1 / (1 + np.exp(-anchors[0]))
        self._of_pieces, self._of_anchors = (each[0].reshape(len(self.anchors), len(TAGS), -1) for each in (of_pieces, of_anchors))

    def tags(self, anchors: Sequence[int]) -> Floats:
        """Return the log-probability of each tag of each piece, as seen from each anchor: (anchor, piece, tag)."""
        vector_size, farthest = self._of_pieces.shape[-1], len(self._distances) // 2
        pairs = np.einsum("tgh,kgh->ktg", self._of_pieces, self._of_anchors[list(anchors)]) / np.sqrt(vector_size)
        distances = np.arange(len(self.anchors))[None] - np.asarray(anchors)[:, None]
        scores = pairs + self._tags[0][None] + self._distances[np.clip(distances, -farthest, farthest) + farthest]
        scores -= scores.max(-1, keepdims=True)
        logs: Floats = scores - np.log(np.exp(scores).sum(-1, keepdims=True))
        return logs


def score_window(window: PieceWindow) -> TaggerScores:
    """Run the tagger on a window."""
    inputs = {"ids": window.ids, "cases": window.cases, "quoted": window.quoted}
    return TaggerScores(_session().run(None, {name: np.array([values], dtype=np.int64) for name, values in inputs.items()}))


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # several processes extract side by side, one a core
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(MODEL / "tagger.onnx"), options, providers=["CPUExecutionProvider"])
