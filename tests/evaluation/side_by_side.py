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
from tests.evaluation.sets import scorer

Json = dict[str, Any]
WIDTH = 44


def names_by_id(document: Json) -> dict[str | None, str]:
    """Return what the entities are called, by id."""
    return {None: "-", **{entity["id"]: entity.get("name") or entity.get("descriptor") or "?" for entity in document["entities"]}}


def compare_claims(score: Any, text: str, hand_made: Json, extracted: Json) -> Iterator[tuple[str, str, str]]:
    """Yield (verdict, hand-made claim, extracted claim) for every claim, in the order of the text."""
    pairs = dict(score.match(hand_made["claims"], extracted["claims"], score.iou50))
    hand_made_names, extracted_names = names_by_id(hand_made), names_by_id(extracted)
    entities = {entity["id"]: entity for entity in extracted["entities"]}
    for n, claim in enumerate(hand_made["claims"]):
        expected = f"{hand_made_names[claim['speaker']]}: {claim['gist']}"
        if n not in pairs:
            yield "missed", expected, ""
            continue
        match = extracted["claims"][pairs[n]]
        gold = next((entity for entity in hand_made["entities"] if entity["id"] == claim["speaker"]), None)
        is_same_speaker = (
            score.same_speaker({"mentions": [], "aliases": [], **gold}, entities[match["speaker"]], text)
            if gold and match["speaker"]
            else gold is None and match["speaker"] is None
        )
        yield "found" if is_same_speaker else "speaker", expected, f"{extracted_names[match['speaker']]}: {_words(text, match)}"
    for n, claim in enumerate(extracted["claims"]):
        if n not in pairs.values():
            yield "invented", "", f"{extracted_names[claim['speaker']]}: {_words(text, claim)} ({claim['confidence']:.2f})"


def _words(text: str, claim: Json) -> str:
    return " ".join(text[start:end] for start, end in claim["content"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    options = parser.parse_args()
    hand_made, text = yaml.safe_load(options.document.read_text(encoding="utf-8")), options.text.read_text(encoding="utf-8")
    article = hand_made["article"]
    extracted = extract_article(ArticleText(text, article["title"], str(article["published"])))
    rows = list(compare_claims(scorer(options.data / "score.py"), text, hand_made, extracted))
    for verdict, expected, extracted_claim in rows:
        print(f"{verdict:9s} | {expected[:WIDTH]:{WIDTH}s} | {extracted_claim[:WIDTH]}")
    for verdict in ("found", "speaker", "missed", "invented"):
        print(f"{verdict}: {sum(row[0] == verdict for row in rows)}")


if __name__ == "__main__":
    main()
