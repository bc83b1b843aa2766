"""Names that are likely to be meant by a name that nothing has."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

NEAR = 0.7  # similarity of two names of which one may be the other, misspelt


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that most likely was meant: one that shares a word with it, else one that is spelt alike; None if none is near."""
    words = {*re.findall("[a-z]+", name)}
    sharing = [known for known in names if words & {*known.split("_")}]
    if sharing:
        return min(sharing, key=lambda known: len(words ^ {*known.split("_")}))
    return next(iter(get_close_matches(name, names, 1, NEAR)), None)
