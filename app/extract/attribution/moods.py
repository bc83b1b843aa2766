"""Mood of the clause of a cue: asked, supposed, possible, bidden or to come ("did she say?", "if he says")."""

import re

from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text
from app.extract.words.lists import alternatives, load

REACH = 60  # characters before a cue that may hold its auxiliary
FORMS = forms_by_word(load("patterns")["verbs of telling"])
TELLING = rf"(?:{alternatives(sorted(FORMS))})"
AUXILIARY = (
    r"(?:(?:did|does|do|has|have|had|is|are|was|were|will|would|could|can|should|may|might|must)(?:n['’]t)?|(?:ca|wo)n['’]t|am|shall)"
)
# a clause that begins as a question; behind a comma "who" and "which" mostly begin a relative clause
QUESTION = re.compile(
    rf"(?:^\W*|[:;—–]\s|\b(?:and|but|or|so|then)\s)(?:{AUXILIARY}|how|what|why|when|where|which|whose|who|whom)\b"
    rf"|,\s(?:{AUXILIARY}|how|what|why)\b",
    re.IGNORECASE,
)
TO_QUESTION_MARK = re.compile(r"(?:[^?!.“”\"]|\.(?=\w|\s[a-z])|(?<=\b[A-Z][a-z])\.|“[^”]*”|\"[^\"]*\")*\?(?![”\"])")
TO_QUOTED_QUESTION_MARK = re.compile(r"[^?!.“”\"]*\?[”\"]")
QUOTATION_MARK = re.compile(r"[“”\"]")
NAME = r"(?:(?:[Tt]he|an?|any|either|both|[^\W\d_a-z][\w.’'-]*)\s)"  # a word of one
SUPPOSED = re.compile(rf"\b(?i:if|unless|whether|in\scase|as\sthough|lest)\s{NAME}{{0,4}}$")
# before a subject: "had she said", "imagine her saying"
SUPPOSED_OF = re.compile(rf"(?i:\b(?:suppos\w+|assuming|imagin\w+|wish\w*|let)|(?:^|[,;]\s)(?:had|should|were))\s{NAME}{{0,4}}$")
AWAITED = re.compile(rf"\b(?i:until|till|once|as\ssoon\sas|before)\s{NAME}{{0,4}}$")
WHEN = re.compile(rf"\b[Ww]hen\s{NAME}{{0,4}}$")
WILL = re.compile(r",\s[^,.;:]{1,40}?\b(?:will|won['’]t|shall)\b")  # of the main clause behind
# "May" and "Will" are names. What can be heard was said; "can confirm" confirms; "will not say" refuses
ADVERBS = r"(?:(?:not|never|also|still|now|soon|even|ever|then|only|yet|\w+ly)\s){0,2}"
POSSIBLE = re.compile(
    rf"\b(?:can|could|may|might|must|should|shall|ought\sto)(?:n['’]t|not)?\s{ADVERBS}"
    rf"(?!(?:help|stop|resist)\b|be\s(?:heard|seen|read|found|quoted)\b)(?<!can\s)(?:have\s)?(?:been\s|be\s)?\w+"
    r"|\bwould(?:n['’]t|\snot)?\shave\s\w+"
    rf"|\bcan\s(?:(?:not|never)\s)?(?!be\s|now\s|exclusively\s|confirm\b|reveal\b|report\b|announce\b)\w+"
)
TO_COME = re.compile(
    rf"\bwill\s(?!not\b|never\b){ADVERBS}(?:be\s)?\w+"
    rf"|\b(?:about|going|set|due|scheduled|supposed|meant|want(?:s|ed)?|hop(?:es|ed|ing)|plan(?:s|ned|ning)|preparing|tempted)\sto\s{TELLING}\b"
)


def is_unreal(text: Text, attribution: Attribution) -> bool:
    """Whether the clause of the cue asks about a saying, supposes or awaits it, or tells that it is possible, bidden or to come.

    A saying to come whose words are quoted counts as made: they were given out before.
    """
    start, _ = attribution.cue[0]
    return (
        _is_possible(text, attribution)
        or _is_supposed(text, attribution)
        or is_asked(text, start, attribution.cue[0][1])
        or _is_bidden(text, attribution)
    )


def is_asked(text: Text, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` stand in a question, behind the word that opens it."""
    sentence = text.sentence_at(start)
    before = QUOTATION_MARK.split(text.words_at(sentence[0], start))
    if len(before) % 2 == 0:  # within a quotation, which is a question of its own
        return bool(QUESTION.match(before[-1].lstrip() + "x")) and TO_QUOTED_QUESTION_MARK.match(text.text, end, sentence[1]) is not None
    opens = any(QUESTION.search(words + text.words_at(start, end)) for words in before[-1:])
    return opens and TO_QUESTION_MARK.match(text.text, end, sentence[1]) is not None


def _is_possible(text: Text, attribution: Attribution) -> bool:
    start, end = attribution.cue[0]
    first = max(text.sentence_at(start)[0], start - REACH)
    lead = text.words_at(first, min(end, start + REACH))
    is_quoted = any(QUOTATION_MARK.search(text.words_at(*span)) for span in attribution.content)
    patterns = (POSSIBLE,) if is_quoted else (POSSIBLE, TO_COME)
    return any(match.end() > start - first for pattern in patterns for match in pattern.finditer(lead))


def _is_supposed(text: Text, attribution: Attribution) -> bool:
    start, end = attribution.cue[0]
    first = min(start, attribution.source[0][0]) if attribution.source else start
    before = text.words_at(max(text.sentence_at(start)[0], first - REACH), first)
    _, forms = FORMS.get(text.words_at(start, end).split()[0].lower(), ("", frozenset()))
    is_present = bool(forms & {"base", "s"}) and not forms & {"past"}
    is_supposed = SUPPOSED.search(before) or (first < start and SUPPOSED_OF.search(before))
    if is_present and WHEN.search(before) and WILL.search(text.words_at(end, text.sentence_at(start)[1])):
        return True
    return bool(is_supposed) or (is_present and AWAITED.search(before) is not None)


def _is_bidden(text: Text, attribution: Attribution) -> bool:
    """Whether the cue opens its sentence in its base form, with nobody who speaks: "Tell him that ..."."""
    start, end = attribution.cue[0]
    words = text.words_at(start, end).split()
    is_first = text.sentence_at(start)[0] == start
    if attribution.source and text.words_at(*attribution.source[0]).startswith("Let "):
        return True
    return is_first and not attribution.source and "base" in FORMS.get(words[0].lower(), ("", frozenset()))[1]
