"""Interviews without labels: a paragraph asks, and those behind it answer, up to the next question."""

import re
from collections.abc import Sequence

from app.extract.forms.blocks import blocks_of, is_first_person, is_second_person
from app.extract.forms.labels import interviewee
from app.extract.forms.turns import Turn, without_stage_direction
from app.extract.names.recognizer import Name
from app.extract.text.segmentation import Span, Text

LONGEST_QUESTION = 900  # characters
LONGEST_PROMPT = 400  # of the interviewer, which does not end in a question mark
LEAST_QUESTIONS = 3
QUESTION_END = re.compile(r"\?[\"”’')*_]{0,3}$")
QUOTED = re.compile(r"[*_]{0,2}[\"“‘'«]")

Block = list[Span]


def find_interview(text: Text, names: Sequence[Name]) -> list[Turn]:
    """Return the turns of an interview in order; [] with fewer than three questions, or where nobody answers as "I" or "we"."""
    blocks = [*blocks_of(text)]
    first, last = 1, len(blocks)
    questions = [n for n in range(first, last - 1) if _is_question(text, blocks[n]) and not _is_question(text, blocks[n + 1])]
    answers = [n + 1 for n in questions if is_first_person(text, blocks[n + 1])]
    asked = [n for n in questions if is_second_person(text, blocks[n])]
    if len(questions) < LEAST_QUESTIONS or 2 * len(answers) < len(questions) or 3 * len(asked) < len(questions):
        return []
    start = _start(text, blocks, questions[0])
    people = [name for name in names if name.kind == "person"]
    return _turns(text, blocks[start:], interviewee(text, people, blocks[start][0][0]))


def _start(text: Text, blocks: Sequence[Block], question: int) -> int:
    """Return the index of the first block of the conversation: the first question, or a prompt and its answer before it."""
    start = question
    while start > 2 and is_first_person(text, blocks[start - 1]) and not _is_prompt(text, blocks[start - 1]):
        start -= 1
    return start - 1 if start > 1 and start < question and _is_prompt(text, blocks[start - 1]) else question


def _turns(text: Text, blocks: Sequence[Block], name: Span | None) -> list[Turn]:
    turns: list[Turn] = []
    last = max(n for n, block in enumerate(blocks) if _is_question(text, block))
    for n, block in enumerate(blocks):
        lines = tuple(line for line in block if without_stage_direction(text, line))
        if _is_question(text, block) or not turns or (not turns[-1].is_question and _is_prompt(text, block)):
            turns.append(Turn(None, lines, is_question=True))
        elif n > last + 1 and not is_first_person(text, block):
            break
        elif lines:
            _answer(turns, lines, name)
    return [turn for turn in turns if turn.lines]


def _answer(turns: list[Turn], lines: tuple[Span, ...], name: Span | None) -> None:
    """Add lines to the answer, or begin one behind a question."""
    if turns[-1].is_question:
        turns.append(Turn(None, lines, name=name))
    else:
        turns[-1] = Turn(None, (*turns[-1].lines, *lines), name=name)


def _is_question(text: Text, block: Block) -> bool:
    start, end = block[0][0], block[-1][1]
    return end - start <= LONGEST_QUESTION and not QUOTED.match(text.text, start) and bool(QUESTION_END.search(text.words_at(start, end)))


def _is_prompt(text: Text, block: Block) -> bool:
    """Whether a block speaks to somebody, and not of its speaker: a question in all but its mark."""
    is_short = block[-1][1] - block[0][0] <= LONGEST_PROMPT
    return is_short and is_second_person(text, block) and not is_first_person(text, block)
