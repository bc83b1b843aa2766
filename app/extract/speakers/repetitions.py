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
        self.places: dict[str, list[Span]] = {}

    def find(self, phrase: Phrase) -> list[Span]:
        """Return the other spans with the noun of a description and all words before it, in order. Nothing for a bare noun."""
        words = phrase.words.split()
        if not phrase.modifiers or not 1 < len(words) < 6 or words[0].lower() in ("a", "an", "another"):
            return []
        wanted = " ".join(words[1:] if words[0].lower() in ("the", "some", "many", "several") else words)
        return [
            found
            for span in self._index().get(words[-1], [])[:MAX_REPETITIONS]
            if (found := self._at(span, wanted)) and found[0] != phrase.span[0]
        ]

    def _at(self, span: Span, wanted: str) -> Span | None:
        start = span[1] - len(wanted)
        return (start, span[1]) if start >= 0 and self.text.words_at(start, span[1]) == wanted else None

    def _index(self) -> dict[str, list[Span]]:
        if not self.places:
            self.places = defaultdict(list)
            for match in WORD.finditer(self.text.text):
                self.places[match.group()].append(match.span())
        return self.places
