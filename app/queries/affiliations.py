"""Classify speakers by name, role and organization: for a government, an organization or themselves.

A heuristic over words of offices and authorities in English news and the names of countries, without lists of persons, parties or
companies. Government means every body that acts for one state, from parliament and court to police and town hall. Bodies of several states
(UN, EU, NATO) are organizations, and so are bodies whose words do not reveal their kind. In doubt the answer is not government.
"""

import re
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from app.terms.countries import COUNTRIES
from app.terms.words import fold

SpeaksFor = Literal["government", "organization", "themselves"]


class RoleWords(NamedTuple):
    """The title and the organization of a role, as in the article."""

    title: str | None
    organization: str | None


def _any_of(words: str) -> str:
    """Return a pattern for any of the words or phrases, which commas separate; longer ones are tried first."""
    return "(?:" + "|".join(sorted((" ".join(word.split()) for word in words.split(",")), key=len, reverse=True)) + ")"


class LazyPattern:
    """A regular expression that is compiled when first used: compiling all of them takes a tenth of a second."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    def search(self, text: str) -> bool:
        return self._compiled.search(text) is not None

    def fullmatch(self, text: str) -> bool:
        return self._compiled.fullmatch(text) is not None

    def sub(self, new: str, text: str) -> str:
        return self._compiled.sub(new, text)


def _anywhere(words: str) -> LazyPattern:
    """Return the pattern that finds one of the words or phrases anywhere in a text."""
    return LazyPattern(rf"\b{_any_of(words)}\b")


MAX_LENGTH = 300  # characters of a name or title; a longer text is not classified
COUNTRY = _any_of(COUNTRIES)
PORTFOLIO = _any_of("""
    state, foreign, home, interior, justice, treasury, defen[cs]e, war, security, homeland security, health, labou?r, commerce,
    energy, agriculture, transport, transportation, education, finance, fire, police, sheriff s
""")
# Offices and authorities that only states have. One of them, anywhere in the text, means a government.
GOVERNMENT_WORDS = _any_of(f"""
    governments?, governmental, ministry, ministries, ministers?, ministerial, cabinet, authorities, administration, presidency,
    junta, regime, {PORTFOLIO} department, department of {PORTFOLIO}, {PORTFOLIO} secretary, secretary of {PORTFOLIO}, foreign
    office, home office, parliament, parliamentary, parliamentarians?, senate, senators?, house of representatives, house of
    commons, house of lords, national assembly, legislature, legislators?, lawmakers?, congressm[ae]n, congresswom[ae]n, members? of
    congress, mps?, knesset, bundestag, duma, kremlin, white house, pentagon, downing street, capitol hill, supreme leader, head of
    state, embassy, embassies, consulate, consul, ambassadors?, high commissioner, governors?, governorate, mayors?, mayoral,
    prefects?, prefecture, municipality, municipalities, municipal, council(?:lor|m[ae]n|wom[ae]n)s?,
    (?:city|town|county|district|borough|municipal|local|provincial|regional) council, city hall, town hall, county executive, ^city
    of, police, police(?:m[ae]n|wom[ae]n), sheriffs?, gendarmerie, constabulary, fire brigade, coast ?guard, border
    (?:guards?|patrol|police), secret service, (?:security|intelligence) (?:agency|agencies|services?), (?:security|defen[cs]e)
    establishment, cia, fbi, army, armies, navy, air force, marine corps, military, armed forces, (?:self )?defen[cs]e forces?,
    security forces, national guard, general staff, courts?, judges?, magistrates?, judiciary, prosecutors?, prosecution, attorney
    general, solicitor general, district attorney, coroner, civil servants?, electoral commission, election commission
""")
# Titles in states and elsewhere. A state's title stands alone or with a country: "French president", not "president of the club".
SHARED_TITLE = _any_of("""
    president, vice president, chancellor, premier, king, queen, emir, sultan, crown prince, congress, generals?, admiral, envoy
""")
BEFORE_SHARED_TITLE = _any_of(f"""
    a, an, the, then, acting, interim, deputy, special, army, {COUNTRY}
""")
# Persons of a state only if all words before them are in the next list: "senior US officials", but not "union official".
OFFICIAL = _any_of("""
    officials?, diplomats?, soldiers?, troops
""")
BEFORE_OFFICIAL = _any_of(f"""
    a, an, the, one, two, three, four, five, some, several, many, other, another, unnamed, anonymous, senior, top, high, ranking,
    level, and, or, {COUNTRY}, {GOVERNMENT_WORDS}, western, arab, african, asian, european, american, gulf, federal, state, local, city,
    county, provincial, regional, public, security, defen[cs]e, intelligence, border, customs, immigration, health, election,
    foreign, diplomatic
""")
STATE_TITLE = LazyPattern(
    # *+ (possessive) does not backtrack; with backtracking each additional word would double the time.
    rf"(?:(?:{BEFORE_SHARED_TITLE} )*+{SHARED_TITLE}|(?:{BEFORE_OFFICIAL} )*+{OFFICIAL})(?: of (?:the )?{COUNTRY})?"
)
COUNTRY_NAME = LazyPattern(rf"(?:the )?(?:state of )?{COUNTRY}")
HAS_GOVERNMENT_WORD, HAS_COUNTRY = _anywhere(GOVERNMENT_WORDS), _anywhere(COUNTRY)

# From such a word on, the text does not tell a person's office: "a driver who saw the police".
BESIDES_THE_OFFICE = re.compile(
    r"\b(?:who|whose|whom|that|which|near|outside|opposite|against|about|by|close|familiar|loyal|opposed|speaking|involved)\b.*"
)
OUT_OF_OFFICE = _anywhere("""
    former, formerly, ex, retired, onetime, ousted, deposed, shadow, candidates?, nominee, hopeful, elect, would be
""")
# Phrases that contain some of ``GOVERNMENT_WORDS`` and mean something else.
OTHER_MEANINGS = _anywhere("""
    current and former, former and current, salvation army, liberation army, resistance army, republican army, free syrian army, old
    navy, brand ambassadors?, goodwill ambassadors?, to the european union, cabinet maker, senior vice president, military wing,
    (?:international|european|tennis|food|basketball) (?:criminal )?court(?: of justice| of human rights)?, european parliament,
    veterans affairs
""")
# Words of bodies that are no authority, although their names contain one: "Police Federation", "Army Radio".
NO_AUTHORITY = _anywhere("""
    unions?, associations?, (?<!russian )federation, society, foundation, university, college, schools?, students?, church, chapel,
    baptist, methodist, presbyterian, lutheran, bank, club, museum, hospital, compan(?:y|ies), inc, ltd, hotel, magazine, radio,
    television, tv, gazette, theat(?:re|er), league, ngo, charity, contest, unicef, unesco
""")
# Words for persons near an authority or against it: "victim of police", "mayor's wife".
NEAR_AN_AUTHORITY = _anywhere("""
    anti, non, pro, critics?, opponents?, rivals?, wife, husband, widow, sons?, daughters?, brother, sister, mother, father,
    parents, famil(?:y|ies), relatives?, friends?, experts?, analysts?, professor, historian, scholar, reporters?, journalists?,
    correspondent, author, activists?, protesters?, demonstrators?, supporters?, veterans?, contractors?, watchdog, victims?,
    detainees?, prisoners?, suspects?, defendants?, plaintiffs?, witness(?:es)?, residents?, (?:lawyers?|attorneys?) (?:for|of)
""")
# Places that stand for an industry. Every other place that speaks stands for its government: "Washington said".
INDUSTRIES = _anywhere("""
    wall street, silicon valley, hollywood, fleet street, madison avenue
""")


@lru_cache(maxsize=16_384)  # the same speakers have the same roles again and again
def speaks_for(kind: str, name: str | None, descriptor: str | None, roles: tuple[RoleWords, ...] = ()) -> SpeaksFor:
    """Return the party that a speaker speaks for, by name or descriptor and the roles in one article.

    Past and future roles ("former minister", "candidate") are ignored. So is a person's own name: a person named Mayor is no mayor.
    """
    current = [role for role in roles if not _is_out_of_office(fold((role.title or "")[:MAX_LENGTH]))]
    organization = next((role.organization for role in current if role.organization), None)
    offices = [*current, RoleWords(descriptor, organization)]  # a descriptor such as "a police officer" reads like a title
    if _names_government(kind, name or descriptor or "") or any(map(_is_of_government, offices)):
        return "government"
    return "organization" if kind in ("organization", "place") or organization else "themselves"


@lru_cache(maxsize=65_536)
def is_government(words: str) -> bool:
    """Return whether a name, a title or a descriptor is that of a government's office or authority."""
    text = _main_words(words)
    if len(words) > MAX_LENGTH or OUT_OF_OFFICE.search(text):
        return False
    names_authority = HAS_GOVERNMENT_WORD.search(text) and not NO_AUTHORITY.search(text) and not NEAR_AN_AUTHORITY.search(text)
    return bool(STATE_TITLE.fullmatch(text) or names_authority)


def _names_government(kind: str, name: str) -> bool:
    folded = fold(name)
    if kind == "place":
        return not NO_AUTHORITY.search(folded) and not INDUSTRIES.search(folded)
    return kind != "person" and (is_government(name) or bool(COUNTRY_NAME.fullmatch(folded)))


def _is_of_government(role: RoleWords) -> bool:
    title, organization = role.title or "", role.organization or ""
    holds_office_elsewhere = bool(organization) and (_is_ambiguous(title) or bool(NO_AUTHORITY.search(fold(organization))))
    return (is_government(title) and not holds_office_elsewhere) or _names_government("organization", organization)


def _is_ambiguous(title: str) -> bool:
    """Return whether the title alone, such as "president", does not decide; then a known organization decides."""
    text = _main_words(title)
    return bool(STATE_TITLE.fullmatch(text)) and not HAS_GOVERNMENT_WORD.search(text) and not HAS_COUNTRY.search(text)


def _is_out_of_office(folded: str) -> bool:
    return bool(OUT_OF_OFFICE.search(OTHER_MEANINGS.sub(" ", folded)))


def _main_words(words: str) -> str:
    return BESIDES_THE_OFFICE.sub("", " ".join(OTHER_MEANINGS.sub(" ", fold(words[:MAX_LENGTH])).split())).strip()
