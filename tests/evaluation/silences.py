"""Claims found in sentences without speech, counted by corpus: each of them is invented.

    python -m tests.evaluation.silences [--data FOLDER] [--verbose]

Each sentence is extracted alone. Half of the sample is from PolNeAR (train; sentences that touch no attribution), half from GUM
(biographies, travel guides and papers; sentences without quotation marks). It has the sentences with the least hashes, and so stays the
same whatever their order. Some of them are sayings all the same (docs/extraction.md says how many), and count here as well.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from app.extract.pipeline import extract_article
from app.extract.text.inputs import ArticleText
from app.extract.text.segmentation import Span, Text
from tests.evaluation.sets import Json, records

SEED = "on record"
SAMPLE = 1000
LEAST_WORDS = 6  # fewer are headings, captions and remnants
GENRES = ("bio", "voyage", "academic")
MARKS = '"“”«»'


class Silence(NamedTuple):
    """A sentence without speech, and the corpus that it is from."""

    corpus: str
    words: str


def silent_polnear(articles: Iterable[Json]) -> Iterator[Silence]:
    """Yield the sentences that share no character with a source, cue or content."""
    for article in articles:
        touched = [span for each in article["attributions"] for part in ("source", "cue", "content") for span in each[part]]
        for sentence in Text(article["text"]).sentences:
            if not any(_overlap(sentence, span) for span in touched):
                yield Silence("PolNeAR", article["text"][slice(*sentence)])


def silent_gum(documents: Iterable[Json]) -> Iterator[Silence]:
    """Yield the sentences without quotation marks of the genres that tell and describe."""
    for document in documents:
        if document["genre"] in GENRES:
            firsts = [*document["sentences"], len(document["tokens"])]
            for first, last in pairwise(firsts):
                words = document["text"][document["tokens"][first][0] : document["tokens"][last - 1][1]]
                if not any(mark in words for mark in MARKS):
                    yield Silence(f"GUM {document['genre']}", words)


def sampled(sentences: Iterable[Silence], count: int) -> list[Silence]:
    """Return so many of the sentences that have words enough, by their hash: the sample does not depend on their order."""
    distinct = {each for each in sentences if len(each.words.split()) >= LEAST_WORDS}
    return sorted(distinct, key=lambda each: hashlib.sha256(f"{SEED}\0{each.words}".encode()).digest())[:count]


def sample(data: Path) -> list[Silence]:
    """Return the sentences of both corpora."""
    gum = (record for part in ("train", "dev") for record in records(data / f"gum_entities_{part}.jsonl.gz"))
    polnear = silent_polnear(records(data / "polnear_train.jsonl.gz"))
    return [*sampled(polnear, SAMPLE // 2), *sampled(silent_gum(gum), SAMPLE // 2)]


def _overlap(sentence: Span, span: Span) -> bool:
    return sentence[0] < span[1] and span[0] < sentence[1]


def claims_in(sentence: Silence) -> list[Json]:
    """Return the claims that are found in a sentence."""
    claims: list[Json] = extract_article(ArticleText(sentence.words))["claims"]
    return claims


def main() -> None:
    """Count, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    arguments.add_argument("--verbose", action="store_true", help="print each sentence with a claim, its cues and their confidence")
    options = arguments.parse_args()
    sentences = sample(options.data)
    sizes, found = Counter(each.corpus for each in sentences), Counter[str]()
    for sentence in sentences:
        claims = claims_in(sentence)
        found[sentence.corpus] += len(claims)
        if options.verbose and claims:
            cues = [(claim["confidence"], [sentence.words[slice(*span)] for span in claim["cue"]]) for claim in claims]
            print(sentence.corpus, cues, sentence.words, sep=" | ")
    for corpus, size in sizes.items():
        print(f"{found[corpus]:4d} claims in {size} sentences of {corpus}")
    print(f"{found.total():4d} claims in {len(sentences)} sentences without speech")


if __name__ == "__main__":
    main()
