"""Date of a claim, from the sentence of its cue: "said on Tuesday", "On Friday the minister promised ..."."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from datetime import date, timedelta

from app.extract.attribution.dating.occasions import turns_with_occasion
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text
from app.extract.times.resolver import TimeExpression
from app.terms.dates import parse_edtf

REACH = 90  # code points between the cue and its date
CARRIED_PARAGRAPHS = 3  # paragraphs over which a date carries over to later claims of the same speaker
# signs and words at which another clause begins
_CLAUSE_SIGN = re.compile(
    r"[\"“”;:—]|\b(?:that|who|which|when|where|while|after|before|since|until|because|although|if|but|and|for|from|about"
    r"|ahead of|as|by|against|over)\b",
    re.I,
)
# the end of the words before a time that opens a clause
_CLAUSE_START = re.compile(
    r"(?:^|[\"“”;:—(]|\b(?:that|and|but|when|where|which|who|while),?\s|,\s)\W*(?:(?:late|early|earlier|then|also|later)\s)*"
    r"(?:(?:on|in|during|at|over|by|back in|as of)\s)?(?:(?:the|early|late)\s)*$",
    re.I,
)
# words between a source and a date: "a report published on"
_BEFORE_DATE_OF_SOURCE = re.compile(
    r"\s*(?:(?:published|released|issued|posted|broadcast|aired|conducted|dated|taken|sent|filed|obtained|seen|made)\b[^,]*)?"
    r"(?:[\s,]*(?:on|in|at|during|for|early|late|earlier|last|the|also|has|have|had)\b)*[\s,]*",
    re.I,
)
_ADVERBIAL = re.compile(r",?\s(?:(?:late|early|earlier)\s)?(?:(?:on|in|during|at|over)\s)?(?:the\s)?", re.I)
_CONJUNCTION = re.compile(r",?\s(?:and|but)\s", re.I)
_JOINING_WORD = re.compile(r"\s?(?:,|,?\sand|,?\sbut|,?\sas|(?P<relative>,\s(?:when|where|(?:in|at|during)\swhich)))\s+", re.I)
_PUBLICATION = re.compile(r"\b(?:published|released|issued|posted|broadcast|aired|dated|filed|sent|introduced|handed out)\b[^,]*$", re.I)
# what is said or written on an occasion
_UTTERANCE = (
    r"\b(?:interview|statement|memo|letter|speech|e-?mail|tweet|post|report|article|reply|briefing|conference|hearing|address|remarks|testimony"
    r"|rally|call|message|column|essay|survey|poll|study|debate|meeting|minutes|communiqu[eé]|broadcast|appearance)s?\b"
)
_HAS_UTTERANCE = re.compile(_UTTERANCE, re.I)
_ATTRIBUTE = re.compile(
    r"\s*(?:(?:an?|the|his|her|its|their|our|your)\s)?(?:(?:early|late|mid)[- ])?|.*\b(?:of|from)\s", re.I
)  # "a May report"
_AFTER_CONTENT = re.compile(rf",?\s(?:at|in|during)\s[^,;:“”\"]{{0,80}}{_UTTERANCE}[^,;:“”\"]{{0,40}}\s(?:on\s)?", re.I)
_DIRECTLY = re.compile(r"\s+(?:(?:also|again|then|\w+ly)\s)?", re.I)
_JOINED_ACT = re.compile(r"[^;:“”\"]*\b(?:and|but)\s+(?:(?:also|then|later)\s)?", re.I)
_ACCOMPANIED_ACT = re.compile(r"[^;:“”\"]*,\s(?:(?:while|but|and)\s)?", re.I)
_PARTICIPLE = re.compile(r"\w+ing\b", re.I)
_NO_DATE_OF_ACT = re.compile(r"[;:“”\",]|\b(?:who|which|that|when|while|after|before|because|if|since)\b", re.I)
# words between a cue and its date that begin no clause: "by telephone", "over" the weekend
_NO_CLAUSE = re.compile(r"\bby\s(?:tele)?(?:phone|e-?mail|text|fax|radio|video)\b|\bover\s(?=$)", re.I)
_OCCASION = re.compile(r"(?:in|during|at|on|speaking|appearing|testifying|writing|asked|addressing)\b[^,;:“”\"]*", re.I)
# from the day of an occasion to the comma
_REST_OF_OCCASION = re.compile(
    r"[^,;:“”\"]*,\s(?:(?:where|when|which|who|after|before)\s[^,;:“”\"]*,\s)?(?!(?:and|but|so|as|while|though|although)\b)(?:[\w.’'-]+\s){0,5}|\s"
)
_ASIDE = re.compile(
    r",?\s(?:in|during|at|speaking|appearing|testifying|asked|questioned|interviewed|writing|addressing|answering|responding)\b[^,;:“”\"]*",
    re.I,
)
_QUOTED_TITLE = re.compile(r"[“\"][^“”\"]{1,40},?[”\"](?=\s)")  # of a programme: told “Good Day” on Monday
_OTHER_CLAUSE = re.compile(r",\s(?:and|but|while|though|although|as)\b|[;—]|\s[-–]\s")
_PAST_CUE = re.compile(r"(?:\b(?:said|told|wrote)|ed)\b", re.I)
_OTHER_OCCASION = re.compile(r"\b(?:has|have|had|previously|earlier|repeatedly|often|once|later)\b", re.I)
_PRESENT_CUE = re.compile(
    r"\b(?:says|say|claims|claim|believes|believe|thinks|think|insists|argues|denies|wants|plans|hopes|fears|expects|suggests|describes|calls"
    r"|notes|adds|warns|is|are|according)\b",
    re.I,
)


def date_claims(
    text: Text,
    attributions: Sequence[Attribution],
    times: Sequence[TimeExpression],
    speakers: Sequence[Hashable | None] = (),
) -> list[str | None]:
    """Return for each claim the date on which it was said (EDTF), or None, in the order of the claims.

    A claim without a date of its own takes the date of the claim shortly before it by the same speaker.

    Args:
        text: the article.
        attributions: its claims.
        times: its time expressions, in order.
        speakers: the speaker of each claim, in the same order, None where unknown; without speakers no date carries over.
    """
    own_dates = [date_claim(text, attribution, times) for attribution in attributions]
    dates = own_dates if len(speakers) != len(own_dates) else _carry_over(text, attributions, own_dates, speakers)
    turns, occasion = turns_with_occasion(text, attributions, times)
    for turn in turns:
        dates[turn] = own_dates[turn] or occasion or dates[turn]
    return dates


def date_claim(text: Text, attribution: Attribution, times: Sequence[TimeExpression]) -> str | None:
    """Return the date on which a claim was said (EDTF), by a time expression in the sentence of its cue; None without one.

    A week becomes one moment within it, ``[a..b]``. A state "as of" a day was told at some time from that day to the publication.
    """
    cue_or_source = attribution.cue or attribution.source
    if not cue_or_source:
        return None
    inside = _times_in(text.sentence_at(cue_or_source[0][0]), times)
    near = [time for time in inside if not time.is_future and _is_outside_content(time.span, attribution)]
    for is_date_of_claim in (_is_within, _follows, _follows_content, _precedes, _is_joined, _is_day_of_occasion, _is_day_of_act):
        if dated := next((time for time in near if is_date_of_claim(text, attribution, time)), None):
            return _as_moment(text, dated)
    return next((f"[{time.edtf}..{text.published[:10]}]" for time in inside if text.published and _is_state(text, attribution, time)), None)


def anchor_dates(attributions: Sequence[Attribution], said: Sequence[str | None]) -> dict[Span, str]:
    """Return the anchors for ``resolve_times``: the date on which each content span was said."""
    return {span: when for attribution, when in zip(attributions, said, strict=True) if when for span in attribution.content}


def _times_in(sentence: Span, times: Sequence[TimeExpression]) -> list[TimeExpression]:
    first = bisect_left(times, sentence[0], key=lambda time: time.span[0])
    last = bisect_left(times, sentence[1], key=lambda time: time.span[0])
    return list(times[first:last])


def _overlap(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _is_outside_content(span: Span, attribution: Attribution) -> bool:
    return not any(_overlap(span, content) for content in attribution.content)


def _is_within(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the time is part of the cue ("said Friday"), or dates a publication that is the source ("a report released on Friday")."""
    inside = any(_overlap(time.span, cue) for cue in attribution.cue)
    source = next((span for span in attribution.source if span[0] <= time.span[0] and time.span[1] <= span[1]), None)
    if inside or source is None:
        return inside
    before = text.words_at(source[0], time.span[0])
    is_attribute = _ATTRIBUTE.fullmatch(before) and _HAS_UTTERANCE.search(text.words_at(*source))
    return bool(_PUBLICATION.search(before) or is_attribute)


def _follows(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the time follows cue and source in their clause: "told reporters in Oslo on Friday"."""
    ends = [end for _, end in (*attribution.source, *attribution.cue) if end <= time.span[0]]
    cue_ends = [end for _, end in attribution.cue if end <= time.span[0]]
    if not ends or not cue_ends or time.span[0] - max(ends) > REACH:
        return False
    between = _NO_CLAUSE.sub("", _QUOTED_TITLE.sub("it", text.words_at(max(ends), time.span[0])))
    is_other = _CLAUSE_SIGN.search(between) or (
        re.match(r"['’]s\b", text.words_at(time.span[1], time.span[1] + 2)) and not re.search(r"(?:\b(?:in|at|during)|^)\s$", between)
    )
    return not is_other and not _overlaps_content(attribution, (max(ends), time.span[0]))


def _follows_content(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the time directly follows a content that does not include it: "called him a liar on Friday"."""
    is_said = any(end <= time.span[0] for _, end in attribution.cue)
    between = [text.words_at(end, time.span[0]) for _, end in attribution.content if is_said and end <= time.span[0]]
    return any(_ADVERBIAL.fullmatch(words) or _AFTER_CONTENT.fullmatch(words) for words in between)


def _precedes(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the time opens the clause of the cue ("On Friday the mayor said"), or precedes the cue ("the mayor on Friday said")."""
    cue = attribution.cue[0] if attribution.cue else None
    if cue is None or time.span[1] > cue[0] or _PRESENT_CUE.search(text.words_at(*cue)):
        return False
    source = attribution.source[0] if attribution.source else cue
    if source[1] <= time.span[0]:
        return _is_between_source_and_cue(text, source, time.span, cue)
    words_before = text.words_at(max(text.sentence_at(cue[0])[0], time.span[0] - 40), time.span[0])
    is_opening = _CLAUSE_START.search(words_before) and not _OTHER_CLAUSE.search(text.words_at(time.span[1], min(source[0], cue[0])))
    return bool(is_opening) and not _overlaps_content(attribution, (time.span[1], source[0]))


def _is_between_source_and_cue(text: Text, source: Span, time: Span, cue: Span) -> bool:
    if _DIRECTLY.fullmatch(text.words_at(time[1], cue[0])):
        return True
    is_plain = cue[0] - time[1] < REACH and not re.search(r"\b(?:after|before|while|since)\b", text.words_at(time[1], cue[0]))
    is_aside = re.match(r"[^,;:“”\"]*,\s", text.words_at(time[1], cue[0])) and _ASIDE.fullmatch(text.words_at(source[1], time[0]))
    return is_plain and bool(_BEFORE_DATE_OF_SOURCE.fullmatch(text.words_at(source[1], time[0])) or is_aside)


def _is_joined(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the cue is joined to another act, which the time dates: "resigned on Friday and said", "left on Friday, saying"."""
    starts = [start for start, _ in (*attribution.source, *attribution.cue) if start >= time.span[1]]
    if not starts or not attribution.cue or _PRESENT_CUE.search(text.words_at(*attribution.cue[0])):
        return False
    joint = _JOINING_WORD.fullmatch(text.words_at(time.span[1], min(starts)))
    if not _is_day_or_week(time):
        return bool(joint and joint["relative"])
    is_aside = any(end <= time.span[0] for _, end in attribution.source) and not re.match(r"\w+ing\b", text.words_at(*attribution.cue[0]))
    return bool(_CONJUNCTION.fullmatch(text.words_at(time.span[1], min(starts))) if is_aside else joint)


def _is_day_of_occasion(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the sentence opens with an occasion and its day: "In an interview on Friday with the radio, the mayor said"."""
    starts = [start for start, _ in (*attribution.source, *attribution.cue) if start >= time.span[1]]
    start = text.sentence_at(time.span[0])[0]
    is_opening = bool(starts) and min(starts) - start < 3 * REACH and _OCCASION.fullmatch(text.words_at(start, time.span[0]))
    if not is_opening or not _REST_OF_OCCASION.fullmatch(text.words_at(time.span[1], min(starts))):
        return False
    return _is_day_or_week(time) or _HAS_UTTERANCE.search(text.words_at(start, min(starts))) is not None


def _is_day_of_act(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the time dates what the source did as it spoke: "met the crew on Friday in Oslo and said", "left Oslo on Friday, saying"."""
    if not attribution.cue or not attribution.source or not attribution.source[0][1] <= time.span[0] < attribution.cue[0][0]:
        return False
    act, rest = text.words_at(attribution.source[0][1], time.span[0]), text.words_at(time.span[1], attribution.cue[0][0])
    joint = _ACCOMPANIED_ACT if _PARTICIPLE.match(text.words_at(*attribution.cue[0])) else _JOINED_ACT
    return (
        not _NO_DATE_OF_ACT.search(act)
        and joint.fullmatch(rest) is not None
        and not _overlaps_content(attribution, (time.span[1], attribution.cue[0][0]))
    )


def _is_day_or_week(time: TimeExpression) -> bool:
    """Whether the time is a day or a week: short enough to date the claims of an occasion."""
    return len(time.edtf) in (len("2024-06-17"), len("2024-06-17/2024-06-23"))


def _is_state(text: Text, attribution: Attribution, time: TimeExpression) -> bool:
    """Whether the time is the day of a state that the content describes "as of" it: the claim was made on that day or later."""
    is_day = len(time.edtf) == len("2024-06-17") and not _is_outside_content(time.span, attribution)
    return is_day and not time.is_future and text.words_at(max(0, time.span[0] - 6), time.span[0]).lower() == "as of "


def _overlaps_content(attribution: Attribution, span: Span) -> bool:
    return not _is_outside_content(span, attribution)


def _as_moment(text: Text, time: TimeExpression) -> str | None:
    """Return a date as one moment, since a claim is made at one: "said last week" means at some time within that week.

    What was said "this week" was said by the publication, "earlier this week" before that day.
    """
    edtf = time.edtf
    if edtf.endswith("/..") or edtf.startswith("[") or "~/" in edtf:
        return None
    parsed = parse_edtf(edtf)
    is_days = "/" in edtf and "~" not in edtf and len(edtf) == len("2024-06-17/2024-06-23")
    if not is_days:
        return edtf
    latest = min(parsed.latest, max(parsed.earliest, _last_day(text, time) or parsed.latest))
    return f"[{parsed.earliest}..{latest}]" if parsed.earliest < latest else latest


def _last_day(text: Text, time: TimeExpression) -> str | None:
    """Return the last day before or on the publication that a time may mean; None where the publication is unknown."""
    if not text.published:
        return None
    is_earlier = text.words_at(*time.span).lower().startswith("earlier")
    return (date.fromisoformat(text.published[:10]) - timedelta(days=is_earlier)).isoformat()


def _carry_over(
    text: Text, attributions: Sequence[Attribution], own_dates: Sequence[str | None], speakers: Sequence[Hashable | None]
) -> list[str | None]:
    """Return the dates with those filled in that a claim takes from the speaker's claim before it."""
    said, latest = list(own_dates), dict[Hashable, tuple[str, int]]()  # latest date of each speaker, and where it was
    for index in sorted(range(len(said)), key=lambda number: attributions[number].start):
        speaker, start = speakers[index], attributions[index].start
        when, dated_start = latest.get(speaker, (None, start))
        is_near = text.paragraph_at(start) - text.paragraph_at(dated_start) <= CARRIED_PARAGRAPHS
        if when and not said[index] and is_near and _is_same_occasion(text, attributions[index], dated_start):
            said[index] = when
        if speaker is not None and (own := said[index]) and len(own) >= len("2024-06-17"):
            latest[speaker] = (own, start)
    return said


def _is_same_occasion(text: Text, attribution: Attribution, dated_start: int) -> bool:
    """Whether the cue tells no other occasion than a dated claim: "said", "added", or no cue; but not "says" or "has repeatedly said".

    "Branding" tells the occasion of its own sentence.
    """
    if not attribution.cue:
        return True
    start = max([end for _, end in (*attribution.source, *attribution.content) if end <= attribution.cue[0][0]], default=0)
    cue_words = text.words_at(max(start, attribution.cue[0][0] - 30), attribution.cue[0][1])
    if _PARTICIPLE.match(text.words_at(*attribution.cue[0])):
        return text.sentence_at(attribution.cue[0][0]) == text.sentence_at(dated_start)
    return bool(_PAST_CUE.search(text.words_at(*attribution.cue[-1]))) and not _OTHER_OCCASION.search(cue_words)
