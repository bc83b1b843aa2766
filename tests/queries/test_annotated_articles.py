"""Spans and segments of annotated articles: in order, and in the units asked for."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as some

from app.queries.annotated_articles import cut_text
from app.queries.rendering.parts import Offsets
from app.terms.spans import astral_offsets
from app.terms.vocabulary import Units
from tests import make
from tests.conftest import DATABASES, Load
from tests.databases import Templates
from tests.queries.archive import Json, astral, get, items, opened


@pytest.fixture(scope="module", params=DATABASES)
def annotated_archive(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, astral()) as client:
        yield client


def _utf16(text: str, span: Json) -> str:
    return text.encode("utf-16-le")[2 * span["start"] : 2 * span["end"]].decode("utf-16-le")


def _codepoints(text: str, span: Json) -> str:
    return text[span["start"] : span["end"]]


UNITS: list[tuple[str, Callable[[str, Json], str]]] = [("codepoint", _codepoints), ("utf16", _utf16)]


@pytest.mark.parametrize(("units", "cut"), UNITS)
def test_every_span_served_cuts_its_words_out_of_the_text(
    annotated_archive: TestClient, units: str, cut: Callable[[str, Json], str]
) -> None:
    asked = {"units": units}
    (article,) = items(annotated_archive, "/v1/articles")
    annotated = get(annotated_archive, f"/v1/articles/{article['id']}/annotated", asked)
    text = annotated["text"]
    assert (annotated["units"], len(annotated["spans"])) == (units, 11)
    assert [cut(text, span) for span in annotated["spans"]] == [span["exact"] for span in annotated["spans"]]
    assert [cut(text, segment) for segment in annotated["segments"]] == [segment["text"] for segment in annotated["segments"]]
    assert "".join(segment["text"] for segment in annotated["segments"]) == text
    claims = items(annotated_archive, "/v1/claims", {**asked, "sort": "position"})
    assert [[cut(text, span) for span in claim["passage"]["content"]] for claim in claims] == [
        ["“🎉 The bridge 🌉”", "“is 🎉 12 m long”"],
        ["𝒜"],
    ]
    assert [[cut(text, span) for key in ("source", "cue") for span in claim["passage"][key]] for claim in claims] == [
        ["she", "said 🗣"],
        ["🕵 someone", "wrote"],
    ]
    for claim in claims:
        assert claim["passage"]["units"] == units
        positions, quotes = claim["passage"]["selector"][::2], claim["passage"]["selector"][1::2]
        assert [cut(text, position) for position in positions] == [quote["exact"] for quote in quotes]
        assert [quote["exact"] for quote in quotes] == claim["quote_parts"]
        for position, quote in zip(positions, quotes, strict=True):
            before, behind = cut(text, {"start": 0, "end": position["start"]}), cut(text, {"start": position["end"], "end": 9999})
            assert (before[-32:], behind[:32]) == (quote["prefix"], quote["suffix"])
    (event,) = items(annotated_archive, "/v1/events", asked)
    assert [cut(text, span) for span in (*event["mentions"], event["figures"][0]["span"])] == ["bridge 🌉", "12 m"]
    ana = claims[0]["speaker"]["id"]
    (appearance,) = items(annotated_archive, f"/v1/entities/{ana}/appearances", asked)
    assert ([cut(text, span) for span in appearance["mentions"]], appearance["units"]) == (["Ana 🌉 Novak"], units)
    detail = get(annotated_archive, f"/v1/articles/{article['id']}", asked)
    assert (detail["claims"], detail["events"]) == (claims, [event])
    profile = get(annotated_archive, f"/v1/entities/{ana}", asked)
    assert (profile["appearances"], profile["events"]) == ([appearance], [event])
    assert get(annotated_archive, f"/v1/speakers/{ana}", asked) == profile
    detail = get(annotated_archive, f"/v1/events/{event['id']}", asked)
    assert ({key: detail[key] for key in event}, detail["claims"]) == (event, claims[:1])
    assert get(annotated_archive, f"/v1/claims/{claims[0]['id']}", asked)["passage"] == claims[0]["passage"]


def test_spans_say_what_they_are_by_start_then_longest_first(annotated_archive: TestClient) -> None:
    (article,) = items(annotated_archive, "/v1/articles")
    spans = get(annotated_archive, f"/v1/articles/{article['id']}/annotated")["spans"]
    assert [(span["role"], span["of"] and span["of"]["type"], span["edtf"], span["exact"]) for span in spans] == [
        ("mention", "entity", None, "Ana 🌉 Novak"),
        ("time", None, "2024-06-24", "on 🗓 Monday"),
        ("content", "claim", None, "“🎉 The bridge 🌉”"),
        ("mention", "event", None, "bridge 🌉"),
        ("source", "claim", None, "she"),
        ("cue", "claim", None, "said 🗣"),
        ("content", "claim", None, "“is 🎉 12 m long”"),
        ("figure", "event", None, "12 m"),
        ("content", "claim", None, "𝒜"),
        ("cue", "claim", None, "wrote"),
        ("source", "claim", None, "🕵 someone"),
    ]
    assert [span["of"]["label"] for span in spans if span["of"] and span["role"] != "cue"][:3] == ["=SUM(Ana)", "+gist", "@event"]


def test_a_page_highlights_an_article_by_one_loop_over_its_segments(annotated_archive: TestClient) -> None:
    (article,) = items(annotated_archive, "/v1/articles")
    annotated = get(annotated_archive, f"/v1/articles/{article['id']}/annotated")
    roles = [(segment["text"], [annotated["spans"][number]["role"] for number in segment["spans"]]) for segment in annotated["segments"]]
    assert roles[5:10] == [
        ("“🎉 The ", ["content"]),
        ("bridge 🌉", ["content", "mention"]),
        ("”", ["content"]),
        (", ", []),
        ("she", ["source"]),
    ]


SPANS = some.lists(some.tuples(some.integers(0, 12), some.integers(0, 12)).map(sorted).map(tuple), max_size=6)


@given(letters=some.text("a🎉é", max_size=12), spans=SPANS, units=some.sampled_from(["codepoint", "utf16"]))
def test_segments_are_the_whole_text_each_with_all_spans_that_cover_it(letters: str, spans: list[tuple[int, int]], units: Units) -> None:
    within = sorted((min(start, len(letters)), min(end, len(letters))) for start, end in spans)
    offsets = Offsets(units, SimpleNamespace(has_text=True, astral=astral_offsets(letters)))
    segments = list(cut_text(letters, within, offsets))
    assert "".join(segment["text"] for segment in segments) == letters
    cut, ends = dict(UNITS)[units], [0, *(segment["end"] for segment in segments)]
    assert [segment["start"] for segment in segments] == ends[:-1]
    assert [cut(letters, {"start": each["start"], "end": each["end"]}) for each in segments] == [each["text"] for each in segments]
    covering = [[n for n, span in enumerate(within) if span[0] <= place < span[1]] for place in range(len(letters))]
    assert [each["spans"] for each in segments for _ in each["text"]] == covering
    edges = {edge for span in within for edge in span} | {0, len(letters)}
    assert len(segments) == len(edges) - 1


def test_without_its_text_an_article_gives_code_points_and_no_words(client: TestClient, load: Callable[..., Any]) -> None:
    text = "🎉 <c0>A bridge</c0>, <s0>Ana</s0> <q0>said</q0> of <e0>it</e0>."
    event = make.event(figures=[{"measure": "other", "value": 1, "qualifier": "exact", "span": [2, 3]}])
    load(make.document(text, stand_off=True, events=[event], entities=[make.entity(mentions=[[12, 15]])]))
    (article,) = items(client, "/v1/articles")
    annotated = get(client, f"/v1/articles/{article['id']}/annotated", {"units": "utf16"})
    assert (annotated["text"], annotated["units"], {span["exact"] for span in annotated["spans"]}) == (None, "codepoint", {None})
    assert annotated["segments"] is None
    assert [(span["start"], span["end"]) for span in annotated["spans"]] == [(2, 10), (2, 3), (12, 15), (12, 15), (16, 20), (24, 26)]
    (claim,) = items(client, "/v1/claims", {"units": "utf16"})
    assert (claim["quote"], claim["passage"]["units"], claim["speaker"]["as_said"], claim["cue"]) == (None, "codepoint", "Ana", "said")
    assert claim["passage"]["selector"] == [
        {"type": "TextPositionSelector", "start": 2, "end": 10},
        {"type": "TextQuoteSelector", "exact": None, "prefix": None, "suffix": None},
    ]
    (event,) = items(client, "/v1/events", {"units": "utf16"})
    assert (event["units"], event["mentions"], event["figures"][0]["span"]) == (
        "codepoint",
        [{"start": 24, "end": 26}],
        {"start": 2, "end": 3},
    )
    (appearance,) = items(client, f"/v1/entities/{claim['speaker']['id']}/appearances", {"units": "utf16"})
    assert (appearance["units"], appearance["mentions"]) == ("codepoint", [{"start": 12, "end": 15}])


def _nested(number: int) -> Json:
    text = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open</c0>. " + "Boats wait. " * 400
    return make.document(text, times=[{"span": [40 + n, 4800 - n], "edtf": "2024"} for n in range(number)])


def _scattered(number: int) -> Json:
    words = " ".join(f"<c0>boats{n}</c0>" for n in range(number))
    return make.document(f"<s0>Ana Novak</s0> <q0>listed</q0> {words}.")


@pytest.mark.parametrize("document", [_nested(1000), _scattered(1000)], ids=["nested", "scattered"])
def test_spans_that_repeat_too_much_come_without_their_words(client: TestClient, load: Load, document: Json) -> None:
    load(document)
    (article,) = items(client, "/v1/articles")
    path = f"/v1/articles/{article['id']}/annotated"
    annotated = get(client, path)
    assert (annotated["segments"], annotated["text"]) == (None, document["article"]["text"])
    assert {span["exact"] for span in annotated["spans"]} == {None}
    assert max(len(span["of"]["label"]) for span in annotated["spans"] if span["of"]) <= 100
    assert len(annotated["spans"]) > 1000
    page = get(client, path, {"format": "jsonld"})
    assert {selector["type"] for item in page["items"] for selector in item["target"]["selector"]} == {"TextPositionSelector"}


def test_a_hundred_nested_spans_come_with_their_words(client: TestClient, load: Load) -> None:
    load(_nested(100))
    (article,) = items(client, "/v1/articles")
    annotated = get(client, f"/v1/articles/{article['id']}/annotated")
    assert (len(annotated["segments"][100]["text"]), max(len(segment["spans"]) for segment in annotated["segments"])) == (1, 100)
    assert None not in {span["exact"] for span in annotated["spans"]}
