"""Repetitions of a description elsewhere in the text: "harbour officials"."""

import re
from collections import defaultdict

from app.extract.speakers.phrases import Phrase
from app.extract.text.segmentation import Span, Text

MAX_REPETITIONS = 50  # compared for one description
WORD = re.compile(r"\w+")


class Repetitions:
    """Index of the words of a text, built at the first search."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.spans_by_word: dict[str, list[Span]] = {}

    def find(self, phrase: Phrase) -> list[Span]:
        """Return the other spans of the text that repeat a whole description, in order; none for a noun without modifiers."""
        words = phrase.words.split()
        if not phrase.modifiers or not 1 < len(words) < 6 or words[0].lower() in ("a", "an", "another"):
            return []
        repeated_words = " ".join(words[1:] if words[0].lower() in ("the", "some", "many", "several") else words)
        return [
            repeated
            for span in self._index().get(words[-1], [])[:MAX_REPETITIONS]
            if (repeated := self._at(span, repeated_words)) and repeated[0] != phrase.span[0]
        ]

    def _at(self, span: Span, repeated_words: str) -> Span | None:
        start = span[1] - len(repeated_words)
        return (start, span[1]) if start >= 0 and self.text.words_at(start, span[1]) == repeated_words else None

    def _index(self) -> dict[str, list[Span]]:
        if not self.spans_by_word:
            self.spans_by_word = defaultdict(list)
            for match in WORD.finditer(self.text.text):
                self.spans_by_word[match.group()].append(match.span())
        return self.spans_by_word
