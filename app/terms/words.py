"""Folded words for search and name resolution: lower-cased, without accents, not stemmed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

# Letters that readers take for accented ones, although Unicode does not decompose them. The soft hyphen and the two joiners stand inside
# words, and are dropped.
UNDECOMPOSED = str.maketrans(
    {"\u00ad": "", "\u200c": "", "\u200d": "", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 100  # characters; PostgreSQL refuses lexemes over 2,046 bytes, and a longer run of letters is no word of a language
FIELD_BREAK = "|"  # between the words of two texts of a row: no word, so that no search finds it
MOST_INDEXED_BYTES = 900_000  # of the words of a row: PostgreSQL holds at most 1 MiB of lexemes
MOST_REMEMBERED_LETTERS = 65_536  # more different letters than the texts of an archive have, fewer than Unicode has


class LocatedWord(NamedTuple):
    """A folded word, and its half-open range in the original text."""

    word: str
    start: int
    end: int


class _FoldedLetters(dict[int, str]):
    """Folded letters by code point, each added when it is first looked up. How a letter is folded does not depend on its neighbours."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold()).translate(UNDECOMPOSED)
        folded = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] != "M")
        if len(self) < MOST_REMEMBERED_LETTERS:
            self[code] = folded
        return folded


_FOLDED_LETTERS = _FoldedLetters()


def words_of(text: str) -> list[str]:
    """Return the folded words of the text, in order. The full-text index and searches both take their words from here.

    Accents and other combining marks are dropped, letters lower-cased, and words separated by everything that is neither letter nor
    digit. A word is cut after 100 characters. Both databases index the same words, because Python makes them.
    """
    return words_of_folded(fold_letters(text))


def fold_letters(text: str) -> str:
    """Return the text with its letters folded, and everything else left between them."""
    return text.lower() if text.isascii() else text.translate(_FOLDED_LETTERS)


def words_of_folded(folded: str) -> list[str]:
    """Return the words of a text whose letters are folded."""
    words: list[str] = WORD.findall(folded)
    return words if len(folded) <= LONGEST_WORD else [word[:LONGEST_WORD] for word in words]


def located_words(text: str, pattern: re.Pattern[str] = WORD) -> Iterator[LocatedWord]:
    """Yield the words of the text as ``words_of`` does, or those that ``pattern`` finds, each with its range.

    A range includes the marks and joiners behind a word, and all of a word that is cut. Two words may share a letter: "½" is "1" and
    "2". Where each letter is folded to one, as in most texts, ranges need not be traced back to the original.
    """
    if all(len(_FOLDED_LETTERS[ord(letter)]) == 1 for letter in set(text) if letter > "\x7f"):
        yield from (LocatedWord(match.group()[:LONGEST_WORD], *match.span()) for match in pattern.finditer(fold_letters(text)))
    else:
        yield from _traced_words(text, pattern)


def _traced_words(text: str, pattern: re.Pattern[str]) -> Iterator[LocatedWord]:
    folded = [_FOLDED_LETTERS[ord(letter)] for letter in text]
    origins = [offset for offset, letters in enumerate(folded) for _ in letters]
    for match in pattern.finditer("".join(folded)):
        end = origins[match.end() - 1] + 1
        while end < len(text) and not folded[end]:
            end += 1
        yield LocatedWord(match.group()[:LONGEST_WORD], origins[match.start()], end)


def whole_words_pattern(words: Sequence[str], beginning: str | None = None) -> re.Pattern[str]:
    """Return the pattern of these words, and of words with this beginning, in folded text."""
    # A word that was cut may be longer in the text.
    alternatives = [word if len(word) < LONGEST_WORD else f"{word}[^\\W_]*" for word in words]
    if beginning is not None:
        alternatives.append(f"{beginning}[^\\W_]*")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)})(?![^\W_])")


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the folded words of a name, joined by one space: equal for spellings that mean the same name."""
    return " ".join(words_of(name))


def words_to_index(*texts: str | None) -> str:
    """Return the folded words of a row's texts to index, with spaces between them, and a break between texts that no phrase crosses.

    Words beyond what PostgreSQL can index are cut off.
    """
    folded = [" ".join(words_of(text)) for text in texts if text]
    joined = f" {FIELD_BREAK} ".join(filter(None, folded))
    if len(joined) * 4 <= MOST_INDEXED_BYTES:  # a character takes at most four bytes
        return joined
    cut = joined.encode()[:MOST_INDEXED_BYTES].decode(errors="ignore")
    return cut.rpartition(" ")[0] if len(cut) < len(joined) else cut


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 claim``, ``2,000 claims``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
