"""Train the dictionaries that stored JSON and documents are compressed with: ``python -m tests.scale.dictionaries``.

The samples are those of generated documents, with every invented word replaced by random letters: a dictionary that knew the words of the
generator would compress its archives better than any real one, and the measured sizes would flatter.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import get_args

from zstandard import train_dictionary

from app.database.compression import DOCUMENT_DICTIONARY, FOLDER, JSON_DICTIONARY
from app.database.tables import Article, Claim
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.documents import rows_of
from app.ingest.preparing.numbering import assign_ids
from app.ingest.preparing.rendering import Rendering
from app.terms import vocabulary
from tests.benchmark.archives.documents import CONDITION, CUES, DESCRIPTORS, documents
from tests.benchmark.archives.world import TITLES

Buffer = bytes | bytearray | memoryview
DOCUMENTS, SEED = 1_000, 99
TRAINED_JSON_BYTES, JSON_BYTES, DOCUMENT_BYTES = 16_384, 4_096, 32_768
WORD = re.compile(r"[^\W\d_]{2,}")
NAME = re.compile(r'"([a-zA-Z_0-9]+)":')
LETTERS = "eeeeettttaaaooiinnssrrhhllddccuumfpgwybvk"  # about as often as in English


def samples() -> tuple[list[Buffer], list[Buffer]]:
    """Return stored JSON of claims and articles, and documents, of generated articles."""
    jsons, bodies = [], []
    for generated in islice(documents(DOCUMENTS * 12, SEED), DOCUMENTS):
        document = KnowledgeDocument.model_validate(generated)
        jsons += [json.decode() for json in _rendered(document)]
        bodies.append(document.model_dump_json(by_alias=True, exclude_unset=True, exclude={"article": {"text"}}))
    known = _known_words([*jsons, *bodies])
    return [_invent(json, known).encode() for json in jsons], [_invent(body, known).encode() for body in bodies]


def _rendered(document: KnowledgeDocument) -> Iterator[bytes]:
    ids = assign_ids(document)
    rows, rendering = rows_of(document, ids), Rendering(document, ids)
    claims = {claim.id: claim for claim in document.claims}
    yield from (rendering.claim(claims[row["local_id"]], row) for row in rows[Claim])
    yield rendering.article(rows[Article][0], [])


def _known_words(texts: Iterable[str]) -> set[str]:
    """Return the words that any archive has: names of fields, closed vocabularies, and the English words of the generator."""
    words = {word for text in texts for name in NAME.findall(text) for word in name.split("_")}
    closed = [get_args(getattr(vocabulary, name)) for name in dir(vocabulary)]
    english = [
        *CUES,
        *DESCRIPTORS,
        *TITLES,
        CONDITION,
        "true",
        "false",
        "null",
        "codepoint",
        "TextPositionSelector",
        "TextQuoteSelector",
        "https",
    ]
    prefixes = ["art", "clm", "ent", "evt", "ient", "nent", "claim", "event", "entity"]
    return (
        words
        | {word for values in closed for value in values if isinstance(value, str) for word in value.split("_")}
        | {word for text in (*english, *prefixes) for word in text.split()}
    )


def _invent(text: str, known: set[str]) -> str:
    """Replace every word that is not known by random letters."""
    chance = Random(len(text))
    return WORD.sub(
        lambda word: word[0] if word[0].lower() in known or word[0] in known else "".join(chance.choices(LETTERS, k=len(word[0]))), text
    )


def train(folder: Path) -> None:
    """Write the dictionaries. That of LZ4 has no header: it is the end of one of zstd, where the most useful samples stand."""
    jsons, bodies = samples()
    (folder / f"{JSON_DICTIONARY}.dict").write_bytes(train_dictionary(TRAINED_JSON_BYTES, jsons).as_bytes()[-JSON_BYTES:])
    (folder / f"{DOCUMENT_DICTIONARY}.dict").write_bytes(train_dictionary(DOCUMENT_BYTES, bodies, dict_id=DOCUMENT_DICTIONARY).as_bytes())


if __name__ == "__main__":
    train(FOLDER)
