"""Parser of the source of a claim into a pronoun, names, or a description with its head noun."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from app.extract.names.places import PEOPLES
from app.extract.names.recognizer import Name, is_group_name
from app.extract.names.titles import (
    BODIES,
    COURTESY,
    GENERIC_BODIES,
    GROUPS,
    NAMED_BODIES,
    PARTS_FOR_WHOLE,
    ROLES,
    TITLES,
    VOICES,
    WRITINGS,
    is_plural,
    singular,
)
from app.extract.names.tokens import Token, tokens_in
from app.extract.text.segmentation import Span, Text
from app.extract.words.lists import load
from app.terms.words import fold

LISTS = load("sources")

Determiner = Literal["the", "a", "other", "possessive", "none"]
PRONOUNS = frozenset(LISTS["pronouns"])
POSSESSIVES = frozenset(LISTS["possessives"])
PREPOSITIONS = frozenset(LISTS["prepositions"])
DETERMINERS: dict[str, Determiner] = {
    **dict.fromkeys(("the", "this", "that", "these", "those"), "the"),
    **dict.fromkeys(("a", "an"), "a"),
    **dict.fromkeys(("another", "other", "one"), "other"),  # none of those named before
    **dict.fromkeys(POSSESSIVES, "possessive"),
}
LEADING = frozenset(LISTS["leading words"])  # dropped at the start of a source: "but"
EMPTY_MODIFIERS = frozenset(LISTS["empty modifiers"])  # do not tell one source from another
# ends the part of a source that names or describes the speaker
CORE_END = re.compile(
    r",|\(|\[|;|:|\s(?:[–—]|--)\s|\s-\s(?![A-Z])|—|[\"“”]|\s(?:who|whom|whose|which|that|including|speaking|citing|quoting|such as)\b"
)
PARTICIPLE = re.compile(r"[a-z]+(?:ing|ed)|led|written|made|sent|seen")
NOUNS = ROLES | WRITINGS | BODIES
BEFORE_NAMES = TITLES | PEOPLES | {"the", "both"}
# words that count what follows "of": "two", "members"
COUNTS = GROUPS | EMPTY_MODIFIERS | frozenset(LISTS["counts"])
NOUN_BEFORE_WHO = re.compile(
    r"((?:(?:the|an?|some|many|those|several|other|most|few|one|two|three) )?"
    r"(?:[A-Z][\w’'.-]* ){0,4}(?:[a-z]+(?:al|ic|an|ive|ary|or|er|ing|ed) )?[\w’'-]+) $"
)
ONE_OF = re.compile(r"(?:one|another)\s+of\s", re.IGNORECASE)  # nobody who spoke before, and not the group
PARENTHESIS = re.compile(r"\([^()]{0,200}\)")


@dataclass(frozen=True)
class Phrase:
    """A parsed source: a pronoun, names that speak, or a description with its head."""

    span: Span
    words: str = ""
    pronoun: str = ""
    name_indexes: tuple[int, ...] = ()  # of the names that speak
    head: str = ""  # folded, singular
    modifiers: frozenset[str] = frozenset()  # folded
    owner_index: int | None = None  # of the name in "Novak's lawyer"
    determiner: Determiner = "none"
    is_plural: bool = False
    proper_name: str = ""  # a body named by a country or person: "Novak campaign"


def parse_source(text: Text, names: Sequence[Name], source: Span) -> Phrase:
    """Parse the words of a source, given the names of the text. Words outside the source do not count."""
    words = tokens_in(text, source)
    while len(words) > 1 and words[0].text.lower() in LEADING:
        words = words[1:]
    if not words:
        return Phrase(source, text.words_at(*source))
    whole = (words[0].start, source[1])
    is_acronym = len(words[0].text) > 1 and words[0].text.isupper()  # "WHO"
    if (
        not is_acronym
        and words[0].text.lower() in PRONOUNS
        and (len(words) == 1 or words[1].text.lower() in PRONOUNS | {"all", "both", "also"})
    ):
        return Phrase((words[0].start, words[0].end), text.words_at(*whole), pronoun=words[0].text.lower())
    return _parse_noun(text, names, whole, words)


def antecedent_phrase(text: Text, names: Sequence[Name], offset: int) -> Phrase | None:
    """Return the phrase that "who" follows without a comma: "two guards who", "Ana Novak who". None after a comma or a verb."""
    start = max(0, offset - 80, text.sentence_at(offset)[0])
    found = NOUN_BEFORE_WHO.search(text.text[start:offset])
    last = fold(found.group(1).split()[-1]) if found else ""
    is_noun = is_plural(last) or singular(last) in NOUNS or bool(found and found.group(1)[0].isupper())
    if not found or not is_noun or last in PREPOSITIONS | PRONOUNS:
        return None
    return parse_source(text, names, (start + found.start(1), start + found.end(1)))


def _parse_noun(text: Text, names: Sequence[Name], whole: Span, words: list[Token]) -> Phrase:
    ended = CORE_END.search(text.text, whole[0] + 1, whole[1])
    core = (whole[0], ended.start() if ended else whole[1])
    core_names = _name_indexes_within(names, core)
    core_words = [word for word in words if word.end <= core[1]] or words[:1]
    noun = _head_noun_phrase(core_words, [names[i].span for i in core_names])
    description = _description(text, core, noun, [i for i in core_names if names[i].span[1] <= noun[-1].end], names)
    if ONE_OF.match(text.text, *core) and description.is_plural:
        description = replace(description, determiner="other", is_plural=False)
    speaking = _conjoined_names(text, names, core, core_names) or _speaking_name(text, names, core_words, noun, core_names)
    if not description.is_plural and not any(names[i].kind == "person" for i in speaking):
        speaking = _appositive(text, names, core, whole) or speaking
    return replace(description, name_indexes=speaking)


def _name_indexes_within(names: Sequence[Name], span: Span) -> list[int]:
    first = bisect_left(names, span[0], key=lambda name: name.span[0])
    last = bisect_left(names, span[1], key=lambda name: name.span[0])
    return [i for i in range(first, last) if names[i].span[1] <= span[1]]


def _head_noun_phrase(words: list[Token], named: list[Span]) -> list[Token]:
    """Return the words before the first preposition outside names; in "two of the guards" those after it."""
    for i, word in enumerate(words):
        if i and word.text in PREPOSITIONS and not any(start <= word.start < end for start, end in named):
            is_count = words[i - 1].text[0].isdigit() or words[i - 1].text.lower() in COUNTS
            return _head_noun_phrase(words[i + 1 :], named) if word.text == "of" and is_count and i + 1 < len(words) else words[:i]
        if i and PARTICIPLE.fullmatch(word.text) and _ends_at_participle(words, i):
            return words[:i]
    return words


def _ends_at_participle(words: list[Token], i: int) -> bool:
    """Whether a noun ends before a participle: "a study made by", not "elected officials"."""
    is_noun = singular(words[i - 1].folded) in NOUNS
    is_linked = i + 1 < len(words) and (words[i + 1].text in PREPOSITIONS or words[i + 1].text in DETERMINERS or words[i + 1].is_capital)
    return is_noun and (is_linked or (words[i].text.endswith("ing") and singular(words[i - 1].folded) in WRITINGS))


def _speaking_name(text: Text, names: Sequence[Name], words: list[Token], noun: list[Token], core_names: list[int]) -> tuple[int, ...]:
    for i in core_names:
        if _ends_noun(names[i], noun) and not is_group_name(names[i]) and not (names[i].is_possessive and names[i].span[1] < noun[-1].end):
            return (i,)
    last = next((i for i in reversed(core_names) if names[i].span[1] == words[-1].end), None)
    if last is None or len(noun) == len(words):
        return _author_or_body(names, noun, words, core_names)
    before = next((word.text.lower() for word in reversed(words) if word.end <= names[last].span[0]), "")
    is_title = before in TITLES or bool(names[last].title)
    if (
        names[last].kind == "person"
        and (is_title or before not in PREPOSITIONS | {"the", "and", "a"})
        and not _is_title_after_preposition(names[last], words)
    ):
        return (last,)
    return _author_or_body(names, noun, words, core_names)


def _is_title_after_preposition(name: Name, words: list[Token]) -> bool:
    """Whether a preposition precedes the title of the name: "a spokesman for President Novak"."""
    before = [word for word in words if word.end <= name.span[0]]
    while before and before[-1].folded in TITLES:
        before.pop()
    return bool(name.title and before) and before[-1].text in ("for", "to", "with", "of", "from", "by")


def _ends_noun(name: Name, noun: list[Token]) -> bool:
    if name.span[1] == noun[-1].end:
        return True
    after = [word for word in noun if word.start >= name.span[1]]
    return (
        name.kind != "person"
        and not name.is_possessive
        and bool(after)
        and all(word.text in GENERIC_BODIES for word in after)
        and name.span[1] <= noun[-1].end
    )


def _author_or_body(names: Sequence[Name], noun: list[Token], words: list[Token], core_names: list[int]) -> tuple[int, ...]:
    """Return the author of a writing ("Novak's blog", "a count by the Coast Agency"), or the body meant by "results of the Coast Study"."""
    head = noun[-1].folded
    preposition = words[len(noun)].text if len(noun) < len(words) else ""
    name_behind = next((i for i in core_names if names[i].span[0] > noun[-1].end), None)
    if (
        name_behind is not None
        and names[name_behind].kind != "person"
        and ((head in VOICES and preposition in ("by", "from")) or (head in PARTS_FOR_WHOLE and preposition == "of"))
    ):
        return (name_behind,)
    owner = next((i for i in core_names if names[i].span[1] <= noun[-1].end), None)
    if (
        owner is not None
        and head in VOICES
        and (names[owner].is_possessive or names[owner].kind == "organization" or head in ("poll", "survey"))
    ):
        return (owner,) if names[owner].kind != "place" or names[owner].is_possessive else ()
    return ()


def _conjoined_names(text: Text, names: Sequence[Name], core: Span, core_names: list[int]) -> tuple[int, ...]:
    """Return several names joined by nothing but "and"; () without them."""
    if len(core_names) < 2 or names[core_names[-1]].span[1] < core[1] - 2:
        return ()
    if not set(fold(text.text[core[0] : names[core_names[0]].span[0]]).split()) <= BEFORE_NAMES:
        return ()
    for left, right in pairwise(core_names):
        between = text.text[names[left].span[1] : names[right].span[0]]
        rest = [word for word in fold(between).split() if word not in TITLES and word not in ("the", "s")]
        if rest not in (["and"], ["or"], ["nor"]):
            return ()
    return tuple(core_names)


def _appositive(text: Text, names: Sequence[Name], core: Span, whole: Span) -> tuple[int, ...]:
    """Return the name after a comma: "the harbour's chief pilot, Ana Novak"; () without one."""
    aside = PARENTHESIS.match(text.text, core[1], whole[1])
    start = aside.end() if aside else core[1]
    first = next(iter(_name_indexes_within(names, (start, whole[1]))), None)
    if first is None or names[first].kind not in ("person", "unknown") or names[first].is_possessive:
        return ()
    between = text.text[start : names[first].span[0]]
    return (first,) if between.lstrip()[:1] in (",", "–", "—", "-") and set(fold(between).split()) <= TITLES else ()


def _description(text: Text, core: Span, noun: list[Token], owners: list[int], names: Sequence[Name]) -> Phrase:
    head = noun[-1].folded
    first = noun[0].text.lower()
    owner = next((i for i in owners if names[i].is_possessive and names[i].span[1] < noun[-1].end), None)
    modifiers = frozenset(word.folded for word in noun[:-1]) - EMPTY_MODIFIERS - POSSESSIVES
    plural = is_plural(head) or head in GROUPS
    determiner = "possessive" if owner is not None else DETERMINERS.get(first, "none")
    words = " ".join(text.words_at(*core).split()).strip(" ,;")
    proper_name = "" if plural or determiner in ("a", "other") else _proper_name(text, noun, owners, names)
    return Phrase(
        core, words, "", (), singular(head), modifiers, owner, determiner, plural and (head in GROUPS or head not in BODIES), proper_name
    )


def _proper_name(text: Text, noun: list[Token], owners: list[int], names: Sequence[Name]) -> str:
    """Return the name of a body called by a country or person, "Novak campaign", without article and possessive; "" without one."""
    words = [word for word in noun if word.folded not in COURTESY and word.folded not in ("the", "a", "an")]
    if noun[-1].folded not in NAMED_BODIES or len(words) < 2 or words[0].text.lower() in POSSESSIVES:
        return ""
    has_name = any(names[i].span[1] < noun[-1].end for i in owners) or any(word.folded in PEOPLES and word.is_capital for word in words)
    return " ".join(word.text for word in words) if has_name else ""
