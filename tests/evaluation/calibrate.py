"""Calibration of the confidence of claims and events, on articles that the tagger did not learn from, with tables of reliability.

    python -m tests.evaluation.calibrate [--data FOLDER] [--folds FOLDER] [--articles N] [--reuse]

Without ``--folds`` the project's own tagger is used, and what it prints flatters where that learned from ``articles_train``. The printed
weights are ``WEIGHTS`` in ``app/extract/model/confidences.py``. They are fitted on all candidates: those of ``articles_train``, where
attitudes that count neither way are left out, and those of PolNeAR articles kept aside. The tables are of what is given in the end.
"""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.relations import Attribution
from app.extract.model.decoding import decode_candidates
from app.extract.model.tagger import score_window
from app.extract.model.windows import split_windows
from app.extract.text.segmentation import Text
from tests.evaluation.multitask.labels import FOLDS, fold_of
from tests.evaluation.sets import Json, arguments, documents_of, records, records_of, scorer, tagger_of
from tests.evaluation.training.labels import is_kept_aside

Floats = NDArray[np.float64]
Judged = Iterator[tuple[int, bool]]  # numbers of predictions that count, and whether they are right
STEPS, RIDGE = 50, 1.0  # of the regression: its rounds, and its pull towards zero
GOAL = 0.05  # of the expected calibration error


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


def judged_claims(score: Any, gold: Json, claims: list[Json]) -> Judged:
    """Judge claims of an article: right with the same source and half of the content. Attitudes that match optional ones are left out."""
    wanted = [each for each in (gold["claims"] if "claims" in gold else gold["attributions"]) if each["content"]]
    optional = [each for each in wanted if each.get("explicit") is False]
    golds = [each for each in wanted if each.get("explicit") is not False]
    pairs = {j: golds[i] for i, j in score.match(golds, claims, score.iou50)}
    neutral = {j for _, j in score.match(optional, claims, score.iou50)} - pairs.keys()
    for n, claim in enumerate(claims):
        if n not in neutral:
            yield n, n in pairs and score.same_source(score.points(pairs[n]["source"]), score.points(claim["source"]))


def judged_events(score: Any, gold: Json, events: list[Json]) -> Judged:
    """Judge events of an article: right with a mention that overlaps a trigger."""
    right = {j for _, j in score.match(gold["events"], events, score.touching)}
    yield from ((n, n in right) for n in range(len(events)))


def judged_candidates(score: Any, record: Json) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield the features of the candidate attributions of an article, and whether they are right."""
    text = Text(record["text"], record.get("title"), record.get("published"))
    found = (decode_candidates(text, window, score_window(window)) for window in split_windows(text) if window.may_be_prose)
    candidates = [candidate for each in found for candidate in each]
    claims = [_claim(attribution) for attribution, _ in candidates]
    yield from ((tuple(candidates[n][1]), right) for n, right in judged_claims(score, record, claims))


def _claim(attribution: Attribution) -> Json:
    return {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}


def candidates_of_all(score: Any, options: Namespace) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield the candidates of ``articles_train``, each by the tagger that did not see its article, and of PolNeAR articles kept aside."""
    articles = records_of("articles_train", options)
    for fold in range(FOLDS):
        with tagger_of(options.folds / f"f{fold}.onnx" if options.folds else None):
            for record in (each for each in articles if fold_of(each["id"]) == fold):
                yield from judged_candidates(score, record)
    for record in [each for each in records(options.data / "polnear_train.jsonl.gz") if is_kept_aside(each["id"])][: options.articles]:
        yield from judged_candidates(score, record)


def judged_documents(judge: Callable[..., Judged], score: Any, key: str, options: Namespace) -> tuple[Floats, Floats]:
    """Return the confidence of all claims, or events, of the documents of ``articles_train``, and 1 or 0 for right or wrong."""
    rows = [
        (document[key][n]["confidence"], float(right))
        for gold, document in zip(records_of("articles_train", options), documents_of("articles_train", options), strict=True)
        for n, right in judge(score, gold, document[key])
    ]
    shares, rights = np.array(rows, dtype=np.float64).reshape(-1, 2).T
    return shares, rights


def reliability(shares: Floats, right: Floats) -> Iterator[tuple[str, int, float, float]]:
    """Yield for each tenth of confidence: its borders, how many are in it, their mean confidence, and the share of right ones."""
    tenths = np.minimum((shares * 10).astype(int), 9)
    for tenth in range(10):
        inside = tenths == tenth
        if inside.any():
            yield f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}", int(inside.sum()), float(shares[inside].mean()), float(right[inside].mean())


def calibration_error(shares: Floats, right: Floats) -> float:
    """Return the expected calibration error: how far confidence and share of right ones lie apart, over tenths by their size."""
    return sum(number * abs(mean - share) for _, number, mean, share in reliability(shares, right)) / max(1, len(shares))


def curve(shares: Floats, right: Floats, parts: int = 5) -> Iterator[tuple[float, float]]:
    """Yield for parts of equal size their mean confidence and the share of right ones: the curve that would mend a confidence."""
    for part in np.array_split(np.argsort(shares, kind="stable"), parts):
        if len(part):
            yield round(float(shares[part].mean()), 3), round(float(right[part].mean()), 3)


def thresholds(shares: Floats, right: Floats, gold: int) -> Iterator[tuple[float, float]]:
    """Yield pairs of a least confidence and the F1 of the candidates above it."""
    for least in np.arange(0.1, 0.7, 0.025):
        kept = shares >= least
        yield round(float(least), 3), float(2 * right[kept].sum() / (kept.sum() + gold))


def print_fit(rows: Iterable[tuple[tuple[float, ...], bool]]) -> None:
    """Fit the weights to candidates, and print them with the error that is left, and with the best threshold among the candidates."""
    features, rights = zip(*rows, strict=True)
    columns, right = np.array(features, dtype=np.float64), np.array(rights, dtype=np.float64)
    weights = fit(columns, right)
    shares = 1 / (1 + np.exp(-(weights[0] + columns @ weights[1:])))
    print("WEIGHTS =", tuple(round(float(weight), 3) for weight in weights))
    print(f"{len(right)} candidates; error after the fit {calibration_error(shares, right):.3f}")
    print("best threshold, F1 among right candidates:", max(thresholds(shares, right, int(right.sum())), key=lambda pair: pair[1]))


def print_table(title: str, shares: Floats, right: Floats) -> None:
    """Print the reliability as Markdown, with the expected calibration error and the curve."""
    error = calibration_error(shares, right)
    print(f"\n{title}: {len(shares)}, expected calibration error {error:.3f} (goal {GOAL}: {'met' if error <= GOAL else 'missed'})\n")
    print("| confidence | number | mean | right |\n|---|---|---|---|")
    for borders, number, mean, share in reliability(shares, right):
        print(f"| {borders} | {number} | {mean:.2f} | {share:.2f} |")
    print("\ncurve in fifths:", *curve(shares, right))


def main() -> None:
    """Fit the weights, and print the tables."""
    options = arguments(__doc__).parse_args()
    score = scorer(options.data / "score.py")
    print_table("claims", *judged_documents(judged_claims, score, "claims", options))
    options.reuse = True  # the documents were made a moment ago
    print_table("events", *judged_documents(judged_events, score, "events", options))
    print()
    print_fit(candidates_of_all(score, options))


if __name__ == "__main__":
    main()
