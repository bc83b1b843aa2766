"""Attributions by pattern: "Smith: “...”", "“...” — Smith", "“...,” Smith said", "according to Smith"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.extract.attribution.relations import Attribution
from app.extract.names.lexicon import DAYS
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import alternatives, load

LISTS = load("patterns")

LONGEST_SENTENCE = 2000  # characters. Longer ones are not prose, and each "according to" in one would claim all of it
LOOK_BACK, LOOK_AHEAD = 160, 160  # characters before and after a quotation in which the name of its speaker is sought
NAME = r"[^\W\d_a-z][\w.’'-]*(?:[ \xa0](?:(?:of|the|de|da|di|van|von|der|bin|al|for|and|&)[ \xa0])*[^\W\d_a-z][\w.’'-]*){0,7}"
# "Ana Ruiz, mayor of Elm:" before a quotation
BEFORE = re.compile(
    rf"(?:^|[.!?…]['\"”’)]?\s|[-–—•*]\s?)(?P<name>{NAME})(?:,[^,:\n]{{1,60}},?|\s?\([^()\n]{{1,60}}\))?\s?:\s*\Z", re.MULTILINE
)
AFTER = re.compile(rf"\s*(?:--?|[–—―~])\s?(?P<name>(?:The |the |An? |a |an )?{NAME})(?=[.,;(\n]|\s*$)[^\n]*$", re.MULTILINE)
SAYING = LISTS["verbs of saying"]
SAID = rf"(?:{alternatives(SAYING)})"
SPEAKER = rf"(?:{NAME}|[Hh]e|[Ss]he|[Tt]hey)"
SAID_AFTER = re.compile(rf"[ \xa0]?(?:(?P<name>{SPEAKER}) (?P<cue>{SAID})|(?P<cue_>{SAID}) (?P<name_>{NAME}))(?=[.,:;\s]|$)")
SAID_BEFORE = re.compile(rf"(?:^|[.!?…]['\"”’)]?\s)(?P<name>{SPEAKER}) (?P<cue>{SAID})[,:]?\s?\Z", re.MULTILINE)
BETWEEN_QUOTE_AND_CUE = re.compile(r"[\"”’'»]?[ \xa0]?")
DESCRIPTION = r"(?:the|an?|one|another|his|her|their|its)(?:[ \xa0][a-z][\w’'-]*){1,3}"
NAME_BEHIND = re.compile(rf"[ \xa0](?P<name>{NAME}|{DESCRIPTION})(?=[.,;:\n]|\s*$)")  # “...,” shouted Ana Ruiz.
# "Ana Ruiz on", "Ana Ruiz Tuesday"
TRAILING = re.compile(
    r"(?<=\w),?(?:\s(?:in|on|at|of|for|from|by|with|and|who|which|that|yesterday|today|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))+$"
)
REST_OF_NAME = re.compile(rf"(?<=[^\W_])(?<!\bI)[ \xa0](?P<name>{NAME})(?=[.,;]\s|[.]?\s*$)")  # said Ana / Ruiz.
NAME_OF_DESCRIBED = re.compile(rf",[ \xa0](?P<name>{NAME})(?=[.,;]\s|[.]?\s*$)")  # said her neighbour, Ana Ruiz.
ACCORDING_TO = re.compile(r"\b[Aa]ccording to (?=\S)")
NO_NAMES = DAYS | frozenset(LISTS["no names"])
NO_SOURCES = frozenset(LISTS["no sources"])
SOURCE_END = re.compile(r"[,;:!?)\]\n—–](?=\s|$)|\s(?=--|[—–])|(?=\s[“\"])|\s(?=(?:that|which|who|and|but|as|while|because)\s)")


def attribution_beside(text: Text, quotation: Quotation) -> Attribution | None:
    """Return the attribution of a quotation to the speaker named beside it; None if nobody is named there."""
    start, end = quotation.span
    first = max(0, start - LOOK_BACK)
    before, after = text.words_at(first, start), text.words_at(end, end + LOOK_AHEAD)
    for pattern, words, offset in ((BEFORE, before, first), (SAID_BEFORE, before, first), (SAID_AFTER, after, end), (AFTER, after, end)):
        match = pattern.search(words) if words is before else pattern.match(words)
        if match and (source_and_cue := _source_and_cue(match, offset)):
            source, cue = source_and_cue
            return Attribution((source,), (cue,) if cue else (), quotation.paragraphs)
    return None


def with_source_beside(text: Text, attribution: Attribution) -> Attribution:
    """Return an attribution with a whole name as source: the one beside the cue, the rest of one, one behind a description.

    A source ends in no preposition and no day.
    """
    if len(attribution.source) == 1:
        start, last = attribution.source[0]
        end = start + (trailing.start() if (trailing := TRAILING.search(text.words_at(start, last))) else last - start)
        is_description = text.words_at(start, end).islower()
        rest = _name_span((NAME_OF_DESCRIBED if is_description else REST_OF_NAME).match(text.text, end, end + LOOK_AHEAD))
        return replace(attribution, source=((start, rest[1] if rest else end),))
    if attribution.source or not attribution.cue or not _is_inverted(text, attribution):
        return attribution
    behind = _name_span(NAME_BEHIND.match(text.text, attribution.cue[0][1], attribution.cue[0][1] + LOOK_AHEAD))
    return replace(attribution, source=(behind,)) if behind else attribution


def _is_inverted(text: Text, attribution: Attribution) -> bool:
    """Whether the cue follows directly behind the content: “...,” said."""
    start = attribution.cue[0][0]
    return any(end <= start and BETWEEN_QUOTE_AND_CUE.fullmatch(text.words_at(end, start)) for _, end in attribution.content)


def _name_span(match: re.Match[str] | None, group: str = "name", offset: int = 0) -> Span | None:
    """Return the span of a matched name; None without a match, and where the words are no name."""
    if match is None or (match[group][0].isupper() and match[group].split()[0].lower().strip(".’'") in NO_NAMES):
        return None
    return offset + match.start(group), offset + match.start(group) + len(match[group].rstrip(".’'"))


def _source_and_cue(match: re.Match[str], offset: int) -> tuple[Span, Span | None] | None:
    """Return the spans of the name and of the verb; None where the words are no name."""
    groups = match.re.groupindex
    name = "name" if match["name"] else "name_"
    span = _name_span(match, name, offset)
    if span is None:
        return None
    cue = ("cue" if name == "name" else "cue_") if "cue" in groups else None
    return span, (offset + match.start(cue), offset + match.end(cue)) if cue else None


def find_according_to(text: Text) -> Iterator[Attribution]:
    """Yield attributions by "according to", in order; the content is the rest of the sentence."""
    for match in ACCORDING_TO.finditer(text.text):
        sentence = text.sentence_at(match.start())
        if sentence[1] - sentence[0] > LONGEST_SENTENCE:
            continue
        source = (match.end(), _end_of_source(text.text, match.end(), sentence[1]))
        content = _rest_of_sentence(text.text, sentence, match.start(), source[1])
        if source[0] < source[1] and content and text.words_at(*source).split()[0].lower() not in NO_SOURCES:
            yield Attribution((source,), ((match.start(), match.end() - 1),), (content,))


def _end_of_source(text: str, start: int, end: int) -> int:
    match = SOURCE_END.search(text, start, end)
    return start + len(text[start : match.start() if match else end].rstrip(' .,;:!?"”’'))


def _rest_of_sentence(text: str, sentence: Span, start: int, end: int) -> Span | None:
    """Return the part of the sentence behind the source if the source opens it, else the part before the cue."""
    is_opening = not any(map(str.isalnum, text[sentence[0] : start]))
    first, last = (end, sentence[1]) if is_opening else (sentence[0], start)
    while first < last and text[first] in " ,;:\xa0":
        first += 1
    while first < last and text[last - 1] in " ,;:\xa0.-–—":
        last -= 1
    return (first, last) if first < last else None
