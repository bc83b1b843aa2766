"""Explicit claims (said, written, shown) as opposed to ascribed attitudes (believes, hopes, plans)."""

from app.extract.attribution.cues import ATTITUDES, cue_classes, cue_lemmas, cue_text
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text

# Classes of cue words that tell an act of speech or writing. A word of attitude tells none, whatever its class.
ACT_CLASSES = frozenset(("speech", "accusation", "denial", "demand", "assessment"))


def is_explicit(text: Text, attribution: Attribution) -> bool:
    """Return False for an attitude ascribed without an act of speech or writing. A claim without a cue is explicit."""
    cue = cue_text(text, attribution)
    lemmas = list(cue_lemmas(cue))
    if not any(lemma in ATTITUDES for lemma in lemmas):
        return True
    other_words = " ".join(lemma for lemma in lemmas if lemma not in ATTITUDES)
    return any(cue_class in ACT_CLASSES for cue_class in cue_classes(other_words))
