"""Names in bylines: "By A and B", "A; B", lists of names or of objects with a name."""

import re
from typing import Any

from app.extract.text.record_keys import names_in

BY = re.compile(r"^\s*(?:written |words |report )?by:?\s+", re.I)
BETWEEN = re.compile(r"\s*(?:;|,?\s+and\s+|\s+&\s+|,\s*(?=\w+\.? +\w))\s*")
SUFFIX = re.compile(r",\s*(?=(?:Jr|Sr)\b)")
MOST_WORDS = 12  # of a byline; a longer line is a sentence


def names_of(value: Any) -> Any:
    """Return the names of a byline as a list; a value that is no byline unchanged, to be refused later."""
    if isinstance(value, str):
        return [name for name in BETWEEN.split(SUFFIX.sub(" ", BY.sub("", value)).strip()) if name]
    names = [BY.sub("", name) for name in names_in(value)]
    return names or value


def byline_of_line(line: str) -> list[str]:
    """Return the names of a line that is a byline ("By Ann Lee and Bo Dahl"); none if it is something else."""
    if not BY.match(line) or len(line.split()) > MOST_WORDS or line.rstrip().endswith((".", "?", "!", ":")):
        return []
    names: list[str] = names_of(line)
    return names if all(re.match(r"[A-ZÀ-Þ]", name) for name in names) else []
