"""Names that only the sources of claims show: labels in capitals, and the part of a longer run that speaks."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import replace

from app.extract.attribution.relations import Attribution
from app.extract.names.kinds import name_kind
from app.extract.names.lexicon import BRIDGES, COMMON_NOUNS, FIRST_NAMES, FUNCTION_WORDS, NO_NAMES, PARTICLES
from app.extract.names.recognizer import MAX_CHARACTERS, Name
from app.extract.names.titles import ROLES, is_plural, singular
from app.extract.names.tokens import Token, tokens_in
from app.extract.text.segmentation import Span, Text

MAX_WORDS = 5  # of a name that only a source shows


def with_source_names(text: Text, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Name]:
    """Return the names with those that the sources show, in order, without overlap.

    A source that is the end of a longer run is the name, and what precedes it a title: "Datuk Zyx Novak said" in "Harbour Datuk Zyx Novak".
    """
    found = list(names)
    parts = {part for name in names if name.kind == "person" for part in name.key.split()}
    for source in dict.fromkeys(span for attribution in attributions for span in attribution.source):
        words = _without_article(tokens_in(text, source))
        if 0 < len(words) <= MAX_WORDS and words[-1].end - words[0].start <= MAX_CHARACTERS and _is_written_as_name(words):
            _add(text, found, words, parts)
    return found


def _without_article(words: list[Token]) -> list[Token]:
    return words[1:] if len(words) > 2 and words[0].text == "The" else words


def _is_written_as_name(words: Sequence[Token]) -> bool:
    is_capitalized = words[0].is_capital and all(word.is_capital or word.text in PARTICLES | BRIDGES for word in words)
    return is_capitalized and words[0].text.lower() not in FUNCTION_WORDS and not words[-1].is_possessive


def _add(text: Text, names: list[Name], words: Sequence[Token], parts: set[str]) -> None:
    """Add the name that a source is, or cut a longer one to it; nothing where the source has names inside."""
    span = (words[0].start, words[-1].end)
    at = bisect_left(names, span[1], key=lambda name: name.span[1])
    longer = names[at] if at < len(names) and names[at].span[0] < span[1] else None
    if longer is None:
        inside = at > 0 and names[at - 1].span[1] > span[0]
        if not inside and _shows_a_name(words, parts):
            insort(names, _name(text, words, ""), key=lambda name: name.span)
    elif longer.span[0] < span[0] and longer.span[1] == span[1]:
        names[at : at + 1] = _cut(text, longer, span, words)


def _shows_a_name(words: Sequence[Token], parts: set[str]) -> bool:
    """Whether capitals alone make a name: of several words, or of one that is no common noun or is part of a name elsewhere."""
    last = words[-1].folded
    if last in parts:
        return True
    return singular(last) not in COMMON_NOUNS and last not in NO_NAMES and (len(words) > 1 or not is_plural(last))


def _cut(text: Text, longer: Name, span: Span, words: Sequence[Token]) -> list[Name]:
    before = tokens_in(text, (longer.span[0], span[0]))
    if any(word.folded in FIRST_NAMES for word in before):
        return [longer]
    title = " ".join(word.folded for word in before)
    body = [] if all(singular(word.folded) in ROLES for word in before) else [replace(_name(text, before, ""), is_possessive=False)]
    return [*body, replace(_name(text, words, longer.title or title), is_possessive=longer.is_possessive)]


def _name(text: Text, words: Sequence[Token], title: str) -> Name:
    key = " ".join(word.folded for word in words)
    return Name((words[0].start, words[-1].end), name_kind(text, words, key, title), key, title)
