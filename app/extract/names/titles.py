"""Words that tell what somebody is: titles before names, roles, kinds of organizations, groups and writings. All are folded."""

from app.extract.words.lists import load

LISTS, BODY_LISTS = load("titles"), load("bodies")


COURTESY = {  # with the gender that they tell
    **dict.fromkeys(LISTS["courtesy titles: male"], "male"),
    **dict.fromkeys(LISTS["courtesy titles: female"], "female"),
    **dict.fromkeys(LISTS["courtesy titles: either"]),
}
# Written before a name with a capital: "President Novak". Ranks and orders first, offices after.
TITLES = frozenset(LISTS["titles"])
# Heads of descriptions of one person: "the sheriff", "a former aide". Plurals are made by rule.
ROLES = TITLES | frozenset(LISTS["roles"])
# Before a title, and none by themselves: "former DNC official" gives DNC none.
QUALIFYING = frozenset(LISTS["qualifiers of titles"])
MALE_ROLES = frozenset(LISTS["male roles"])
FEMALE_ROLES = frozenset(LISTS["female roles"])
# Roles that any public person of a story may be called by where nothing says whose they are.
EPITHETS = frozenset(LISTS["epithets"])
# A plural in "s" needs no entry here.
PLURALS = dict(pair.split(" = ") for pair in LISTS["irregular plurals"])
GROUPS = frozenset(LISTS["groups"])
# Whatever acts as a body: in a name with a capital, or as the head of a description.
BODIES = frozenset(BODY_LISTS["bodies"])
# Words of names that are bodies, but not by themselves before a person's name.
BODY_NAMES = BODIES | frozenset(BODY_LISTS["words of names"])
# Bodies that a country or a person's name before them names: "the Norwegian government", "the Novak campaign".
NAMED_BODIES = frozenset(BODY_LISTS["named by their owner"])
GENERIC_BODIES = frozenset(BODY_LISTS["kinds of bodies"])
# Writings, and what is counted: sources without a mouth.
WRITINGS = frozenset(BODY_LISTS["writings"])
# Words by which their author speaks: whose they are speaks, where a name stands before.
VOICES = frozenset(BODY_LISTS["voices"])
CONTENTS = frozenset(BODY_LISTS["parts that stand for the whole"])
PARTISANS = frozenset(LISTS["partisans"])
# Words for the same writing in one article: "the study" is "the report".
SAME_WRITINGS = frozenset(BODY_LISTS["writings called by each other"])


def singular(word: str) -> str:
    """Return the singular of a folded noun, by rule."""
    if word in PLURALS:
        return PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Whether a folded noun is a plural, by its ending."""
    return word in PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "sis", "news", "politics")))


def gender_of_head(head: str) -> str | None:
    """Return the gender that the noun of a role tells."""
    return "male" if head in MALE_ROLES else "female" if head in FEMALE_ROLES else None


def kind_of_head(head: str, is_plural: bool) -> str:
    """Return what kind of source an unnamed one is, by its noun; "writing" for reports, polls and the like."""
    if is_plural or head in GROUPS:
        return "group"
    if head in WRITINGS and head not in ROLES:
        return "writing"
    if head in BODIES and head not in ROLES:
        return "organization"
    is_agent = head in ROLES or head.endswith(("er", "or", "ist", "ian", "man", "ant", "ent", "ee"))
    return "person" if is_agent else "organization"
