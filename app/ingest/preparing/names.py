"""The name, other names and words of an entity, from how articles name it and what people corrected."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.ingest.preparing.columns import Row
from app.terms.words import fold, words_to_index

LAST_CHARACTER = "\U0010ffff"  # no letter: it sorts behind all words


NOTHING_CORRECTED: Mapping[str, Any] = {}


def name_columns(
    spellings: Counter[Any],
    aliases: Counter[Any],
    wikidata: Counter[Any],
    descriptors: Counter[Any],
    corrected: Mapping[str, Any] = NOTHING_CORRECTED,
) -> Row:
    """Return the columns for names: the longest name in its commonest spelling, and all other names as aliases.

    Args:
        corrected: fields that people corrected. What its articles do not name has neither name nor Wikidata item.
    """
    names = [name for name in spellings if name]
    longest = max(map(fold, names), key=lambda folded: (len(folded), folded), default="")
    name = commonest(Counter({spelling: spellings[spelling] for spelling in names if fold(spelling) == longest}))
    corrected = corrected if name else NOTHING_CORRECTED
    name = corrected.get("name") or name
    other_names = sorted({*names, *aliases} - {name})
    descriptor = None if name else commonest(descriptors)
    return {
        "name": name,
        "name_order": fold(name) if name else LAST_CHARACTER + fold(descriptor or ""),
        "aliases": other_names,
        "wikidata": corrected["wikidata"] if "wikidata" in corrected else commonest(wikidata),
        "words": words_to_index(name, *other_names, descriptor),
    }


def commonest(counted: Counter[Any]) -> Any:
    """Return the commonest value that is not empty, of equally common ones the smallest; None if there is none."""
    known = [value for value in counted if value]
    return min(known, key=lambda value: (-counted[value], value), default=None)
