"""Names that are also days, months or holidays: "Sunday Adeyemi", "Rev. Noel Easter"; and those of things: "Christmas lights"."""

import re
from functools import lru_cache

from app.extract.times.rules import MONTH_NAMES, WEEKDAY_NAMES, text_after, text_before
from app.extract.words.lists import alternatives, load

_TITLES = load("titles")
_FIRST_NAMES = frozenset(name for names in load("first_names").values() for name in names)
_FUNCTION_WORDS = frozenset(word for words in load("function_words").values() for word in words)
_DAY_WORDS = "|".join(word.title() for word in (*WEEKDAY_NAMES, *MONTH_NAMES, "easter", "christmas"))
_DAY = rf"(?P<day>{_DAY_WORDS}|{_DAY_WORDS.upper()})"
_COURTESIES = alternatives(word for section, words in _TITLES.items() if section.startswith("courtesy") for word in words)
# no surname: "Monday Night", "Easter Sunday", "May Day"
_NO_SURNAME = rf"(?!(?i:{_DAY_WORDS}|day|eve|night|morning|afternoon|evening|week|mass|[a-z]+day)\b)"
_SURNAME = rf"{_NO_SURNAME}(?:[A-Z][a-z]\w+|(?<=[A-Z]\s)[A-Z]{{2,}})(?:\s[A-Z]\w+)?"
_AFTER_TITLE = re.compile(rf"\b(?i:{_COURTESIES})\.?\s{_DAY}\b(?!\s\d)")
_AFTER_FIRST_NAME = re.compile(rf"(?P<before>\S+)?\s(?P<first>[A-Z]\w+)\s{_DAY}\b(?!,?\s\d{{4}}|\s\d)")
_BEFORE_SURNAME = re.compile(
    rf"(?:(?:^|[.!?:;,(“\"\n—]\s?|\b(?:By|BY)\s){_DAY}|[a-z]\s(?P<day_>{_DAY_WORDS}))\s{_SURNAME}(?P<behind>,?)", re.M
)
# what follows a name behind a word that could as well be a date: "told Friday Osei, 30,"
_APPOSITION = re.compile(r"\s(?:\d\d\b|an?\s|the\s|who\s|[a-z-]+,)")
_PLACE = re.compile(r"(?:in|at|from|near|of|to|for)$", re.I)
# words before a date, which no name in the text can be behind
_DATING = re.compile(
    r"\b(?:on|by|until|till|since|from|last|next|this|late|early|before|after|through|in|of|at|during|every|each|between|past)\s(?:the\s)?$",
    re.I,
)
_GENERIC = re.compile(r"\ba\s$", re.I)
_LONG_PAPER = re.compile(r"\b[Tt]he\s$")


def is_namesake(match: re.Match[str]) -> bool:
    """Whether a day, month or holiday names a person or a paper, or any such day ("on a Monday"), and so has no date."""
    word = match.group().split()[-1].lower()
    before, behind = text_before(match), text_after(match)
    if _GENERIC.search(before) and not re.match(r"\s[a-z]", behind):
        return True
    if word == "sunday" and _LONG_PAPER.search(before) and re.match(r"\s[A-Z]", behind):
        return True
    starts, words = _names(match.string)
    return match.start() in starts or (word in words and not _DATING.search(before))


def is_attribute_of_thing(match: re.Match[str]) -> bool:
    """Whether a holiday only tells the kind of a thing ("Christmas lights"), or ends a title ("A Very Merry Christmas")."""
    if match.group().lower().endswith("day"):
        return False
    behind = re.match(r"['’]?-?\s?([a-z]+)", text_after(match))
    return bool(behind and behind[1] not in _FUNCTION_WORDS and not behind[1].endswith("ed") and not behind[1].startswith(("week", "morn")))


@lru_cache(maxsize=8)
def _names(text: str) -> tuple[frozenset[int], frozenset[str]]:
    """Return the offsets of the days that are names of persons for sure, and their words."""
    found = [match.span("day") for match in _AFTER_TITLE.finditer(text)]
    found += [match.span("day") for match in _AFTER_FIRST_NAME.finditer(text) if _is_full_name(text, match)]
    found += [match.span("day" if match["day"] else "day_") for match in _BEFORE_SURNAME.finditer(text) if _is_person(text, match)]
    return frozenset(start for start, _ in found), frozenset(text[start:end].lower() for start, end in found)


def _is_full_name(text: str, match: re.Match[str]) -> bool:
    """Whether a first name before a day is one, not the surname or place of "Charlotte on Sunday": it stands nowhere else alone."""
    first, before = match["first"], match["before"] or ""
    is_alone = re.search(rf"\b{first}\b(?!\s{match['day']})", text)
    return first.lower() in _FIRST_NAMES and not is_alone and not before[:1].isupper() and not _PLACE.fullmatch(before)


def _is_person(text: str, match: re.Match[str]) -> bool:
    return bool(match["day"]) or bool(match["behind"] and _APPOSITION.match(text, match.end()))
