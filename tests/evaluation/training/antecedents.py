"""Train the weights that rank the antecedents of pronouns, descriptions and missing sources.

    python -m tests.evaluation.training.antecedents ../shared/evaluation/articles_train.jsonl [--half 0|1]

The articles' own claims are resolved one after another. At each reference the candidates with their features are noted, and which of
them is the speaker that the annotator gave. In the first round the right one is always taken, so that what follows builds on it; in the
next rounds the choice of the weights so far, so that the weights also learn to go on from their own mistakes. ``--half`` leaves out the
other half of the articles, for cross-validation.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.relations import Attribution
from app.extract.names.recognizer import recognize_names
from app.extract.speakers import antecedents
from app.extract.speakers.antecedent_features import Features, Reference
from app.extract.speakers.antecedents import Candidate
from app.extract.speakers.entities import Entity
from app.extract.speakers.resolver import resolve_speakers
from app.extract.text.segmentation import Span, Text
from app.terms.words import fold

ROUNDS = 2
PENALTY = 0.004  # of the squares of the weights, for each decision
STEPS = 200
RATE = 0.3


class Decision(NamedTuple):
    """The features of the candidates of one reference, and the indexes of those that are right."""

    kind: str
    features: list[Features]
    right: list[int]


def half_of(article_id: str) -> int:
    """Return the half of an article, 0 or 1, for cross-validation."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 2


def decisions_in(record: dict[str, Any], *, is_taught: bool, without_sources: int = 0) -> Iterator[Decision]:
    """Yield the decisions of an annotated article; the right candidates are taken if ``is_taught``.

    Every so many claims lose their source, since the tagger misses some; 0 for none.
    """
    claims = [claim for claim in record["claims"] if claim["content"]]
    for number, claim in enumerate(claims if without_sources else []):
        if claim["cue"] and number % without_sources == 0:
            claims[number] = {**claim, "source": []}
    attributions = [Attribution(_spans(claim["source"]), _spans(claim["cue"]), _spans(claim["content"])) for claim in claims]
    speakers = {speaker["id"]: speaker for speaker in record["speakers"]}
    speaker_of = {id(one): speakers.get(claim["speaker"]) for one, claim in zip(attributions, claims, strict=True)}
    text = Text(record["text"], record.get("title"), record.get("published"))
    decisions: list[Decision] = []
    chosen_by_weights = antecedents.choose

    def choose(reference: Reference, candidates: Sequence[Candidate]) -> Candidate:
        gold = speaker_of[id(reference.attribution)]
        if not _asks_for_speaker(reference):
            return chosen_by_weights(reference, candidates)
        right = [i for i, one in enumerate(candidates) if one.entity and gold and _is_same(text, one.entity, gold)]
        if not right and (gold is None or reference.kind in ("description", "elided")):
            right = [len(candidates) - 1]
        if right:
            decisions.append(Decision(reference.kind, [one.features for one in candidates], right))
        return candidates[right[0]] if right and is_taught else chosen_by_weights(reference, candidates)

    with patch.object(antecedents, "choose", choose):
        resolve_speakers(text, recognize_names(text), attributions)
    yield from decisions


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _asks_for_speaker(reference: Reference) -> bool:
    """Whether the reference is the source itself, and not the owner of it ("her lawyer")."""
    source = reference.attribution.source
    return reference.kind in ("description", "elided") or all(end - start < 12 for start, end in source)


def _is_same(text: Text, entity: Entity, speaker: dict[str, Any]) -> bool:
    if speaker["anonymous"] != (entity.name is None):
        return False
    if entity.name is None:
        return any(_overlap(one, other) for one in entity.mentions for other in speaker["mentions"])
    names = {fold(name) for name in (speaker["name"], *speaker["aliases"]) if name}
    own = {fold(alias) for alias in (entity.name, *entity.aliases)}
    words, own_words = set(fold(speaker["name"] or "").split()), set(fold(entity.name).split())
    return bool(names & own) or words <= own_words or own_words <= words


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def fit(decisions: Sequence[Decision]) -> dict[str, float]:
    """Return the weights that make the right candidates likeliest, by gradient descent with Adam's step sizes."""
    names = sorted({name for decision in decisions for features in decision.features for name in features})
    index = {name: i for i, name in enumerate(names)}
    matrices = [_matrix(decision, index) for decision in decisions]
    weights, mean, square = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        parts = [_gradient(matrix, decision.right, weights) for matrix, decision in zip(matrices, decisions, strict=True)]
        gradient = np.sum(parts, axis=0) / len(decisions) + PENALTY * weights
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        weights = weights - RATE / (1 + step / 50) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[i]), 2) for name, i in index.items() if abs(weights[i]) >= 0.01}


def _matrix(decision: Decision, index: dict[str, int]) -> NDArray[np.float64]:
    matrix = np.zeros((len(decision.features), len(index)))
    for row, features in enumerate(decision.features):
        for name, value in features.items():
            matrix[row, index[name]] = value
    return matrix


def _gradient(matrix: NDArray[np.float64], right: list[int], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    scores = matrix @ weights
    likely = np.exp(scores - scores.max())
    wanted = np.zeros_like(likely)
    wanted[right] = likely[right]
    result: NDArray[np.float64] = matrix.T @ (likely / likely.sum() - wanted / wanted.sum())
    return result


def train(records: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the weights of each kind of reference."""
    found: list[Decision] = []
    for number in range(ROUNDS):
        found += [decision for record in records for decision in decisions_in(record, is_taught=number == 0)]
        found += [decision for record in records for decision in decisions_in(record, is_taught=True, without_sources=3 + number)]
        weights = {kind: fit([one for one in found if one.kind == kind]) for kind in sorted({one.kind for one in found})}
        _write(weights)
    return weights


def _write(weights: dict[str, dict[str, float]]) -> None:
    antecedents.WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    antecedents.load_weights.cache_clear()


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="train on this half of the articles only")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.articles.read_text("utf-8").splitlines()]
    train([record for record in records if options.half in (None, half_of(record["id"]))])


if __name__ == "__main__":
    main()
