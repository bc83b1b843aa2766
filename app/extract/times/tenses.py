"""Tense of the verb near a time expression: it decides which Friday or March is meant."""

import re
from functools import lru_cache
from typing import Literal

from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import alternatives, load

LISTS = load("times")

Tense = Literal["past", "future"]
REACH = 160  # code points on either side that may hold the verb

_BE = (
    r"(?:is|are|was|were|be|am|isn['’]t|aren['’]t|wasn['’]t|['’]s|['’]re|['’]m)"
    r"(?:\s(?:now|also|still|not|currently|all|widely|already|then|\w+ly))?"
)
_AHEAD = alternatives(LISTS["tenses: be ahead"])
_TO = alternatives(LISTS["tenses: ahead with to"])
_PLANNED = alternatives(LISTS["tenses: planned"])
_PRESENT = alternatives(LISTS["tenses: present for future"])
_IRREGULAR = alternatives(LISTS["tenses: past"])
_PAST_NOUNS = alternatives(LISTS["tenses: past nouns"])
_NO_VERB = alternatives(LISTS["tenses: no past"])

_PASSIVE = r"(?:(?:\s(?:not|also|now|only|still|then|\w+ly))?\sbe\s\w+)?"  # "will be held" is future, though "held" is past
_VERB = re.compile(
    rf"""(?P<past>\bhad\sbeen\s(?:{_AHEAD})\b|\b(?:would|may|might|could|should|must)(?:n['’]t|\snot)?\shave\b)
    |(?P<future>(?:\b(?:will|won['’]t|shall|would|wouldn['’]t|should|could|might|must|can|may(?=\s[a-z]))|['’]ll)\b{_PASSIVE}
      |{_BE}\s(?:{_AHEAD})\b{_PASSIVE}|\b(?:{_TO})\sto\b|\bto\sbe\s\w+|\b(?:{_PLANNED})\s(?:for|on|in|to|until)\b
      |\b(?:is|are|['’]re|am)\s\w+ing\b|\b(?:upcoming|looming|forthcoming)\b|\b(?:{_PRESENT})\b)
    |(?P<none>\b(?:is|are|{_NO_VERB})\b)
    |(?P<past_>\b(?i:after|following|since|because\sof|{_PAST_NOUNS})\b|\b(?:{_IRREGULAR})\b|(?<![\w-])(?<!\ba\s)(?<!\ban\s)(?<!\bthe\s)[a-z]{{2,}}ed\b)""",
    re.VERBOSE,
)
# ", and on" before the expression: the verb before that belongs to another clause
_OPENING = re.compile(r"[,;]\s(?:and|but|so)\s(?:(?:late|early)\s)?(?:(?:on|in|by)\s)?$", re.IGNORECASE)

# prepositions whose time ends what goes on, so that it is ahead: "put off until Monday"
_TERM = re.compile(
    r"\b(?:by|until|till|through|ahead\sof|heading\sinto|effective|payable|no\slater\sthan)\s(?:the\s|early\s|late\s|mid-)?$", re.IGNORECASE
)
# "by Friday the water had reached": the term has passed
_PAST_PERFECT = re.compile(r"\bhad\b")

# "Hall on Monday asked": the verb directly behind decides
_PAST_VERB = re.compile(rf"\s(?:also\s|\w+ly\s)?(?:(?:{_IRREGULAR})\b|(?<![\w-])[a-z]{{2,}}ed\b(?!\s(?:by|to\sbe)\b))")


def tense_at(text: Text, span: Span) -> Tense | None:
    """Return the tense of the nearest verb before an expression in its sentence, else of the first verb behind it; None without a verb.

    A past verb directly behind the expression takes precedence, then a preposition that makes it a term: "until Friday".
    """
    start, end = text.sentence_at(span[0])
    return _tense_between(
        text.words_at(max(start, span[0] - REACH), span[0]), text.words_at(span[1], max(span[1], min(end, span[1] + REACH)))
    )


@lru_cache(maxsize=1024)  # contexts of endless lists of dates mostly repeat
def _tense_between(before: str, behind: str) -> Tense | None:
    if _PAST_VERB.match(behind):
        return "past"
    if _TERM.search(before) and not _PAST_PERFECT.search(before + behind):
        return "future"
    verbs = [] if _OPENING.search(before) else list(_VERB.finditer(before))
    verb = verbs[-1] if verbs else _VERB.search(behind)
    return _TENSES[verb.lastgroup] if verb and verb.lastgroup else None


_TENSES: dict[str, Tense | None] = {"past": "past", "past_": "past", "future": "future", "none": None}
