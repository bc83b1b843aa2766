"""Whom pronouns, descriptions and missing sources mean."""

import pytest

from tests.extract.speakers.marked import said_by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<s>Ana Novak</s> met Karl Lund. <c>It ends</c>.|<c>“Soon,”</c> <s>she</s> said.", ["Ana Novak", "Ana Novak"]),
        ("Ana Novak met Karl Lund. |<s>He</s> said <c>it was late</c>.", ["Karl Lund"]),
        ("|<s>The Coast Agency</s> said <c>no</c>. |<s>It</s> added <c>it was late</c>.", ["Coast Agency", "Coast Agency"]),
        ("|<s>The Coast Agency (CAX)</s> said <c>no</c>. |Later <s>CAX</s> said <c>yes</c>.", ["Coast Agency", "Coast Agency"]),
        ("|<s>Harbour guards</s> said <c>no</c>. |<s>They</s> said <c>yes</c> to Ana Novak.", ["Harbour guards", "Harbour guards"]),
        ("|<s>Ana Novak</s> said <c>no</c>. |<s>Ms. Novak</s> said <c>yes</c>. |Later <s>Novack</s> spoke. ", ["Ana Novak", "Ana Novak"]),
        (
            "|<s>Ana Novak</s> said <c>no</c>. |<s>Karl Novak</s> said <c>no</c>. |<s>Mrs. Novak</s> said <c>yes</c>.",
            ["Ana Novak", "Karl Novak", "Ana Novak"],
        ),
        ("|<s>Michael Lund</s> said <c>no</c>. |<s>Mike Lund</s> said <c>yes</c>.", ["Michael Lund", "Michael Lund"]),
        (
            "|<s>Ana Novak, a spokeswoman for Seal Ltd,</s> said <c>no</c>. Karl Lund left. |<s>The spokeswoman</s> said <c>yes</c>.",
            ["Ana Novak", "Ana Novak"],
        ),
        (
            "|<s>a Danish official</s> said <c>no</c>. |<s>A Dutch official</s> said <c>so</c>. |<s>the Danish official</s> said <c>so</c>",
            ["a Danish official", "A Dutch official", "a Danish official"],
        ),
        ("|<s>an official</s> said <c>no</c>. |<s>Another official</s> said <c>yes</c>.", ["an official", "Another official"]),
        ("|<s>Ana Novak</s> said <c>no</c>. |<s>Mr. Novak</s> said <c>so</c>.", ["Ana Novak", "Novak"]),
        ("|<s>Two guards</s> said <c>so</c>. |<s>One of the guards</s> said <c>so</c>.", ["Two guards", "One of the guards"]),
        ("|<s>Ten guards</s> said <c>so</c>. |<s>Most of the guards</s> said <c>so</c>.", ["Ten guards", "Ten guards"]),
        ("|<s>One guard</s> said <c>no</c>. |<s>One guard</s> said <c>so</c>. |<s>The guard</s> said <c>so</c>.", ["One guard"] * 3),
        ("<s>Mark Lund</s> said <c>it rained</c>. He met Peter Holm. |<s>He</s> said <c>so</c>.", ["Mark Lund", "Mark Lund"]),
        (
            "<s>Mark Lund</s> said <c>it rained</c>. The pier is named for Peter Holm. |<s>He</s> said <c>so</c>.",
            ["Mark Lund", "Mark Lund"],
        ),
        ("<s>Mark Lund</s> said <c>it rained</c>. Anna Holm was hurt. |<s>He</s> said <c>so</c>.", ["Mark Lund", "Mark Lund"]),
        ("Karl Lund left. |<s>Guards who</s> said <c>no</c> stayed.", ["Guards"]),
        ("|<s>A new study</s> says <c>no</c>. |<s>The report</s> says <c>yes</c>.", ["A new study", "A new study"]),
    ],
)
def test_pronouns_and_descriptions_mean_an_earlier_name(text: str, expected: list[str]) -> None:
    assert said_by(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|<s>Ana Novak</s> said <c>no</c>. |\n\n<c>“It is late.”</c>", ["Ana Novak", "Ana Novak"]),
        ("|<s>Ana Novak</s> said <c>no</c> |<q>and added that</q> <c>it was late</c>.", ["Ana Novak", "Ana Novak"]),
        ("|<s>Ana Novak</s> said <c>no</c>. |<q>It was reported</q> that <c>it was late</c>.", ["Ana Novak", None]),
        ("|<c>“It is late.”</c>", [None]),
        ("|<s>I</s> think <c>it is late</c>.", [None]),
        ("|<s>Ana Novak</s> said <c>no</c>. \n\n|Rain fell.\n\n|Snow fell. |<c>“It is late.”</c>", ["Ana Novak", "Ana Novak"]),
    ],
)
def test_claims_without_a_source(text: str, expected: list[str | None]) -> None:
    assert said_by(text) == expected


def test_the_company_is_not_the_union_that_spoke_before() -> None:
    text = "<s>The union</s> <q>said</q> <c>no</c>.|\n\n<s>The company</s> <q>said</q> <c>yes</c>."
    assert said_by(text) == ["union", "company"]


def test_an_answer_without_a_source_is_the_interviewee() -> None:
    text = "Zyx Quarrel keeps the light. <s>Quarrel</s> <q>said</q> <c>it burns all night</c>.|\n\nWho pays?\n\n<c>The harbour pays.</c>"
    assert said_by(text) == ["Zyx Quarrel"] * 2


def test_a_cue_whose_source_was_not_found_is_the_subject_of_its_sentence() -> None:
    assert said_by("Ana Novak <q>said</q> <c>the quay is shut</c>.") == ["Ana Novak"]
