"""Tests of the forms: whole turns of transcripts and interviews are claims of their speakers; reports have none."""

from typing import Any

from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText

LETTERS = """Petra Lindqvist has mended clocks in Varnby since 1987. She met Olle Stenmark in her workshop.

OS: How did it begin?

PL: With a broken alarm clock. My aunt threw it at a cat.

I was nine years old then.

OS: People say you refuse digital watches.

PL: I do. They have no heart to mend.
"""
QUESTIONS = """Five minutes with Marek Dolny

Q: Why do you fish at night?
A: Because I sleep badly. The river does not mind.

Q: Will you ever stop?
A: Never. I would miss the owls.
"""
CAPITALS = """CHAIR: The meeting is open, and I welcome all of you.

IRENE OKUMA: Thank you. My question is about the well.

MR. TOLLEY: We closed the well in March.

CHAIR: I thank Mr. Tolley for the answer.
"""
HEADED = """Operator

Good morning and welcome to the call.

Vera Lindholm -- Chief Executive Officer

Thank you. Sales rose by nine percent.

We are hiring again.

Operator

The next question comes from the floor.

Vera Lindholm -- Chief Executive Officer

I can only say that we are ready.
"""
UNLABELLED = """Anneli Korpi: An interview with the ice diver

Anneli Korpi dives under the ice of lakes.

When did you first dive?

I was twelve. My father cut the hole.

What do you see down there?

We see light, mostly. I never saw a fish asleep.

The lakes freeze later every year. Do you worry about that?

I do. My season is three weeks shorter now.
"""
REPORT = """Council: bridge to close

The council will close the bridge. Why now? Nobody knew.

Correction: the bridge is in Varnby.
"""


def test_initials_stand_for_the_person_named_above_and_a_turn_holds_all_its_paragraphs() -> None:
    claims = _turns(LETTERS)
    assert ("Petra Lindqvist", "PL", ["With a broken alarm clock. My aunt threw it at a cat.", "I was nine years old then."]) in claims
    assert ("Petra Lindqvist", "PL", ["I do. They have no heart to mend."]) in claims


def test_a_question_is_no_claim_and_a_remark_of_the_interviewer_is_one() -> None:
    told = [(name, words) for name, label, words in _turns(LETTERS) if label == "OS"]
    assert told == [("Olle Stenmark", ["People say you refuse digital watches."])]


def test_answers_belong_to_the_person_of_the_title() -> None:
    assert _turns(QUESTIONS) == [
        ("Marek Dolny", "A", ["Because I sleep badly. The river does not mind."]),
        ("Marek Dolny", "A", ["Never. I would miss the owls."]),
    ]


def test_labels_in_capitals_and_with_a_courtesy_title_open_turns() -> None:
    assert [words for _, _, words in _turns(CAPITALS)] == [
        ["The meeting is open, and I welcome all of you."],
        ["Thank you. My question is about the well."],
        ["We closed the well in March."],
        ["I thank Mr. Tolley for the answer."],
    ]


def test_a_name_with_a_role_on_its_own_line_heads_what_follows() -> None:
    told = [words for name, _, words in _turns(HEADED) if name == "Vera Lindholm"]
    assert told == [["Thank you. Sales rose by nine percent.", "We are hiring again."], ["I can only say that we are ready."]]


def test_an_interview_without_labels_gives_its_answers_to_the_person_of_the_title() -> None:
    told = [(label, words) for name, label, words in _turns(UNLABELLED) if name == "Anneli Korpi"]
    assert told == [
        ("", ["I was twelve. My father cut the hole."]),
        ("", ["We see light, mostly. I never saw a fish asleep."]),
        ("", ["I do. My season is three weeks shorter now."]),
    ]


def test_a_report_with_a_colon_and_a_question_has_no_turns() -> None:
    assert _turns(REPORT) == []


def test_turns_are_direct() -> None:
    assert {claim["mode"] for claim in _document(QUESTIONS)["claims"]} == {"direct"}


def _turns(text: str) -> list[tuple[str | None, str, list[str]]]:
    """Return the speaker, label and words of each claim without a cue."""
    document = _document(text)
    names = {entity["id"]: entity["name"] for entity in document["entities"]}
    claims = [claim for claim in document["claims"] if not claim["cue"]]
    return [
        (names.get(claim["speaker"]), "".join(text[a:b] for a, b in claim["source"]), [text[a:b] for a, b in claim["content"]])
        for claim in claims
    ]


def _document(text: str) -> dict[str, Any]:
    return extract_article(ArticleText(text, text.split("\n")[0]))
