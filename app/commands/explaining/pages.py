"""Knowledge documents as one page of HTML that needs nothing else: no script, no address, one style."""

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from app.commands.explaining.passages import Json, Note, Paragraph, Passage, Role, notes_of, paragraphs_of

ELEMENTS: dict[Role, str] = {"source": "b", "cue": "em", "content": "mark"}
NO_TEXT = "The document does not hold the text of the article."
# the policy keeps a browser from loading anything, whatever the text holds
HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>Who said what</title>
<style>
:root { color-scheme: light dark; --page: #fff; --ink: #1a1a1a; --faint: #595959; --content: #fdf0b8;
 --source: #0b4f9e; --cue: #8a2170; --unsure: #a81c1c }
@media (prefers-color-scheme: dark) {
:root { --page: #16181b; --ink: #ececec; --faint: #b0b0b0; --content: #4a4113; --source: #8cc2ff; --cue: #f09fdc; --unsure: #ff9d94 }
}
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.6 Georgia, serif }
mark { background: var(--content); color: inherit; border-bottom: 1px solid currentColor }
b { color: var(--source) }
em { color: var(--cue) }
.row { display: grid; grid-template-columns: minmax(0, 1fr) 18rem; gap: 0 2rem; break-inside: avoid }
.row p { margin: 0 0 1rem; overflow-wrap: anywhere }
ul { list-style: none; margin: 0 0 1rem; padding: 0; font: .85rem/1.4 system-ui, sans-serif; overflow-wrap: anywhere }
li { margin: 0 0 .4rem }
.faint { color: var(--faint) }
.unsure { color: var(--unsure) }
a { color: inherit }
article { border-top: 2px solid; margin-top: 2rem }
@media (max-width: 45rem) { .row { display: block } }
@media print { body { max-width: none; padding: 0; font-size: 10pt } mark { print-color-adjust: exact }
 article { break-before: page } article:first-of-type { break-before: auto } }
</style>
</head>
<body>
<main>
<h1>Who said what</h1>
<p>Legend: <b>source</b>, <em>cue</em>, <mark>content</mark>.
Each number leads to its claim. Found by a program: check a passage before you rely on it.</p>
"""
TAIL = "</main>\n</body>\n</html>\n"


class Page:
    """Writes a page, an article after the other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._articles = stream, 0
        self._write(HEAD)

    def add(self, document: Json) -> None:
        """Write a document."""
        self._articles += 1
        self._write("".join(_article(document, f"a{self._articles}")))

    def end(self) -> None:
        """Write the end."""
        self._write(TAIL)

    def _write(self, text: str) -> None:
        self._stream.write(text.encode())


def _article(document: Json, anchor: str) -> Iterator[str]:
    article, notes = document["article"], notes_of(document)
    about = [article.get("publisher"), article.get("published"), ", ".join(article.get("byline") or [])]
    title = _safe(article.get("title") or document.get("id") or "Untitled")
    yield f'<article aria-labelledby="{anchor}">\n<h2 id="{anchor}">{title}</h2>\n'
    yield f'<p class="faint">{_safe(", ".join(str(each) for each in [*about, f"claims: {len(notes)}"] if each))}</p>\n'
    if not article.get("text"):
        yield f"<p>{NO_TEXT}</p>\n" + _notes(notes, None)
    for paragraph in paragraphs_of(document):
        yield _row(paragraph, anchor)
    yield "</article>\n"


def _row(paragraph: Paragraph, anchor: str) -> str:
    words = "".join(_passage(passage, anchor) for passage in paragraph.passages)
    return f'<div class="row">\n<p>{words}</p>\n{_notes(paragraph.notes, anchor)}</div>\n'


def _passage(passage: Passage, anchor: str) -> str:
    numbers = "".join(f'<sup id="{anchor}c{number}">{number}</sup>' for number in passage.begins)
    words, element = _safe(passage.words), ELEMENTS[passage.role] if passage.role else None
    return numbers + (f"<{element}>{words}</{element}>" if element else words)


def _notes(notes: tuple[Note, ...] | list[Note], anchor: str | None) -> str:
    """Return a list of notes, with links to the contents that are marked ``anchor``; None where there is no text."""
    items = "".join(f"<li>{_note(note, anchor)}</li>\n" for note in notes)
    return f'<ul aria-label="Claims that begin here">\n{items}</ul>\n' if items else ""


def _note(note: Note, anchor: str | None) -> str:
    number = f'<a href="#{anchor}c{note.number}" aria-label="Claim {note.number}">{note.number}</a>' if anchor else str(note.number)
    share = f'<span class="{"unsure" if note.is_unsure else "sure"}">{note.share}</span>' if note.share else ""
    gist = f"<br />{_safe(note.gist)}" if note.gist and not anchor else ""
    return f'{number} <strong>{_safe(note.speaker)}</strong> {share}<br /><span class="faint">{_safe(note.details)}</span>{gist}'


def _safe(text: str) -> str:
    """Return the text escaped, with "�" for what markup cannot hold and for what turns the direction of what follows."""
    return escape("".join(each if each.isprintable() or (each.isspace() and each >= " ") or each in "\t\n" else "�" for each in text))
