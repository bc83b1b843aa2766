"""Comparison of extracted claims with hand-made ones: found, missed and invented claims, and their speakers.

python -m tests.evaluation.side_by_side DOCUMENT TEXT [--data FOLDER]
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText
from tests.evaluation.calibrate import scorer

Json = dict[str, Any]
WIDTH = 44


def names(document: Json) -> dict[str | None, str]:
    """Return what the entities are called, by id."""
    return {None: "-", **{entity["id"]: entity.get("name") or entity.get("descriptor") or "?" for entity in document["entities"]}}


def compared(score: Any, text: str, made: Json, found: Json) -> Iterator[tuple[str, str, str]]:
    """Yield (verdict, hand-made claim, extracted claim) for every claim, in the order of the text."""
    pairs = dict(score.match(made["claims"], found["claims"], score.iou50))
    persons, ours = names(made), names(found)
    entities = {entity["id"]: entity for entity in found["entities"]}
    for n, claim in enumerate(made["claims"]):
        theirs = f"{persons[claim['speaker']]}: {claim['gist']}"
        if n not in pairs:
            yield "missed", theirs, ""
            continue
        other = found["claims"][pairs[n]]
        gold = next((entity for entity in made["entities"] if entity["id"] == claim["speaker"]), None)
        same = (
            score.same_speaker({"mentions": [], "aliases": [], **gold}, entities[other["speaker"]], text)
            if gold and other["speaker"]
            else gold is None and other["speaker"] is None
        )
        yield "found" if same else "speaker", theirs, f"{ours[other['speaker']]}: {_words(text, other)}"
    for n, claim in enumerate(found["claims"]):
        if n not in pairs.values():
            yield "invented", "", f"{ours[claim['speaker']]}: {_words(text, claim)} ({claim['confidence']:.2f})"


def _words(text: str, claim: Json) -> str:
    return " ".join(text[start:end] for start, end in claim["content"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    options = parser.parse_args()
    made, text = yaml.safe_load(options.document.read_text(encoding="utf-8")), options.text.read_text(encoding="utf-8")
    article = made["article"]
    found = extract_article(ArticleText(text, article["title"], str(article["published"])))
    rows = list(compared(scorer(options.data / "score.py"), text, made, found))
    for what, theirs, ours in rows:
        print(f"{what:9s} | {theirs[:WIDTH]:{WIDTH}s} | {ours[:WIDTH]}")
    for what in ("found", "speaker", "missed", "invented"):
        print(f"{what}: {sum(row[0] == what for row in rows)}")


if __name__ == "__main__":
    main()
