"""Spans of a document: pairs of offsets, in order, inside the text."""

from typing import Any

import pytest

from app.document.consistency import DocumentPath, all_spans, cut_words
from app.ingest.reading.validation import validated
from tests.document.full import PLAIN, dotted, faults_in, faulty_fields, full_document, with_value

SPAN_LISTS: list[DocumentPath] = [
    ("entities", 0, "mentions"),
    ("claims", 0, "source"),
    ("claims", 0, "cue"),
    ("claims", 0, "content"),
    ("events", 0, "mentions"),
]
ONE_SPAN: list[DocumentPath] = [("times", 0, "span"), ("events", 0, "figures", 0, "span")]
SPAN_PATHS: list[DocumentPath] = [*((*path, 0) for path in SPAN_LISTS), *ONE_SPAN]


@pytest.mark.parametrize("path", SPAN_PATHS, ids=dotted)
@pytest.mark.parametrize("span", [[3, 3], [3, 2], [0, 0]])
def test_a_span_ends_after_it_starts(path: DocumentPath, span: list[int]) -> None:
    assert faults_in(with_value(full_document(), path, span)) == [(dotted(path), "a span ends after it starts")]


@pytest.mark.parametrize("path", SPAN_LISTS, ids=dotted)
@pytest.mark.parametrize("spans", [[[4, 6], [0, 3]], [[0, 4], [3, 6]], [[0, 3], [0, 3]], [[0, 9], [2, 4]], [[0, 2], [4, 6], [5, 8]]])
def test_spans_of_one_list_are_in_order_and_apart(path: DocumentPath, spans: list[list[int]]) -> None:
    assert faults_in(with_value(full_document(), path, spans)) == [(dotted(path), "spans of one list are in order and do not overlap")]


def test_spans_of_one_list_may_touch_and_of_different_lists_overlap() -> None:
    document = with_value(with_value(full_document(), ("entities", 0, "mentions"), [[0, 4], [4, 9]]), ("entities", 1, "mentions"), [[2, 6]])
    assert faults_in(document) == []


@pytest.mark.parametrize("path", SPAN_PATHS, ids=dotted)
def test_a_span_lies_inside_the_text(path: DocumentPath) -> None:
    length = len(PLAIN)
    message = f"[0, {length + 1}] is outside the text of {length} code points"
    assert faults_in(with_value(full_document(), path, [0, length + 1])) == [(dotted(path), message)]


@pytest.mark.parametrize("path", [("times", 0, "span"), ("entities", 0, "mentions", 0)], ids=dotted)
def test_a_span_may_end_with_the_text(path: DocumentPath) -> None:
    assert faults_in(with_value(full_document(), path, [len(PLAIN) - 1, len(PLAIN)])) == []


def test_nobody_knows_without_a_text_where_it_ends() -> None:
    assert faults_in(with_value(full_document(stand_off=True), ("times", 0, "span"), [0, 2**31 - 1])) == []


@pytest.mark.parametrize("path", [("claims", 0, "content", 0), *ONE_SPAN], ids=dotted)
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
def test_a_span_is_a_pair_of_offsets(path: DocumentPath, span: Any, place: DocumentPath) -> None:
    assert dotted((*path, *place)) in faulty_fields(with_value(full_document(), path, span))


@pytest.mark.parametrize("path", [("claims", 0, "content"), ("events", 0, "mentions")], ids=dotted)
def test_content_and_the_mentions_of_an_event_are_not_empty(path: DocumentPath) -> None:
    assert faulty_fields(with_value(full_document(), path, [])) == {dotted(path)}


def test_all_spans_are_found_with_their_paths() -> None:
    document = validated(full_document())
    assert [(dotted(path), PLAIN[slice(*span)]) for path, span in all_spans(document)] == [
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


@pytest.mark.parametrize("path", SPAN_PATHS[:1] + ONE_SPAN, ids=dotted)
def test_a_cut_word_only_warns(path: DocumentPath) -> None:
    document = validated(with_value(full_document(), path, [1, 9]))
    assert [(dotted(at), problem) for at, problem in cut_words(document)] == [(dotted(path), "cuts a word: 'na Novak'")]


@pytest.mark.parametrize("stand_off", [False, True])
def test_nothing_warns_where_no_word_is_cut_or_no_text_is_there(stand_off: bool) -> None:
    document = full_document() if not stand_off else with_value(full_document(stand_off=True), ("times", 0, "span"), [1, 2])
    assert list(cut_words(validated(document))) == []


@pytest.mark.parametrize("path", SPAN_LISTS, ids=dotted)
def test_a_list_has_at_most_ten_thousand_spans(path: DocumentPath) -> None:
    (fault,) = faults_in(with_value(full_document(), path, [[i, i + 1] for i in range(10_001)]))
    assert (fault[0], "more than 10,000 items" in fault[1]) == (dotted(path), True)
    document = with_value(full_document(), path, [[i, i + 1] for i in range(10_000)])
    assert not [fault for fault in faults_in(document) if "more than 10,000 items" in fault[1]]
