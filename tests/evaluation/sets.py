"""Annotated articles, and the documents that are extracted from them: those that were trained on, by taggers that did not see them."""

import argparse
import gzip
import importlib.util
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import onnxruntime

from app.extract.model import tagger
from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText
from tests.evaluation.multitask.labels import FOLDS, fold_of

Json = dict[str, Any]
SETS = {
    "polnear_dev": "polnear_dev.jsonl.gz",
    "articles_dev": "articles_dev.jsonl",
    "articles_dev2": "articles_dev2.jsonl",
    "articles_train": "articles_train.jsonl",
    "dates_dev": "dates_dev.jsonl.gz",
}
FORMS = re.compile(r"w\d")  # how ids begin of texts in other forms than the news report


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return the options that the programs share."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    parser.add_argument("--kept", type=Path, default=Path(".evaluation"), help="folder with the documents of the last run")
    parser.add_argument("--folds", type=Path, help="folder with f0.onnx to f2.onnx, each trained without the articles of its fold")
    parser.add_argument("--articles", type=int, help="so many articles of each set, to try a program")
    parser.add_argument("--reuse", action="store_true", help="take the documents of the last run as they are")
    return parser


def records(file: Path) -> Iterator[Json]:
    """Yield the annotated articles of a file."""
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def records_of(name: str, options: argparse.Namespace) -> list[Json]:
    """Return the annotated articles of a set, as many as the options want."""
    return list(records(options.data / SETS[name]))[: options.articles]


def extracted(record: Json) -> Json:
    """Return the document extracted from an annotated article, without its annotations."""
    article = ArticleText(record["text"], record.get("title"), record.get("published"), record.get("url"), id=record["id"])
    return {**extract_article(article), "id": record["id"]}


def documents_of(name: str, options: argparse.Namespace) -> list[Json]:
    """Return the documents of a set in its order, and keep them. ``articles_train`` is cross-validated where there are taggers of folds."""
    kept = options.kept / f"{name}.jsonl"
    if options.reuse and kept.exists():
        return list(records(kept))[: options.articles]
    articles = records_of(name, options)
    folds = range(FOLDS) if name == "articles_train" and options.folds else [None]
    documents: dict[str, Json] = {}
    for fold in folds:
        with tagger_of(None if fold is None else options.folds / f"f{fold}.onnx"):
            documents |= {each["id"]: extracted(each) for each in articles if fold is None or fold_of(each["id"]) == fold}
    options.kept.mkdir(exist_ok=True)
    kept.write_text("".join(json.dumps(documents[each["id"]]) + "\n" for each in articles), encoding="utf-8")
    return [documents[each["id"]] for each in articles]


@contextmanager
def tagger_of(file: Path | None) -> Iterator[None]:
    """Extract with the tagger of a file; with the project's own, if None."""
    own = tagger._session
    if file is not None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        setattr(tagger, "_session", lambda: session)  # noqa: B010  mypy lets no function be replaced by assignment
    try:
        yield
    finally:
        setattr(tagger, "_session", own)  # noqa: B010


def scorer(file: Path) -> Any:
    """Return the scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
