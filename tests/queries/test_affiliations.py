"""Classification of speakers by the words of names, titles and descriptors."""

import pytest

from app.queries.affiliations import RoleWords, is_government, speaks_for
from app.terms.countries import COUNTRIES
from app.terms.words import fold

OF_GOVERNMENT = """
Government of Atlantis; Ministry of Fisheries; Department of State; Justice Department; the Foreign Office; Port Defense Forces; Royal Navy
City of Brno; Brno City Council; Lower Saxony Police; the Senate; Parliament of Norway; US Congress; Supreme Court; Embassy of Peru in Oslo
Prime Minister; Deputy Minister for Roads; Defence Secretary; Mayor; Governor of Ohio; Senator; opposition lawmaker; Ambassador to Chad; MP
President; Vice President; acting president; French president; president of the United States; King; German Chancellor; Attorney General
a US official; U.S. officials; two French and Dutch officials; senior officials; current and former officials; a Western diplomat
a police officer; public prosecutors; an Israeli soldier; ministry officials; a federal judge; government spokeswoman; Border Police
a US official familiar with the talks; a ministry official who saw the draft; Veterans Affairs Ministry
Defence Ministry of the Russian Federation; ambassador to the European Union
"""
OF_OTHERS = """
former minister; ex-mayor; a former US official; retired army general; president-elect; candidate for governor
shadow cabinet; nominee for judge
union official; company official; president of the rowing club; company president; senior vice president; general secretary
Salvation Army; Police Federation; Army Radio; Union of Government Employees; Museum of the Navy; Senate Hotel; Burger King
Students' Parliament; brand ambassador; baptist minister; governor of the bank; school department; food court; European Parliament
United Nations Security Council; wife of the mayor; a critic of the government; anti-government protesters
a lawyer for the minister; military analyst
police expert; a person close to the government; someone familiar with the ministry's plans; a driver who saw the police
mothers against police violence
a docker; voters; Atlantis Steel; Rowing Congress Ltd; an American; ; —
"""


def listed(names: str) -> list[str]:
    return [name.strip() for line in names.strip().splitlines() for name in line.split(";")]


@pytest.mark.parametrize("words", listed(OF_GOVERNMENT))
def test_words_of_a_government(words: str) -> None:
    assert is_government(words)


@pytest.mark.parametrize("words", listed(OF_OTHERS))
def test_words_of_others(words: str) -> None:
    assert not is_government(words)


@pytest.mark.parametrize(
    ("speaker", "roles", "expected"),
    [
        (("organization", "Ministry of Roads", None), [], "government"),
        (("organization", "Norway", None), [], "government"),
        (("organization", "the Russian Federation", None), [], "government"),
        (("organization", "Atlantis Steel", None), [], "organization"),
        (("place", "Washington", None), [], "government"),
        (("place", "Oslo University Hospital", None), [], "organization"),
        (("place", "Wall Street", None), [], "organization"),
        (("place", None, "a small hotel"), [], "organization"),
        (("group", None, "two US and Dutch officials"), [], "government"),
        (("group", None, "two dockers"), [], "themselves"),
        (("group", "the Americans of Oslo", None), [("tourists", None)], "themselves"),
        (("person", None, "a senior police officer"), [], "government"),
        (("person", None, "a docker"), [("docker", None)], "themselves"),
        (("person", "Norway Mayor", None), [], "themselves"),
        (("person", "Ana Novak", None), [("mayor", None)], "government"),
        (("person", "Ana Novak", None), [("spokeswoman", "City of Brno")], "government"),
        (("person", "Ana Novak", None), [("president", "France")], "government"),
        (("person", "Ana Novak", None), [("president", None)], "government"),
        (("person", "Ana Novak", None), [("president", "Atlantis Steel")], "organization"),
        (("person", "Ana Novak", None), [("official", "Rowers' League")], "organization"),
        (("person", None, "an official"), [("official", "Atlantis Steel")], "organization"),
        (("person", None, "an official"), [("official", None)], "government"),
        (("person", None, "a US official"), [("official", "Space Agency")], "government"),
        (("person", None, "a police officer"), [(None, "Police Federation")], "organization"),
        (("person", "Ana Novak", None), [("senator", "Liberal Party")], "government"),
        (("person", "Ana Novak", None), [("minister", "First Baptist Church")], "organization"),
        (("person", "Ana Novak", None), [(None, "Atlantis Steel")], "organization"),
        (("person", "Ana Novak", None), [("chair", "Atlantis Steel"), ("mayor", "City of Brno")], "government"),
        (("person", "Ana Novak", None), [("former minister", "Government of Norway")], "themselves"),
        (("person", "Ana Novak", None), [("former minister", "Government of Norway"), ("chair", "Atlantis Steel")], "organization"),
    ],
)
def test_whom_a_speaker_speaks_for(speaker: tuple[str, str | None, str | None], roles: list[tuple[str, str]], expected: str) -> None:
    assert speaks_for(*speaker, tuple(RoleWords(*role) for role in roles)) == expected


def test_countries_are_written_as_names_are_folded() -> None:
    names = [" ".join(name.split()) for name in COUNTRIES.split(",")]
    assert names == [fold(name) for name in names]
    assert len(names) == len(set(names))
    assert all(speaks_for("organization", name, None) == "government" for name in names)


@pytest.mark.parametrize("words", ["border police ", "the us ", "state department of ", "police a "])
def test_a_long_name_takes_no_long_time(words: str) -> None:
    assert not is_government(words * 2_000 + "union")
