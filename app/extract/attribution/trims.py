"""Sources and cues cut to their own words: no day in a cue, no quotation or addressee in a source."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.extract.attribution.boundaries import overlapping
from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.quotations import Quotation
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import alternatives, load

# participles of the verbs whose object is the addressee
PASSIVES = alternatives(
    sorted(word for word, (_, forms) in forms_by_word(load("addressees")["verbs with an object"]).items() if "participle" in forms)
)
OF_WHOM = "expected|believed|thought|said|reported|feared|understood|considered|rumou?red|alleged|presumed|suspected"
DAYS = alternatives(load("patterns")["days"])
# a colon or comma, and a day: "denied on Thursday", "said:"
CUE_TAIL = re.compile(
    rf"(?<=\w)(?:,?\s(?:(?:on|late|early|earlier|last|this|in)\s){{0,3}}(?:{DAYS})(?:\s(?:morning|afternoon|evening|night))?)?[\s,:;]*$",
    re.IGNORECASE,
)
PASSIVE = re.compile(rf"\b(?:(?:has|have|had)\sbeen|was|were|is|are)\s(?:\w+ly\s|also\s)?(?:{PASSIVES}|(?P<of_whom>{OF_WHOM}))(?:\sby)?$")
SUBJECT_END = re.compile(r"\s?(?:(?:was|were|is|are|(?:has|have|had)(?:\sbeen)?)\s)?(?:\w+ly\s|also\s)?")
QUOTED_END = ",\"”’'»"
APPOSITION = re.compile(
    r"(?<=\w)(?P<comma>,)\s(?P<words>(?:(?:the|a|an|its|his|her|their)\s|[\w’'-]+[’']s?\s)[\w’' -]{1,80}),?\s*$", re.IGNORECASE
)


def trim_spans(text: Text, attribution: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    """Return the attribution with cue and source cut to their own words, and an apposition before the source in the source."""
    cue = tuple((start, end - len(_tail(text, (start, end)))) for start, end in attribution.cue)
    source = tuple(_without_quotation(text, span, quotations) for span in attribution.source)
    return _without_subject(text, _with_apposition(text, replace(attribution, cue=cue, source=source)))


def _tail(text: Text, cue: Span) -> str:
    tail = CUE_TAIL.search(text.words_at(*cue))
    return tail[0] if tail else ""


def _without_quotation(text: Text, source: Span, quotations: Sequence[Quotation]) -> Span:
    """Return the source up to a quotation that goes on behind it: "Ana of the Seamen's Union, “and"."""
    start, end = source
    first = next((each.span[0] for each in overlapping(source, quotations) if start < each.span[0] and end < each.span[1]), end)
    words = text.words_at(start, first)
    return (start, start + len(words.rstrip(' ,;:"“'))) if first < end and words.strip(" ,") else source


def _with_apposition(text: Text, attribution: Attribution) -> Attribution:
    """Return the attribution with the end of its content moved to the source: "..., its director, Ana Ruiz, said"."""
    if len(attribution.source) != 1 or not text.words_at(*attribution.source[0])[:1].isupper():
        return attribution
    source = attribution.source[0]
    for i, (start, end) in enumerate(attribution.content):
        is_before = end <= source[0] and text.words_at(end, source[0]).strip(" ,") == ""
        found = APPOSITION.search(text.text, max(start, end - 120), end) if is_before else None
        if found and "," in text.words_at(found.end("words"), source[0]):
            content = (*attribution.content[:i], (start, found.start("comma")), *attribution.content[i + 1 :])
            return replace(attribution, source=((found.start("words"), source[1]),), content=content)
    return attribution


def _without_subject(text: Text, attribution: Attribution) -> Attribution:
    """Return the attribution without the subject of a passive cue as source.

    To whom something was said ("the council was told that ..."), is the addressee; of whom ("she is expected to sail"), is in the content.
    """
    if not attribution.cue:
        return attribution
    first = attribution.cue[0][0]
    verb = PASSIVE.search(text.words_at(max(0, first - 20), attribution.cue[0][1]))
    if verb is None:
        return attribution
    subjects = {span for span in (*attribution.content, *attribution.source) if _is_subject(text, span, first)}
    source = tuple(span for span in attribution.source if span not in subjects)
    if verb["of_whom"]:
        return replace(attribution, source=source, content=tuple(sorted({*attribution.content, *(subjects & {*attribution.source})})))
    content = tuple(span for span in attribution.content if span not in subjects)
    return replace(attribution, source=source, content=content) if content else attribution


def _is_subject(text: Text, span: Span, cue_start: int) -> bool:
    """Whether nothing but an auxiliary is between a span and a cue; a quotation or comma ends no subject."""
    end = span[1]
    return end <= cue_start and text.text[end - 1] not in QUOTED_END and SUBJECT_END.fullmatch(text.text, end, cue_start) is not None
