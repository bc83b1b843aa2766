"""Documents explained on a terminal."""

from io import StringIO

import pytest

from app.commands.explaining.terminal import console_on, explain
from tests import make

TEXT = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the ferry sails</c0>.\n\nNobody else spoke."


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _kind_of_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def shown(document: make.Json, stream: StringIO | None = None) -> str:
    stream = stream or StringIO()
    explain(console_on(stream), document)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def test_roles_are_marked_and_the_speaker_stands_beside() -> None:
    lines = shown(make.document(TEXT, claims=[make.claim(confidence=0.91, said="2024-06-26")])).splitlines()
    assert lines[:3] == ["A bridge", "The Test, 2024-06-27", "Claims: 1, speakers: 1; {source} <cue> [content]"]
    assert lines[4] == f"{'{Ana Novak} <said> (1) [the ferry sails].':52}(1) Ana Novak 0.91"
    assert lines[5:] == [" " * 52 + "statement, indirect, said", " " * 52 + "2024-06-26", "Nobody else spoke."]


def test_little_confidence_is_told_in_words() -> None:
    assert "Ana Novak 0.52 unsure" in shown(make.document(TEXT, claims=[make.claim(confidence=0.52)]))


def test_colours_are_for_terminals_alone() -> None:
    assert "\x1b[32mthe ferry sails\x1b[0m" in shown(make.document(TEXT), Terminal())
    assert "\x1b" not in shown(make.document(TEXT))


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(make.document(TEXT), Terminal())


def test_a_text_cannot_command_the_terminal() -> None:
    hostile = "<s0>Ana\x1b[2J</s0> <q0>said</q0>\u202e <c0>the\u00a0ferry\tsails</c0>."
    output = shown(make.document(hostile, title="A\x1b]0;x\x07B"))
    assert "{Ana�[2J} <said>� (1) [the ferry sails]." in output
    assert output.startswith("A�]0;x�B\n")


def test_wide_characters_keep_the_columns() -> None:
    plain, wide = (
        shown(make.document(f"{words} <s0>Ana</s0> <q0>said</q0> <c0>the ferry sails</c0>.")).splitlines()[4] for words in ("abcd", "東京")
    )
    assert plain.index("Ana Novak") == wide.index("Ana Novak") + 2


def test_the_inner_of_nested_sayings_is_marked_within_the_outer() -> None:
    text = "<s0>Ana</s0> <q0>said</q0> <c0><s1>Bo</s1> <q1>denied</q1> <c1>it</c1></c0>."
    document = make.document(text, entities=[make.entity(), make.entity(1, "Bo")], claims=[make.claim(), make.claim(1, speaker="s1")])
    assert "{Ana} <said> (1) {Bo} <denied> (2) [it]." in shown(document)


def test_a_document_without_its_text_shows_the_gists() -> None:
    document = make.document(TEXT, stand_off=True, claims=[make.claim(speaker=None, gist="The ferry will sail.")])
    assert shown(document).splitlines()[4:] == [
        "The document does not hold the text of the article.",
        "(1) nobody named",
        "statement, indirect",
        "The ferry will sail.",
    ]
