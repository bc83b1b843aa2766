"""A knowledge document for a terminal: the article with sources, cues and contents marked, the speakers beside it."""

import os
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.commands.explaining.passages import Json, Note, Paragraph, Role, notes_of, paragraphs_of

STYLES: dict[Role, str] = {"source": "bold cyan", "cue": "magenta", "content": "green"}
MARKS: dict[Role, tuple[str, str]] = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("[", "]")}  # where there are no colours
WIDEST, NOTE_WIDTH = 130, 30
NO_TEXT = "The document does not hold the text of the article."


def console_on(stream: TextIO) -> Console:
    """Return a console that writes to a stream: with colours on a terminal, unless ``NO_COLOR`` is set."""
    is_plain = bool(os.environ.get("NO_COLOR")) or not stream.isatty()
    console = Console(file=stream, color_system=None if is_plain else "auto", highlight=False, markup=False, emoji=False)
    console.width = max(40, min(console.width, WIDEST))
    return console


def explain(console: Console, document: Json) -> None:
    """Write a document. Texts are other people's: what is not printed, such as a terminal's commands, is "�"."""
    is_plain, notes = console.color_system is None, notes_of(document)
    console.print(*_head(document, notes, is_plain=is_plain), sep="\n")
    if not document["article"].get("text"):
        console.print(Text(NO_TEXT, "italic"), *(_note(note, gist=True) for note in notes), sep="\n")
    table = Table.grid(padding=(0, 0, 1, 2))
    table.add_column(ratio=1)
    table.add_column(width=NOTE_WIDTH)
    table.expand = True
    for paragraph in paragraphs_of(document):
        table.add_row(_paragraph(paragraph, is_plain=is_plain), Text("\n").join(_note(note) for note in paragraph.notes))
    if table.row_count:
        console.print(table)


def _head(document: Json, notes: list[Note], *, is_plain: bool) -> Iterator[Text]:
    article = document["article"]
    about = [article.get("publisher"), article.get("published"), ", ".join(article.get("byline") or [])]
    yield Text(printable(article.get("title") or document.get("id") or "Untitled"), "bold")
    if known := [printable(str(each)) for each in about if each]:
        yield Text(", ".join(known), "dim")
    speakers = len({claim["speaker"] for claim in document.get("claims", []) if claim.get("speaker")})
    yield Text(f"Claims: {len(notes)}, speakers: {speakers}; ").append_text(Text(" ").join(_legend(is_plain=is_plain))).append("\n")


def _legend(*, is_plain: bool) -> Iterator[Text]:
    for role, style in STYLES.items():
        before, after = MARKS[role] if is_plain else ("", "")
        yield Text(f"{before}{role}{after}", style)


def _paragraph(paragraph: Paragraph, *, is_plain: bool) -> Text:
    """Return the words of a paragraph, each content behind the numbers of its claims. Without colours marks stand around each role."""
    words, role_before = Text(), None
    for passage in paragraph.passages:
        if is_plain and passage.role != role_before:
            words.append(_closing(role_before))
        for number in passage.begins:
            words.append(f"({number}) ", "bold yellow")
        if is_plain and passage.role != role_before:
            words.append(MARKS[passage.role][0] if passage.role else "")
        words.append(printable(passage.words), STYLES[passage.role] if passage.role else None)
        role_before = passage.role
    return words.append(_closing(role_before) if is_plain else "")


def _closing(role: Role | None) -> str:
    return MARKS[role][1] if role else ""


def _note(note: Note, *, gist: bool = False) -> Text:
    text = Text().append(f"({note.number}) ", "bold yellow").append(printable(note.speaker), "bold")
    text.append(f" {note.share}" if note.share else "", "red" if note.is_unsure else "")
    text.append(f"\n{printable(note.details)}", "dim")
    return text.append(f"\n{printable(note.gist)}" if gist and note.gist else "")


def printable(text: str) -> str:
    """Return the text with a blank for each blank, and "�" for each other character that is not printed."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " if each.isspace() else "�" for each in text)
