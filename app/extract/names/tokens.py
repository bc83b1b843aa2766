"""Tokens for name recognition, which are words without possessive endings, as written and folded."""

import re
from typing import NamedTuple

from app.extract.text.segmentation import Span, Text
from app.terms.words import fold

LETTERS = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"  # with combining accents, as decomposed text has them
WORD = re.compile(rf"{LETTERS}(?:[.&’'-]{LETTERS})*")
NICKNAME = re.compile(rf"(?<=\w) [“\"‘(]{LETTERS}[”\"’)] (?=[^\W\d_a-z])")
DOTTED = re.compile(r"(?<!\w)(?:[A-Z]\.)+[A-Z]$")
POSSESSIVE = re.compile(r"[’'](?:s|S)?$")


class Token(NamedTuple):
    """A word of the text without its possessive ending."""

    start: int
    end: int
    text: str
    folded: str
    is_possessive: bool

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[0].isupper()


def tokens_in(text: Text, span: Span) -> list[Token]:
    """Return the tokens of a span, in order."""
    tokens = []
    for match in WORD.finditer(text.text, *span):
        word = POSSESSIVE.sub("", match.group()) or match.group()
        end = match.start() + len(word)
        is_possessive = end < match.end() or bool(text.text[end : end + 1] in ("'", "’") and word.endswith("s"))
        tokens.append(Token(match.start(), end, word, fold(word), is_possessive))
    return tokens


def with_last_dot(text: Text, span: Span) -> str:
    """Return the words of a span, with the dot of a final abbreviation: "U.S.", "F.B.I."."""
    has_dot = text.text[span[1] : span[1] + 1] == "." and DOTTED.search(text.words_at(*span))
    return text.words_at(*span) + "." if has_dot else text.words_at(*span)


def is_nickname_between(text: Text, left: Token, right: Token) -> bool:
    """Whether one of two neighbouring words is a nickname in marks inside a name: the second or the first."""
    opens = NICKNAME.match(text.text, left.end)
    closes = NICKNAME.match(text.text, max(0, left.start - 2))
    return bool(opens and opens.end() > right.end) or bool(closes and closes.end() == right.start)
