import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extract.attribution.addressees import addressee_of
from app.extract.attribution.completions import complete_attributions
from app.extract.attribution.explicitness import is_explicit
from app.extract.attribution.kinds import claim_kind
from app.extract.attribution.modes import claim_mode
from app.extract.attribution.outlets import claim_section, outlet_name
from app.extract.attribution.relations import Attribution
from app.extract.text.quotations import find_quotations
from app.extract.text.segmentation import Span, Text
from tests.extract.marked import marked

Words = tuple[list[str], list[str], list[str]]


def completed(words: str) -> list[Words]:
    """Return the words of source, cue and content of the completed attributions of a text with at most one marked attribution."""
    text, attribution = marked(words)
    known = [attribution] if attribution.content else []
    return [_words(text, each) for each in complete_attributions(text, known, find_quotations(text))]


def _words(text: Text, each: Attribution) -> Words:
    source, cue, content = ([text.words_at(*span) for span in spans] for spans in (each.source, each.cue, each.content))
    return source, cue, content


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("“<c>We sail at noon</c>,” <s>Ana</s> <q>said</q>.", ["“We sail at noon,”"]),
        ("<c>“We sail</c> at noon. We win,” <s>Ana</s> <q>said</q>.", ["“We sail at noon. We win,”"]),
        ("<s>Ana</s> <q>said</q><c> she sails. “</c>No,” Bo said.", ["she sails."]),
        ("<c>“We sail,”</c> <q>said</q> <s>Ana of the Union, “and</s> <c>we win.”</c>", ["“We sail,”", "“and we win.”"]),
        ("<c>“We sail.</c>\n\n“We win,” <s>Ana</s> <q>said</q>.", ["“We sail.", "“We win,”"]),
        ("<s>Ana</s> <q>replied</q>: <c>“</c>No.”", ["“No.”"]),
        ("<s>Ana</s> <q>gave</q> <c>three reasons</c>: “We sail at noon from Elm.”", ["three reasons", "“We sail at noon from Elm.”"]),
    ],
)
def test_a_quotation_belongs_to_its_attribution_as_a_whole(words: str, content: list[str]) -> None:
    assert [each[2] for each in completed(words)][:1] == [content]


def test_a_quotation_in_the_next_paragraph_is_a_claim_of_its_own() -> None:
    found = completed("<c>“We sail,”</c> <s>Ana</s> <q>said</q>.\n\n“We sail at noon from Elm.”")
    assert found == [(["Ana"], ["said"], ["“We sail,”"]), ([], [], ["“We sail at noon from Elm.”"])]


@pytest.mark.parametrize(
    ("words", "attribution"),
    [
        ("Bo Holm: “We sail at noon from Elm.”", (["Bo Holm"], [], ["“We sail at noon from Elm.”"])),
        ("Bo Holm, mate:\n“We sail at noon from Elm.”", (["Bo Holm"], [], ["“We sail at noon from Elm.”"])),
        ("“We sail at noon from Elm.” — Bo Holm", (["Bo Holm"], [], ["“We sail at noon from Elm.”"])),
        ("“We sail at noon from Elm,” Bo Holm said.", (["Bo Holm"], ["said"], ["“We sail at noon from Elm,”"])),
        ("“We sail at noon from Elm,” added Bo Holm.", (["Bo Holm"], ["added"], ["“We sail at noon from Elm,”"])),
        ("“We sail at noon from Elm.”\nBo said no and left.", ([], [], ["“We sail at noon from Elm.”"])),
        ("The ship left at noon, according to Mr. Holm.", (["Mr. Holm"], ["according to"], ["The ship left at noon"])),
        ("According to the crew, the ship left at noon.", (["the crew"], ["According to"], ["the ship left at noon"])),
    ],
)
def test_attributions_are_found_by_pattern(words: str, attribution: Words) -> None:
    assert completed(words) == [attribution]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("<c>“No,”</c> <q>shouted</q> Bo Holm.", ["Bo Holm"]),
        ("<c>“No,”</c> <q>shouted</q> Bo Holm, the mate.", ["Bo Holm"]),
        ("<c>“No,”</c> <q>answered</q> the old mate.", ["the old mate"]),
        ("<c>“No,”</c> <q>said</q> <s>Bo Holm, who</s>.", ["Bo Holm"]),
        ("<c>“No,”</c> <q>said</q> <s>her mate</s>, Bo Holm.", ["her mate, Bo Holm"]),
        ("<c>“No,”</c> <q>said</q> <s>her mate</s>, Tuesday.", ["her mate"]),
        ("<c>“No,”</c> <q>said</q> <s>Ana</s>, Bo Holm stood by.", ["Ana"]),
        ("<c>“No,”</c> <q>said</q> <s>Bo</s> Holm.", ["Bo Holm"]),
        ("<s>Bo Holm Tuesday</s> <q>said</q> <c>“no.”</c>", ["Bo Holm"]),
        ("<s>Two sailors in</s> May <q>said</q> <c>“no.”</c>", ["Two sailors"]),
        ("<c>“No,”</c> <s>Bo</s> Tuesday <q>said</q>.", ["Bo"]),
        ("Bo Holm left, <q>and added</q> <c>nothing else</c>.", []),
    ],
)
def test_the_name_beside_the_cue_is_the_source(words: str, source: list[str]) -> None:
    assert [each[0] for each in completed(words)] == [source]


@pytest.mark.parametrize(
    "words",
    [
        "<s>Ana</s> <q>replied</q>: <c>“</c>",
        "<c>“500,”</c> <s>Ana</s> <q>said</q>.",
        "<s>Ana</s> <q>did not say</q> <c>“we sail”</c>.",
    ],
)
def test_contents_without_a_letter_and_what_was_not_said_are_no_claims(words: str) -> None:
    assert completed(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "The “big ship” left.",
        "They saw the film “The Long Voyage of Captain Holm” at night.",
        "Crew: “We sail at noon from Elm”\n\nThe ship left the harbour on Monday.",
        "All went according to plan.",
        "She is called “Ana.”",
    ],
)
def test_names_scare_quotes_and_headlines_are_no_claims(words: str) -> None:
    assert completed(words) == []


LETTERS = st.text(st.sampled_from(list("ab A.,:\n\r-—'\"“”‘’«»`\x00é😀\u0301")) | st.characters(exclude_categories=["Cs"]), max_size=120)
WORDS = st.lists(
    st.sampled_from(["said ", "Ana ", "according to ", "told ", "“We go", ",” ", ": ", "\n\n", '"', "''", "— "]) | LETTERS, max_size=12
)


@given(words=WORDS, cuts=st.lists(st.integers(0, 300), min_size=6, max_size=6))
def test_any_text_is_accepted_and_spans_lie_in_it(words: list[str], cuts: list[int]) -> None:
    text = Text("".join(words))
    quotations = find_quotations(text)
    for each in complete_attributions(text, _any_attribution(text, sorted(cuts)), quotations):
        spans = (*each.source, *each.cue, *each.content)
        assert all(0 <= start < end <= len(text.text) for start, end in spans)
        assert list(each.content) == sorted(each.content)
        claim_mode(text, each, quotations), claim_kind(text, each), is_explicit(text, each)
        addressee_of(text, each), outlet_name(text, each), claim_section(text, each)


def _any_attribution(text: Text, cuts: list[int]) -> list[Attribution]:
    source, cue, content = (_span(text, *cuts[n : n + 2]) for n in (0, 2, 4))
    return [Attribution(source, cue, content)] if content else []


def _span(text: Text, start: int, end: int) -> tuple[Span, ...]:
    return ((start, end),) if start < end <= len(text.text) else ()
