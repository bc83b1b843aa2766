"""Blocks of a text: lines without an empty line between them, and what tells who speaks in them."""

import re
from collections.abc import Iterator

from app.extract.text.segmentation import Span, Text

FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]ur|[Uu]s)\b")
SECOND_PERSON = re.compile(r"\b[Yy]ou(?:r|rs|rself)?\b")
SENTENCE_END = re.compile(r"[.!?…:\])][\"”’')]*$")
MARKED = re.compile(r"[“\"«][^”\"»]*[”\"»]|\B['‘][^’'\n]+['’]\B")


def blocks_of(text: Text) -> Iterator[list[Span]]:
    """Yield the lines of each block, in order. In a text without empty lines a block ends with a sentence."""
    lines = text.paragraphs
    is_spaced = "\n\n" in text.text or re.search(r"\n[^\S\n]*\n", text.text) is not None
    block: list[Span] = []
    for line in lines:
        is_apart = text.words_at(block[-1][1], line[0]).count("\n") > 1 if is_spaced and block else True
        if block and is_apart and (is_spaced or SENTENCE_END.search(text.words_at(*block[-1]))):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def is_first_person(text: Text, block: list[Span]) -> bool:
    """Whether somebody speaks of themselves in a block, outside quotation marks."""
    return FIRST_PERSON.search(_unquoted(text, block)) is not None


def is_second_person(text: Text, block: list[Span]) -> bool:
    """Whether somebody is spoken to in a block, outside quotation marks."""
    return SECOND_PERSON.search(_unquoted(text, block)) is not None


def _unquoted(text: Text, block: list[Span]) -> str:
    return MARKED.sub("", text.words_at(block[0][0], block[-1][1]))
