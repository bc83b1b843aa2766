"""Place of an event: the name behind "in", "at" or "near" in the clause of its trigger."""

from app.extract.events.dates import CLAUSE_OPENERS
from app.extract.events.triggers import Trigger
from app.extract.names.places import PEOPLES, PLACES, SYNONYMS
from app.extract.text.segmentation import Span
from app.extract.text.sentences import Sentence, Word
from app.extract.words.lists import load
from app.terms.words import fold

LISTS = load("event_places")

PLACE_PREPOSITIONS = frozenset(LISTS["before places"])
NAME_LINKS = frozenset("of the and de la".split())
NO_PLACES = frozenset(LISTS["no places"])
PLACE_WORDS = frozenset(LISTS["words in place names"])
REACH = 25  # words behind the trigger
MAX_WORDS = 12  # of a name


def find_place(trigger: Trigger) -> Span | None:
    """Return the span of the place, as the text writes it; None if none is near."""
    words = trigger.sentence.words
    for index in range(trigger.last + 1, min(len(words) - 1, trigger.last + REACH)):
        if words[index].lower in CLAUSE_OPENERS and words[index].lower != "and":
            return None
        if words[index].lower in PLACE_PREPOSITIONS and (span := _name_span(trigger.sentence, index + 1)):
            return span
    return None


def _name_span(sentence: Sentence, first: int) -> Span | None:
    has_article = sentence.lower(first) == "the"
    first += has_article
    end = _name_end(sentence, first) if first < len(sentence.words) else None
    if end is None:
        return None
    names = [word for word in sentence.words[first : end + 1] if word.is_capital]
    is_known = (
        is_place(" ".join(word.lower for word in names))
        or is_place(names[-1].lower)
        or names[-1].lower in PLACE_WORDS
        or names[0].lower in PLACE_WORDS
    )
    return sentence.span_of(first, end) if is_known or (not has_article and len(names) == 1 and _may_be_place(names[0])) else None


def _may_be_place(word: Word) -> bool:
    return word.lower.isalpha() and len(word.lower) > 3 and fold(word.lower) not in PEOPLES


def is_place(name: str) -> bool:
    """Whether a name is that of a known country, state, city or region."""
    folded = fold(name)
    return folded in PLACES or SYNONYMS.get(folded) in PLACES


def _name_end(sentence: Sentence, first: int) -> int | None:
    """Return the index of the last word of a name; the place behind a comma belongs to it: "Leeds, England". None without a name."""
    end = None
    for index in range(first, min(len(sentence.words), first + MAX_WORDS)):
        word = sentence.words[index]
        if not _belongs_to_name(sentence, first, index) or word.lower in NO_PLACES:
            break
        if word.is_capital:
            end = None if word.is_possessive else index
    return end


def _belongs_to_name(sentence: Sentence, first: int, index: int) -> bool:
    """Whether the word at an index belongs to the name that begins at the first index."""
    word = sentence.words[index]
    if index == first:
        return word.is_capital
    if word.follows_mark:
        return word.is_capital and is_place(word.lower)
    return word.is_capital or (word.lower in NAME_LINKS and index + 1 < len(sentence.words) and sentence.words[index + 1].is_capital)
