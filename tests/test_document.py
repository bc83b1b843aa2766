"""Every fault is looked for through ``validated``, so that field and message are those a reader gets."""

from copy import deepcopy
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.document import KnowledgeDocument, all_spans, cut_words
from app.errors import DocumentRefused
from app.ingest.validation import validated
from app.vocabulary import (
    ClaimKind,
    ClaimMode,
    ClaimRelation,
    EntityKind,
    EventKind,
    EventRelation,
    EventStatus,
    Measure,
    ParticipantRole,
    Qualifier,
    Section,
)
from tests import make
from tests.make import Json

Path = tuple[str | int, ...]
TEXT = (
    "<m0><s0>Ana Novak</s0></m0> <q0>said</q0> on <t0>Tuesday</t0> <c0>“the <e0>strike</e0> killed <f0>12</f0> 🎉 people”</c0>. "
    "<m1><s1>Two officials</s1></m1> <q1>denied</q1> <c1>it</c1> before <e1>talks</e1> in Ostrava."
)
PLAIN, SPANS = make.marked(TEXT)
TWELVE = "one two three four five six seven eight nine ten eleven twelve"
ELEVEN = TWELVE.removesuffix(" twelve")


def full(*, stand_off: bool = False) -> Json:
    """A document that has every key."""
    return make.document(
        TEXT,
        stand_off=stand_off,
        id="batch/7",
        article={
            "url": "https://example.org/strike",
            "byline": ["Bo Lind"],
            "dateline": "OSTRAVA",
            "language": "en-GB",
        },
        entities=[
            make.entity(
                0,
                anonymous=False,
                descriptor="the minister",
                roles=[{"title": "minister", "organization": "Ministry of Health"}],
                aliases=["Novak"],
                wikidata="Q801",
                mentions=SPANS["m0"],
            ),
            make.entity(1, None, kind="group", anonymity_condition="not allowed to speak", members=["s0"], mentions=SPANS["m1"]),
        ],
        claims=[
            make.claim(
                0,
                holders=["s1"],
                reported_via="s1",
                as_said="Ana Novak",
                cue_text="said",
                gist="Twelve were killed.",
                said="2024-06-25",
                addressee="reporters",
                place="Ostrava",
                about=["e0", "s1"],
                explicit=True,
                section="body",
                confidence=0.5,
            ),
            make.claim(1, speaker=None),
        ],
        events=[
            make.event(
                0,
                negated=False,
                date="2024-06-25",
                place="Ostrava",
                participants=[{"entity": "s0", "role": "actor"}, {"name": "people", "role": "target"}],
                figures=[{"measure": "killed", "value": 12, "text": "12", "qualifier": "exact", "span": SPANS["f0"][0]}],
                main=True,
                confidence=1.0,
            ),
            make.event(1),
        ],
        relations=[{"from": "c1", "type": "contradicts", "to": "c0"}, {"from": "e0", "type": "before", "to": "e1"}],
        times=[{"span": SPANS["t0"][0], "edtf": "2024-06-25"}],
    )


def put(document: Json, path: Path, value: Any) -> Json:
    """The document with another value there."""
    changed = deepcopy(document)
    inside: Any = changed
    for part in path[:-1]:
        inside = inside[part]
    inside[path[-1]] = value
    return changed


def without(document: Json, path: Path) -> Json:
    """The document without that key."""
    changed = deepcopy(document)
    inside: Any = changed
    for part in path[:-1]:
        inside = inside[part]
    del inside[path[-1]]
    return changed


def faults(data: Any) -> list[tuple[str, str]]:
    """Field and message of every fault."""
    try:
        validated(data)
    except DocumentRefused as refused:
        return [(fault.field, fault.message) for fault in refused.faults]
    return []


def fields(data: Any) -> set[str]:
    return {field for field, _ in faults(data)}


def refused_at(path: Path, values: list[Any]) -> list[set[str]]:
    """The fields at fault in the full document, for each value at the path."""
    return [fields(put(full(), path, value)) for value in values]


def written(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


# The whole


@pytest.mark.parametrize("stand_off", [False, True])
def test_a_document_with_every_key_is_accepted(stand_off: bool) -> None:
    assert faults(full(stand_off=stand_off)) == []


def test_the_full_document_of_these_tests_has_every_key() -> None:
    given = full()
    schema = KnowledgeDocument.model_json_schema()
    parts = {
        "ArticleDocument": [given["article"]],
        "EntityDocument": given["entities"],
        "RoleDocument": given["entities"][0]["roles"],
        "ClaimDocument": given["claims"],
        "EventDocument": given["events"],
        "ParticipantDocument": given["events"][0]["participants"],
        "FigureDocument": given["events"][0]["figures"],
        "RelationDocument": given["relations"],
        "TimeDocument": given["times"],
        "ProducerDocument": [given["produced_by"]],
    }
    assert set(given) == set(schema["properties"])
    assert {name: {key for part in found for key in part} for name, found in parts.items()} == {
        name: set(model["properties"]) for name, model in schema["$defs"].items()
    }


@pytest.mark.parametrize("data", [None, 5, "onrecord/1", [], [{}], True])
def test_what_is_no_object_is_refused(data: Any) -> None:
    assert faults(data) == [("document", "is not an object")]


@pytest.mark.parametrize("given", ["onrecord/2", "onrecord", "", None, 1, ["onrecord/1"]])
def test_another_format_is_refused_before_anything_else(given: Any) -> None:
    message = f"{given!r} is not a format this version reads; it reads 'onrecord/1'"
    assert faults({"format": given, "claims": 5}) == [("format", message)]


def test_a_document_without_a_format_is_refused() -> None:
    assert fields(without(full(), ("format",))) == {"format"}


@pytest.mark.parametrize("key", [1, None, (1, 2), "\ud800"])
def test_a_key_that_is_no_text_is_refused(key: Any) -> None:
    assert faults({**full(), key: 1}) != []


def test_every_fault_is_found_in_the_order_of_the_document() -> None:
    given = put(put(full(), ("claims", 0, "speaker"), "s7"), ("entities", 1, "members"), ["s8", "s9"])
    given = put(put(given, ("times", 0, "span"), [0, 999]), ("relations", 0, "to"), "c7")
    assert [field for field, _ in faults(given)] == [
        "entities[1].members[0]",
        "entities[1].members[1]",
        "claims[0].speaker",
        "relations[0].to",
        "times[0].span",
    ]


def test_faults_of_shape_in_different_places_are_all_found() -> None:
    given = put(put(put(full(), ("times", 0, "edtf"), "soon"), ("claims", 1, "kind"), "joke"), ("article", "title"), "")
    assert fields(given) == {"article.title", "claims[1].kind", "times[0].edtf"}


# Keys

OBJECTS: list[Path] = [
    (),
    ("article",),
    ("entities", 0),
    ("entities", 0, "roles", 0),
    ("claims", 0),
    ("events", 0),
    ("events", 0, "participants", 0),
    ("events", 0, "figures", 0),
    ("relations", 0),
    ("times", 0),
    ("produced_by",),
]


@pytest.mark.parametrize("path", OBJECTS, ids=written)
@pytest.mark.parametrize("key", ["extra", "Id", "from_"])
def test_an_unknown_key_is_refused(path: Path, key: str) -> None:
    assert faults(put(full(), (*path, key), "x")) == [(written((*path, key)), "Extra inputs are not permitted")]


def test_a_relation_begins_with_from_and_no_other_spelling() -> None:
    given = put(full(), ("relations", 0), {"from_": "c1", "type": "contradicts", "to": "c0"})
    assert fields(given) == {"relations[0].from", "relations[0].from_"}


REQUIRED: list[Path] = [
    ("article",),
    ("produced_by",),
    ("article", "title"),
    ("article", "published"),
    ("article", "text_sha256"),
    ("entities", 0, "id"),
    ("entities", 0, "kind"),
    ("entities", 0, "name"),
    *(("claims", 0, key) for key in ("id", "speaker", "mode", "kind", "source", "cue", "content", "quote_sha256")),
    *(("events", 0, key) for key in ("id", "title", "kind", "status", "mentions")),
    ("events", 0, "participants", 0, "role"),
    *(("events", 0, "figures", 0, key) for key in ("measure", "value", "qualifier")),
    *(("relations", 0, key) for key in ("from", "type", "to")),
    ("times", 0, "span"),
    ("times", 0, "edtf"),
    ("produced_by", "name"),
    ("produced_by", "version"),
]


@pytest.mark.parametrize("path", REQUIRED, ids=written)
def test_a_required_key_is_missed(path: Path) -> None:
    assert faults(without(full(), path)) == [(written(path), "Field required")]


OPTIONAL: list[Path] = [
    ("id",),
    ("relations",),
    ("times",),
    *(("article", key) for key in ("url", "publisher", "byline", "dateline", "language")),
    *(("entities", 0, key) for key in ("anonymous", "descriptor", "roles", "aliases", "wikidata", "mentions")),
    ("entities", 0, "roles", 0, "organization"),
    *(("entities", 1, key) for key in ("anonymity_condition", "members")),
    *(("claims", 0, key) for key in ("holders", "reported_via", "as_said", "cue_text", "gist", "said", "addressee", "place")),
    *(("claims", 0, key) for key in ("about", "explicit", "section", "confidence")),
    *(("events", 0, key) for key in ("negated", "date", "place", "participants", "figures", "main", "confidence")),
    ("events", 0, "figures", 0, "text"),
    ("events", 0, "figures", 0, "span"),
]


@settings(deadline=None)
@given(st.sets(st.sampled_from(OPTIONAL)))
def test_optional_keys_may_stay_away_and_dump_gives_back_what_was_given(left_out: set[Path]) -> None:
    given = full()
    for path in sorted(left_out, key=len, reverse=True):
        given = without(given, path)
    assert validated(given).dump() == given


NULLABLE: list[Path] = [
    ("id",),
    *(("article", key) for key in ("published", "url", "publisher", "dateline", "language", "text")),
    *(("entities", 0, key) for key in ("descriptor", "anonymity_condition", "wikidata")),
    ("entities", 0, "roles", 0, "title"),
    ("entities", 0, "roles", 0, "organization"),
    *(("claims", 0, key) for key in ("speaker", "reported_via", "as_said", "cue_text", "gist", "said", "addressee", "place")),
    ("claims", 0, "section"),
    ("claims", 0, "confidence"),
    *(("events", 0, key) for key in ("date", "place", "confidence")),
    *(("events", 0, "figures", 0, key) for key in ("value", "text", "span")),
]


@pytest.mark.parametrize("path", NULLABLE, ids=written)
def test_null_is_accepted_and_given_back_where_there_may_be_nothing(path: Path) -> None:
    given = put(put(full(), ("claims", 1, "as_said"), "Two officials"), ("claims", 1, "cue_text"), "denied")
    assert validated(put(given, path, None)).dump() == put(given, path, None)


NEVER_NULL: list[Path] = [
    ("article",),
    ("produced_by",),
    ("relations",),
    ("times",),
    *(("article", key) for key in ("title", "byline", "text_sha256")),
    *(("entities", 0, key) for key in ("id", "kind", "anonymous", "roles", "aliases", "members", "mentions")),
    *(("claims", 0, key) for key in ("id", "holders", "mode", "kind", "source", "cue", "content", "quote_sha256", "about", "explicit")),
    *(("events", 0, key) for key in ("id", "title", "kind", "status", "negated", "participants", "figures", "mentions", "main")),
    ("events", 0, "participants", 0, "role"),
    *(("events", 0, "figures", 0, key) for key in ("measure", "qualifier")),
    *(("relations", 0, key) for key in ("from", "type", "to")),
    ("times", 0, "span"),
    ("times", 0, "edtf"),
    ("produced_by", "name"),
    ("produced_by", "version"),
]


@pytest.mark.parametrize("path", NEVER_NULL, ids=written)
def test_null_is_refused_elsewhere(path: Path) -> None:
    assert fields(put(full(), path, None)) == {written(path)}


# Values

VOCABULARIES: list[tuple[Path, tuple[str, ...]]] = [
    (("entities", 0, "kind"), get_args(EntityKind)),
    (("claims", 0, "kind"), get_args(ClaimKind)),
    (("claims", 0, "mode"), get_args(ClaimMode)),
    (("claims", 0, "section"), get_args(Section)),
    (("events", 0, "kind"), get_args(EventKind)),
    (("events", 0, "status"), get_args(EventStatus)),
    (("events", 0, "participants", 0, "role"), get_args(ParticipantRole)),
    (("events", 0, "figures", 0, "measure"), get_args(Measure)),
    (("events", 0, "figures", 0, "qualifier"), get_args(Qualifier)),
]


@pytest.mark.parametrize(("path", "words"), VOCABULARIES)
def test_every_word_of_a_vocabulary_is_accepted(path: Path, words: tuple[str, ...]) -> None:
    assert [word for word in words if faults(put(full(), path, word)) != []] == []


@pytest.mark.parametrize("path", [*(path for path, _ in VOCABULARIES), ("relations", 0, "type")], ids=written)
def test_a_word_of_no_vocabulary_is_refused(path: Path) -> None:
    assert refused_at(path, ["gossip", "STATEMENT", 1, ["statement"]]) == [{written(path)}] * 4


TEXTS: list[Path] = [
    ("id",),
    *(("article", key) for key in ("title", "publisher", "dateline", "text")),
    ("article", "byline", 0),
    *(("entities", 0, key) for key in ("id", "name", "descriptor")),
    ("entities", 0, "roles", 0, "title"),
    ("entities", 0, "roles", 0, "organization"),
    ("entities", 0, "aliases", 0),
    ("entities", 1, "anonymity_condition"),
    ("entities", 1, "members", 0),
    *(("claims", 0, key) for key in ("id", "speaker", "reported_via", "as_said", "cue_text", "gist", "addressee", "place")),
    ("claims", 0, "holders", 0),
    ("claims", 0, "about", 0),
    *(("events", 0, key) for key in ("id", "title", "place")),
    ("events", 0, "participants", 0, "entity"),
    ("events", 0, "participants", 1, "name"),
    ("events", 0, "figures", 0, "text"),
    ("relations", 0, "from"),
    ("relations", 0, "to"),
    ("produced_by", "name"),
    ("produced_by", "version"),
]
PATTERNED: list[Path] = [
    *(("article", key) for key in ("published", "url", "language", "text_sha256")),
    ("entities", 0, "wikidata"),
    ("claims", 0, "said"),
    ("claims", 0, "quote_sha256"),
    ("events", 0, "date"),
    ("times", 0, "edtf"),
]


@pytest.mark.parametrize("path", [*TEXTS, *PATTERNED], ids=written)
def test_what_no_database_can_store_is_refused(path: Path) -> None:
    assert refused_at(path, ["a\nb\x00c", "\ud800", "\ud83c\udf89"]) == [{written(path)}] * 3


@pytest.mark.parametrize("path", [*TEXTS, *PATTERNED], ids=written)
def test_a_text_is_a_text(path: Path) -> None:
    assert refused_at(path, [5, True, ["a"], b"Ana"]) == [{written(path)}] * 4


@pytest.mark.parametrize("path", [path for path in [*TEXTS, *PATTERNED] if path != ("article", "text")], ids=written)
def test_an_empty_text_is_refused(path: Path) -> None:
    assert fields(put(full(), path, "")) == {written(path)}


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (("id",), 500),
        (("article", "title"), 2000),
        (("article", "publisher"), 500),
        (("entities", 0, "name"), 500),
        (("events", 0, "title"), 500),
        (("events", 1, "id"), 200),
    ],
)
def test_a_text_has_a_longest_length(path: Path, most: int) -> None:
    given = put(full(), ("relations",), [])
    assert [fields(put(given, path, "é" * length)) for length in (most, most + 1)] == [set(), {written(path)}]


LISTS: list[Path] = [
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


@pytest.mark.parametrize("path", LISTS, ids=written)
def test_a_list_is_a_list(path: Path) -> None:
    assert refused_at(path, [5, "s0", {}]) == [{written(path)}] * 3


@pytest.mark.parametrize("path", [path for path in OBJECTS if path], ids=written)
def test_an_object_is_an_object(path: Path) -> None:
    assert refused_at(path, [None, 5, "s0", []]) == [{written(path)}] * 4


@pytest.mark.parametrize("path", [("entities", 0, "anonymous"), ("claims", 0, "explicit"), ("events", 0, "negated"), ("events", 0, "main")])
def test_a_truth_is_true_or_false(path: Path) -> None:
    assert refused_at(path, [0, 1, "true"]) == [{written(path)}] * 3


CONFIDENCES: list[Path] = [("claims", 0, "confidence"), ("events", 0, "confidence")]


@pytest.mark.parametrize("path", CONFIDENCES, ids=written)
@pytest.mark.parametrize("value", [0, 0.0, 0.5, 1, 1.0])
def test_a_confidence_lies_between_0_and_1(path: Path, value: float) -> None:
    assert faults(put(full(), path, value)) == []


@pytest.mark.parametrize("path", CONFIDENCES, ids=written)
@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan"), float("inf"), -float("inf"), "0.5", True, pytest.param(10**400, id="huge")])
def test_no_other_confidence_is_accepted(path: Path, value: Any) -> None:
    assert fields(put(full(), path, value)) == {written(path)}


@pytest.mark.parametrize("value", [0, -3, 12, 12.5, 10**15, -1e15])
def test_a_figure_is_a_number(value: float) -> None:
    given = put(full(), ("events", 0, "figures", 0, "value"), value)
    kept = validated(given).dump()["events"][0]["figures"][0]["value"]
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize("value", [10**15 + 1, pytest.param(-(10**400), id="huge"), 2e15, float("nan"), float("inf"), "12", True, [12]])
def test_a_figure_is_no_other_thing(value: Any) -> None:
    assert fields(put(full(), ("events", 0, "figures", 0, "value"), value)) == {"events[0].figures[0].value"}


EDTF: list[Path] = [("claims", 0, "said"), ("events", 0, "date"), ("times", 0, "edtf")]


@pytest.mark.parametrize("path", EDTF, ids=written)
@pytest.mark.parametrize("edtf", ["2024", "2024-06-25~", "2024-24", "202X", "2024-06-24/2024-06-30", "../2024", "[2024-06-24..2024-06-30]"])
def test_a_date_of_the_news_is_edtf(path: Path, edtf: str) -> None:
    assert validated(put(full(), path, edtf)).dump() == put(full(), path, edtf)


@pytest.mark.parametrize("path", EDTF, ids=written)
@pytest.mark.parametrize(
    ("edtf", "message"),
    [
        ("last week", "'last week' is not an EDTF date"),
        ("2024-06-31", "'2024-06-31' is no date of the calendar"),
        ("2025/2024", "'2025/2024' ends before it begins"),
        ("../..", "'../..' names no date"),
    ],
)
def test_a_date_that_is_not_edtf_is_refused(path: Path, edtf: str, message: str) -> None:
    assert faults(put(full(), path, edtf)) == [(written(path), message)]


@pytest.mark.parametrize("path", EDTF, ids=written)
def test_a_date_has_at_most_100_characters(path: Path) -> None:
    assert fields(put(full(), path, "[" + ",".join(["2024"] * 21) + "]")) == {written(path)}


@pytest.mark.parametrize(
    "published",
    ["2024-06-27", "2024-02-29", "2024-06-27T10:30", "2024-06-27T10:30:59", "2024-06-27T10:30:00.123Z", "2024-06-27T10:30:00+02:00"],
)
def test_an_article_is_published_on_a_day_or_at_an_instant(published: str) -> None:
    assert validated(put(full(), ("article", "published"), published)).article.published == published


@pytest.mark.parametrize(
    "published",
    [
        "June 2024",
        "2024",
        "2024-06",
        "20240627",
        "2024-W26-4",
        "2024-06-31",
        "2023-02-29",
        "0000-01-01",
        "２０２４-06-27",
        "2024-06-27T",
        "2024-06-27 10:30",
        "2024-06-27T10",
        "2024-06-27T25:00",
        "2024-06-27T10:61",
        "2024-06-27T10:30:00+25:00",
        "2024-06-27\n",
        "2024-06-27~",
    ],
)
def test_an_article_is_published_at_no_other_time(published: str) -> None:
    assert fields(put(full(), ("article", "published"), published)) == {"article.published"}


@pytest.mark.parametrize("url", ["http://example.org", "https://example.org/a?b=c#d", "https://bücher.example/ü", "http://[::1]:8000/a"])
def test_a_url_is_kept_as_given(url: str) -> None:
    assert validated(put(full(), ("article", "url"), url)).article.url == url


@pytest.mark.parametrize(
    "url",
    [
        "example.org/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://?a",
        "https://[::1/a",
        "https://example.org/a b",
        "https://example.org/a\n",
        pytest.param("https://example.org/" + "a" * 2000, id="long"),
        "https://example.org:port/a",
        "https://example.org:99999/a",
    ],
)
def test_a_url_that_names_no_page_is_refused(url: str) -> None:
    assert fields(put(full(), ("article", "url"), url)) == {"article.url"}


@pytest.mark.parametrize("language", ["en", "deu", "en-GB", "zh-Hans-CN", "pt-br"])
def test_a_language_is_a_tag(language: str) -> None:
    assert faults(put(full(), ("article", "language"), language)) == []


@pytest.mark.parametrize("language", ["e", "english", "en_GB", "en-", "en-G", "ﬁ", "en\n"])
def test_a_language_is_no_other_thing(language: str) -> None:
    assert fields(put(full(), ("article", "language"), language)) == {"article.language"}


@pytest.mark.parametrize("wikidata", ["Q1", "Q801", "Q123456789012345"])
def test_a_wikidata_id_is_q_and_digits(wikidata: str) -> None:
    assert faults(put(full(), ("entities", 0, "wikidata"), wikidata)) == []


@pytest.mark.parametrize("wikidata", ["801", "q801", "Q", "Q0", "Q0801", "P31", "Q801 ", "Q801\n", "Q1234567890123456", "Q8٠١", "Q８０１"])
def test_a_wikidata_id_is_no_other_thing(wikidata: str) -> None:
    assert fields(put(full(), ("entities", 0, "wikidata"), wikidata)) == {"entities[0].wikidata"}


@pytest.mark.parametrize("path", [("article", "text_sha256"), ("claims", 0, "quote_sha256")], ids=written)
@pytest.mark.parametrize("value", ["0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n", "٠" * 64])
def test_a_hash_is_64_small_hexadecimal_digits(path: Path, value: str) -> None:
    assert fields(put(full(), path, value)) == {written(path)}


# Spans

SPAN_LISTS: list[Path] = [
    ("entities", 0, "mentions"),
    ("claims", 0, "source"),
    ("claims", 0, "cue"),
    ("claims", 0, "content"),
    ("events", 0, "mentions"),
]
ONE_SPAN: list[Path] = [("times", 0, "span"), ("events", 0, "figures", 0, "span")]
SPAN_PATHS: list[Path] = [*((*path, 0) for path in SPAN_LISTS), *ONE_SPAN]


@pytest.mark.parametrize("path", SPAN_PATHS, ids=written)
@pytest.mark.parametrize("span", [[3, 3], [3, 2], [0, 0]])
def test_a_span_ends_after_it_starts(path: Path, span: list[int]) -> None:
    assert faults(put(full(), path, span)) == [(written(path), "a span ends after it starts")]


@pytest.mark.parametrize("path", SPAN_LISTS, ids=written)
@pytest.mark.parametrize("spans", [[[4, 6], [0, 3]], [[0, 4], [3, 6]], [[0, 3], [0, 3]], [[0, 9], [2, 4]], [[0, 2], [4, 6], [5, 8]]])
def test_spans_of_one_list_are_in_order_and_apart(path: Path, spans: list[list[int]]) -> None:
    assert faults(put(full(), path, spans)) == [(written(path), "spans of one list are in order and do not overlap")]


def test_spans_of_one_list_may_touch_and_of_different_lists_overlap() -> None:
    given = put(put(full(), ("entities", 0, "mentions"), [[0, 4], [4, 9]]), ("entities", 1, "mentions"), [[2, 6]])
    assert faults(given) == []


@pytest.mark.parametrize("path", SPAN_PATHS, ids=written)
def test_a_span_lies_inside_the_text(path: Path) -> None:
    length = len(PLAIN)
    message = f"[0, {length + 1}] is outside the text of {length} code points"
    assert faults(put(full(), path, [0, length + 1])) == [(written(path), message)]


@pytest.mark.parametrize("path", [("times", 0, "span"), ("entities", 0, "mentions", 0)], ids=written)
def test_a_span_may_end_with_the_text(path: Path) -> None:
    assert faults(put(full(), path, [len(PLAIN) - 1, len(PLAIN)])) == []


def test_nobody_knows_without_a_text_where_it_ends() -> None:
    assert faults(put(full(stand_off=True), ("times", 0, "span"), [0, 2**31 - 1])) == []


@pytest.mark.parametrize("path", [("claims", 0, "content", 0), *ONE_SPAN], ids=written)
@pytest.mark.parametrize(
    ("span", "place"),
    [
        (["0", 3], (0,)),
        ([0, "3"], (1,)),
        ([0.0, 3], (0,)),
        ([0, 3.0], (1,)),
        ([False, 3], (0,)),
        ([0, None], (1,)),
        ([0], (1,)),
        ([], (0,)),
        ([-1, 3], (0,)),
        ([0, 2**31], (1,)),
        ([0, 10**30], (1,)),
        ([0, float("nan")], (1,)),
        ([0, 3, 5], ()),
        ("03", ()),
        (3, ()),
        ({"start": 0, "end": 3}, ()),
        ([[0, 3], [4, 5]], (0,)),
    ],
)
def test_a_span_is_a_pair_of_offsets(path: Path, span: Any, place: Path) -> None:
    assert written((*path, *place)) in fields(put(full(), path, span))


@pytest.mark.parametrize("path", [("claims", 0, "content"), ("events", 0, "mentions")], ids=written)
def test_content_and_the_mentions_of_an_event_are_not_empty(path: Path) -> None:
    assert fields(put(full(), path, [])) == {written(path)}


def test_all_spans_are_found_with_their_paths() -> None:
    document = validated(full())
    assert [(written(path), PLAIN[slice(*span)]) for path, span in all_spans(document)] == [
        ("entities[0].mentions[0]", "Ana Novak"),
        ("entities[1].mentions[0]", "Two officials"),
        ("claims[0].source[0]", "Ana Novak"),
        ("claims[0].cue[0]", "said"),
        ("claims[0].content[0]", "“the strike killed 12 🎉 people”"),
        ("claims[1].source[0]", "Two officials"),
        ("claims[1].cue[0]", "denied"),
        ("claims[1].content[0]", "it"),
        ("events[0].mentions[0]", "strike"),
        ("events[0].figures[0].span", "12"),
        ("events[1].mentions[0]", "talks"),
        ("times[0].span", "Tuesday"),
    ]


@pytest.mark.parametrize("path", SPAN_PATHS[:1] + ONE_SPAN, ids=written)
def test_a_cut_word_only_warns(path: Path) -> None:
    document = validated(put(full(), path, [1, 9]))
    assert [(written(at), problem) for at, problem in cut_words(document)] == [(written(path), "cuts a word: 'na Novak'")]


@pytest.mark.parametrize("stand_off", [False, True])
def test_nothing_warns_where_no_word_is_cut_or_no_text_is_there(stand_off: bool) -> None:
    given = full() if not stand_off else put(full(stand_off=True), ("times", 0, "span"), [1, 2])
    assert list(cut_words(validated(given))) == []


# Ids and names


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
def test_an_id_is_used_once_in_a_document(path: Path, used: str) -> None:
    assert (written(path), f"{used!r} is used twice") in faults(put(full(), path, used))


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
def test_an_id_that_nothing_has_does_not_resolve(path: Path, kind: str, wanted: str) -> None:
    assert faults(put(full(), path, wanted)) == [(written(path), f"{wanted!r} is not the id of an {kind} of this document")]


@pytest.mark.parametrize(
    "path",
    [
        ("entities", 1, "members", 0),
        ("claims", 0, "speaker"),
        ("claims", 0, "reported_via"),
        ("claims", 0, "holders", 0),
        ("events", 0, "participants", 0, "entity"),
    ],
    ids=written,
)
def test_an_event_is_no_entity(path: Path) -> None:
    assert fields(put(full(), path, "e0")) == {written(path)}


def test_a_group_is_no_member_of_itself() -> None:
    assert fields(put(full(), ("entities", 1, "members"), ["s0", "s1"])) == {"entities[1].members[1]"}


@pytest.mark.parametrize("name", ["Ana Novak", "ANA NOVÁK", "Ana-Novak"])
def test_two_entities_of_one_kind_have_different_names(name: str) -> None:
    message = "'s0' is a person of the same name: join the two, or name them apart"
    given = make.document(entities=[make.entity(0), make.entity(1, "Bo Lind"), make.entity(2, name)])
    assert faults(given) == [("entities[2].name", message)]


def test_entities_of_different_kinds_or_without_names_may_look_alike() -> None:
    given = make.document(
        entities=[make.entity(0), make.entity(1, kind="place"), make.entity(2, None), make.entity(3, None), make.entity(4, "Novak Ana")]
    )
    assert faults(given) == []


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
    assert faults(make.document(entities=[{"id": "s0", "kind": "person", "name": "Ana Novak", **more}])) == [("entities[0]", message)]


@pytest.mark.parametrize("role", [{}, {"title": None}, {"title": None, "organization": None}])
def test_a_role_says_something(role: Json) -> None:
    given = put(full(), ("entities", 0, "roles"), [{"title": "minister"}, {"organization": "NATO"}, role])
    assert faults(given) == [("entities[0].roles[2]", "a role has a title or an organization")]


@pytest.mark.parametrize("who", [{}, {"entity": None, "name": None}, {"entity": "s0", "name": "Ana Novak"}])
def test_a_participant_is_one_of_both(who: Json) -> None:
    given = put(full(), ("events", 0, "participants", 1), {**who, "role": "actor"})
    assert faults(given) == [("events[0].participants[1]", "a participant has either entity or name")]


# Relations


@pytest.mark.parametrize("type_", get_args(ClaimRelation))
@pytest.mark.parametrize("to", ["c0", "e0"])
def test_a_claim_is_joined_to_a_claim_or_an_event(type_: str, to: str) -> None:
    assert faults(put(full(), ("relations",), [{"from": "c1", "type": type_, "to": to}])) == []


@pytest.mark.parametrize("type_", get_args(EventRelation))
def test_an_event_is_joined_to_an_event(type_: str) -> None:
    assert faults(put(full(), ("relations",), [{"from": "e1", "type": type_, "to": "e0"}])) == []


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
    given = put(full(), ("relations", 1), {"from": from_, "type": type_, "to": to})
    assert fields(given) == {f"relations[1].{key}" for key in wrong}


def test_a_relation_that_cannot_be_says_why() -> None:
    assert faults(put(full(), ("relations",), [{"from": "s0", "type": "before", "to": "e0"}])) == [
        ("relations[0].from", "'s0' is no event of this document that 'before' can join")
    ]


@pytest.mark.parametrize("given", [{"from": "c0", "type": "restates", "to": "c0"}, {"from": "e0", "type": "causes", "to": "e0"}])
def test_nothing_is_joined_to_itself(given: Json) -> None:
    assert faults(put(full(), ("relations",), [given])) == [("relations[0]", "stands twice, or joins a thing to itself")]


def test_a_relation_stands_once() -> None:
    one = {"from": "c1", "type": "contradicts", "to": "c0"}
    others = [{**one, "type": "responds_to"}, {"from": "c0", "type": "contradicts", "to": "c1"}]
    assert faults(put(full(), ("relations",), [one, *others])) == []
    assert faults(put(full(), ("relations",), [one, *others, one])) == [("relations[3]", "stands twice, or joins a thing to itself")]


# Words and text


@pytest.mark.parametrize("text", ["", PLAIN + " ", PLAIN.replace("🎉", ":)"), PLAIN.upper()])
def test_another_text_has_another_hash(text: str) -> None:
    assert faults(put(full(), ("article", "text"), text)) == [("article.text_sha256", "is not the hash of the text")]


def test_the_text_is_taken_as_it_stands() -> None:
    given = make.document("\n  <s0>Ana</s0>\r\n<q0>said</q0>\t<c0>e\u0301 ﬁ</c0>  ")
    assert validated(given).article.text == "\n  Ana\r\nsaid\te\u0301 ﬁ  "


def test_a_quote_has_the_hash_of_the_words_of_its_spans() -> None:
    given = make.document("<c0>We will</c0>, <s0>Ana</s0> <q0>said</q0>, <c0>win</c0>.")
    assert given["claims"][0]["quote_sha256"] == make.sha256("We will win")
    assert faults(given) == []


@pytest.mark.parametrize("words", ["We willwin", "We will, win", "we will win", ""])
def test_a_quote_has_no_other_hash(words: str) -> None:
    given = make.document("<c0>We will</c0>, <s0>Ana</s0> <q0>said</q0>, <c0>win</c0>.")
    other = put(given, ("claims", 0, "quote_sha256"), make.sha256(words))
    assert faults(other) == [("claims[0].quote_sha256", "is not the hash of the content's words")]


WORDS = [("as_said", "source"), ("cue_text", "cue")]


@pytest.mark.parametrize(("key", "spans"), WORDS)
def test_without_a_text_the_words_of_source_and_cue_are_required(key: str, spans: str) -> None:
    message = "is required where the article has no text and the spans are not empty"
    given = full(stand_off=True)
    assert faults(without(given, ("claims", 1, key))) == [(f"claims[1].{key}", message)]
    assert faults(put(given, ("claims", 1, key), None)) == [(f"claims[1].{key}", message)]
    assert faults(without(put(given, ("claims", 1, spans), []), ("claims", 1, key))) == []


@pytest.mark.parametrize("key", ["as_said", "cue_text"])
@pytest.mark.parametrize("words", [TWELVE, "Ana  Novak", " Ana", "Ana ", "Ana\nNovak", " ", "\u00a0", ELEVEN + " "])
def test_without_a_text_the_words_are_at_most_eleven_joined_by_one_space(key: str, words: str) -> None:
    message = "has more than eleven words, or blanks that are not single spaces"
    assert faults(put(full(stand_off=True), ("claims", 0, key), words)) == [(f"claims[0].{key}", message)]


@pytest.mark.parametrize("key", ["as_said", "cue_text"])
def test_eleven_words_are_accepted_without_a_text(key: str) -> None:
    assert faults(put(full(stand_off=True), ("claims", 0, key), ELEVEN)) == []


@pytest.mark.parametrize(("key", "spans"), WORDS)
def test_words_of_no_span_are_refused_without_a_text_as_with_one(key: str, spans: str) -> None:
    given = [put(full(stand_off=stand_off), ("claims", 0, spans), []) for stand_off in (False, True)]
    assert [fields(one) for one in given] == [{f"claims[0].{key}"}] * 2


@pytest.mark.parametrize("key", ["as_said", "cue_text"])
@pytest.mark.parametrize("words", ["Ana", "ana novak", "Ana Novak said", TWELVE])
def test_with_a_text_the_words_are_what_it_says(key: str, words: str) -> None:
    said = {"as_said": "Ana Novak", "cue_text": "said"}[key]
    assert faults(put(full(), ("claims", 0, key), words)) == [(f"claims[0].{key}", f"is not what the text says there: {said!r}")]


@pytest.mark.parametrize("mark", ["s0", "q0"])
def test_of_a_long_source_or_cue_the_first_eleven_words_are_kept(mark: str) -> None:
    key = {"s0": "as_said", "q0": "cue_text"}[mark]
    given = make.document(f"<{mark}>{TWELVE.replace(' ', '  ')}</{mark}> <c0>it</c0>")
    assert faults(put(given, ("claims", 0, key), ELEVEN)) == []
    assert fields(put(given, ("claims", 0, key), TWELVE)) == {f"claims[0].{key}"}


def test_words_of_several_spans_are_joined_by_one_space() -> None:
    given = make.document("<s0>Ana</s0>, <q0>smiling</q0>, <s0>Novak</s0> <q0>said</q0> <c0>no</c0>.")
    given = put(put(given, ("claims", 0, "as_said"), "Ana Novak"), ("claims", 0, "cue_text"), "smiling said")
    assert faults(given) == []


# Attaching and giving back


@pytest.mark.parametrize(
    "given",
    [
        full(),
        full(stand_off=True),
        make.document(),
        make.document(stand_off=True),
        make.document(entities=[], claims=[]),
        {**make.document(entities=[], claims=[]), "id": "a\nb", "events": [], "relations": [], "times": []},
    ],
)
def test_a_document_is_given_back_as_it_was_given(given: Json) -> None:
    before = deepcopy(given)
    assert validated(given).dump() == given == before


def test_a_document_given_back_is_the_same_document() -> None:
    document = validated(full())
    assert validated(document.dump()) == document


def test_a_text_is_attached() -> None:
    attached = validated(full(stand_off=True)).with_text(PLAIN)
    assert attached.article.text == PLAIN
    assert attached == validated({**full(), "claims": full(stand_off=True)["claims"]})


@pytest.mark.parametrize("text", ["", PLAIN + "\n", PLAIN.replace("Ana", "Eva")])
def test_a_text_of_another_hash_is_not_attached(text: str) -> None:
    with pytest.raises(ValidationError, match="is not the hash of the text"):
        validated(full(stand_off=True)).with_text(text)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("times", 0, "span"), [0, 999], "is outside the text"),
        (("claims", 0, "quote_sha256"), "0" * 64, "is not the hash of the content's words"),
        (("claims", 0, "as_said"), "Eva Novak", "is not what the text says there"),
        (("claims", 1, "cue_text"), "said", "is not what the text says there"),
    ],
)
def test_a_text_that_disagrees_is_not_attached(path: Path, value: Any, problem: str) -> None:
    document = validated(put(full(stand_off=True), path, value))
    with pytest.raises(ValidationError, match=problem):
        document.with_text(PLAIN)


@pytest.mark.parametrize(
    ("confidences", "curated"),
    [((None, None), True), ((0.5, None), False), ((None, 0.0), False), ((1.0, 1.0), False)],
)
def test_a_document_without_confidences_is_curated(confidences: tuple[float | None, float | None], curated: bool) -> None:
    given = put(put(full(), ("claims", 0, "confidence"), confidences[0]), ("events", 0, "confidence"), confidences[1])
    assert validated(given).is_curated is curated


# The schema


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
