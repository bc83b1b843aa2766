import pytest

from app.extract.attribution.moods import is_asked, is_unreal
from tests.extract.marked import marked


@pytest.mark.parametrize(
    "words",
    [
        "What did <s>Ana</s> <q>say</q> about <c>the hull</c>?",
        "But how did <s>the crew</s> <q>hear about</q> <c>the leak</c>?",
        "Dock Radio: Do <s>you</s> <q>think</q> <c>the hull leaks</c>?",
        "You were there, so did <s>Ana</s> <q>say</q> <c>the hull leaked</c>?",
        "Unless <s>the old pilot</s> <q>says</q> <c>the bar is clear</c>, we wait.",
        "Until Pilot <s>Ana May</s> <q>says</q> <c>the bar is clear</c>, we wait.",
        "When <s>Ana</s> <q>says</q> <c>the bar is clear</c>, we will sail.",
        "<s>Let Ana</s> <q>say</q> <c>that the hull leaks</c>.",
        "Had <s>Ana</s> <q>said</q> <c>the hull leaked</c>, we would have stayed.",
        "Imagine <s>Ana</s> <q>saying</q> <c>that the hull leaked</c>.",
        "<s>Ana</s> <q>should say</q> <c>that the hull leaks</c>.",
        "<s>Ana</s> <q>would have said</q> <c>that the hull leaked</c>.",
        "<s>Ana</s> <q>will say</q> <c>that the hull leaks</c>.",
        "<s>Ana</s> <q>was about to say</q> <c>that the hull leaked</c>.",
        "<q>Tell</q> the crew <c>that the hull leaks</c>.",
    ],
)
def test_what_is_asked_supposed_possible_to_come_or_bidden_is_unreal(words: str) -> None:
    assert is_unreal(*marked(words))


@pytest.mark.parametrize(
    "words",
    [
        "<s>Ana</s>, who was at sea, <q>asked</q>, <c>“Does she leak?”</c>",
        "<s>Ana May</s> <q>says</q> <c>the hull leaks</c>.",
        "<s>Will</s> <q>said</q> <c>the hull leaked</c>.",
        "<s>Police</s> <q>can confirm</q> <c>that the hull leaked</c>.",
        "<s>Ana</s> <q>could be heard saying</q> <c>that the hull leaked</c>.",
        "<s>Ana</s> <q>will tell</q> the court: <c>“She leaked.”</c>",
        "When <s>Ana</s> <q>says</q> <c>it leaks</c>, people listen.",
        "Until <s>Ana</s> <q>said</q> <c>the bar was clear</c>, we waited.",
        "If rain falls, <s>Ana</s> <q>says</q>, <c>the hull will leak</c>.",
        "<c>The hull leaks</c>, <q>says</q> <s>Ana</s>. Why?",
        "<s>Ana Roe</s> <q>writes</q>: <c>May I ask who paid?</c>",
    ],
)
def test_what_is_said_is_not_unreal(words: str) -> None:
    assert not is_unreal(*marked(words))


def test_a_quoted_question_leaves_its_own_cue_asked_and_that_of_the_asker_real() -> None:
    text, attribution = marked("“Did she <q>say</q> so?” <s>Ana</s> asked.")
    assert is_asked(text, *attribution.cue[0])
    asked = text.text.index("asked")
    assert not is_asked(text, asked, asked + 5)
