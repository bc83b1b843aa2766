"""Entities, roles and participants: named, or anonymous."""

import pytest

from tests import make
from tests.document.full import faults_in, faulty_fields, full_document, with_value
from tests.make import Json


def test_a_group_is_no_member_of_itself() -> None:
    assert faulty_fields(with_value(full_document(), ("entities", 1, "members"), ["s0", "s1"])) == {"entities[1].members[1]"}


@pytest.mark.parametrize("name", ["Ana Novak", "ANA NOVÁK", "Ana-Novak"])
def test_two_entities_of_one_kind_have_different_names(name: str) -> None:
    message = "'s0' is a person of the same name: join the two, or name them apart"
    document = make.document(entities=[make.entity(0), make.entity(1, "Bo Lind"), make.entity(2, name)])
    assert faults_in(document) == [("entities[2].name", message)]


def test_entities_of_different_kinds_or_without_names_may_look_alike() -> None:
    document = make.document(
        entities=[make.entity(0), make.entity(1, kind="place"), make.entity(2, None), make.entity(3, None), make.entity(4, "Novak Ana")]
    )
    assert faults_in(document) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"name": None}, "an entity has a name, or is anonymous and has none"),
        ({"name": None, "anonymous": False}, "an entity has a name, or is anonymous and has none"),
        ({"anonymous": True}, "an entity has a name, or is anonymous and has none"),
        ({"name": "—"}, "a name has a letter or a digit"),
        ({"name": " "}, "a name has a letter or a digit"),
        ({"name": "\u0301"}, "a name has a letter or a digit"),
    ],
)
def test_an_entity_has_a_name_or_is_anonymous(more: Json, message: str) -> None:
    assert faults_in(make.document(entities=[{"id": "s0", "kind": "person", "name": "Ana Novak", **more}])) == [("entities[0]", message)]


@pytest.mark.parametrize("role", [{}, {"title": None}, {"title": None, "organization": None}])
def test_a_role_says_something(role: Json) -> None:
    document = with_value(full_document(), ("entities", 0, "roles"), [{"title": "minister"}, {"organization": "NATO"}, role])
    assert faults_in(document) == [("entities[0].roles[2]", "a role has a title or an organization")]


@pytest.mark.parametrize("who", [{}, {"entity": None, "name": None}, {"entity": "s0", "name": "Ana Novak"}])
def test_a_participant_is_one_of_both(who: Json) -> None:
    document = with_value(full_document(), ("events", 0, "participants", 1), {**who, "role": "actor"})
    assert faults_in(document) == [("events[0].participants[1]", "a participant has either entity or name")]
