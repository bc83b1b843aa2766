import pytest

from app.extract.events.triggers import context_rules, lexicon
from app.extract.text.inflections import forms_by_word, forms_of
from tests.extract.events.events_in_text import triggers_in, words_of


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("attack", {"attack", "attacks", "attacking", "attacked"}),
        ("stab", {"stab", "stabs", "stabbing", "stabbed"}),
        ("carry", {"carry", "carries", "carrying", "carried"}),
        ("free", {"free", "frees", "freeing", "freed"}),
        ("visit", {"visit", "visits", "visiting", "visited"}),
        ("steal", {"steal", "steals", "stealing", "stole", "stolen"}),
        ("travel", {"travel", "travels", "traveling", "travelling", "traveled", "travelled"}),
    ],
)
def test_verbs_are_known_in_every_form(verb: str, forms: set[str]) -> None:
    assert {form for form, _ in forms_of(verb)} == forms


def test_a_word_may_be_more_than_one_form_of_its_verb() -> None:
    assert forms_by_word(["cut"])["cut"] == ("cut", frozenset({"base", "past", "participle"}))


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Rebels shelled the harbour.", "shelled", "attack"),
        ("The two navies exchanged fire.", "exchanged fire", "armed_conflict"),
        ("Nurses went on strike over pay.", "went on strike", "protest"),
        ("The court sentenced her brother.", "sentenced", "legal_action"),
        ("They agreed to a ceasefire.", "ceasefire", "ceasefire"),
        ("An earthquake shook the island.", "earthquake", "disaster"),
        ("The ferry ran aground near Split.", "ran aground", "accident"),
        ("Voters rejected it in a referendum.", "referendum", "election"),
        ("The bakery filed for bankruptcy.", "filed for bankruptcy", "economic"),
        ("Oslo recalled its ambassador.", "recalled", "diplomatic_act"),
    ],
)
def test_words_name_events_of_a_kind(text: str, word: str, kind: str) -> None:
    assert (word, kind) in [(*words_of(text, [trigger]), trigger.kind) for trigger in triggers_in(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The club fired its coach.", "other"),
        ("The ship fired two rockets.", "attack"),
        ("The band released an album.", "other"),
        ("The guards released a prisoner.", "release"),
        ("The temperature fell overnight.", "other"),
        ("Oil prices fell overnight.", "economic"),
    ],
)
def test_words_of_several_kinds_take_the_kind_of_their_context(text: str, kind: str) -> None:
    assert [trigger.kind for trigger in triggers_in(text)] == [kind]


@pytest.mark.parametrize("text", ["Six shells lay there.", "He bought a hard drive.", "The drives were large."])
def test_nouns_are_not_verbs(text: str) -> None:
    assert not [trigger for trigger in triggers_in(text) if trigger.lemma in ("shell", "drive")]


def test_the_longer_of_two_phrases_is_found() -> None:
    assert words_of(text := "Peace talks opened there.", triggers_in(text))[0] == "Peace talks"


def test_every_context_leads_to_a_word_of_the_lexicon() -> None:
    verbs, nouns = lexicon()
    lemmas = {entry.lemma for table in (verbs, nouns) for entries in table.values() for entry in entries}
    assert set(context_rules()) <= lemmas
