"""Sayings that an outlet passed on ("AFP quoted her as saying"): the person quoted speaks, not the outlet."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.extract.attribution.outlets import OUTLET, REACH
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import alternatives, load

LISTS = load("patterns")

# whom he told is no part of it: "as telling the council that"
OWNER = "(?:the|a|an|his|her|their|its)"
OBJECT = rf"(?:telling|asking|warning)(?:(?: {OWNER})?(?: [A-Z][\w’'-]*)+| {OWNER} [\w’'-]+| \w+s)(?=\W)"
SAYING = rf"as (?:\w+ly )?(?:{OBJECT}|{alternatives(LISTS['verbs behind as'])})"
WORDS = r"[^.;:!?\"“”\n]"  # of a name or description, with its apposition
QUOTED = re.compile(rf"\b(?P<verb>quot(?:ed|es|ing)|cit(?:ed|es|ing)) (?!by\b|as\b)(?P<person>{WORDS}{{1,120}}?),? (?P<saying>{SAYING})\b")
IS_QUOTED = re.compile(
    rf"(?P<person>[^.,;:!?\"“”\n]{{1,80}}) (?P<verb>(?:has been|have been|had been|was|were|is|are) (?:\w+ly )?(?:quoted|cited))"
    rf"(?: by (?P<by>{WORDS}{{1,60}}?))? (?P<saying>{SAYING})\b(?: by (?P<by_>[^.,;:!?\"“”\n]{{1,60}}?)(?= that\b|[.,:;]))?"
)
# "AFP quoted Ana Novak: “...”", "“...,” AFP quotes him"
QUOTED_DIRECTLY = re.compile(
    r"\b(?P<verb>quot(?:ed|es|ing)) (?P<person>(?:h[ie][mr]|them)|(?:[Tt]he |an? )?[^.;:!?,\"“”\n]{1,80}?)(?P<saying>)(?=:\s?[\"“«]|\.?$)"
)
# "Berg, quoted by AFP, said"
QUOTED_BESIDE = re.compile(
    r"(?:^|[.,;:\"”]\s)(?:and |but )?(?P<person>[^.,;:!?\"“”\n]{1,80}), (?P<verb>(?:as )?(?:quoted|cited|interviewed))"
    r" (?:by|in) (?P<by>[^.,;:\"“”\n]{1,60}),\s"
)
# behind "as saying": nothing more, or only when and where; the content is before
NOTHING_BEHIND = re.compile(rf"[ ,.]*(?:(?:{alternatives(LISTS['begin a time or place'])})\b[^\"“”:]*)?$")
BEFORE_THAT = re.compile(rf" (?:{alternatives(LISTS['begin a time or place'])})\b[^,;:\"“”]{{1,60}}?(?= that\b)")
ENDS_CLAUSE = re.compile(r",['\"”’]?\s*$|[\"”]\s*$")
REPORTING = re.compile(r"according to|(?:has |had |have )?report(?:ed|s)\b.*", re.IGNORECASE)
PERSON = rf"(?:(?!(?:{alternatives(LISTS['begin a clause'])})\b)[\w.’'&-]+ ){{0,7}}?[\w.’'&-]+(?:, [^,;:.\"“”\n]{{1,80}},)?"
# "Ana Novak had said", "the mayor told reporters"
CLAUSE = re.compile(
    rf"\W*(?:that )?(?P<person>{PERSON}) (?:(?:has|have|had|also|later) )*"
    rf"(?P<cue>{alternatives(LISTS['verbs in a report'])}|told)(?P<rest>(?: [^,;:.\"“”\n]{{1,60}}?)?(?= that\b)|(?= ))"
)
TITLE = re.compile(r"[Tt]he [A-Z]")  # "the Sunday Wave": a person has no article
TOLD = re.compile(r" (?:(?:the|his|her|their) )?[\w’'-]+(?=[ :,])")


def with_quoted_speaker(text: Text, attribution: Attribution) -> Attribution:
    """Return the attribution with the person as source whom the sentence quotes, and the outlet that passed the saying on.

    Without such words, the attribution as it is.
    """
    if not attribution.cue:
        return attribution
    readings = (_quoted, _quoted_directly, _is_quoted, _quoted_beside, _reported)
    return next((read for reading in readings if (read := reading(text, attribution))), attribution)


def _quoted(text: Text, attribution: Attribution) -> Attribution | None:
    """Read "AFP quoted her as saying ...", and "..., AFP quoted her as saying"."""
    match = _match_at_cue(QUOTED, text, attribution)
    if match is None:
        return None
    outlet = tuple(span for span in attribution.source if span[1] <= match.start("verb"))
    content = _content(text, attribution, outlet[0][0] if outlet else match.start("verb"), match.end("saying"))
    return _relayed(text, attribution, match, outlet, content)


def _quoted_directly(text: Text, attribution: Attribution) -> Attribution | None:
    """Read "AFP quoted her: “...”" and "“...,” AFP quoted her": what an outlet quotes so is in quotation marks."""
    match = _match_at_cue(QUOTED_DIRECTLY, text, attribution)
    outlet = tuple(span for span in attribution.source if match and span[1] <= match.start("verb"))
    if match is None or not _is_outlet(text, outlet):
        return None
    content = _content(text, attribution, outlet[0][0], match.end("saying"))
    is_quoted = any(text.text[start] in '"“«' for start, _ in content)
    return _relayed(text, attribution, match, outlet, content) if is_quoted else None


def _is_quoted(text: Text, attribution: Attribution) -> Attribution | None:
    """Read "She was quoted (by AFP) as saying ..." where another than she was taken for the source."""
    match = _match_at_cue(IS_QUOTED, text, attribution)
    if match is None or (attribution.source and any(start < match.end("person") for start, _ in attribution.source)):
        return None
    by = "by" if match["by"] else "by_"
    content = _content(text, attribution, match.start("person"), match.end())
    return _relayed(text, attribution, match, (match.span(by),) if match[by] else (), content)


def _quoted_beside(text: Text, attribution: Attribution) -> Attribution | None:
    """Read "Berg, quoted by AFP, said" where the outlet was taken for the source."""
    start, _ = attribution.cue[0]
    matches = QUOTED_BESIDE.finditer(text.text, text.sentence_at(start)[0], start)
    match = next(
        (match for match in matches if any(first < match.end("by") and match.start("by") < last for first, last in attribution.source)),
        None,
    )
    return replace(attribution, source=(match.span("person"),), relayed_by=(match.span("by"),)) if match else None


def _relayed(
    text: Text, attribution: Attribution, match: re.Match[str], outlet: tuple[Span, ...], content: tuple[Span, ...]
) -> Attribution | None:
    start, end = match.span("person")
    source = (start + len(match["person"]) - len(match["person"].lstrip()), end)
    relayed_by = outlet if _is_outlet(text, outlet) or any(TITLE.match(text.words_at(*span)) for span in outlet) else ()
    cue = match.span("verb")
    return replace(attribution, source=(source,), cue=(cue,), content=content, relayed_by=relayed_by) if content else None


def _match_at_cue(pattern: re.Pattern[str], text: Text, attribution: Attribution) -> re.Match[str] | None:
    """Return the match in the sentence of the cue whose verbs overlap it; None without one."""
    start, end = attribution.cue[0]
    sentence = text.sentence_at(start)
    matches = pattern.finditer(text.text, max(sentence[0], start - REACH), min(sentence[1], end + REACH))
    return next((match for match in matches if match.start("verb") < end and start < match.end("saying")), None)


def _content(text: Text, attribution: Attribution, first: int, last: int) -> tuple[Span, ...]:
    """Return what was said: the words behind "as saying", or those before the outlet or person, which begins at ``first``."""
    sentence = text.sentence_at(last)
    behind = text.words_at(last, max(sentence[1], last))
    if not NOTHING_BEHIND.match(behind) or BEFORE_THAT.match(behind):
        lead = BEFORE_THAT.match(behind)
        end = max([end for _, end in attribution.content if end > last], default=sentence[1])
        return _trimmed(text, last + (lead.end() if lead else 0), end)
    before = [span for span in attribution.content if span[1] <= first]
    if before or not ENDS_CLAUSE.search(text.words_at(sentence[0], first)):
        return tuple(before)
    return _trimmed(text, sentence[0], first)


def _reported(text: Text, attribution: Attribution) -> Attribution | None:
    """Read "According to AFP, she said ..." and "AFP reported that she had said ..."."""
    cue = text.words_at(*attribution.cue[0])
    if not REPORTING.fullmatch(cue) or not _is_outlet(text, attribution.source):
        return None
    start, end = attribution.content[0][0], attribution.content[-1][1]
    match = CLAUSE.match(text.text, start, end)
    if match is None or any(first < match.end() and match.start() < last for first, last in (*attribution.source, *attribution.cue)):
        return None
    told = TOLD.match(text.text, match.end(), end) if match["cue"] == "told" and not match["rest"] else None
    content = _trimmed(text, told.end() if told else match.end(), end)
    source = (match.span("person"),)
    return (
        replace(attribution, source=source, cue=(match.span("cue"),), content=content, relayed_by=attribution.source) if content else None
    )


def _is_outlet(text: Text, source: Sequence[Span]) -> bool:
    return any(OUTLET.search(text.words_at(*span)) for span in source)


def _trimmed(text: Text, start: int, end: int) -> tuple[Span, ...]:
    """Return the span without the blanks, commas and stops around it; () if nothing is left."""
    while start < end and text.text[start] in " ,:;\xa0\n":
        start += 1
    while start < end and text.text[end - 1] in " ,.;\xa0\n":
        end -= 1
    return ((start, end),) if start < end else ()
