import pytest

from app.extract.attribution.modes import claim_mode
from app.extract.text.quotations import find_quotations
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("<c>“We sail at noon,”</c> <s>Ana</s> <q>said</q>.", "direct"),
        ("<s>Ana</s> <q>said</q> <c>that “we sail at noon.”</c>", "direct"),
        ("<s>Ana</s> <q>said</q> <c>the fleet would sail at noon</c>.", "indirect"),
        ("<s>Ana</s> <q>called</q> <c>the order of the harbour master “a bad joke.”</c>", "mixed"),
        ("<s>Ana</s> <q>said</q> <c>the ship was named “Morning Star of Elm” last year</c>.", "indirect"),
        ("<s>Bo</s>: <c>We were told to wait. So we waited.</c>", "direct"),
        ("“I heard that <s>Ana</s> <q>promised</q> <c>a new ship</c>,” Bo said.", "indirect"),
        ("“I heard that <s>Ana</s> <q>promised</q> <c>a ‘very big’ new ship</c>,” Bo said.", "mixed"),
    ],
)
def test_the_mode_depends_on_the_quotation_marks_of_the_content(words: str, mode: str) -> None:
    text, attribution = marked(words)
    assert claim_mode(text, attribution, find_quotations(text)) == mode
