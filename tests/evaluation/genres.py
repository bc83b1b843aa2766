"""Right and wrong claims, speakers, kinds and events by genre, as Markdown for the model card.

python -m tests.evaluation.genres [--data FOLDER] [--folds FOLDER] [--reuse]
"""

import re
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.evaluation.calibrate import judged_claims
from tests.evaluation.measures import ONRECORD, run
from tests.evaluation.sets import Json, arguments, documents_of, records_of, scorer

GENRES = {  # how the ids begin
    "other forms, written for this purpose": r"w\d",
    "newswire": "wire_|newswire_",
    "US politics": "breitbart|huff-post|politico|usa-today|wash-post|west-journal|nyt_|wash-times|reuters",
    "business": "wsj_|bbc_business",
    "science and rural news": "abcsci|abcrural|bbc_tech",
    "sport": "bbc_sport",
    "entertainment": "bbc_entertainment",
    "UK politics": "bbc_politics",
    "interviews": "interview_",
}
CLAIMS = ("articles", "claims", "right", "another source", "missed", "invented", "speaker right", "kind right")
EVENTS = ("events", "events found", "events missed", "events invented")


def genre_of(article_id: str) -> str:
    """Return the genre of an article."""
    return next((genre for genre, beginning in GENRES.items() if re.match(beginning, article_id)), "other")


def counts(score: Any, gold: Json, document: Json) -> Counter[str]:
    """Count what is right and wrong in a document. ``speaker right`` and ``kind right`` are of claims whose content was found."""
    tally = score.Tally()
    score.score_claims(tally, gold, document, rich=True)
    score.score_events(tally, gold, document)
    right, wanted, _ = tally.n["who_said_what"]
    found, events = tally.n["content_iou50"][0], tally.n["events"]
    given = sum(1 for _ in judged_claims(score, gold, document["claims"]))
    claims = dict(zip(CLAIMS, (1, wanted, right, found - right, wanted - found, given - found), strict=False))
    values = {f"{key} right": tally.n[key][0] for key in ("speaker", "kind")}
    return Counter(claims | values | dict(zip(EVENTS, (events[1], events[0], events[1] - events[0], events[2] - events[0]), strict=True)))


def counts_by_genre(options: Namespace) -> dict[str, Counter[str]]:
    """Return the counts of the genres of ``articles_train``, and of the articles that were kept for tuning."""
    score, sums = scorer(options.data / "score.py"), defaultdict[str, Counter[str]](Counter)
    for name in ("articles_train", "articles_dev2", "articles_dev"):
        for gold, document in zip(records_of(name, options), documents_of(name, options), strict=True):
            sums[genre_of(gold["id"]) if name == "articles_train" else name].update(counts(score, gold, document))
    return sums


def table(sums: dict[str, Counter[str]]) -> Iterator[str]:
    """Yield the lines of a table with the counts, and the F1 of who said what."""
    columns = (*CLAIMS, *EVENTS)
    yield f"| genre | F1 | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 2) + "|"
    for genre, count in sorted(sums.items(), key=lambda pair: -pair[1]["claims"]):
        given = count["right"] + count["another source"] + count["invented"]
        share = 2 * count["right"] / max(1, given + count["claims"])
        yield f"| {genre} | {share:.2f} | {' | '.join(str(count[column]) for column in columns)} |"


def cases(options: Namespace) -> Iterator[str]:
    """Yield the lines of a table with the kinds of cases, and how many of each hold."""
    yield "| kind of case | hold |"
    yield "|---|---|"
    output = run(options.data / "cases.py", options.data / "cases.jsonl", "--onrecord", ONRECORD)
    yield from (f"| {kind} | {held} of {number} |" for held, number, kind in re.findall(r"^(\d+)/(\d+)  (.*)$", output, re.MULTILINE))


def main() -> None:
    """Print the tables."""
    options = arguments(__doc__).parse_args()
    print(*table(counts_by_genre(options)), "", *cases(options), sep="\n")


if __name__ == "__main__":
    main()
