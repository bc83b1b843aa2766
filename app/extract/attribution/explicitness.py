"""Explicit claims (said, written, shown) as opposed to ascribed attitudes (believes, hopes, plans)."""

from app.extract.attribution.cues import ATTITUDES, cue_classes, cue_lemmas, cue_text
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text

# Words of attitude that also belong to one of these classes stay attitudes: "expects", "plans".
ACTS = frozenset(("speech", "accusation", "denial", "demand"))


def is_explicit(text: Text, attribution: Attribution) -> bool:
    """Return False for an attitude ascribed without an act of speech or writing. A claim without a cue is explicit."""
    cue = cue_text(text, attribution)
    lemmas = list(cue_lemmas(cue))
    if not any(lemma in ATTITUDES for lemma in lemmas):
        return True
    rest = " ".join(lemma for lemma in lemmas if lemma not in ATTITUDES)
    return any(cue_class in ACTS or cue_class == "assessment" for cue_class in cue_classes(rest))
