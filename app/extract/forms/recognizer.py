"""Recognizer of forms: the turns of transcripts and interviews, by the first form that fits."""

from collections.abc import Callable, Sequence

from app.extract.forms.headings import find_headed_turns
from app.extract.forms.interviews import find_interview
from app.extract.forms.transcripts import find_labelled_turns
from app.extract.forms.turns import Turn
from app.extract.names.recognizer import Name
from app.extract.text.segmentation import Text

# in the order of how surely they are recognized; a new form is one file and one line here
FORMS: tuple[Callable[[Text, Sequence[Name]], list[Turn]], ...] = (find_labelled_turns, find_headed_turns, find_interview)


def find_turns(text: Text, names: Sequence[Name]) -> list[Turn]:
    """Return the turns in order, without overlap; [] for a news report, whose quotations are no turns."""
    return next((turns for find in FORMS if (turns := find(text, names))), [])
