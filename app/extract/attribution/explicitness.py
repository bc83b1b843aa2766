"""Whether somebody said, wrote or showed it, or is only told to believe, hope, want or plan it."""

from app.extract.attribution.cues import ATTITUDES, cue_of, lemmas_of, shades_of
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text

# Words of attitude in these shades are no act of speaking either: "expects", "plans".
ACTS = frozenset(("speech", "accusation", "denial", "demand"))


def is_explicit(text: Text, attribution: Attribution) -> bool:
    """Return False for an attitude that is ascribed without an act of speech or writing. Without a cue, the words themselves are one."""
    cue = cue_of(text, attribution)
    lemmas = list(lemmas_of(cue))
    if not any(lemma in ATTITUDES for lemma in lemmas):
        return True
    rest = " ".join(lemma for lemma in lemmas if lemma not in ATTITUDES)
    return any(shade in ACTS or shade == "assessment" for shade in shades_of(rest))
