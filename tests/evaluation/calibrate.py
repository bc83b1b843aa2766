"""Calibration of the confidence of claims on training articles kept aside, with a table of reliability.

    python -m tests.evaluation.calibrate [--data FOLDER]

The printed weights are ``WEIGHTS`` in ``app/extract/model/confidences.py``.
"""

import argparse
import gzip
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.relations import Attribution
from app.extract.model.decoding import decode_candidates
from app.extract.model.tagger import score_window
from app.extract.model.windows import split_windows
from app.extract.text.segmentation import Text
from tests.evaluation.training.labels import is_kept_aside

Floats = NDArray[np.float64]
STEPS, RIDGE = 50, 1.0  # of the regression: its rounds, and its pull towards zero


def fit(features: Floats, right: Floats) -> Floats:
    """Return the weights of a logistic regression, the constant first (Newton's method, with a small ridge)."""
    columns = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (chance - right) + RIDGE * weights
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def judged_candidates(score: Any, record: dict[str, Any]) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield the features of every candidate attribution of an article, and whether it is right."""
    text = Text(record["text"])
    candidates = [candidate for window in split_windows(text) for candidate in decode_candidates(text, window, score_window(window))]
    claims = [_claim(attribution) for attribution, _ in candidates]
    golds = [gold for gold in record["attributions"] if gold["content"]]
    right = {
        j
        for i, j in score.match(golds, claims, score.iou50)
        if score.same_source(score.points(golds[i]["source"]), score.points(claims[j]["source"]))
    }
    yield from ((tuple(evidence), n in right) for n, (_, evidence) in enumerate(candidates))


def _claim(attribution: Attribution) -> dict[str, Any]:
    return {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}


def thresholds(shares: Floats, right: Floats, gold: int) -> Iterator[tuple[float, float]]:
    """Yield pairs of a least confidence and the F1 of the candidates above it."""
    for least in np.arange(0.1, 0.7, 0.025):
        kept = shares >= least
        hits = right[kept].sum()
        yield round(float(least), 3), float(2 * hits / (kept.sum() + gold))


def main() -> None:
    """Fit the weights, and print them with the best threshold and the reliability."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    data = parser.parse_args().data
    score = scorer(data / "score.py")
    with gzip.open(data / "polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [record for record in map(json.loads, lines) if is_kept_aside(record["id"])]
    rows = [row for record in records for row in judged_candidates(score, record)]
    features, right = np.array([row[0] for row in rows]), np.array([float(row[1]) for row in rows])
    weights = fit(features, right)
    shares = 1 / (1 + np.exp(-(weights[0] + features @ weights[1:])))
    print("weights", tuple(round(float(weight), 3) for weight in weights))
    gold = sum(bool(each["content"]) for record in records for each in record["attributions"])
    print("best", max(thresholds(shares, right, gold), key=lambda pair: pair[1]))
    reliability(shares, right)


def reliability(shares: Floats, right: Floats) -> None:
    """Print for each tenth of confidence the number of candidates and the share of right ones."""
    for low in np.arange(0, 1, 0.1):
        inside = (shares >= low) & (shares < low + 0.1)
        if np.any(inside):
            print(f"{low:.1f} to {low + 0.1:.1f}: {np.sum(inside):5d} candidates, {np.mean(right[inside]):.3f} right")


def scorer(file: Path) -> Any:
    """Return the scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
