import pytest

from app.extract.events.statuses import factuality_of
from tests.extract.events.events_in_text import triggers_in


@pytest.mark.parametrize(
    ("text", "lemma", "status"),
    [
        ("Officers arrested a baker.", "arrest", "occurred"),
        ("A baker has been arrested.", "arrest", "occurred"),
        ("The officers are arresting bakers.", "arrest", "ongoing"),
        ("Officers will arrest the baker.", "arrest", "planned"),
        ("Officers plan to arrest the baker.", "arrest", "planned"),
        ("The envoys are to meet in Bergen.", "meet", "planned"),
        ("Officers may arrest the baker.", "arrest", "hypothetical"),
        ("They threatened to arrest the baker.", "arrest", "hypothetical"),
        ("She would leave if they arrest the baker.", "arrest", "hypothetical"),
        ("They began to evacuate the valley.", "evacuate", "ongoing"),
        ("She called for an investigation.", "investigation", "hypothetical"),
        ("The upcoming election matters.", "election", "planned"),
        ("The war in the north is far.", "war", "ongoing"),
        ("The war ended long ago.", "war", "occurred"),
        ("The trial will open there.", "trial", "planned"),
    ],
)
def test_the_status_depends_on_the_verbs_around(text: str, lemma: str, status: str) -> None:
    assert [factuality_of(trigger).status for trigger in triggers_in(text) if trigger.lemma == lemma] == [status]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("They did not arrest the baker.", "arrest"),
        ("The baker was never arrested.", "arrest"),
        ("There was no ceasefire.", "ceasefire"),
        ("He refused to resign.", "resign"),
        ("It passed without meeting the envoys.", "meet"),
    ],
)
def test_an_event_that_did_not_happen_is_negated(text: str, lemma: str) -> None:
    assert [factuality_of(trigger).negated for trigger in triggers_in(text) if trigger.lemma == lemma] == [True]


def test_an_event_that_happened_is_not_negated() -> None:
    assert not factuality_of(triggers_in("It was not raining when they arrested him.")[-1]).negated
