"""Figures of events: numbers of persons killed, sums paid, with qualifiers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.extract.events.triggers import Trigger
from app.extract.text.function_words import MAGNITUDES, MONTHS, NOT_NOUNS, NUMERALS
from app.extract.text.segmentation import Span, Text
from app.extract.text.sentences import Sentence
from app.extract.words.lists import load
from app.terms.vocabulary import Measure, Qualifier

LISTS = load("figures")

_BLANK = r"[^\S\n\r]"
_BLANKS = _BLANK + "{1,3}"
_WORDS = "|".join([*NUMERALS, "a dozen", "a hundred", "dozens of", "hundreds of"][::-1]).replace(" ", _BLANKS)
QUALIFIERS: tuple[Qualifier, ...] = ("at_least", "at_most", "approximate")
_QUALIFIER_BY_WORDS: dict[str, Qualifier] = {words: qualifier for qualifier in QUALIFIERS for words in LISTS[f"qualifier: {qualifier}"]}
_NUMBER = re.compile(
    rf"""(?<![\w.,:/$€£¥-])(?:(?P<qualifier>{'|'.join(q.replace(' ', _BLANKS) for q in _QUALIFIER_BY_WORDS)}){_BLANKS})?
    (?P<currency>(?:US|A|C|AU|CA|HK|NZ)?{_BLANK}?[$€£¥]{_BLANK}?|Rs\.?{_BLANK}?)?
    (?:(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,12}})(?P<decimals>\.\d{{1,6}})?|(?P<word>{_WORDS})\b)
    (?:{_BLANKS}(?P<magnitude>hundred|thousand|million|billion|trillion)\b)?(?P<percent>%|{_BLANKS}per{_BLANK}?cent\b)?
    (?:{_BLANKS}(?P<unit>dollars|euros|pounds|yen|rupees|yuan|roubles|rubles|pesos|francs)\b)?(?![\w%]|[.:/,-]\w)""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_ROUND_NUMBERS = {"a dozen": 12, "a hundred": 100}
_MEASURES_OF_PERSONS: tuple[Measure, ...] = ("killed", "injured", "abducted", "detained", "displaced", "missing", "rescued", "attackers")
MEASURES: dict[str, Measure] = {word: measure for measure in _MEASURES_OF_PERSONS for word in LISTS[f"measure: {measure}"]}
PEOPLE = frozenset(LISTS["people"])
NUMBERED_THINGS = MONTHS | frozenset(LISTS["numbered things"])
UNITS = frozenset(LISTS["units"])
NEAR = 7  # words on either side that may name the measure


@dataclass(frozen=True)
class Figure:
    """A number with what it measures and its words in the text."""

    measure: Measure
    value: int | float
    text: str
    qualifier: Qualifier
    span: Span


def find_figures(text: Text, sentence: Sentence) -> Iterator[Figure]:
    """Yield the counts and sums of a sentence in order; years, ages, times and shares are left out."""
    for match in _NUMBER.finditer(text.text, *sentence.span):
        value = _value_of(match)
        if value is not None and not match["percent"] and not _is_no_count(sentence, match):
            yield Figure(_measure_of(sentence, match), value, match[0][:500], _qualifier_of(match), match.span())


def figures_by_trigger(text: Text, sentences: Iterable[Sentence], triggers: Iterable[Trigger]) -> dict[Span, list[Figure]]:
    """Return the figures by the span of their trigger, which is the nearest one in the sentence of a figure."""
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(trigger.sentence.number, []).append(trigger)
    figures: dict[Span, list[Figure]] = {}
    for sentence in sentences:
        if candidates := by_sentence.get(sentence.number):
            for figure in find_figures(text, sentence):
                figures.setdefault(_nearest(figure, candidates).span, []).append(figure)
    return figures


def _nearest(figure: Figure, triggers: list[Trigger]) -> Trigger:
    return min(triggers, key=lambda trigger: min(abs(trigger.span[0] - figure.span[1]), abs(figure.span[0] - trigger.span[1])))


def _value_of(match: re.Match[str]) -> int | float | None:
    factor = MAGNITUDES[match["magnitude"].lower()] if match["magnitude"] else 1
    if match["word"]:
        word = " ".join(match["word"].lower().split())
        return None if word.endswith(" of") else (_ROUND_NUMBERS.get(word) or NUMERALS[word]) * factor
    whole = int(match["digits"].replace(",", ""))
    value = float(f"{whole}{match['decimals']}") * factor if match["decimals"] else whole * factor
    value = int(value) if value == int(value) else value
    return value if value <= 10**15 else None


def _is_no_count(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a number is no count, but a year, an age, a time or the number of a thing ("Flight 12")."""
    if match["currency"] or match["unit"]:
        return False
    index = sentence.index_at(match.end())
    after = sentence.after(index - 1, 1) if index else []
    if match["qualifier"]:
        return bool(after) and after[0] in UNITS
    is_numbered = sentence.index_at(match.start()) > 0 and sentence.words[sentence.index_at(match.start()) - 1].lower in NUMBERED_THINGS
    return (
        is_numbered
        or not after
        or not after[0].isalpha()
        or after[0] in UNITS
        or _is_year_or_without_noun(after[0], match)
        or match[0].lower() == "one"
    )


def _is_year_or_without_noun(after: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, or the word behind it cannot belong to a noun that it counts."""
    is_year = match["digits"] is not None and bool(re.fullmatch("1[5-9]..|20..", match["digits"]))
    return (is_year and after not in PEOPLE) or (after in NOT_NOUNS and after not in ("were", "was", "have", "of", "in", "and"))


def _measure_of(sentence: Sentence, match: re.Match[str]) -> Measure:
    if match["currency"] or match["unit"]:
        return "money"
    index = sentence.index_at(match.end())
    for distance in range(NEAR):
        for word in (sentence.lower(index + distance), sentence.lower(index - 1 - distance)):
            if word in MEASURES:
                return MEASURES[word]
    return "other"


def _qualifier_of(match: re.Match[str]) -> Qualifier:
    return _QUALIFIER_BY_WORDS[" ".join(match["qualifier"].lower().split())] if match["qualifier"] else "exact"
