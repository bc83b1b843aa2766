"""Kind of a name (person, organization, place or unknown), guessed from its words and those before it."""

from collections.abc import Sequence
from typing import Literal

from app.extract.names.lexicon import FIRST_NAMES
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.places import PEOPLES, PLACE_WORDS, PLACES, THING_WORDS
from app.extract.names.titles import BODY_NAMES, GENERIC_BODIES
from app.extract.names.tokens import DOTTED, Token
from app.extract.text.segmentation import Text

NameKind = Literal["person", "organization", "place", "unknown"]
BEFORE_INNER_CAPITAL = ("Mac", "Mc", "De", "Le", "La", "Di", "Fitz", "O")  # McDonald, DeLuca


def _looks_coined(word: str) -> bool:
    """Whether a word is written as no person's name is: NASA, YouTube, example.com."""
    if DOTTED.fullmatch(word):
        return word.count(".") > 1  # F.B.I. is coined, J.R. is not
    if word.isupper():
        return len(word) > 2 and "." not in word[:3]
    is_address = "." in word[3:-1]
    has_inner_capital = word[2:] != word[2:].lower() and not word.startswith(BEFORE_INNER_CAPITAL) and not set(word) & set("-'’")
    return is_address or has_inner_capital


def _is_after_kind_of_body(text: Text, start: int) -> bool:
    """Whether a word like "magazine" precedes the name."""
    before = text.text[max(0, start - 20) : start].split()
    return bool(before) and text.text[start - 1 : start] == " " and before[-1] in GENERIC_BODIES


def name_kind(text: Text, run: Sequence[Token], key: str, title: str) -> NameKind:
    """Return the kind of a name.

    Args:
        text: the article.
        run: the words of the name.
        key: the same words, folded and joined.
        title: the folded title before the name, which only persons have; "" without one.
    """
    is_after_article = text.text[max(0, run[0].start - 4) : run[0].start].lower() == "the "
    if title:
        return "person"
    if key in KNOWN_ORGANIZATIONS:
        return "organization"
    if key in PLACES:
        return "place"
    if any(word.folded in BODY_NAMES for word in run):
        return "organization"
    if len(run) > 1 and run[-1].folded in PLACE_WORDS and run[0].folded not in FIRST_NAMES:
        return "place"
    if any(word.folded in THING_WORDS for word in run[1:] or run):
        return "unknown"
    if len(run) > 1 and run[0].folded in FIRST_NAMES:
        return "person"
    if run[0].folded in THING_WORDS:
        return "unknown"
    is_in_capitals = len(run) > 1 and all(word.text.isupper() for word in run)
    if (not is_in_capitals and any(_looks_coined(word.text) for word in run)) or _is_after_kind_of_body(text, run[0].start):
        return "organization"
    if is_after_article and len(run) > 1 and not run[-1].text.endswith("s"):
        return "organization"
    return "person" if 1 < len(run) < 5 and not is_after_article and run[0].folded not in PEOPLES else "unknown"
