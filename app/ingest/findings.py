"""Findings in an article that is loaded: counts in a line of the report, and warnings of what is missing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import NamedTuple

from app.database.tables import Article
from app.extract.text.function_words import NOT_NOUNS, PRONOUNS
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.driver_rows import column_names, table_name
from app.terms.words import counted

NO_DATE, NO_CLAIM, NOT_ENGLISH = "no date", "no claim", "not in English"
ADVICE = {
    NO_DATE: '"yesterday" and the like stay unresolved; a record has `published`, and --published gives it to all',
    NO_CLAIM: "nobody says anything in them, as far as was seen",
    NOT_ENGLISH: "claims are found in English alone",
}
MOST_NAMED = 3  # files in one warning
CHARACTERS_TO_JUDGE, WORDS_TO_JUDGE = 2_000, 20
LEAST_ENGLISH = 0.2  # share of function words: English news has 0.4 of them, other languages share "in", "an" and "a" with it
ENGLISH = NOT_NOUNS | PRONOUNS
WORD = re.compile(r"\w+")


class Findings(NamedTuple):
    """Numbers of what an article holds, and which of the warnings it deserves."""

    claims: int
    speakers: int
    events: int
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        counts = (counted(self.claims, "claim"), counted(self.speakers, "speaker"), counted(self.events, "event"))
        return "; ".join([", ".join(counts), *(warning for warning in self.warnings if warning != NO_CLAIM)])


def findings_of(document: PreparedDocument, *, is_extracted: bool) -> Findings:
    """Return what was found in an article. The language of its text is judged where it is not given and the text was extracted from."""
    ((*values,),) = document.rows[table_name(Article)]
    article = dict(zip(column_names(Article), values, strict=True))
    warnings = {
        NO_DATE: article["published"] is None,
        NO_CLAIM: not article["claims"],
        NOT_ENGLISH: _is_foreign(article["language"], document.text if is_extracted else None),
    }
    return Findings(article["claims"], article["speakers"], article["events"], tuple(name for name, holds in warnings.items() if holds))


def _is_foreign(language: str | None, text: str | None) -> bool:
    if language is not None or text is None:
        return not (language or "en").lower().startswith("en")
    words = WORD.findall(text[:CHARACTERS_TO_JUDGE].lower())
    return len(words) >= WORDS_TO_JUDGE and sum(word in ENGLISH for word in words) < LEAST_ENGLISH * len(words)


class FindingWarnings:
    """Warnings of a load, once for each kind, with how many articles deserve it."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._files: dict[str, list[str]] = defaultdict(list)

    def add(self, file: str, findings: Findings) -> None:
        """Count the warnings of an article."""
        for warning in findings.warnings:
            self._articles[warning] += 1
            if len(self._files[warning]) < MOST_NAMED and file not in self._files[warning]:
                self._files[warning].append(file)

    def write(self, print_line: Callable[[str], None]) -> None:
        """Print the warnings, a line each."""
        for warning, advice in ADVICE.items():
            if number := self._articles[warning]:
                files = ", ".join([*self._files[warning], *(["..."] if number > len(self._files[warning]) else [])])
                print_line(f"warning: {warning}: {counted(number, 'article')} ({files}): {advice}")
