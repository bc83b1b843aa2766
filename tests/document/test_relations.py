"""Ids are used once and resolve; relations join what their type allows."""

from typing import get_args

import pytest

from app.document.consistency import DocumentPath
from app.terms.vocabulary import ClaimRelation, EventRelation
from tests.document.full import dotted, faults_in, faulty_fields, full_document, with_value
from tests.make import Json

STANDS_TWICE = "stands twice, or joins a thing to itself"


@pytest.mark.parametrize(
    ("path", "used"),
    [
        (("entities", 1, "id"), "s0"),
        (("claims", 1, "id"), "c0"),
        (("claims", 1, "id"), "s1"),
        (("events", 1, "id"), "e0"),
        (("events", 1, "id"), "c0"),
        (("events", 1, "id"), "s0"),
    ],
)
def test_an_id_is_used_once_in_a_document(path: DocumentPath, used: str) -> None:
    assert (dotted(path), f"{used!r} is used twice") in faults_in(with_value(full_document(), path, used))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("entities", 1, "members", 0), "entity"),
        (("claims", 0, "speaker"), "entity"),
        (("claims", 0, "reported_via"), "entity"),
        (("claims", 0, "holders", 0), "entity"),
        (("claims", 0, "about", 0), "entity or event"),
        (("events", 0, "participants", 0, "entity"), "entity"),
    ],
)
@pytest.mark.parametrize("wanted", ["s7", "c0", "S0", "s0 "])
def test_an_id_that_nothing_has_does_not_resolve(path: DocumentPath, kind: str, wanted: str) -> None:
    assert faults_in(with_value(full_document(), path, wanted)) == [
        (dotted(path), f"{wanted!r} is not the id of an {kind} of this document")
    ]


@pytest.mark.parametrize(
    "path",
    [
        ("entities", 1, "members", 0),
        ("claims", 0, "speaker"),
        ("claims", 0, "reported_via"),
        ("claims", 0, "holders", 0),
        ("events", 0, "participants", 0, "entity"),
    ],
    ids=dotted,
)
def test_an_event_is_no_entity(path: DocumentPath) -> None:
    assert faulty_fields(with_value(full_document(), path, "e0")) == {dotted(path)}


@pytest.mark.parametrize("type_", get_args(ClaimRelation))
@pytest.mark.parametrize("to", ["c0", "e0"])
def test_a_claim_is_joined_to_a_claim_or_an_event(type_: str, to: str) -> None:
    assert faults_in(with_value(full_document(), ("relations",), [{"from": "c1", "type": type_, "to": to}])) == []


@pytest.mark.parametrize("type_", get_args(EventRelation))
def test_an_event_is_joined_to_an_event(type_: str) -> None:
    assert faults_in(with_value(full_document(), ("relations",), [{"from": "e1", "type": type_, "to": "e0"}])) == []


@pytest.mark.parametrize(
    ("from_", "type_", "to", "wrong"),
    [
        ("e0", "supports", "c0", {"from"}),
        ("s0", "restates", "c0", {"from"}),
        ("c7", "restates", "c0", {"from"}),
        ("c0", "contradicts", "s0", {"to"}),
        ("c0", "elaborates", "c7", {"to"}),
        ("e0", "responds_to", "s0", {"from", "to"}),
        ("c0", "before", "e0", {"from"}),
        ("e0", "causes", "c0", {"to"}),
        ("e0", "part_of", "s0", {"to"}),
        ("c0", "part_of", "c1", {"from", "to"}),
    ],
)
def test_a_relation_joins_only_its_own_kinds(from_: str, type_: str, to: str, wrong: set[str]) -> None:
    document = with_value(full_document(), ("relations", 1), {"from": from_, "type": type_, "to": to})
    assert faulty_fields(document) == {f"relations[1].{key}" for key in wrong}


def test_a_relation_that_cannot_be_says_why() -> None:
    assert faults_in(with_value(full_document(), ("relations",), [{"from": "s0", "type": "before", "to": "e0"}])) == [
        ("relations[0].from", "'s0' is no event of this document that 'before' can join")
    ]


@pytest.mark.parametrize("relation", [{"from": "c0", "type": "restates", "to": "c0"}, {"from": "e0", "type": "causes", "to": "e0"}])
def test_nothing_is_joined_to_itself(relation: Json) -> None:
    assert faults_in(with_value(full_document(), ("relations",), [relation])) == [("relations[0]", STANDS_TWICE)]


def test_a_relation_stands_once() -> None:
    one = {"from": "c1", "type": "contradicts", "to": "c0"}
    others = [{**one, "type": "responds_to"}, {"from": "c0", "type": "contradicts", "to": "c1"}]
    assert faults_in(with_value(full_document(), ("relations",), [one, *others])) == []
    assert faults_in(with_value(full_document(), ("relations",), [one, *others, one])) == [("relations[3]", STANDS_TWICE)]
