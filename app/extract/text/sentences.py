"""Sentences as lists of words, for rules that look at the words around a position."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.extract.text.segmentation import Span, Text

CURLY = str.maketrans("’‘“”", "''\"\"")
MAX_WORDS = 400  # longer sentences are lists rather than prose, and are split
MARKS = re.compile(r"[,;:()\"“”—–\x00-\x1f]|\s-\s")


class Word(NamedTuple):
    """A word in lower case, with straight apostrophes and without the possessive "'s", and its place in the text."""

    lower: str
    start: int
    end: int
    is_capital: bool
    is_possessive: bool
    follows_mark: bool  # a comma or another mark precedes the word


@dataclass(frozen=True)
class Sentence:
    """A sentence: its index, the index of its paragraph (0 only for a headline) and its words in order."""

    number: int
    paragraph: int
    words: Sequence[Word]

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        return self.span_of(0, len(self.words) - 1)

    def lower(self, index: int) -> str:
        """Return the word at an index, or "" outside the sentence."""
        return self.words[index].lower if 0 <= index < len(self.words) else ""

    def before(self, index: int, count: int) -> list[str]:
        """Return up to ``count`` words before an index, nearest first, none across a comma or another mark."""
        words: list[str] = []
        while count > len(words) and index > 0 and not self.words[index].follows_mark:
            index -= 1
            words.append(self.words[index].lower)
        return words

    def after(self, index: int, count: int) -> list[str]:
        """Return up to ``count`` words behind an index, nearest first, none across a comma or another mark."""
        words: list[str] = []
        while count > len(words) and index + 1 < len(self.words) and not self.words[index + 1].follows_mark:
            index += 1
            words.append(self.words[index].lower)
        return words

    def index_at(self, offset: int) -> int:
        """Return the index of the word at an offset, or of the next one."""
        return bisect_left(self.words, offset, key=lambda word: word.end - 1)

    def span_of(self, first: int, last: int) -> Span:
        """Return the span from one word to another, both included."""
        return self.words[first].start, self.words[last].end


def split_sentences(text: Text) -> list[Sentence]:
    """Return the sentences that have words, in order. Those of more than 400 words are split."""
    sentences: list[Sentence] = []
    first_paragraph = 0 if text.has_headline else 1
    for span in text.sentences:
        words = _words_of(text, span)
        for start in range(0, len(words), MAX_WORDS):
            sentences.append(Sentence(len(sentences), text.paragraph_at(span[0]) + first_paragraph, words[start : start + MAX_WORDS]))
    return sentences


def _words_of(text: Text, span: Span) -> list[Word]:
    words: list[Word] = []
    end = span[0]
    for start, stop in text.word_spans(span):
        words.append(_word(text, start, stop, bool(MARKS.search(text.text, end, start))))
        end = stop
    return words


def _word(text: Text, start: int, stop: int, follows_mark: bool) -> Word:
    raw = text.text[start:stop]
    lower = raw.lower().translate(CURLY)
    is_possessive = lower.endswith("'s") and len(lower) > 2
    if is_possessive:
        lower, stop = lower[:-2], stop - 2
    return Word(lower, start, stop, raw[:1].isupper(), is_possessive, follows_mark)
