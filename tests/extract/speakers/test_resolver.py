"""Speakers of claims in marked texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.entities import EntityDocument
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text
from tests.extract.speakers.marked import marked, only_entity, said_by, speakers_in, speakers_of


def test_an_unnamed_speaker_is_not_called_by_another_role() -> None:
    text = "<s>A lawyer</s> <q>said</q> <c>he slept</c>.|<s> The prosecutor</s> <q>said</q> <c>he woke</c>."
    assert said_by(text) == ["A lawyer", "The prosecutor"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Navy Chief of Staff Ana Novak", "Ana Novak"),
        ("US Secretary of State Ana Novak", "Ana Novak"),
        ("Port minister Ana Novak", "Ana Novak"),
        ("Ana Novak, the port minister,", "Ana Novak"),
        ("Norway's port minister, Ana Novak,", "Ana Novak"),
        ("The director of the Coast Agency (CA), Ana Novak,", "Ana Novak"),
        ("Norwegian Ambassador to Denmark Ana Novak", "Ana Novak"),
        ("Gov. Ana Novak (L-Bergen)", "Ana Novak"),
        ("the magazine Sealine", "Sealine"),
        ("Sealine news agency", "Sealine"),
        ("the Coast Agency's recent report", "Coast Agency"),
        ("The results of the Coast Study", "Coast Study"),
        ("the Navy", "Navy"),
        ("the Novak campaign", "Novak campaign"),
        ("WHO", "WHO"),
    ],
)
def test_the_speaking_name_is_found_in_the_source(source: str, name: str) -> None:
    assert said_by(f"Late on Friday <s>{source}</s> said <c>the harbour was closed</c>.") == [name]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("a senior harbour official", "person"),
        ("two dockers from Bergen", "group"),
        ("police", "group"),
        ("a spokesman for the Coast Agency", "person"),
        ("a new report", "organization"),
        ("elected officials", "group"),
        ("critics of Ana Novak", "group"),
        ("a Danish court", "organization"),
    ],
)
def test_unnamed_sources_are_anonymous_with_a_descriptor(source: str, kind: str) -> None:
    entity = only_entity(f"Late on Friday <s>{source}</s> said <c>it was closed</c>.")
    assert (entity.kind, entity.name, entity.anonymous, entity.descriptor) == (kind, None, True, source)


def test_two_indefinite_descriptions_are_two_speakers() -> None:
    speakers = speakers_of("|<s>One guard</s> said <c>no</c>. |<s>One guard</s> said <c>so</c>. |<s>The guard</s> left, he said <c>so</c>.")
    assert speakers.speaker_of == ["s1", "s2", "s2"]


def test_two_names_are_a_group_with_members() -> None:
    speakers = speakers_of("<s>Ana Novak and Karl Lund</s> said <c>it was late</c>.")
    group, *members = speakers.entities
    assert (group.kind, group.name, group.members) == ("group", "Ana Novak and Karl Lund", [member.id for member in members])
    assert [member.name for member in members] == ["Ana Novak", "Karl Lund"]


def test_an_unnamed_speaker_of_the_headline_is_resolved_by_the_story() -> None:
    headline = "|<s>Danish pilot</s> warns <c>of violent winter storms</c>\n\n"
    text = headline + "|<s>Karl Lund</s> said <c>violent winter storms were coming</c>. Rain fell."
    assert said_by(text) == ["Karl Lund", "Karl Lund"]


def test_an_anonymous_source_has_its_condition_of_anonymity() -> None:
    text = "<s>A guard</s>, who spoke on condition of anonymity because talks go on, said <c>no</c>. "
    assert only_entity(text).anonymity_condition == "on condition of anonymity because talks go on"
    assert only_entity("<s>A guard</s> said <c>no</c>. It rained.").anonymity_condition is None


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("<s>Ana Novak, a spokeswoman for Seal Ltd,</s> said <c>no</c>.", [("spokeswoman", "Seal Ltd")]),
        ("<s>Harbour Council Chief of Staff Ana Novak</s> said <c>no</c>.", [("Chief of Staff", "Harbour Council")]),
        ("<s>Chief of Staff Ana Novak</s> said <c>no</c>.", [("Chief of Staff", None)]),
        ("<s>Seal Ltd director Ana Novak</s> said <c>no</c>.", [("director", "Seal Ltd")]),
        ("<s>Danish President Ana Novak</s> said <c>no</c>.", [("Danish President", None)]),
        ("According to <s>Ana Novak</s>, <c>a guard was hurt</c>.", []),
        ("<s>Port Agency officials</s> said <c>no</c>.", [("officials", "Port Agency")]),
        ("<s>The fisheries minister, Ana Novak,</s> said <c>no</c>.", [("fisheries minister", None)]),
        ("<s>Quell's deputy harbour director, Ana Novak,</s> said <c>no</c>.", [("deputy harbour director", "Quell")]),
        ("<s>Trade minister Ana Novak</s> said <c>no</c>.", [("Trade minister", None)]),
        ("<s>The hospital's chief surgeon, Ana Novak,</s> said <c>no</c>.", [("chief surgeon", None)]),
        ("<s>The ship carried captain Ana Novak</s>, <c>no</c>.", [("captain", None)]),
        ("It failed, <s>the minister, Ana Novak</s>, told reporters <c>today</c>.", [("minister", None)]),
        ("<s>Lund's lawyer, Ana Novak,</s> said <c>no</c>.", [("lawyer", None)]),
        ("Mark Lund sat. <s>Lund's secretary, Ana Novak,</s> said <c>it rained</c>.", [("secretary", None)]),
        ("Mark Lund sat. <s>Lund's secretary</s> said <c>it rained</c>.", [("secretary", None)]),
        ("<s>Seal Ltd's lawyer, Ana Novak,</s> said <c>no</c>.", [("lawyer", "Seal Ltd")]),
    ],
)
def test_roles_are_titles_and_organizations(text: str, roles: list[tuple[str, str | None]]) -> None:
    assert [tuple(role) for role in only_entity(text).roles] == roles


def test_mentions_are_in_order_and_aliases_are_their_words() -> None:
    entity = only_entity("Ana Novak rose. <s>Novak</s> said <c>no</c>. Ms. Novak sat, and Ana Novak left.")
    assert (entity.name, entity.aliases, len(entity.mentions)) == ("Ana Novak", ["Novak"], 4)
    assert entity.mentions == sorted(entity.mentions)


WORDS = [
    "Ana",
    "Novak",
    "the",
    "officials",
    "he",
    "They",
    "WHO",
    "’s",
    "and",
    ",",
    "\n",
    "“",
    "A",
    "spokesman",
    "for",
    "\0",
    "🦭",
    "Ümit",
    "of",
    "two",
]


@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.data())
def test_any_text_and_spans_give_entities_that_a_document_accepts(text: str, data: st.DataObject) -> None:
    def spans(minimum: int) -> tuple[tuple[int, int], ...]:
        pairs = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), min_size=minimum, max_size=2))
        return tuple((min(pair), max(pair) + (pair[0] == pair[1])) for pair in pairs) if text else ((0, 1),) * minimum

    attributions = [Attribution(spans(0), spans(0), spans(1)) for _ in range(data.draw(st.integers(0, 4)))]
    speakers = speakers_in(Text(text + "."), attributions)
    assert len(speakers.speaker_of) == len(attributions)
    for entity in speakers.entities:
        roles = [role._asdict() for role in entity.roles]
        EntityDocument.model_validate({**vars(entity), "roles": roles})
        assert all(end <= len(text) + 1 for _, end in entity.mentions)


def test_time_is_proportional_to_the_length_of_the_text() -> None:
    def seconds(times: int) -> float:
        text, attributions = marked(
            "|".join(
                ["<s>Ana Novak of Oslo</s> said <c>no</c>. ", "<s>the guard</s> said <c>yes</c>. ", "<s>He</s> said <c>so</c>. "] * times
            )
        )
        start = time.process_time()
        speakers_in(Text(text), attributions)
        return time.process_time() - start

    assert seconds(1600) < 12 * seconds(400)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("the harbour ministry", "harbour ministry"),
        ("The hospital", "hospital"),
        ("the statement", "statement"),
        ("Quell's council", "Quell's council"),
    ],
)
def test_a_body_without_another_name_speaks_as_itself(source: str, name: str) -> None:
    entity = only_entity(f"In Quell <s>{source}</s> <q>said</q> <c>the quay is shut</c>.")
    assert (entity.name, entity.kind, entity.anonymous) == (name, "organization", False)


@pytest.mark.parametrize("source", ["A report", "a hospital", "Two ministries", "An official of the ministry", "Witnesses"])
def test_a_source_that_the_text_introduces_without_a_name_is_anonymous(source: str) -> None:
    assert only_entity(f"On Friday <s>{source}</s> <q>said</q> <c>the quay is shut</c>.").anonymous


def test_a_label_in_capitals_is_the_person_named_above() -> None:
    text = "Zyx Quarrel keeps the light.|\n<s>QUARREL</s>: <c>It burns all night</c>.|\n<s>Nix Obbel</s>: <c>It does not</c>."
    assert said_by(text) == ["Zyx Quarrel", "Nix Obbel"]


def test_a_source_cuts_the_title_off_a_run_of_capitals() -> None:
    text = "On Friday Sealine Quartermaster <s>Zyx Quarrel</s> <q>said</q> <c>it burns</c>.| <s>Quarrel</s> <q>said</q> <c>it does</c>."
    assert said_by(text) == ["Zyx Quarrel", "Zyx Quarrel"]


def test_the_beginning_of_a_companys_name_is_the_company() -> None:
    text = "Mark Quarrel Co. is shut. <s>Mark Quarrel</s> <q>said</q> <c>no</c>.|\n\n<s>Quarrel Co.</s> <q>said</q> <c>yes</c>."
    assert [entity.kind for entity in speakers_of(text).entities] == ["organization"]
