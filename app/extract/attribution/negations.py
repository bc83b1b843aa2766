"""Sayings that did not take place: negated, asked about, supposed ("did not say", "did she say ...?", "if he says")."""

import re

from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text
from app.extract.words.lists import alternatives, load

LISTS = load("patterns")

REACH = 60  # characters before and within a cue that may hold its negation
TELLING = alternatives(sorted(forms_by_word(LISTS["verbs of telling"])))
ADVERB = r"(?:(?!only\b)(?:\w+ly|also|yet|even|once|ever|so far)\s)"
NEGATED = re.compile(
    rf"\b(?:(?:did|does|do|has|have|had|is|are|was|were|could|ca)(?:n['’]t|\s{ADVERB}?(?:not|never))|cannot|never|without|neither|(?:has|have|had|is|are)\syet\sto)"
    rf"\s{ADVERB}{{0,2}}(?:been\s|be\s)?(?:{TELLING})\b",
    re.IGNORECASE,
)
POSSIBLE = re.compile(rf"\b(?:(?:could|might|may|should|would)\shave|might|may)\s(?:{TELLING})\b")
TELLS = re.compile(rf"\b(?:{TELLING})\b", re.IGNORECASE)
NOBODY = re.compile(r"(?:nobody|no\sone|none|neither|no(?![.\s]*\d)|not\s(?:one|a\ssingle))\b", re.IGNORECASE)
# "Asked if he was sorry, he said": the sentence tells the answer
ASKED = re.compile(
    r"(?:when\s|if\s)?(?:asked|pressed|questioned|quizzed|challenged)\s(?:if|whether|about|why|how|what|who|when|where|which|by|on|to|in|at|for)\b",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(r"(?:^|[,;—]\s)(?:when\s|if\s)?$", re.IGNORECASE)
SUPPOSED = re.compile(r"\b(?:if|unless|whether)\s$", re.IGNORECASE)
QUESTION = re.compile(r"(?:Did|Does|Do|Has|Have|Had|Will|Would|Could|Can|Should|May|Might|Who)\b[^\"“”]*\?$", re.DOTALL)


def is_unsaid(text: Text, attribution: Attribution) -> bool:
    """Whether the cue tells that nothing was said. What was refused ("declined to say") or is not believed counts as said."""
    if not attribution.cue:
        return False
    start, end = attribution.cue[0]
    sentence = text.sentence_at(start)
    if ASKED.match(text.text, start) and CLAUSE_START.search(text.words_at(max(sentence[0], start - REACH), start)):
        return True
    if not TELLS.search(text.words_at(start, end)):
        return False
    lead = text.words_at(max(sentence[0], start - REACH), min(end, start + REACH))
    if any(_reaches(pattern, lead, min(REACH, start - sentence[0])) for pattern in (NEGATED, POSSIBLE)):
        return True
    first = min(start, attribution.source[0][0]) if attribution.source else start
    before = text.words_at(max(sentence[0], first - REACH), first)
    is_by_nobody = bool(attribution.source) and NOBODY.match(text.words_at(*attribution.source[0])) is not None
    return is_by_nobody or SUPPOSED.search(before) is not None or QUESTION.match(text.words_at(*sentence)) is not None


def _reaches(pattern: re.Pattern[str], lead: str, cue_start: int) -> bool:
    """Whether a match of the pattern ends within the cue, which begins at an offset of the lead."""
    return any(match.end() > cue_start for match in pattern.finditer(lead))
