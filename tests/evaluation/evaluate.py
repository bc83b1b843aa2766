"""Evaluation of extraction on annotated articles, with gains and losses since the last run.

    python -m tests.evaluation.evaluate [--data FOLDER] [--kept FOLDER] [--folds FOLDER] [--sets NAME,NAME]

The folder of data holds ``score.py``, which says what each measure means, and the annotated articles. The last column says what a figure
rests on: goals are meant for articles that nobody has read and nothing was trained on, and figures on others flatter.
"""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from tests.evaluation.goals import BASES, GOALS, Basis, verdict
from tests.evaluation.measures import (
    Values,
    case_measures,
    claim_measures,
    date_measures,
    form_measures,
    report_measures,
    resource_measures,
    silence_measures,
)
from tests.evaluation.sets import SETS, Json, arguments, documents_of, records, records_of
from tests.evaluation.silences import sample

OTHERS: dict[str, Callable[[Namespace], Values]] = {
    "other forms": form_measures,
    "cases": lambda options: case_measures(options.data),
    "reports": lambda options: report_measures(options.data),
    "silences": lambda options: silence_measures([each.words for each in sample(options.data)][: options.articles]),
    "resources": resource_measures,
}


def items(documents: list[Json]) -> set[tuple[str, str]]:
    """Return the claims and events of documents as comparable items: article, words, and values."""
    compared = set()
    for document in documents:
        compared |= {(document["id"], f"claim {claim['content']} {claim['kind']} {claim['said']}") for claim in document["claims"]}
        compared |= {(document["id"], f"event {event['mentions']} {event['kind']} {event['date']}") for event in document["events"]}
    return compared


def set_measures(name: str, options: Namespace) -> Values:
    """Extract one set of articles, say what was gained and lost, and yield its measures."""
    kept: Path = options.kept / f"{name}.jsonl"
    before = items(list(records(kept))) if kept.exists() else set()
    golds, documents = records_of(name, options), documents_of(name, options)
    now = items(documents)
    print(f"{name}: {len(golds)} articles; since the last run {len(now - before)} items gained, {len(before - now)} lost")
    yield from (date_measures if name.startswith("dates") else claim_measures)(golds, documents, options.data)


def show(place: str, measure: str, value: float, more: str = "", basis: Basis | None = None) -> None:
    """Print one line of the table: a measure, its value, its goal, whether it is met, and what the figure rests on."""
    goal = GOALS.get(place, {}).get(measure)
    sign = "" if goal is None else f"{'>=' if goal.is_minimum else '<='} {goal.value:g}"
    print(f"{place:15s} {measure:36s} {value:8.3f} {sign:>8s} {verdict(value, goal):6s} {more:18s} {basis or BASES[place]}")


def evaluate(place: str, options: Namespace) -> None:
    """Measure a set of articles, or something else, and print its part of the table."""
    values = set_measures(place, options) if place in SETS else OTHERS[place](options)
    basis: Basis | None = "cross-validated" if options.folds and place in ("articles_train", "other forms") else None
    for measure, value, more in values:
        show(place, measure, value, more, basis)
    if place == "articles_train":  # the other forms are texts of this set
        evaluate("other forms", Namespace(**{**vars(options), "reuse": True}))


def main() -> None:
    """Evaluate, and print a table."""
    places = [name for name in (*SETS, *OTHERS) if name != "other forms"]
    parser = arguments(__doc__)
    parser.add_argument("--sets", default=",".join(places), help="what is measured, between commas; all if not given")
    options = parser.parse_args()
    print(f"{'of':15s} {'measure':36s} {'value':>8s} {'goal':>8s} {'met':6s} {'':18s} figures are")
    for place in options.sets.split(","):
        evaluate(place, options)


if __name__ == "__main__":
    main()
