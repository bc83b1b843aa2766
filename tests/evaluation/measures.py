"""Measures of the program as it is run: scorers of the data's folder, cases, reports, speed and memory."""

import json
import os
import re
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.evaluation.sets import FORMS, Json, documents_of, extracted, records_of

ONRECORD = Path(sys.executable).with_name("onrecord")
# a fresh process: the first document, then ordinary articles
RESOURCES = """
import json, resource, sys, time
from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText
started = time.perf_counter()
extract_article(ArticleText("The mayor said on Monday that the bridge would open."))
first, articles = time.perf_counter() - started, [json.loads(line)["text"] for line in sys.stdin]
started = time.process_time()
for text in articles:
    extract_article(ArticleText(text))
spent = time.process_time() - started
print(json.dumps([len(articles) / spent, first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
Values = Iterator[tuple[str, float, str]]  # measure, value, and more about it


def claim_measures(golds: Iterable[Json], documents: Iterable[Json], data: Path) -> Values:
    """Yield what ``score.py`` measures."""
    scores: Json = json.loads(_compare(data / "score.py", documents, golds, "--json"))
    for measure, value in scores.items():
        if isinstance(value, dict):
            yield measure, value["f1"], f"P {value['p']:.3f} R {value['r']:.3f}"


def form_measures(options: Namespace) -> Values:
    """Yield the measures of the texts of ``articles_train`` that have another form than the news report."""
    pairs = [
        (gold, document)
        for gold, document in zip(records_of("articles_train", options), documents_of("articles_train", options), strict=True)
        if FORMS.match(gold["id"])
    ]
    if pairs:
        golds, documents = zip(*pairs, strict=True)
        yield from claim_measures(golds, documents, options.data)


def date_measures(golds: Iterable[Json], documents: Iterable[Json], data: Path) -> Values:
    """Yield the F1 of ``dates.py``."""
    output = _compare(data / "dates.py", documents, golds)
    found = re.search(r"precision ([\d.]+) recall ([\d.]+) F1 ([\d.]+)", output)
    assert found, output
    yield "dates", float(found[3]), f"P {found[1]} R {found[2]}"


def case_measures(data: Path) -> Values:
    """Yield the number of cases that hold."""
    output = run(data / "cases.py", data / "cases.jsonl", "--onrecord", ONRECORD)
    held, number = re.findall(r"(\d+) of (\d+) cases hold", output)[0]
    yield "cases that hold", int(held), f"of {number}"


def report_measures(data: Path) -> Values:
    """Yield the share of reports that pass."""
    output = run(data / "reports.py", data / "reports.jsonl")
    passed, failed = (len(re.findall(rf"^{word}", output, re.MULTILINE)) for word in ("PASS", "FAIL"))
    yield "share of reports that pass", passed / (passed + failed), f"{passed} of {passed + failed}"


def resource_measures(options: Namespace) -> Values:
    """Yield speed, the first document, and memory, each measured in a new process."""
    lines = "".join(json.dumps(record) + "\n" for record in records_of("articles_dev", options))
    run = subprocess.run([sys.executable, "-c", RESOURCES], input=lines, capture_output=True, text=True, check=True)
    names = ("articles a second, one core", "first document, seconds", "most memory, MB")
    yield from ((name, value, "") for name, value in zip(names, json.loads(run.stdout), strict=True))


def silence_measures(sentences: Iterable[str]) -> Values:
    """Yield the number of claims in sentences, each extracted alone."""
    found = [len(extracted({"id": "silence", "text": sentence})["claims"]) for sentence in sentences]
    yield "claims in sentences without speech", sum(found), f"{len(found)} sentences"


def _compare(program: Path, documents: Iterable[Json], golds: Iterable[Json], *more: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("documents.jsonl", "golds.jsonl")]
        for file, objects in zip(files, (documents, golds), strict=True):
            file.write_text("".join(json.dumps(each) + "\n" for each in objects), encoding="utf-8")
        return run(program, *files, *more)


def run(program: Path, *arguments: str | Path) -> str:
    """Run a program of the data, and return what it prints."""
    environment = {**os.environ, "ONRECORD": str(ONRECORD)}
    run = subprocess.run([sys.executable, program, *arguments], capture_output=True, text=True, check=True, env=environment)
    return run.stdout
