"""Recognizer of names, which are runs of capitalized words, cut at titles and places, each with a kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.extract.names.dates import dateline, without_dates
from app.extract.names.first_names import FEMALE, MALE
from app.extract.names.kinds import NameKind, name_kind
from app.extract.names.lexicon import (
    ABBREVIATIONS,
    AFTER_HYPHEN,
    BRIDGES,
    COMMON_NOUNS,
    DAYS,
    FIRST_NAMES,
    FUNCTION_WORDS,
    NO_NAMES,
    OWNERS,
    PARTICLES,
    VERBS_OF_SAYING,
)
from app.extract.names.organizations import KNOWN_ORGANIZATIONS
from app.extract.names.places import COUNTRY_NAMES, PEOPLES, PLACES, SYNONYMS
from app.extract.names.titles import BODIES, BODY_NAMES, PARTISANS, ROLES, TITLE_QUALIFIERS, TITLES, is_plural, singular
from app.extract.names.tokens import Token, is_nickname_between, tokens_in
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet

LOWER_WORD = re.compile(r"(?<!\w)[^\W\d_A-Z][^\W\d_A-Z]+(?!\w)")
CAPITALIZED_INSIDE = re.compile(r"(?<=[a-z,] )[^\W\d_a-z]\w+")
PLACES_AND_PEOPLES = PLACES | PEOPLES
NAMED_THINGS = PLACES_AND_PEOPLES | KNOWN_ORGANIZATIONS
GENDERED_NAMES = MALE | FEMALE
FIRST_NAMES_AND_ORGANIZATIONS = FIRST_NAMES | KNOWN_ORGANIZATIONS
SUFFIXES = frozenset("jr sr ii iii iv".split())
GROUP_WORDS = PARTISANS | PEOPLES
GROUP_OR_ROLE_WORDS = GROUP_WORDS | ROLES
OF_COUNTRY = re.compile(r"\b(?:to|of) (?:the )?$")
MAX_WORDS = 14  # in one name
REST_OF_OFFICE = re.compile(r" (?:of|for) (?:the )?[A-Z]")
MAX_CHARACTERS = 200  # a longer run is not a name but text without blanks


@dataclass(frozen=True)
class Name:
    """A name: its span without title and possessive, its folded words, and the folded title before it."""

    span: Span
    kind: NameKind
    key: str
    title: str = ""
    is_possessive: bool = False


class Spellings(NamedTuple):
    """Words that the text has in lower case, and words that it has with a capital inside a sentence."""

    lower: set[str]
    capitalized: set[str]


def recognize_names(text: Text) -> list[Name]:
    """Return the names of a text in order, without overlap.

    Adjectives of peoples and bare titles are no names. In a headline in title case only words that the text below also has in a name count.
    """
    spellings = Spellings(
        {match.group() for match in LOWER_WORD.finditer(text.text)}, {match.group() for match in CAPITALIZED_INSIDE.finditer(text.text)}
    )
    starts = {start for start, _ in text.sentences}
    title_case_paragraphs = {paragraph for paragraph in text.paragraphs if _is_title_case(text, paragraph)}
    title_case_paragraphs = title_case_paragraphs if len(title_case_paragraphs) < len(text.paragraphs) else set()
    names = [
        name
        for paragraph in text.paragraphs
        if paragraph not in title_case_paragraphs
        for name in _names_in(text, paragraph, starts, spellings)
    ]
    known_words = {word for name in names for word in name.key.split()}
    names += [name for paragraph in title_case_paragraphs for name in _names_in(text, paragraph, starts, spellings, known_words)]
    datelines = SpanSet(span for paragraph in text.paragraphs if (span := dateline(text, paragraph)))
    found = (_as_in_dateline(text, name) if datelines.overlaps(name.span) else name for name in names if not _is_office(text, name))
    return sorted(found, key=lambda name: name.span)


def _as_in_dateline(text: Text, name: Name) -> Name:
    """Return a name of a dateline as a place, or an agency in parentheses, unless it begins as a person's does: "ANA NOVAK — ..."."""
    if name.key.split()[0] in FIRST_NAMES:
        return name
    return replace(name, kind="organization" if text.text.startswith("(", name.span[0] - 1) else "place")


def _is_office(text: Text, name: Name) -> bool:
    """Whether the name is the start of an office: "US Secretary" in "US Secretary of State"."""
    words = name.key.split() or [""]
    first, last = words[0], words[-1]
    return last in ROLES and first not in FIRST_NAMES and REST_OF_OFFICE.match(text.text, name.span[1]) is not None


def is_group_name(name: Name) -> bool:
    """Whether a name stands for many unnamed persons: "Germans", "Senate Republicans"."""
    first, last = name.key.split()[0], name.key.split()[-1]
    group_words = GROUP_WORDS if name.kind == "organization" else GROUP_OR_ROLE_WORDS
    return is_plural(last) and name.kind != "place" and first not in FIRST_NAMES and singular(last) in group_words


def _is_title_case(text: Text, paragraph: Span) -> bool:
    """Whether a paragraph is in title case or in capitals, so that capitals show no names."""
    if paragraph[1] - paragraph[0] > 400:
        return False
    ends_as_sentence = text.words_at(*paragraph).endswith((".", '."', ".”"))
    words = [word for word in tokens_in(text, paragraph) if len(word.text) > 3 and word.text[0].isalpha()]
    return len(words) > (6 if ends_as_sentence else 3) and sum(word.is_capital for word in words) > 0.8 * len(words)


def _names_in(text: Text, paragraph: Span, starts: set[int], spellings: Spellings, known_words: set[str] | None = None) -> Iterator[Name]:
    """Yield the names of a paragraph; with ``known_words``, only those made of such words."""
    words = without_dates(text, tokens_in(text, paragraph))
    i = 0
    while i < len(words):
        end = _run_end(text, words, i) if _can_start_name(words[i]) else i
        run = words[i:end]
        i = max(end, i + 1)
        if known_words is not None:
            run = _known_part(run, known_words)
        elif run and _starts_sentence(text, run[0], starts):
            run = [] if _is_verb_of_saying(run, words[end : end + 1], spellings) else _without_sentence_start(run, spellings)
        if run:
            yield from (name for name in _names_in_run(text, run) if name.span[1] - name.span[0] <= MAX_CHARACTERS)


def _can_start_name(word: Token) -> bool:
    is_acronym = len(word.text) > 1 and word.text.isupper()
    if word.text.rpartition("-")[2] in AFTER_HYPHEN:
        return False
    return word.is_capital and bool(word.folded) and (is_acronym or word.text.lower() not in FUNCTION_WORDS)


def _known_part(run: list[Token], known_words: set[str]) -> list[Token]:
    """Return the first part of a run that consists of known words and bridges between them."""
    while run and run[0].folded not in known_words:
        run = run[1:]
    end = next((i for i, word in enumerate(run) if word.folded not in known_words and word.text not in BRIDGES), len(run))
    return run[:end]


def _run_end(text: Text, words: Sequence[Token], first: int) -> int:
    end = first + 1
    while end < len(words) and end - first < MAX_WORDS:
        longer = _extended_end(text, words, first, end)
        if longer == end:
            break
        end = longer
    return end


def _extended_end(text: Text, words: Sequence[Token], first: int, end: int) -> int:
    """Return the end of the run with the next capitalized word added; ``end`` if that word does not continue the name."""
    last = words[end - 1]
    if not (_is_owner_in_name(text, last, words[end]) if last.is_possessive else _are_joined(text, last, words[end])):
        return end
    if words[end].is_capital or (words[end].text.isdigit() and end + 1 < len(words) and words[end + 1].is_capital):
        return end if words[end].text.lower() in DAYS else end + 1
    is_body = words[first].folded in BODY_NAMES or last.folded in BODY_NAMES
    allowed_bridges = PARTICLES if not is_body else PARTICLES | BRIDGES
    if is_body and words[end].text == "and" and not any(word.text in ("of", "for", "on") for word in words[first:end]):
        return end
    for after in (end + 1, end + 2):
        if after >= len(words) or words[after - 1].text not in allowed_bridges or not _are_joined(text, words[after - 1], words[after]):
            return end
        if words[after].is_capital and words[after].text.lower() not in DAYS:
            return after + 1
    return end


def _is_owner_in_name(text: Text, owner: Token, body: Token) -> bool:
    """Whether a possessive is part of a name: "Women's Union"."""
    between = text.text[owner.end : body.start]
    return body.is_capital and body.folded in BODY_NAMES and owner.folded in OWNERS and between in ("'s ", "’s ", "' ", "’ ")


def _are_joined(text: Text, left: Token, right: Token) -> bool:
    between = text.text[left.end : right.start]
    if between in (" ", "\u00a0", " & ", "/") or (left.is_capital and is_nickname_between(text, left, right)):
        return True
    if between == ". ":
        is_short = len(left.text) == 1 or left.folded in ABBREVIATIONS or "." in left.text
        return is_short and right.text.lower() not in FUNCTION_WORDS
    return between == ", " and right.folded in ("jr", "sr", "inc", "llc", "ltd")


def _starts_sentence(text: Text, word: Token, starts: set[int]) -> bool:
    before = text.text[max(0, word.start - 2) : word.start].rstrip()
    return word.start in starts or before[-1:] in ('"', "“", "‘", ":", "—", "–", "(", "•", "*", "[") or not before


def _without_sentence_start(run: list[Token], spellings: Spellings) -> list[Token]:
    """Drop the first word of a sentence if its capital shows no name.

    It shows none if the text also has the word in lower case, or if the word stands alone and is a common noun or a plural.
    """
    if len(run) == 1 and singular(run[0].folded) in COMMON_NOUNS and run[0].folded not in FIRST_NAMES_AND_ORGANIZATIONS:
        return []
    if len(run[0].text) > 1 and run[0].text.isupper():
        return run
    if len(run) == 1 and run[0].text not in spellings.capitalized and (is_plural(run[0].folded) or run[0].folded.endswith("ing")):
        return []
    if (
        run[0].text.lower() in spellings.lower
        and run[0].folded not in FIRST_NAMES
        and run[0].folded not in TITLES
        and run[0].folded not in BODIES
    ):
        return run[1:]
    return run


def _is_verb_of_saying(run: list[Token], following: list[Token], spellings: Spellings) -> bool:
    """Whether the first word of a sentence is a verb: "Asked if", "Told that". A name has a verb behind it: "Read said"."""
    is_subject = bool(following) and following[0].text in VERBS_OF_SAYING
    return len(run) == 1 and run[0].folded in VERBS_OF_SAYING and run[0].text not in spellings.capitalized and not is_subject


def _names_in_run(text: Text, run: list[Token]) -> Iterator[Name]:
    """Split "US President Ana Novak" into two names, the second with a title; drop bare titles and adjectives."""
    key = _key(run)
    if key in KNOWN_ORGANIZATIONS or key in PLACES:
        yield _name(text, run, "")
        return
    cut = _title_end(run)
    before = 0 if cut == len(run) else cut
    while before > 0 and run[before - 1].folded in TITLES:
        before -= 1
    title = "" if all(word.folded in TITLE_QUALIFIERS for word in run[before:cut]) else _key(run[before:cut])
    if before:
        yield from _names_around_person(text, run[:before], "")
    if cut < len(run):
        yield from _names_around_person(text, run[cut:], title)


def _title_end(run: list[Token]) -> int:
    """Return the end of the last title before a name that is not a body's: 0 without a title, the whole length for nothing but titles."""
    if all(word.folded in TITLES or word.folded in PEOPLES for word in run):
        return len(run)
    end = 0
    for i, word in enumerate(run[:-1]):
        has_name = run[i + 1].is_capital and run[i + 1].folded not in SUFFIXES and not _has_body(run[i + 1 :])
        if word.folded in TITLES and has_name:
            end = i + 1
    return end


def _names_around_person(text: Text, run: list[Token], title: str) -> Iterator[Name]:
    cut = 0 if title else _person_start(text, run)
    for part, part_title in ((run[:cut], ""), (run[cut:], title)):
        part = part[1:] if part and part[0].text in BRIDGES else part
        if part and not (len(part) == 1 and part[0].folded in NO_NAMES):
            yield _name(text, part, part_title)


def _person_start(text: Text, run: list[Token]) -> int:
    """Return the start of a person's name that follows the name of a country or a body; 0 without one."""
    before = text.text[max(0, run[0].start - 12) : run[0].start]
    return _person_after_body(before, run) or _person_after_place(before, run)


def _person_after_body(before: str, run: list[Token]) -> int:
    for cut in range(max(1, len(run) - 4), len(run) - 1):
        left, rest = run[:cut], run[cut:]
        can_precede_person = before.endswith((" of ", " for ")) or _key(left) in NAMED_THINGS or _has_body(left)
        if can_precede_person and rest[0].folded in GENDERED_NAMES and not _has_body(rest) and left[-1].is_capital:
            return cut
    return 0


def _person_after_place(before: str, run: list[Token]) -> int:
    """Return the start of the person in "Norwegian Ana Novak", and in "ambassador to Norway Zyx Novak" whatever the first name."""
    for cut in range(min(3, len(run) - 2), 0, -1):
        place = _key(run[:cut])
        if place in PLACES_AND_PEOPLES and not _has_body(run[cut:]) and len(run) - cut < 4:
            is_person_name = run[cut].folded in FIRST_NAMES or place in PEOPLES
            return cut if is_person_name or (place in COUNTRY_NAMES and OF_COUNTRY.search(before)) else 0
    return 0


def _has_body(run: Sequence[Token]) -> bool:
    return any(word.folded in BODY_NAMES for word in run)


def _name(text: Text, run: Sequence[Token], title: str) -> Name:
    key = _key(run)
    return Name((run[0].start, run[-1].end), name_kind(text, run, key, title), key, title, run[-1].is_possessive)


def _key(run: Sequence[Token]) -> str:
    key = " ".join(word.folded for word in run)
    return SYNONYMS.get(key, key)
