"""Addressee of a claim: the reporters in "told reporters", the committee in "said to the committee"."""

import re

from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text
from app.extract.words.lists import alternatives, load

LISTS = load("addressees")

REACH = 160  # characters behind the verb of the cue
MOST_WORDS = 14  # of an addressee
# verbs whose object is the addressee: "told reporters"
OBJECT_VERBS = forms_by_word(LISTS["verbs with an object"])
BEFORE_OBJECT = re.compile(
    rf"\b(?:{alternatives(sorted(OBJECT_VERBS))}|call(?:ed|s|ing)? (?:up)?on|spoke with|interview with)\b(?! by\b)", re.IGNORECASE
)
# verbs with the addressee behind "to": "said to the committee"
TO_VERBS = forms_by_word(LISTS["verbs with to"])
BEFORE_TO = re.compile(
    rf"\b(?:{alternatives(sorted(TO_VERBS))}|statements?|letters?|remarks|speech|interview|address|testimony|memo)(?: \w+ly)?\s+to(?=\s)"
)
TO_DO = re.compile(r"(?:not )?to [a-z]")
SUBJECT_OF_PASSIVE = re.compile(
    r"(?:^|[.,;:\"”]\s|\b(?:that|and|but)\s)(?P<subject>[^.,;:\"“”\n]{1,80}?)\s(?:(?:has|have|had)\sbeen|was|were|is|are)\s(?:\w+ly\s|also\s)?$"
)
STOP_WORDS = LISTS["stop words"]
NAME_END = re.compile(rf"[,:;.!?()\[\]\"“”«»\n–—]|\s-|\s['‘’]|\b(?:and )?(?:{alternatives(STOP_WORDS)})\b")
ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Rev|Prof|St|Jr|Sr)$")
NOBODY_WORDS = frozenset(LISTS["nobody"])
DETERMINERS = frozenset(LISTS["determiners"])
NO_ADDRESSEE = re.compile(
    r"\b(?:questions?|conclusions?|requests?|inquiry|inquiries|comments?|idea|point|times|release|call|calls|criticism)\b"
)
PEOPLE = frozenset(LISTS["people"])


def addressee_of(text: Text, attribution: Attribution) -> str | None:
    """Return the words that name the addressee of a claim. None where nobody is named; a pronoun names nobody."""
    for start, end in attribution.cue:
        limit = min(start + REACH, len(text.text))
        with_object = BEFORE_OBJECT.search(text.text, start, min(end, limit))
        verb = with_object or BEFORE_TO.search(text.text, start, min(end + len(" to "), limit))
        subject = _subject_of_passive(text, with_object) if with_object else None
        if verb and (name := subject or _name_from(text, verb.end(), attribution)):
            return name
    return None


def _name_from(text: Text, start: int, attribution: Attribution) -> str | None:
    """Return the words from an offset to the first that cannot belong to a name, or to the start of the content.

    Within a content they name who is to do what it asks ("urged the council to wait"), if that follows them.
    """
    is_content = any(first <= start + 1 < last for first, last in attribution.content)
    end = min([start + REACH, len(text.text), *(first for first, _ in attribution.content if first > start + 1)])
    last = _name_end(text.text, start, end)
    if is_content and not TO_DO.match(text.text, last):
        return None
    words = " ".join(text.words_at(start, last).split()).removesuffix(" of")
    return words if _is_name(words.split()) else None


def _subject_of_passive(text: Text, verb: re.Match[str]) -> str | None:
    """Return the subject of a passive verb ("the council was told"); None of another verb, and without a name or noun."""
    first = max(text.sentence_at(verb.start())[0], verb.start() - REACH)
    subject = SUBJECT_OF_PASSIVE.search(text.words_at(first, verb.start()))
    words = subject["subject"].split() if subject else []
    return " ".join(words) if subject and _is_name([words[0].lower() if words[0] in ("The", "A", "An") else words[0], *words[1:]]) else None


def _is_name(words: list[str]) -> bool:
    """Whether words begin as the name of a person or group does: with a capital, a determiner, or a plural noun."""
    if not words or len(words) > MOST_WORDS or words[0].lower() in NOBODY_WORDS or words == ["her"] or NO_ADDRESSEE.search(" ".join(words)):
        return False
    is_plural = any(word.endswith("s") or word in PEOPLE for word in words[:2])
    return words[0][0].isupper() or words[0] in DETERMINERS or (is_plural and words[0].isalpha())


def _name_end(text: str, start: int, end: int) -> int:
    """Return the offset of the first sign or word that ends a name; a full stop behind an abbreviation does not."""
    for match in NAME_END.finditer(text, start, end):
        if match[0] != "." or not ABBREVIATION.search(text, max(start, match.start() - 6), match.start()):
            return match.start()
    return end
