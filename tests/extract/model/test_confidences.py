"""Features of attributions, and confidence of claims and events."""

import itertools

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.relations import Attribution
from app.extract.model.confidences import EVENT_SCORES, Features, claim_confidence, event_confidence, features_of
from app.extract.text.segmentation import Text

TAGS = np.array([1, 3, 5, 0], np.int8)  # source, cue, content, nothing

PLAIN = Features(
    anchor=2.0,
    content_min=-1.0,
    source=-0.1,
    content_iou=0.9,
    source_iou=0.9,
    both_iou=0.81,
    nested=0,
    has_source=1,
    is_speech=1,
    is_quoted=0,
    is_split_with_source=0,
    is_known=1,
    is_attitude=0,
    is_stance=0,
    is_infinitive=0,
    cue_words=1,
    is_long=1,
)


def logs(probability: float, tags: NDArray[np.int8] = TAGS) -> NDArray[np.float32]:
    """Return log-probabilities of the seven tags: the given tags have this probability, the others share the rest evenly."""
    shares = np.full((len(tags), 7), (1 - probability) / 6, np.float32)
    shares[np.arange(len(tags)), tags] = probability
    return np.log(shares)


def test_stronger_features_give_more_confidence() -> None:
    for name, weaker in (
        ("anchor", -3.0),
        ("content_min", -5.0),
        ("both_iou", 0.2),
        ("nested", 0.9),
        ("is_known", 0),
        ("is_speech", 0),
        ("is_attitude", 1),
    ):
        assert claim_confidence(PLAIN._replace(**{name: weaker})) < claim_confidence(PLAIN)


def test_confidence_is_between_0_and_1() -> None:
    sure, unsure = PLAIN._replace(anchor=50.0), PLAIN._replace(anchor=-50.0)
    assert 0 <= claim_confidence(unsure) < 0.01 < 0.99 < claim_confidence(sure) <= 1
    shares = [event_confidence(score) for score in (-1.0, 0.0, *EVENT_SCORES, 2.0)]
    assert all(0 <= one <= other <= 1 for one, other in itertools.pairwise(shares))


def test_less_certain_tags_have_a_lower_expected_overlap() -> None:
    attribution = Attribution(((0, 3),), ((4, 8),), ((9, 13),))
    sure, wavering = (features_of(Text("Ana said rain"), attribution, 0.9, TAGS, logs(chance)) for chance in (0.99, 0.6))
    assert wavering.content_iou < sure.content_iou < 1
    assert sure.both_iou == sure.content_iou * sure.source_iou


def test_without_a_source_the_overlap_is_the_probability_of_none() -> None:
    attribution, tags_without_source = Attribution((), ((4, 8),), ((9, 13),)), np.where(TAGS == 1, 0, TAGS).astype(np.int8)
    assert features_of(Text("Ana said rain"), attribution, 0.9, tags_without_source, logs(0.99)).source_iou < 0.1  # the scores see one
    assert features_of(Text("Ana said rain"), attribution, 0.9, tags_without_source, logs(0.99, tags_without_source)).source_iou > 0.9
