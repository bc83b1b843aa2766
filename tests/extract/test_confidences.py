"""Confidence rises with the evidence, and stays between 0 and 1."""

import itertools

from app.extract.confidences import EVENT_SCORES, Evidence, confidence_of_claim, confidence_of_event

PLAIN = Evidence(anchor=2.0, content=-0.2, source=-0.1, has_source=1, is_speech=1, is_attitude=0, is_quoted=0, is_short=0, pieces=0)


def test_more_evidence_is_more_confidence() -> None:
    for name, less in (("anchor", -3.0), ("content", -2.0), ("source", -2.0), ("has_source", 0), ("is_speech", 0)):
        assert confidence_of_claim(PLAIN._replace(**{name: less})) < confidence_of_claim(PLAIN)


def test_it_is_a_share() -> None:
    sure, unsure = PLAIN._replace(anchor=50.0), PLAIN._replace(anchor=-50.0)
    assert 0 <= confidence_of_claim(unsure) < 0.01 < 0.99 < confidence_of_claim(sure) <= 1
    shares = [confidence_of_event(score) for score in (-1.0, 0.0, *EVENT_SCORES, 2.0)]
    assert all(0 <= one <= other <= 1 for one, other in itertools.pairwise(shares))
