"""The terms of a search, parsed from any text: words, phrases, and words and phrases that must not be there."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.terms.words import words_of

# A phrase stands between two quotation marks, of which the first follows no letter or digit: marks of inches begin none. A minus excludes
# where it begins a word of the text, so a hyphen or a dash does not. Whatever else there is, is plain text.
SYNTAX = re.compile(r'((?<!\S)-)?(?<![^\W_])["“”]([^"“”]+)["“”]|(?<!\S)-(?!-)([^\s"“”]+)')
WITHOUT_MARKS = str.maketrans("", "", '-"“”')
MOST_PHRASES = 50  # and as many exclusions: each is a condition, of which SQLite takes a thousand

Kind = Literal["plain", "phrase", "excluded"]
Part = tuple[Kind, list[str]]


@dataclass(frozen=True)
class SearchTerms:
    """The terms of a search. A phrase is written as its words with a space between them.

    Attributes:
        words: single words, sorted.
        prefix: the beginning of one more word.
        phrases: in the order of the search.
        begun_phrase: one more phrase, whose last word may be the beginning of a word.
        excluded: words and phrases that must not be there.
        looks_up_prefix: whether full text looks for the prefix; else it begins so many words that each row is looked at.
    """

    words: tuple[str, ...]
    prefix: str | None = None
    phrases: tuple[str, ...] = ()
    begun_phrase: str | None = None
    excluded: tuple[str, ...] = ()
    looks_up_prefix: bool = True

    def __len__(self) -> int:
        """Return the number of terms that must be there."""
        return len(self.words) + (self.prefix is not None) + len(self.phrases) + (self.begun_phrase is not None)

    @cached_property
    def all_words(self) -> tuple[str, ...]:
        """The whole words that must be there, sorted, those of phrases among them."""
        if not self.has_phrases:
            return self.words
        begun = (self.begun_phrase or "").split()[:-1]
        return tuple(sorted({*self.words, *begun, *(word for phrase in self.phrases for word in phrase.split())}))

    @property
    def any_prefix(self) -> str | None:
        """The beginning of a word that must be there, which may be the last one of a phrase."""
        return self.prefix if self.begun_phrase is None else self.begun_phrase.split()[-1]

    @property
    def has_phrases(self) -> bool:
        """Whether words must stand next to each other."""
        return bool(self.phrases) or self.begun_phrase is not None

    @property
    def is_of_words(self) -> bool:
        """Whether there are only words, which must be there."""
        return not (self.has_phrases or self.excluded)

    def found_in(self, words: Collection[str]) -> set[str]:
        """Return the single words that are among ``words``; the prefix, which may also be a whole word, is written with ``*``."""
        distinct = set(words)
        has_prefix = self.prefix is not None and any(word.startswith(self.prefix) for word in distinct)
        return distinct.intersection(self.words) | ({f"{self.prefix}*"} if has_prefix else set())

    def frequencies(self, text: str) -> tuple[int, ...]:
        """Count each word in a text of words between spaces. A word equal to the prefix counts twice: `war` ranks before `warsaw`."""
        frequencies, prefix = tuple([_count_word(word, text) for word in self.all_words]), self.any_prefix
        if prefix is None:
            return frequencies
        return (*frequencies, _count_word(prefix, text) + text.count(f" {prefix}"))


def _count_word(word: str, text: str) -> int:
    """Count a word between spaces. ``str.count`` takes a fifth of the time of splitting the text and counting words."""
    if f" {word} {word} " in text:  # one space belongs to both
        return text.split(" ").count(word)
    return text.count(f" {word} ")


def is_blank(q: str) -> bool:
    """Return whether a search has nothing but spaces and marks of phrases and exclusions, as while a user begins to type one."""
    return not q.translate(WITHOUT_MARKS).strip()


def parse_search(q: str, prefix: bool = False) -> SearchTerms:
    """Return the terms of ``q``. Any text has some meaning: ``"..."`` is a phrase, ``-`` excludes what it begins, all else is words.

    Phrases and exclusions after the first fifty are words, or are left out.

    Args:
        prefix: whether the last word, if it is not excluded, is the beginning of one, whatever punctuation follows it.
    """
    parts = [*_parts(q)]
    begun_word = begun_phrase = None
    if prefix and parts and parts[-1][0] == "plain":
        begun_word = parts[-1][1].pop()
    elif prefix and parts and parts[-1][0] == "phrase":
        begun_phrase = " ".join(parts.pop()[1])
    words = {word for kind, part in parts if kind == "plain" for word in part}
    phrases, excluded = (list(dict.fromkeys(" ".join(part) for kind, part in parts if kind == name)) for name in ("phrase", "excluded"))
    words.update(word for phrase in phrases[MOST_PHRASES:] for word in phrase.split())
    return SearchTerms(tuple(sorted(words)), begun_word, tuple(phrases[:MOST_PHRASES]), begun_phrase, tuple(excluded[:MOST_PHRASES]))


def _parts(q: str) -> Iterator[Part]:
    """Yield the parts of a search that have words, in order. A phrase of one word is plain."""
    end = 0
    for match in SYNTAX.finditer(q):
        yield from _part("plain", q[end : match.start()])
        yield from _part("excluded" if match[1] or match[3] else "phrase", match[2] or match[3])
        end = match.end()
    yield from _part("plain", q[end:])


def _part(kind: Kind, text: str) -> Iterator[Part]:
    words = words_of(text)
    if words:
        yield ("plain" if kind == "phrase" and len(words) == 1 else kind, words)
