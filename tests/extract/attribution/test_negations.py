import pytest

from app.extract.attribution.negations import is_unsaid
from tests.extract.marked import marked


@pytest.mark.parametrize(
    "words",
    [
        "<s>The mate</s> <q>did not say</q> <c>whether the ship would sail</c>.",
        "<s>The mate</s> did not <q>say</q> <c>whether the ship would sail</c>.",
        "<s>The mate</s> <q>didn’t immediately say</q> <c>who had paid</c>.",
        "<s>The harbour office</s> <q>has not yet announced</q> <c>when the pier opens</c>.",
        "<s>The mate</s> <q>never told</q> the crew <c>that the hull leaked</c>.",
        "<s>The report</s> <q>does not mention</q> <c>the leak</c>.",
        "<s>The mate</s> <q>could not say</q> <c>where the boats were</c>.",
        "<s>The mate</s> <q>neither confirmed nor denied</q> <c>the sale</c>.",
        "<s>A clerk</s> <q>did not respond to</q> <c>three letters</c>.",
        "<s>The mate</s> <q>has yet to say</q> <c>who had paid</c>.",
        "<s>Nobody</s> <q>said</q> <c>the ship would sail</c>.",
        "<s>No sailor</s> <q>told</q> us <c>where the boats were</c>.",
        "<s>Neither the crew nor the owner</s> <q>said</q> <c>when she would sail</c>.",
        "Neither Ana nor <s>Jon</s> <q>said</q> <c>the ship would sail</c>.",
        "No <s>pilot</s> <q>said</q> <c>the ship would sail</c>.",
        "Nor did <s>Ana</s> <q>say</q> <c>the ship would sail</c>.",
        "<s>Ana</s> <q>stopped short of saying</q> <c>the ship was lost</c>.",
        "<s>Ana</s> failed to <q>mention</q> <c>that the ship was lost</c>.",
        "It is not true that <s>Ana</s> <q>said</q> <c>the ship was lost</c>.",
        "There is no evidence that <s>the crew</s> <q>said</q> <c>the ship was lost</c>.",
        "<s>Ana</s> <q>declined</q> <c>to comment on the loss</c>.",
        "<s>Ana</s> <q>refused to</q> <c>comment</c>.",
        "<s>We</s> <q>suggest</q> <c>that the hull is weak</c>.",
        "<s>Footage from the quay</s> <q>shows</q> <c>the ship leaving</c>.",
        "<c>The boats</c> <q>are known as</q> <c>“eels”</c>.",
        "<s>Sailors</s> <q>know</q> <c>Ana from the film “Low Water”</c>.",
        "The crew <q>named</q> <c>the boat “Gull”</c>.",
        "<s>The law</s>, <q>called</q> <c>the “Quay Act”</c>, was passed.",
        "A song <q>called</q> <c>“The Long Quay”</c> was sung.",
        "<q>Without saying</q> <c>who had called</c>, <s>Ana</s> left.",
        "If <s>Ana</s> <q>says</q> <c>the ship is safe</c>, we sail.",
        "<s>Ana</s> <q>might say</q> <c>the ship is safe</c>.",
        "<s>Ana</s> <q>could have told</q> us <c>the ship was safe</c>.",
        "Did <s>Ana</s> <q>say</q> <c>the ship was safe</c>?",
        "<q>Asked</q> <c>if the ship was safe</c>, Ana said it was.",
        "When <q>pressed</q> on <c>the cost</c>, Ana said it was high.",
        "<s>Ana</s>, <q>asked</q> <c>if the ship was safe</c>, said it was.",
    ],
)
def test_what_was_not_said_is_known_by_its_cue(words: str) -> None:
    assert is_unsaid(*marked(words))


@pytest.mark.parametrize(
    "words",
    [
        "<s>Ana</s> <q>said</q> <c>she did not know</c>.",
        "<s>Ana</s> <q>declined to say</q> <c>whether the ship would sail</c>.",
        "<s>Ana</s> <q>declined to comment</q> on <c>whether the ship was lost</c>.",
        "<s>Ana</s> <q>denied that she said</q> <c>the ship was lost</c>.",
        "<s>Ana</s> <q>called</q> <c>the boat “a floating coffin”</c>.",
        "<s>Ana</s> <q>called</q> <c>him “Old Eel”</c>.",
        "<s>Ana</s> <q>made it known</q> <c>that the boat was sold</c>.",
        "<s>The study</s> <q>shows</q> <c>that hulls leak</c>.",
        "<s>Ana</s> <q>would not confirm</q> <c>that the ship was sold</c>.",
        "<s>Ana</s> <q>did not believe</q> <c>that the ship was sold</c>.",
        "<s>No one</s> <q>expected</q> <c>a storm</c>.",
        "<s>Ana</s> <q>not only said</q> <c>the ship was sold</c>, she wrote it down.",
        "<s>No 4 Dock</s> <q>said</q> <c>it was full</c>.",
        "<s>Ana May</s> <q>said</q> <c>the ship was sold</c>.",
        "<c>“Is she sold?”</c> <s>Ana</s> <q>asked</q>.",
        "The storm did not come, <s>Ana</s> <q>said</q>, but <c>the hull leaked</c>.",
        "<c>“She is sold.”</c>",
        "<s>Ana</s> <q>asked</q> <c>if the ship was safe</c>.",
        "<c>Was she sold</c>, <q>asked</q> <s>Ana</s>.",
    ],
)
def test_refusals_attitudes_and_negated_contents_are_said(words: str) -> None:
    assert not is_unsaid(*marked(words))
