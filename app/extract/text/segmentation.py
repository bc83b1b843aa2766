"""Text of an article with its paragraphs, sentences and words, as spans of the original text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sentencex import get_sentence_boundaries

from app.terms.words import words_of

Span = tuple[int, int]  # start and end, in characters of the text
WORD = re.compile(r"\w+(?:[’'.&-]\w+)*")
MAX_HEADLINE_WORDS = 30
MAX_CHUNK = 5000  # characters that are split into sentences at once: the cost of the splitter grows faster than the length
WIDE_BLANK = re.compile(r"[^\S\x00-\x7f]")  # a blank of several bytes, at which the splitter may panic
TITLE_UNKNOWN_TO_SPLITTER = re.compile(r"\bM[sx]\.(?=\s)")  # behind which the splitter would end a sentence; behind "Mr." it does not
SENTENCE_END = re.compile(r"[.!?…][\"”’')]?\s")


@dataclass(frozen=True)
class Text:
    """The text of an article, never stripped or normalised, with its title and date as far as known."""

    text: str
    title: str | None = None
    published: str | None = None  # ISO date; without it relative dates stay unresolved

    def words_at(self, start: int, end: int) -> str:
        """Return the characters between two offsets."""
        return self.text[start:end]

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The lines with content, without blanks at their edges."""
        return [span for match in re.finditer(r"[^\n\r\u2028\u2029]+", self.text) if (span := _stripped(self.text, *match.span()))]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences, each inside one paragraph, without blanks at their edges."""
        return [sentence for paragraph in self.paragraphs for sentence in self._sentences_of(paragraph)]

    @cached_property
    def has_headline(self) -> bool:
        """Whether the first paragraph is the headline: it equals the title, or is short and does not end like a sentence."""
        if len(self.paragraphs) < 2:
            return False
        first = self.words_at(*self.paragraphs[0])
        is_short = len(first.split()) <= MAX_HEADLINE_WORDS and not re.search(r"[.!?:][\"”’']?$", first)
        return is_short or (self.title is not None and words_of(first) == words_of(self.title))

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph at an offset, or of the last one before it."""
        return max(0, bisect_right(self.paragraphs, (offset, len(self.text) + 1)) - 1)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence at an offset, or the last one before it; an empty span in a blank text."""
        if not self.sentences:
            return offset, offset
        return self.sentences[max(0, bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1)]

    def word_spans(self, span: Span) -> Iterator[Span]:
        """Yield the spans of the words within a span; hyphens, apostrophes and dots inside a word belong to it ("U.S", "mid-June")."""
        return (match.span() for match in WORD.finditer(self.text, *span))

    def _sentences_of(self, paragraph: Span) -> Iterator[Span]:
        for chunk in self._chunks_of(paragraph):
            words = TITLE_UNKNOWN_TO_SPLITTER.sub("Mr.", WIDE_BLANK.sub(" ", self.words_at(*chunk)))
            for boundary in get_sentence_boundaries("en", words):
                start = chunk[0] + boundary["start_index"]
                if span := _stripped(self.text, start, start + len(boundary["text"])):
                    yield span

    def _chunks_of(self, paragraph: Span) -> Iterator[Span]:
        """Yield an overlong paragraph in parts, cut behind the likeliest end of a sentence, else of a word."""
        start, end = paragraph
        while end - start > MAX_CHUNK:
            ends = [match.end() for match in SENTENCE_END.finditer(self.text, start, start + MAX_CHUNK)]
            blank = self.text.rfind(" ", start, start + MAX_CHUNK) + 1
            cut = ends[-1] if ends else blank or start + MAX_CHUNK
            yield start, cut
            start = cut
        yield start, end


def _stripped(text: str, start: int, end: int) -> Span | None:
    kept = text[start:end].strip()
    if not kept:
        return None
    first = start + text[start:end].index(kept)
    return first, first + len(kept)
