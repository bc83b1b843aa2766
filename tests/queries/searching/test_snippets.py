"""Snippets: the stretch with most search terms, its parts and its borders."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.search import Snippet
from app.queries.searching import snippets
from app.queries.searching.snippets import LENGTH, snippet_of
from app.queries.searching.terms import SearchTerms, parse_search
from app.terms.words import located_words, words_of

FILLER = " ".join(f"filler{n}" for n in range(100))
# Few words, so that some are found, near each other and far; borders, marks and letters that folding makes longer or drops.
WORDS = st.sampled_from(
    ["war", "Warsaw", "wár", "wa\u0301r", "peace", "a½b", "ﬁne", "x" * 40, "한국", "🎉", "\n", "…", "י\u05b4ן", "l\u00adong"]
)
TEXTS = st.lists(WORDS, max_size=120).map(" ".join)
SEARCHES = st.builds(parse_search, st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.booleans()).filter(len)


def marked(text: str, q: str, prefix: bool = False) -> str:
    """Return the snippet of a text with matches in brackets."""
    parts = snippet_of([("text", text)], parse_search(q, prefix))["parts"]
    return "".join(f"[{part['text']}]" if part["match"] else part["text"] for part in parts)


def joined(text: str, search_terms: SearchTerms) -> str:
    return "".join(part["text"] for part in snippet_of([("text", text)], search_terms)["parts"])


@pytest.mark.parametrize(
    ("text", "q", "prefix", "expected"),
    [
        ("The war is over, the War!", "war", False, "The [war] is over, the [War]!"),
        ("War", "war", False, "[War]"),
        ("Warsaw before war", "war", False, "Warsaw before [war]"),
        ("Warsaw before war", "before war", True, "[Warsaw] [before] [war]"),
        ("Warsaw before war", "war before", True, "Warsaw [before] [war]"),
        ("Łódź, S\u030ckoda and Øresund.", "oresund LODZ skoda", False, "[Łódź], [S\u030ckoda] and [Øresund]."),
        ("the cafe\u0301s of a cafe\u0301.", "cafe", False, "the cafe\u0301s of a [cafe\u0301]."),
        ("coopera\u00adtion", "cooperation", False, "[coopera\u00adtion]"),
        ("2½b!", "22 1", False, "2½b!"),
        ("2½b!", "21 2b", False, "[2½b]!"),
        ("דיבור על שלום", "שלום", False, "דיבור על [שלום]"),
        ("🎉𝔸🎉 party", "a", True, "🎉[𝔸]🎉 party"),
        ('<b onclick="x">bridge</b> &amp;', "bridge", False, '<b onclick="x">[bridge]</b> &amp;'),
        ("one two", "two three", False, "one [two]"),
        ("한국 서울", "한", True, "[한국] 서울"),
        (
            "Clear the channel, then clear the Channel now.",
            '"clear the channel"',
            False,
            "[Clear the channel], then [clear the Channel] now.",
        ),
        ("the clear channel: “clear — the” sea", '"clear the"', False, "the clear channel: “[clear — the]” sea"),
        ("clear the channel", 'the "clear the" channel', False, "[clear the] [channel]"),
        ("a b c b", '"a b" "b c"', False, "[a b c] b"),
        ("clear the channels", '"the chan"', True, "clear [the channels]"),
        ("clear the channel", "-sea", False, "clear the channel"),
    ],
)
def test_the_original_words_are_told_apart(text: str, q: str, prefix: bool, expected: str) -> None:
    assert marked(text, q, prefix) == expected


def test_a_stretch_of_a_long_text_is_cut_at_word_borders_with_words_on_both_sides() -> None:
    found = joined(f"{FILLER} bridge, {FILLER}", parse_search("bridge"))
    assert LENGTH - 20 < len(found) <= LENGTH
    assert found.startswith("filler9")
    assert found.count("filler") > 10
    assert 50 < found.index("bridge") < 100
    assert set(found.split()) <= {*FILLER.split(), "bridge,"}


def test_the_beginning_and_the_end_of_a_text_are_kept_with_their_punctuation() -> None:
    assert joined(f"“The bridge {FILLER}", parse_search("bridge")).startswith("“The bridge filler0")
    assert joined(f"{FILLER} bridge.”", parse_search("bridge")).endswith(" filler99 bridge.”")
    assert len(joined(f"{FILLER} bridge.”", parse_search("bridge"))) > LENGTH - 20


def test_the_first_of_the_stretches_with_most_words_is_shown() -> None:
    text = f"road {FILLER} bridge {FILLER} 1 road bridge {FILLER} 2 bridge road"
    assert "1 [road] [bridge]" in marked(text, "road bridge")
    assert marked(text, "road bridge river").count("[") == 2
    assert marked(text, "bridge").count("[") == 1


def test_words_that_are_far_apart_are_shown_by_the_first() -> None:
    assert marked(f"road {FILLER} bridge", "bridge road").startswith("[road] filler0")


@pytest.mark.parametrize("letter", ["x", "é", "ﬁ", "𝔸"])
def test_a_word_longer_than_a_snippet_is_cut(letter: str) -> None:
    assert marked(f"a {letter * 1000} b", letter * 1000) == f"[{letter * LENGTH}]"
    assert joined(letter * 1000, parse_search("a")) == letter * LENGTH


@pytest.mark.parametrize("text", ["", " ", "🎉" * 300, "…", "x" * 300, f"a {'x' * 300}", FILLER])
def test_without_a_match_the_text_begins(text: str) -> None:
    found = joined(text, parse_search("bridge"))
    assert text.startswith(found)
    assert min(len(text), LENGTH - 20) <= len(found) <= LENGTH or found == "a"


def test_the_field_with_most_words_is_shown_the_first_of_equals() -> None:
    passages: list[snippets.Passage] = [
        ("title", "Road"),
        ("byline", "Ana"),
        ("byline", "Bo Bridge"),
        ("text", f"road {FILLER} bridge"),
        ("publisher", None),
    ]
    for q, field, shown in [
        ("road", "title", "Road"),
        ("bridge", "byline", "Bo Bridge"),
        ("road bridge", "text", "road"),
        ("bo bridge", "byline", "Bo Bridge"),
        ("filler3", "text", "filler3"),
        ("nothing", "title", "Road"),
    ]:
        found = snippet_of(passages, parse_search(q))
        assert found["field"] == field
        assert shown in "".join(part["text"] for part in found["parts"])


def test_what_has_no_text_has_a_field_without_parts() -> None:
    assert snippet_of([("gist", None), ("quote", "")], parse_search("bridge")) == Snippet(field="gist", parts=[])
    assert snippet_of([("gist", None), ("quote", "road")], parse_search("bridge"))["field"] == "quote"


@given(TEXTS, SEARCHES)
def test_parts_alternate_and_are_a_stretch_of_the_text(text: str, search_terms: SearchTerms) -> None:
    parts = snippet_of([("text", text)], search_terms)["parts"]
    stretch = "".join(part["text"] for part in parts)
    assert stretch in text
    assert len(stretch) <= LENGTH
    assert all(part["text"] for part in parts)
    assert all(one["match"] != other["match"] for one, other in pairwise(parts))
    assert all(bool(search_terms.found_in(words_of(part["text"]))) == part["match"] for part in parts)


@given(TEXTS, SEARCHES)
def test_a_stretch_begins_and_ends_at_word_borders(text: str, search_terms: SearchTerms) -> None:
    stretch = joined(text, search_terms)
    places = list(located_words(text))
    starts, ends = {0, *(word.start for word in places)}, {len(text), *(word.end for word in places)}
    at = [start for start in starts if text.startswith(stretch, start)]
    assert [start for start in at if start + len(stretch) in ends] or not words_of(text)


@given(TEXTS, SEARCHES)
def test_no_stretch_has_more_of_what_is_wanted(text: str, search_terms: SearchTerms) -> None:
    spots = [word for word in located_words(text) if search_terms.found_in([word.word])]
    near = [[other.word for other in spots if spot.start <= other.start and other.end <= spot.start + LENGTH] for spot in spots]
    shown = search_terms.found_in([word.word for word in located_words(joined(text, search_terms))])
    assert len(shown) == max((len(search_terms.found_in(words)) for words in near), default=0)


@given(TEXTS, SEARCHES, st.integers(1, 100))
def test_chunks_change_nothing(text: str, search_terms: SearchTerms, chunk: int) -> None:
    whole = snippet_of([("text", text)], search_terms)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snippets, "CHUNK", chunk)
        assert snippet_of([("text", text)], search_terms) == whole


@pytest.mark.parametrize("word", ["word", "wörd"])
def test_a_very_long_text_takes_no_seconds(word: str) -> None:
    text = f"first {f'{word} — ' * 600_000} last"
    started = time.perf_counter()
    assert marked(text, "first last").startswith("[first]")
    assert marked(text, "last").endswith("[last]")
    assert time.perf_counter() - started < 20
