import pytest

from app.extract.attribution.outlets import claim_section, outer_attributions, outlet_name
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "outlet"),
    [
        ("Harbour News Agency <q>quoted</q> <s>him</s> as saying <c>the ship had left</c>.", "Harbour News Agency"),
        ("<s>Ana</s> was <q>quoted</q> by the Harbour Times as saying <c>the ship had left</c>.", "Harbour Times"),
        ("<c>“No,”</c> <s>Ana</s> <q>said</q>, the Harbour Times reported on Friday.", "Harbour Times"),
        ("<s>Ana</s> was <q>quoted</q> by Sealine News agency as saying <c>no</c>.", "Sealine News"),
        ("According to Harbour News, <s>Ana</s> <q>believes</q> <c>the ship left</c>.", "Harbour News"),
        ("<q>According to</q> <s>Harbour News</s>, <c>the ship left</c>.", None),
        ("<s>Ana</s> <q>told</q> Harbour News <c>the ship had left</c>.", None),
        ("<c>“We sail.”</c>", None),
    ],
)
def test_an_outlet_is_neither_source_nor_addressee(words: str, outlet: str | None) -> None:
    assert outlet_name(*marked(words)) == outlet


def test_the_section_is_headline_or_body() -> None:
    story = "<s>Ana</s>: <c>the ship left</c>\n\nThe harbour of Elm was empty on Monday.\n\n"
    assert claim_section(*marked(story)) == "headline"
    assert claim_section(*marked("Ship leaves\n\n<s>Ana</s> <q>said</q> <c>the ship had left</c>.")) == "body"


def test_a_claim_told_within_another_has_that_one_around_it() -> None:
    text = Text("Ana said that Bo had told her that it leaks. Eva said so.")
    outer = Attribution(((0, 3),), ((4, 8),), ((9, 43),))
    inner = Attribution(((14, 16),), ((21, 25),), ((30, 43),))
    other = Attribution(((45, 48),), ((49, 53),), ((54, 56),))
    assert text.words_at(*inner.content[0]) == "that it leaks"
    assert outer_attributions([outer, inner, other]) == [None, 0, None]
