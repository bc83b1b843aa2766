"""Sayings that did not take place: negated, refused, unreal, or the author's own ("did not say", "if he says")."""

import re

from app.extract.attribution.moods import NAME, is_unreal
from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text
from app.extract.words.lists import alternatives, load

LISTS = load("patterns")

REACH = 60  # characters before and within a cue that may hold its negation
TELLING = alternatives(sorted(forms_by_word(LISTS["verbs of telling"])))
TELLS = re.compile(rf"\b(?:{TELLING})\b", re.IGNORECASE)
ADVERB = r"(?:(?!only\b)(?:\w+ly|also|yet|even|once|ever|so far)\s)"
AUXILIARY = r"(?:did|does|do|has|have|had|is|are|was|were)"
# "did not, in three interviews, say"
NOT = r"(?:n['’]t|\s(?:not|never))(?:,\s[^,.;:\"“”]{1,40},)?"
NEGATED = re.compile(
    rf"\b(?:(?:{AUXILIARY}|ca)(?:\s{ADVERB}?)?{NOT}|cannot|never|without|neither|(?:has|have|had|is|are)\syet\sto|hardly|nowhere|at\sno\s(?:time|point|stage)"
    rf"|(?:stop\w*|fell|falls?|falling)\sshort\sof|refrain\w*\sfrom|avoid\w*|(?:far|sh[iy]\w+\saway)\sfrom|instead\sof|rather\sthan"
    rf"|(?:fail\w*|forg[eo]t\w*|neglect\w*|unable|omit\w*|not\sgo\sso\sfar\sas)\sto)"
    rf"\s{ADVERB}{{0,2}}(?:been\s|be\s|having\s)?(?:{TELLING})\b",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(?:nobody|no\sone|none|neither|nor|no(?![.\s]*\d)|not\s(?:one|a\ssingle|all|every\w*)|hardly|barely|any(?:one|body)|who(?:m?ever))\b",
    re.IGNORECASE,
)
# before a source that is the rest of it, or a subject behind its auxiliary: "nor did she say"
NOBODY_BEFORE = re.compile(
    rf"\b(?:(?:no(?!\s(?:doubt|sooner|wonder|matter))|neither|nor|none\sof(?:\s(?:the|his|her|their|its))?|not\s(?:one|a\ssingle))\s(?:[\w-]+\s)?"
    rf"|(?:neither|nor|never|not\sonce|(?:at|in|on)\sno\s\w+)\s{AUXILIARY}\s(?:the\s|a\s)?|any(?:one|body)\s|not\s(?=$))$",
    re.IGNORECASE,
)
# what is not so: "it is not true that she said"
NOT_SO = re.compile(
    r"\b(?i:(?:(?:not|un)\s?true|false|a\s(?:lie|myth)|no\s(?:evidence|proof|record|sign|suggestion)|unclear|not\sclear|(?:un|not\s)known|doubt\w*)"
    rf"\sthat\s|nothing\s(?:that\s)?){NAME}{{0,4}}$|\bnot\swhat\s(?:[\w’'-]+\s){{0,4}}$"
)
# "said nothing about", "made no mention of", "kept silent"
MUTE = re.compile(
    r"\b(?:sa(?:id|ys?|ying)\snothing(?=\s(?:about|of|on|to|in|at|more|else|further|when|as|publicly)\b|[.,;]|$)"
    r"|(?:g[ai]v\w+|offer\w*|provid\w+|ma[dk]\w+|had|has|have|issu\w+)\sno\s(?:\w+\s)?"
    r"(?:mention|comment|reference|statement|reasons?|details?|explanation|indication|answer|sign|information|response|word)"
    r"|(?:kept|keep\w*|stay\w*|remain\w*)\s(?:\w+ly\s)?(?:silent|quiet|mum|tight-lipped))\b",
    re.IGNORECASE,
)
GOVERNED = re.compile(r" \w+ing\b")
# "Asked if he was sorry, he said": the sentence tells the answer
ASKED = re.compile(
    r"(?:when\s|if\s)?(?:asked|pressed|questioned|quizzed|challenged)\s(?:if|whether|about|why|how|what|who|when|where|which|by|on|to|in|at|for)\b",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(r"(?:^|[,;—]\s)(?:when\s|if\s)?$", re.IGNORECASE)
REFUSAL = re.compile(r"\b(?:declin|refus|unwilling|would\snot|will\snot|wouldn|won['’])", re.IGNORECASE)
# what is refused is speech altogether; "to comment on whether ..." has a content
NOTHING = re.compile(
    r"\W*(?:to\s)?(?:comment|elaborate|respond|reply|be\s(?:named|identified|quoted|interviewed)|answer\s(?:\w+\s)?questions"
    r"|(?:give|provide|offer)\s(?:(?:any|more|further|other|a)\s)?(?:details?|comment|information|interviews?))\b(?!.*\b(?:whether|if|that)\b)",
    re.IGNORECASE,
)
AUTHOR = frozenset(("i", "we"))
PICTURE = re.compile(r"\b(?:footage|videos?|pictures?|photos?|photographs?|images?|clips?|recordings?|cameras?|webcams?)\b", re.IGNORECASE)
SHOWS = re.compile(r"\b(?:show|depict|captur|featur)\w*\b", re.IGNORECASE)

# what something is called, and what is known, nobody says there
KNOWN = re.compile(
    r"(?:(?:has|have|had|is|are|was|were|best|better|also|widely|become|became|\w+ly)\s)*(?:know[ns]?|knew|titled|entitled|christened)(?:\s\w+)?",
    re.I,
)
NAMED = re.compile(r"\b(?:named|called|dubbed|nicknamed)\b", re.IGNORECASE)
QUOTED_NAME = re.compile(r"(?:the\s)?[“\"‘«](?:[^\W\d_a-z][\w’'-]*[\s”\"’».,]*|(?:of|the|and|in|on|a|to|for)\s)+$")


def is_unsaid(text: Text, attribution: Attribution) -> bool:
    """Whether the sentence tells of no saying by anybody but its author.

    A refusal of something ("declined to say whether") and what is not believed count as said. A picture shows, and says nothing.
    """
    if not attribution.cue:
        return False
    if _is_prompt(text, attribution) or is_unreal(text, attribution):
        return True
    start, end = attribution.cue[0]
    source = " ".join(text.words_at(*span) for span in attribution.source)
    cue = text.words_at(start, _with_governed_word(text, end))
    is_picture = PICTURE.search(source) is not None and SHOWS.search(cue) is not None
    if (
        source.lower() in AUTHOR
        or is_picture
        or _is_mute(text, attribution)
        or _is_mere_refusal(text, attribution)
        or _is_naming(text, attribution)
    ):
        return True
    return TELLS.search(cue) is not None and (_is_negated(text, attribution) or _is_by_nobody(text, attribution))


def _is_prompt(text: Text, attribution: Attribution) -> bool:
    start = attribution.cue[0][0]
    before = text.words_at(max(text.sentence_at(start)[0], start - REACH), start)
    return ASKED.match(text.text, start) is not None and CLAUSE_START.search(before) is not None


def _is_mere_refusal(text: Text, attribution: Attribution) -> bool:
    """Whether nothing but speech itself is refused: "declined to comment"."""
    (start, end), behind = attribution.cue[0], attribution.cue[-1][1]
    refusal = REFUSAL.search(text.text, start, end)
    return refusal is not None and bool(
        NOTHING.match(re.sub(r"^\w+\s", "", text.words_at(refusal.start(), max(behind, attribution.content[-1][1]))))
    )


def _is_naming(text: Text, attribution: Attribution) -> bool:
    """Whether the cue tells a name or knowledge: "known as", "a boat called “Gull”", "named the boat “Gull”"."""
    start, end = attribution.cue[0]
    cue = text.words_at(start, end)
    if KNOWN.fullmatch(cue):
        return True
    first, last = attribution.content[-1]
    is_relative = not attribution.source or "," in text.words_at(attribution.source[-1][1], start)
    is_name = QUOTED_NAME.search(text.words_at(first, last)) is not None
    return is_name and NAMED.search(cue) is not None and (is_relative or "name" in cue)


def _with_governed_word(text: Text, end: int) -> int:
    """Return the end of a cue, with the verb behind it that its last word governs: "refrained from / calling"."""
    governed = GOVERNED.match(text.text, end)
    return governed.end() if governed else end


def _is_mute(text: Text, attribution: Attribution) -> bool:
    """Whether the cue and what it governs tell that nothing was said: "made no mention of"."""
    start, end = attribution.cue[0]
    first = max(text.sentence_at(start)[0], start - REACH)
    return any(match.start() < end and start < match.end() for match in MUTE.finditer(text.text, first, end + REACH))


def _is_negated(text: Text, attribution: Attribution) -> bool:
    start, end = attribution.cue[0]
    first = max(text.sentence_at(start)[0], start - REACH)
    lead = text.words_at(first, min(_with_governed_word(text, end), start + REACH))
    first_word = min(start, attribution.source[0][0]) if attribution.source else start
    is_not_so = NOT_SO.search(text.words_at(min(first, first_word), first_word)) is not None
    return is_not_so or any(match.end() > start - first for match in NEGATED.finditer(lead))


def _is_by_nobody(text: Text, attribution: Attribution) -> bool:
    if not attribution.source:
        return False
    start, end = attribution.source[0]
    before = text.words_at(max(text.sentence_at(start)[0], start - REACH), start)
    return NOBODY.match(text.words_at(start, end)) is not None or NOBODY_BEFORE.search(before) is not None
