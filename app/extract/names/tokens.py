"""Words as names see them: without possessive endings, folded, and whether they have a capital."""

import re
from typing import NamedTuple

from app.extract.text.segmentation import Span, Text
from app.words import fold

WORD = re.compile(r"[^\W_]+(?:[.&’'-][^\W_]+)*")
DOTTED = re.compile(r"(?<!\w)(?:[A-Z]\.)+[A-Z]$")
POSSESSIVE = re.compile(r"[’'](?:s|S)?$")


class Token(NamedTuple):
    """A word with a capital or a small letter; the possessive ending is no part of it."""

    start: int
    end: int
    text: str
    folded: str
    is_possessive: bool

    @property
    def is_capital(self) -> bool:
        """Whether it may be a word of a name."""
        return self.text[0].isupper()


def tokens_in(text: Text, span: Span) -> list[Token]:
    """Return the words within a span, in order, without possessive endings."""
    found = []
    for match in WORD.finditer(text.text, *span):
        word = POSSESSIVE.sub("", match.group()) or match.group()
        end = match.start() + len(word)
        is_possessive = end < match.end() or bool(text.text[end : end + 1] in ("'", "’") and word.endswith("s"))
        found.append(Token(match.start(), end, word, fold(word), is_possessive))
    return found


def with_last_dot(text: Text, span: Span) -> str:
    """Return the words of a span, with the dot that belongs to the last of them: "U.S.", "F.B.I."."""
    has_dot = text.text[span[1] : span[1] + 1] == "." and DOTTED.search(text.words_at(*span))
    return text.words_at(*span) + "." if has_dot else text.words_at(*span)
