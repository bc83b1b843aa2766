"""Pronouns of each person and number, and the antecedent of "who" or "which"."""

from app.extract.speakers.discourse import Discourse
from app.extract.speakers.entities import Entity

GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
}
NEUTER = frozenset("it its itself which that".split())
PLURAL = frozenset("they them their theirs themselves".split())
FIRST_PERSON = frozenset("i me my we us our myself".split())
RELATIVE = frozenset("who whom whose which that".split())
MAX_GAP = 120  # characters between a relative pronoun and its antecedent


def kind_of_pronoun(pronoun: str) -> str:
    """Return the kind of reference that a pronoun of the third person is: he, they or it."""
    return "they" if pronoun in PLURAL else "it" if pronoun in NEUTER else "he"


def resolve_relative(discourse: Discourse, pronoun: str, offset: int) -> Entity | None:
    """Return the antecedent of "who" or "which": the nearest fitting mention in the sentence; None without one."""
    sentence = discourse.sentence_index(offset)
    for mention, entity in discourse.mentions_before(offset):
        if discourse.sentence_index(mention.start) != sentence or offset - mention.end > MAX_GAP:
            return None
        if (entity.is_person and pronoun not in NEUTER) or entity.is_plural or (pronoun in NEUTER and not entity.is_person):
            return entity
    return None
