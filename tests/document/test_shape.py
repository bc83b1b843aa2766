"""The shape of a document: objects, lists, the order of faults, the JSON schema."""

from typing import Any

import pytest

from app.document.consistency import DocumentPath
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.reading.validation import validated
from tests.document.full import OBJECTS, dotted, faults_in, faulty_fields, faulty_fields_for_each, full_document, with_value, without_key


@pytest.mark.parametrize("stand_off", [False, True])
def test_a_document_with_every_key_is_accepted(stand_off: bool) -> None:
    assert faults_in(full_document(stand_off=stand_off)) == []


def test_the_full_document_of_these_tests_has_every_key() -> None:
    document = full_document()
    schema = KnowledgeDocument.model_json_schema()
    parts = {
        "ArticleDocument": [document["article"]],
        "EntityDocument": document["entities"],
        "RoleDocument": document["entities"][0]["roles"],
        "ClaimDocument": document["claims"],
        "EventDocument": document["events"],
        "ParticipantDocument": document["events"][0]["participants"],
        "FigureDocument": document["events"][0]["figures"],
        "RelationDocument": document["relations"],
        "TimeDocument": document["times"],
        "EditDocument": document["edits"],
        "JudgementDocument": document["judgements"],
        "ProducerDocument": [document["produced_by"]],
    }
    assert set(document) == set(schema["properties"])
    assert {name: {key for part in found for key in part} for name, found in parts.items()} == {
        name: set(model["properties"]) for name, model in schema["$defs"].items()
    }


@pytest.mark.parametrize("data", [None, 5, "onrecord/1", [], [{}], True])
def test_what_is_no_object_is_refused(data: Any) -> None:
    assert faults_in(data) == [("document", "is not an object")]


@pytest.mark.parametrize("other", ["onrecord/2", "onrecord", "", None, 1, ["onrecord/1"]])
def test_another_format_is_refused_before_anything_else(other: Any) -> None:
    message = f"{other!r} is not a format this version reads; it reads 'onrecord/1'"
    assert faults_in({"format": other, "claims": 5}) == [("format", message)]


def test_a_document_without_a_format_is_refused() -> None:
    assert faulty_fields(without_key(full_document(), ("format",))) == {"format"}


@pytest.mark.parametrize("key", [1, None, (1, 2), "\ud800"])
def test_a_key_that_is_no_text_is_refused(key: Any) -> None:
    assert faults_in({**full_document(), key: 1}) != []


def test_every_fault_is_found_in_the_order_of_the_document() -> None:
    document = with_value(with_value(full_document(), ("claims", 0, "speaker"), "s7"), ("entities", 1, "members"), ["s8", "s9"])
    document = with_value(with_value(document, ("times", 0, "span"), [0, 999]), ("relations", 0, "to"), "c7")
    assert [field for field, _ in faults_in(document)] == [
        "entities[1].members[0]",
        "entities[1].members[1]",
        "claims[0].speaker",
        "relations[0].to",
        "times[0].span",
    ]


def test_faults_of_shape_in_different_places_are_all_found() -> None:
    document = with_value(full_document(), ("times", 0, "edtf"), "soon")
    document = with_value(with_value(document, ("claims", 1, "kind"), "joke"), ("article", "title"), "")
    assert faulty_fields(document) == {"article.title", "claims[1].kind", "times[0].edtf"}


LISTS: list[DocumentPath] = [
    ("entities",),
    ("claims",),
    ("events",),
    ("relations",),
    ("times",),
    ("article", "byline"),
    *(("entities", 0, key) for key in ("roles", "aliases", "members", "mentions")),
    *(("claims", 0, key) for key in ("holders", "source", "cue", "content", "about")),
    *(("events", 0, key) for key in ("participants", "figures", "mentions")),
]


@pytest.mark.parametrize("path", LISTS, ids=dotted)
def test_a_list_is_a_list(path: DocumentPath) -> None:
    assert faulty_fields_for_each(path, [5, "s0", {}]) == [{dotted(path)}] * 3


@pytest.mark.parametrize("path", [path for path in OBJECTS if path], ids=dotted)
def test_an_object_is_an_object(path: DocumentPath) -> None:
    assert faulty_fields_for_each(path, [None, 5, "s0", []]) == [{dotted(path)}] * 4


@pytest.mark.parametrize("path", [("entities", 0, "anonymous"), ("claims", 0, "explicit"), ("events", 0, "negated"), ("events", 0, "main")])
def test_a_boolean_is_true_or_false(path: DocumentPath) -> None:
    assert faulty_fields_for_each(path, [0, 1, "true"]) == [{dotted(path)}] * 3


@pytest.mark.parametrize(
    ("confidences", "curated"),
    [((None, None), True), ((0.5, None), False), ((None, 0.0), False), ((1.0, 1.0), False)],
)
def test_a_document_without_confidences_is_curated(confidences: tuple[float | None, float | None], curated: bool) -> None:
    document = with_value(full_document(), ("claims", 0, "confidence"), confidences[0])
    document = with_value(document, ("events", 0, "confidence"), confidences[1])
    assert validated(document).is_curated is curated


def test_the_json_schema_allows_no_other_keys() -> None:
    schema = KnowledgeDocument.model_json_schema()
    models = {"KnowledgeDocument": schema, **schema["$defs"]}
    assert {name: model["additionalProperties"] for name, model in models.items()} == dict.fromkeys(models, False)


def test_the_json_schema_requires_what_is_required() -> None:
    schema = KnowledgeDocument.model_json_schema()
    assert sorted(schema["required"]) == ["article", "format", "produced_by"]
    assert schema["$defs"]["RelationDocument"]["required"] == ["from", "type", "to"]


@pytest.mark.parametrize("key", ["published", "url", "language"])
def test_the_json_schema_says_the_pattern_of_an_article_s_field(key: str) -> None:
    field = KnowledgeDocument.model_json_schema()["$defs"]["ArticleDocument"]["properties"][key]
    assert len([kind["pattern"] for kind in (field, *field["anyOf"]) if "pattern" in kind]) == 1
