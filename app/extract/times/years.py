"""Rules for years, ranges of years, decades and centuries. Context decides whether a number is a year."""

import re

from app.extract.times.numerals import ORDINALS
from app.extract.times.rules import WS, YEAR, Context, Rule, Unresolved, rule, text_after, text_before
from app.extract.words.lists import alternatives, load

LISTS = load("times")

_BEFORE = alternatives(LISTS["years: before"])
_NUMBERING = alternatives(LISTS["years: numbering"])
_THINGS = alternatives(LISTS["years: counted"])

_PREPOSITION = re.compile(
    rf"(?:\b(?:{_BEFORE}|(?:end|start|beginning) of|class of|as of)|\b(?:1[5-9]|20)\d\d(?:,| and| or|,? and)|[(–—/])[\s-]?\s?$",
    re.I,
)
# prepositions that make a year of the number behind them, unless it is a round one
_SURE = re.compile(r"\b(?:in|since|until|during)\s$", re.I)
_ARTICLE = re.compile(
    r"\b(?:the|an?|any|his|her|its|their|our|my|your|this|that|both|late|early|recent|failed|successful|[a-z]+['’]s)\s$", re.I
)
_NUMBERED = re.compile(rf"(?:\b(?:{_NUMBERING}|up to)\s|[#$€£¥+]\s?|\d\s)$", re.I)
_COUNTED = re.compile(rf"[\s-](?:\w+\s)?(?:{_THINGS}|or more)\b|\sof\s(?:them|these|those|its|his|her|their|our|us)\b", re.I)
_PLURAL = re.compile(r"\s(?!was|is|has|as|years|class|series)[a-z]+(?:(?:s|ren)\b|\s(?:were|are|have)\b)")
_CAMPAIGN = re.compile(r"\s(?:presidential|election|general|primary|campaign|race|republican|democratic)\b", re.I)
_ORDINAL = re.compile(r"(?P<number>\d{1,2})(?:st|nd|rd|th)|(?P<word>\w+)", re.I)
_LATER_ORDINALS = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split()
_DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9}


def _year(match: re.Match[str], context: Context) -> str:
    year, before, behind = int(match["year"]), text_before(match), text_after(match)
    is_sure = bool(_SURE.search(before)) and year % 100 > 0
    if not is_sure and (_is_amount(year, before, behind) or not _is_year(year, before, behind)):
        raise Unresolved
    return f"{year:04}"


def _is_amount(year: int, before: str, behind: str) -> bool:
    """Whether a number counts or numbers something, by the words around it."""
    is_doubtful = year < 1900 or year % 100 == 0 or year >= 2040
    is_numbered = _NUMBERED.search(before) and not (year % 100 and _PREPOSITION.search(before.rstrip()))
    return bool(_COUNTED.match(behind) or (is_doubtful and _PLURAL.match(behind)) or is_numbered)


def _is_year(year: int, before: str, behind: str) -> bool:
    """Whether a number is a year, by the words around it."""
    if _PREPOSITION.search(before) or _ARTICLE.search(before):
        return True
    stands_alone = not re.search(r"[\w.-]\s?$", before) and not re.match(r"\s[a-z]+s\b|\s\d", behind)
    is_attribute = re.search(r"\s[a-z]+\s$", before) and re.match(r"\s[a-z]+(?<!s)\b", behind)  # "the sudden 2009 closure"
    return 1900 <= year <= 2039 and bool(stands_alone or is_attribute or _CAMPAIGN.match(behind))


def _years(match: re.Match[str], context: Context) -> str:
    first, last = match["year"], match["until"]
    last = last if len(last) == 4 else first[:2] + last
    if int(last) <= int(first) or int(last) > 2100 or _COUNTED.match(text_after(match)):
        raise Unresolved
    return f"{first}/{last}"


def _month_of_year(match: re.Match[str], context: Context) -> str:
    return f"{match['year']}-{match['until']}"


def _decade(match: re.Match[str], context: Context) -> str:
    return f"{match['decade'][:3]}X"


def _short_decade(match: re.Match[str], context: Context) -> str:
    return f"{'20' if match['tens'] in '01' else '19'}{match['tens']}X"


def _named_decade(match: re.Match[str], context: Context) -> str:
    return f"19{_DECADES[match['name'].lower()]}X"


def _century(match: re.Match[str], context: Context) -> str:
    ordinal = _ORDINAL.fullmatch(match["ordinal"])
    number = int(ordinal["number"]) if ordinal and ordinal["number"] else [*ORDINALS, *_LATER_ORDINALS].index(match["ordinal"].lower()) + 1
    if not 2 <= number <= 40:
        raise Unresolved
    return f"{number - 1:02}XX"


YEARS: list[Rule] = [
    rule(r"(?P<year>(?:1[89]|20)\d\d)\s?[-–—/]\s?(?P<until>(?:1[89]|20)\d\d)(?![\d-])", _years),
    rule(r"(?P<year>(?:19|20)\d\d)-(?P<until>0[1-9])(?![\d-])", _month_of_year),
    rule(r"(?P<year>(?:19|20)\d\d)[-–/](?P<until>\d\d)(?![\d-])", _years),
    rule(r"(?P<decade>(?:1[5-9]|20)\d0)['’]?s", _decade),
    rule(r"['’‘](?P<tens>\d)0s", _short_decade),
    rule(r"(?<=the )(?:(?:early|late|mid)[ -])?(?P<tens>[3-9])0['’]?s", _short_decade),
    rule(rf"(?<=the )(?P<name>{'|'.join(_DECADES)})", _named_decade),
    rule(rf"(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join([*ORDINALS[1:], *_LATER_ORDINALS])})(?:{WS}|-)century(?!{WS}fox\b)", _century),
    rule(YEAR, _year),
]
