"""Words as search and name resolution see them: lower-cased, accent-folded, not stemmed."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, although readers take them for accented ones.
# The soft hyphen and the joiners stand inside words.
UNDECOMPOSED = str.maketrans(
    {"\u00ad": "", "\u200c": "", "\u200d": "", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
WORD = re.compile(r"[^\W_]+")
# A longer run of letters is no word of a language; PostgreSQL refuses lexemes over 2,046 bytes.
LONGEST_WORD = 100
# PostgreSQL holds at most 1 MiB of lexemes for a row.
LONGEST_INDEXED_BYTES = 900_000


def words_of(text: str) -> list[str]:
    """Return the folded words of the text, in order: what is indexed, and what a search looks for.

    Accents and other combining marks are dropped, letters lower-cased, everything that is neither letter nor digit
    separates. A word is cut after 100 characters. The same on both databases, because it is done here.
    """
    if text.isascii():
        return [word[:LONGEST_WORD] for word in WORD.findall(text.lower())]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(UNDECOMPOSED)
    letters = "".join(letter for letter in folded if unicodedata.category(letter)[0] != "M")
    return [word[:LONGEST_WORD] for word in WORD.findall(letters)]


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the folded words of a name, joined by one space: equal for spellings that mean the same name."""
    return " ".join(words_of(name))


def indexed(*texts: str | None) -> str:
    """Return the words to index for a row, joined by spaces, cut where PostgreSQL could not index more."""
    joined = " ".join(word for text in texts if text for word in words_of(text))
    if len(joined) * 4 <= LONGEST_INDEXED_BYTES:
        return joined
    cut = joined.encode()[:LONGEST_INDEXED_BYTES].decode(errors="ignore")
    return cut.rpartition(" ")[0] if len(cut) < len(joined) else cut
