"""The head of a plain text: its title, byline and date of publication, which stand in lines above the story."""

import re
from typing import Any

from app.extract.text.bylines import byline_of_line
from app.extract.text.written_dates import iso_time_of

MOST_LINES = 8  # of a head
LONGEST = 3000  # characters in which the head is looked for
MOST_TITLE_WORDS = 30
PUBLISHED = re.compile(r"^\W*(?:(?:first )?published|posted|date|updated|last updated|publication date)(?: on| at)?:? +", re.I)
DAY = r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}"
DATELINE = re.compile(rf"^[A-Z][A-Z .'’-]{{2,40}},(?: [A-Z][\w. ]{{1,20}},)? (?P<date>{DAY})\b")
BETWEEN = re.compile(r" [|•·–—] ")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d\b.*")


def head_of(text: str) -> dict[str, Any]:
    """Return ``title``, ``byline`` and ``published`` as far as the lines above the story have them.

    Lines that are bylines or dates as a whole are read, and the first other line for the title, where it does not end as a sentence.
    A dateline with a year dates a story that has no other date.
    """
    head: dict[str, Any] = {}
    for line in [line.strip() for line in text[:LONGEST].split("\n") if line.strip()][:MOST_LINES]:
        found = _found_in(line)
        if not found and "title" not in head and _is_title(line):
            found = {"title": line}
        elif not found:
            return _dated(head, line)
        head = {**found, **head}
    return {}  # no story follows, so these lines are no head


def _found_in(line: str) -> dict[str, Any]:
    """Return the byline and date of a line that has nothing else; nothing if it has."""
    found: dict[str, Any] = {}
    for part in BETWEEN.split(line):
        if names := byline_of_line(part):
            found.setdefault("byline", names)
        elif published := _published(part):
            found.setdefault("published", published)
        else:
            return {}
    return found


def _published(part: str) -> str | None:
    written = PUBLISHED.sub("", part)
    time = iso_time_of(written)
    return time if ISO_DAY.fullmatch(time) and (time != written or ISO_DAY.fullmatch(written)) and _is_time(time) else None


def _is_time(time: str) -> bool:
    return iso_time_of(time) == time and len(time.split()) == 1


def _is_title(line: str) -> bool:
    return len(line.split()) <= MOST_TITLE_WORDS and not re.search(r"[.!:;,][\"”’']?$", line)


def _dated(head: dict[str, Any], line: str) -> dict[str, Any]:
    """Return the head above the first line of the story. A first line alone may be that of a wrapped paragraph, so it is no title here."""
    match = DATELINE.match(line)
    dated = {"published": iso_time_of(match["date"]), **head} if match else head
    return dated if dated.keys() - {"title"} else {}
