"""Words for persons and bodies (titles, roles, groups, writings), and the number, gender and kind of their nouns."""

from app.extract.words.lists import load

LISTS, BODY_LISTS = load("titles"), load("bodies")


COURTESY = {  # "mr", "mrs": title to the gender that it shows
    **dict.fromkeys(LISTS["courtesy titles: male"], "male"),
    **dict.fromkeys(LISTS["courtesy titles: female"], "female"),
    **dict.fromkeys(LISTS["courtesy titles: either"]),
}
TITLES = frozenset(LISTS["titles"])
ROLES = TITLES | frozenset(LISTS["roles"])
TITLE_QUALIFIERS = frozenset(LISTS["qualifiers of titles"])
MALE_ROLES = frozenset(LISTS["male roles"])
FEMALE_ROLES = frozenset(LISTS["female roles"])
EPITHETS = frozenset(LISTS["epithets"])
SINGULARS = dict(pair.split(" = ") for pair in LISTS["irregular plurals"])  # irregular plural to singular
GROUPS = frozenset(LISTS["groups"])
BODIES = frozenset(BODY_LISTS["bodies"])
BODY_NAMES = BODIES | frozenset(BODY_LISTS["words of names"])
NAMED_BODIES = frozenset(BODY_LISTS["named by their owner"])  # "campaign" in "the Novak campaign"
GENERIC_BODIES = frozenset(BODY_LISTS["kinds of bodies"])  # "magazine" in "the magazine Atlantic"
WRITINGS = frozenset(BODY_LISTS["writings"])
VOICES = frozenset(BODY_LISTS["voices"])  # writings by which their author speaks: "statement"
PARTS_FOR_WHOLE = frozenset(BODY_LISTS["parts that stand for the whole"])  # "results" in "results of the Coast Study"
PARTISANS = frozenset(LISTS["partisans"])
INTERCHANGEABLE_WRITINGS = frozenset(BODY_LISTS["writings called by each other"])  # "study", "report"


def singular(word: str) -> str:
    """Return the singular of a folded noun, by list or by rule."""
    if word in SINGULARS:
        return SINGULARS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Whether a folded noun is a plural, by list or by its ending."""
    return word in SINGULARS or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "sis", "news", "politics")))


def gender_of_head(head: str) -> str | None:
    """Return the gender that the head noun of a role shows; None if it shows neither."""
    return "male" if head in MALE_ROLES else "female" if head in FEMALE_ROLES else None


def kind_of_head(head: str, is_plural: bool) -> str:
    """Return the kind of an unnamed source by its head noun; "writing" for reports, polls and the like."""
    if is_plural or head in GROUPS:
        return "group"
    if head in WRITINGS and head not in ROLES:
        return "writing"
    if head in BODIES and head not in ROLES:
        return "organization"
    is_agent = head in ROLES or head.endswith(("er", "or", "ist", "ian", "man", "ant", "ent", "ee"))
    return "person" if is_agent else "organization"
