"""Condition of anonymity of an unnamed source, as the text states it."""

import re

from app.extract.text.anonymity import STATED
from app.extract.text.segmentation import Span, Text

# begin a sentence about the source of the sentence before
REFERS_BACK = re.compile(r"(?:The|They|He|She|Both|All)\b")
REASON = re.compile(
    r"\s+(?:because|since|as|in order to|to (?:discuss|describe|speak|talk|share|avoid))\b[^.,;\n\"“”]{1,140}", re.IGNORECASE
)


def find_condition(text: Text, source: Span) -> str | None:
    """Return the condition in the sentence of a source, or in a next sentence that begins like "She"; None without one.

    It includes the reason and is at most 300 characters of the text, with blanks collapsed.
    """
    sentence = text.sentence_at(source[0])
    end = min(max(sentence[1], source[1]), sentence[0] + 2000)
    stated = STATED.search(text.text, sentence[0], end)
    if not stated and sentence[1] < len(text.text):
        following = text.sentence_at(min(len(text.text) - 1, sentence[1] + 1))
        is_next = sentence[1] <= following[0] and "\n" not in text.text[sentence[1] : following[0]]
        is_about_source = REFERS_BACK.match(text.text, following[0])
        stated = STATED.search(text.text, following[0], min(following[1], following[0] + 500)) if is_next and is_about_source else None
    return _with_reason(text, stated) if stated else None


def _with_reason(text: Text, stated: re.Match[str]) -> str:
    reason = REASON.match(text.text, stated.end())
    words = text.words_at(stated.start(), reason.end() if reason else stated.end())
    return " ".join(words.split())[:300].strip(" ,")
