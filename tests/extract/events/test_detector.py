import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.events import EventDocument
from app.extract.attribution.relations import Attribution
from app.extract.events.detector import EventDraft, detect_events
from app.extract.text.segmentation import Text
from tests.extract.events.events_in_text import Entity, Time, events_in, span_of

STORY = """Ferry sinks off Larvik

A ferry sank off Larvik on Monday after it hit a rock. Rescuers saved 40 passengers.

The ferry was built in 1990.

Larvik is a town of 25,000. Police will question the captain tomorrow. The sinking shocked the town."""


def event_named(events: list[EventDraft], text: str, word: str) -> EventDraft:
    """Return the event that a word mentions."""
    return next(event for event in events if word in [text[slice(*span)] for span in event.mentions])


def events_of_story() -> list[EventDraft]:
    """Return the events of the story."""
    times = [Time(span_of(STORY, "Monday"), "2024-03-04"), Time(span_of(STORY, "tomorrow"), "2024-03-06")]
    captain = Entity("s1", "Ole Vik", "person", (span_of(STORY, "the captain"),))
    return detect_events(Text(STORY), times, [], [captain])


def test_mentions_of_one_event_are_joined() -> None:
    assert [STORY[slice(*span)] for span in event_named(events_of_story(), STORY, "sank").mentions] == ["sinks", "sank", "sinking"]


def test_an_event_of_the_headline_is_main_and_background_is_not() -> None:
    events = events_of_story()
    assert event_named(events, STORY, "sank").main
    assert not event_named(events, STORY, "question").main


def test_an_event_has_the_date_of_its_clause() -> None:
    events = events_of_story()
    assert (event_named(events, STORY, "sank").date, event_named(events, STORY, "question").date) == ("2024-03-04", "2024-03-06")


def test_participants_are_entities_by_id_and_others_by_name() -> None:
    participants = event_named(events_of_story(), STORY, "question").participants
    assert [(part.entity, part.name, part.role) for part in participants] == [(None, "Police", "actor"), ("s1", None, "target")]


def test_a_figure_belongs_to_the_nearest_event() -> None:
    assert [(figure.measure, figure.value) for figure in event_named(events_of_story(), STORY, "saved").figures] == [("rescued", 40)]


def test_an_event_is_titled_by_who_does_what() -> None:
    assert event_named(events_of_story(), STORY, "question").title == "Police to question Ole Vik"


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Guards beat up the poet.", [("Guards", "actor"), ("poet", "target")]),
        ("The poet was arrested by soldiers.", [("poet", "target"), ("soldiers", "actor")]),
        ("The mayor met with farmers.", [("mayor", "party"), ("farmers", "party")]),
        ("Divers rescued two hikers.", [("Divers", "actor"), ("hikers", "recipient")]),
    ],
)
def test_participants_have_roles_by_their_position(text: str, participants: list[tuple[str, str]]) -> None:
    assert [(part.name, part.role) for part in events_in(text)[0].participants] == participants


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb exploded in Bergen.", "Bergen"),
        ("A bomb exploded near Elm Street.", "Elm Street"),
        ("They met in Leeds, England.", "Leeds, England"),
        ("They met in silence.", None),
    ],
)
def test_the_place_is_the_name_behind_a_preposition(text: str, place: str | None) -> None:
    assert events_in(text)[0].place == place


def test_an_event_of_last_week_happened_at_one_moment_within_it() -> None:
    (event,) = events_in("Thieves robbed a bank lately.", lately="2024-03-04/2024-03-10")
    assert event.date == "[2024-03-04..2024-03-10]"


def test_an_ongoing_event_lasts_from_its_onset() -> None:
    (event,) = events_in("The siege began Monday and the siege continues.", Monday="2024-03-04")
    assert (event.status, event.date) == ("ongoing", "2024-03-04/..")


def test_events_of_different_days_are_different_events() -> None:
    events = events_in("Police arrested Ole on Monday. Police arrested Liv on Tuesday.", Monday="2024-03-04", Tuesday="2024-03-05")
    assert [event.date for event in events] == ["2024-03-04", "2024-03-05"]


def test_days_of_one_month_belong_to_it() -> None:
    text = "Police arrested Ole in March. It rained. Police arrested Ole on Monday, and again on Friday."
    events = events_in(text, March="2024-03", Monday="2024-03-04", Friday="2024-04-05")
    assert [event.date for event in events] == ["2024-03-04"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Thieves robbed a bank on Monday. They shot a guard.", "2024-03-04"),
        ("Thieves robbed a bank on Monday. They had shot a guard.", None),
        ("Thieves robbed a bank on Monday. They may have shot a guard.", None),
        ("Thieves robbed a bank on Monday.\nThey shot a guard.", None),
    ],
)
def test_undated_deeds_of_a_narrative_have_the_day_before_them(text: str, date: str | None) -> None:
    shot = next(event for event in events_in(text, Monday="2024-03-04") if any("shot" in text[slice(*span)] for span in event.mentions))
    assert shot.date == date


def test_the_fate_of_victims_is_part_of_its_cause() -> None:
    text = "Nine people were killed in a train crash."
    assert [[text[slice(*span)] for span in event.mentions] for event in events_in(text)] == [["train crash"]]


def test_the_words_of_a_source_are_no_event() -> None:
    text = "The strike committee said Ana Ruiz was arrested."
    said = Attribution((span_of(text, "The strike committee"),), (span_of(text, "said"),), (span_of(text, "Ana Ruiz was arrested"),))
    assert [text[slice(*event.mentions[0])] for event in detect_events(Text(text), [], [said])] == ["arrested"]


def test_a_cue_that_only_reports_speech_is_no_event() -> None:
    text = "The hall was full, Ana Ruiz recalled."
    said = Attribution((span_of(text, "Ana Ruiz"),), (span_of(text, "recalled"),), (span_of(text, "The hall was full"),))
    assert detect_events(Text(text), [], [said]) == []
    assert [event.kind for event in events_in("The ministry recalled its ambassador.")] == ["diplomatic_act"]


@pytest.mark.parametrize("text", ["", "Yes", "\x00\x00", "“”", "😀 😀", "<p>", "attack" * 9, "Ärzte helfen", "a\u0301ttack war\x00war"])
def test_any_text_is_accepted(text: str) -> None:
    assert all(event.mentions for event in events_in(text))


NEWS_LIKE_TEXTS = st.lists(
    st.sampled_from(
        "the attack killed 3 at least police arrested in Leeds , . \n \x00 will not fired “ Monday war's by with É 😀 $5 million".split(" ")
    )
    | st.text(max_size=4),
    max_size=40,
).map(" ".join)


@given(NEWS_LIKE_TEXTS)
def test_events_fit_a_knowledge_document(text: str) -> None:
    for number, event in enumerate(events_in(text)):
        EventDocument.model_validate(
            {
                "id": f"e{number}",
                "title": event.title,
                "kind": event.kind,
                "status": event.status,
                "negated": event.negated,
                "date": event.date,
                "place": event.place,
                "participants": [{"entity": part.entity, "name": part.name, "role": part.role} for part in event.participants],
                "figures": [vars(figure) for figure in event.figures],
                "mentions": list(event.mentions),
                "main": event.main,
                "confidence": event.score,
            }
        )
        assert all(0 <= start < end <= len(text) for start, end in event.mentions)
        assert all(text[slice(*figure.span)] == figure.text for figure in event.figures)
