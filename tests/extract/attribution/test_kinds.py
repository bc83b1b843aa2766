import pytest

from app.extract.attribution.kinds import claim_kind
from tests.extract.marked import marked


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("<s>Ana</s> <q>said</q> <c>the ship left the harbour on Monday</c>.", "statement"),
        ("<c>“The ship left on Monday,”</c> <s>Ana</s> <q>said</q>.", "statement"),
        ("<s>Ana</s> <q>promised</q> <c>to repair the pier</c>.", "pledge"),
        ("<c>“We will repair the pier,”</c> <s>Ana</s> <q>said</q>.", "pledge"),
        ("<s>The company</s> <q>said</q> <c>it would repair the pier</c>.", "pledge"),
        ("<s>Ana</s> <q>accused</q> <c>the company of theft</c>.", "accusation"),
        ("<c>“They lied to us and betrayed the town,”</c> <s>Ana</s> <q>said</q>.", "accusation"),
        ("<s>The company</s> <q>denied</q> <c>the report</c>.", "denial"),
        ("<s>The company</s> <q>said</q> <c>the allegations were not true</c>.", "denial"),
        ("<s>Ana</s> <q>said</q> <c>she did not take the money</c>.", "denial"),
        ("<c>“We did nothing wrong,”</c> <s>Ana</s> <q>said</q>.", "denial"),
        ("<c>“I did not eat for two days,”</c> <s>Ana</s> <q>said</q>.", "statement"),
        ("<s>Ana</s> <q>called for</q> <c>a new pier</c>.", "demand"),
        ("<s>Ana</s> <q>has called</q> <c>on both crews to rest</c>.", "demand"),
        ("<s>Ana</s> <q>told</q> the crew <c>to leave the ship</c>.", "demand"),
        ("<s>Ana</s> <q>said</q> <c>the company must pay</c>.", "demand"),
        ("<s>Ana</s> <q>hopes</q> <c>the ship returns</c>.", "hope"),
        ("<c>“I hope the ship returns,”</c> <s>Ana</s> <q>said</q>.", "hope"),
        ("<s>Ana</s> <q>predicted</q> <c>that a storm will come</c>.", "prediction"),
        ("<s>Ana</s> <q>said</q> <c>the price of fish will fall</c>.", "prediction"),
        ("<s>Ana</s> <q>warned</q> <c>that repairs have stalled</c>.", "assessment"),
        ("<s>Ana</s> <q>warned</q> <c>that repairs could stall</c>.", "prediction"),
        ("<s>Ana</s> <q>called</q> <c>the pier “a ruin”</c>.", "assessment"),
        ("<s>Ana</s> <q>said</q> <c>the pier is important and beautiful</c>.", "assessment"),
    ],
)
def test_the_kind_depends_on_cue_and_content(words: str, kind: str) -> None:
    assert claim_kind(*marked(words)) == kind
