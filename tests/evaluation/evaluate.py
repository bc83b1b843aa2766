"""Evaluation of extraction on annotated articles, with gains and losses since the last run.

    python -m tests.evaluation.evaluate [--data FOLDER] [--kept FOLDER]

The folder of data holds ``score.py``, which says what each measure means, and the annotated articles.
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText

Json = dict[str, Any]
SETS = {"polnear_dev": "polnear_dev.jsonl.gz", "articles_dev": "articles_dev.jsonl"}
# the value that each measure should reach
GOALS = {
    "polnear_dev": {"who_said_what": 0.75, "content": 0.70, "source": 0.80, "cue": 0.73},
    "articles_dev": {
        **{"who_said_what": 0.80, "speaker": 0.88, "mode": 0.95, "kind_macro": 0.65, "said": 0.75, "times": 0.80},
        **{"events_main": 0.75, "events": 0.50, "event_kind_macro": 0.55, "event_date": 0.65, "event_status": 0.80},
    },
}
RATE_GOAL, LOAD_GOAL_S, MEMORY_GOAL_MB = 4.0, 1.0, 400


def records(file: Path) -> Iterator[Json]:
    """Yield the annotated articles of a file."""
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def extracted(record: Json) -> Json:
    """Return the document extracted from an annotated article, without its annotations."""
    return extract_article(ArticleText(record["text"], record.get("title"), record.get("published"), record.get("url"), id=record["id"]))


def scored(data: Path, predicted: Path, gold: Path) -> Json:
    """Return the output of the scorer."""
    gold_file = predicted.with_suffix(".gold.jsonl")
    gold_file.write_text("".join(json.dumps(record) + "\n" for record in records(gold)), encoding="utf-8")
    run = subprocess.run([sys.executable, data / "score.py", predicted, gold_file, "--json"], capture_output=True, text=True, check=True)
    scores: Json = json.loads(run.stdout)
    return scores


def items(documents: Path) -> set[tuple[str, str]]:
    """Return the claims and events of a file of documents as comparable items: article, words, and values."""
    if not documents.exists():
        return set()
    compared = set()
    for document in map(json.loads, documents.read_text(encoding="utf-8").splitlines()):
        compared |= {(document["id"], f"claim {claim['content']} {claim['kind']} {claim['said']}") for claim in document["claims"]}
        compared |= {(document["id"], f"event {event['mentions']} {event['kind']} {event['date']}") for event in document["events"]}
    return compared


def main() -> None:
    """Evaluate, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    arguments.add_argument("--kept", type=Path, default=Path(".evaluation"), help="folder with the documents of the last run")
    options = arguments.parse_args()
    options.kept.mkdir(exist_ok=True)
    started = time.perf_counter()
    extract_article(ArticleText(text="The mayor said on Monday that the bridge would open."))
    show("first document after start, seconds", time.perf_counter() - started, LOAD_GOAL_S, is_minimum=False)
    for name, file in SETS.items():
        evaluate(options.data, options.kept, name, file)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show("most memory, MB", memory, MEMORY_GOAL_MB, is_minimum=False)


def evaluate(data: Path, kept: Path, name: str, file: str) -> None:
    """Extract one set of articles, score it, and print the scores."""
    predicted = kept / f"{name}.jsonl"
    before = items(predicted)
    articles = list(records(data / file))
    started = time.process_time()
    documents = [extracted(record) for record in articles]
    seconds = time.process_time() - started
    predicted.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    now = items(predicted)
    print(f"\n{name}: {len(articles)} articles; since the last run {len(now - before)} items gained, {len(before - now)} lost")
    for measure, value in scored(data, predicted, data / file).items():
        if isinstance(value, dict):
            show(measure, value["f1"], GOALS[name].get(measure), f"P {value['p']:.3f} R {value['r']:.3f}")
    show("articles a second, one core", len(articles) / seconds, RATE_GOAL)


def show(measure: str, value: float, goal: float | None, more: str = "", *, is_minimum: bool = True) -> None:
    """Print one line of the table: a measure, its value, and whether it meets the goal, which is a minimum or a maximum."""
    met = "" if goal is None else "met" if (value >= goal if is_minimum else value <= goal) else "missed"
    print(f"{measure:36s} {value:8.3f}  {'' if goal is None else goal!s:>6}  {met:7s} {more}")


if __name__ == "__main__":
    main()
