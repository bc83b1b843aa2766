"""Documents without what is not sure."""

from typing import Any

import pytest

from app.commands.explaining.confidences import with_confidence
from app.ingest.reading.validation import validated
from tests import make

TEXT = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the ferry sails</c0>. <s1>A guard</s1> <q1>said</q1> <c1>the <e0>strike</e0> is over</c1>."


def document(**more: Any) -> make.Json:
    entities = [make.entity(), make.entity(1, None, descriptor="a guard"), make.entity(2, "Bay Line", kind="organization")]
    claims = [
        make.claim(confidence=0.9, about=["e0", "s2"]),
        make.claim(1, speaker="s1", confidence=0.5, about=["e0"]),
    ]
    parts = {"entities": entities, "claims": claims, "events": [make.event(confidence=0.4)], **more}
    return make.document(TEXT, **parts)


def ids(document: make.Json, key: str) -> list[str]:
    return [each["id"] for each in document[key]]


def test_claims_and_events_below_are_left_out_with_what_names_them() -> None:
    relations = [{"from": "c0", "type": "supports", "to": "c1"}, {"from": "c0", "type": "responds_to", "to": "e0"}]
    edits = [{"target": "c1", "field": "review", "before": "extracted", "after": "rejected", "when": "2024-06-28T09:30:00Z"}]
    sure = with_confidence(document(relations=relations, edits=edits), 0.6)
    assert validated(sure).dump() == sure
    assert (ids(sure, "claims"), sure["events"], sure["relations"], sure["edits"]) == (["c0"], [], [], [])
    assert sure["claims"][0]["about"] == ["s2"]


def test_an_unnamed_source_goes_with_its_last_claim_and_a_name_stays() -> None:
    assert ids(with_confidence(document(), 0.6), "entities") == ["s0", "s2"]
    assert ids(with_confidence(document(), 0.95), "entities") == ["s0", "s2"]


def test_an_unnamed_source_that_is_named_elsewhere_stays() -> None:
    group = make.entity(3, "The guards", kind="group", members=["s1"])
    entities = [*document()["entities"], group]
    assert ids(with_confidence(document(entities=entities), 0.6), "entities") == ["s0", "s1", "s2", "s3"]


def test_what_a_person_made_stays() -> None:
    made = document(claims=[make.claim(), make.claim(1, speaker="s1", confidence=None)], events=[])
    assert with_confidence(made, 1) == made


@pytest.mark.parametrize("least", [0, 0.4])
def test_confidence_of_just_the_least_is_enough(least: float) -> None:
    assert with_confidence(document(), least) == document()
