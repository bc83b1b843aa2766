"""Generated titles of events: "Navy rescues migrants", "Stampede in Mecca"."""

from app.extract.events.statuses import Factuality
from app.extract.events.triggers import Trigger
from app.extract.text.function_words import PREPOSITIONS
from app.extract.text.inflections import forms_of

LONGEST_TITLE = 200  # characters
PLURALS_WITHOUT_S = frozenset("police people men women children".split())


def event_title(trigger: Trigger, factuality: Factuality, actors: list[str], targets: list[str], place: str | None) -> str:
    """Return a title such as "Navy rescues migrants", "Migrants rescued", "Navy to rescue migrants" or "Stampede in Mecca"."""
    is_noun = trigger.pos == "noun"
    title = _noun_title(trigger, actors + targets, place) if is_noun else _verb_title(trigger, factuality, actors, targets)
    return (title[:1].upper() + title[1:])[:LONGEST_TITLE].strip()


def _noun_title(trigger: Trigger, parties: list[str], place: str | None) -> str:
    noun = trigger.lemma
    who = f": {' and '.join(parties[:2])}" if parties else ""
    return f"{noun} in {place}{who}" if place else noun + who


def _verb_title(trigger: Trigger, factuality: Factuality, actors: list[str], targets: list[str]) -> str:
    verb, *rest = trigger.lemma.split()
    rest = rest if targets or not rest or rest[-1] not in PREPOSITIONS else rest[:-1]
    forms = {form: word for word, form in forms_of(verb)}
    words = [verb if _is_plural(actors) else forms["s"], *rest]
    if factuality.negated:
        words = ["do not" if _is_plural(actors) else "does not", verb, *rest]
    elif factuality.status in ("planned", "hypothetical"):
        words = ["to" if factuality.status == "planned" else "may", verb, *rest]
    if actors:
        return " ".join([" and ".join(actors[:2]), *words, *targets[:1]])
    passive = {"planned": "to be", "hypothetical": "may be"}.get(factuality.status, "")
    return " ".join(
        filter(None, [*targets[:1], "not" if factuality.negated else "", passive if targets else "", forms["participle"], *rest])
    )


def _is_plural(actors: list[str]) -> bool:
    """Whether the subject takes a plural verb: two actors, or one plural common noun, since names in -s are mostly singular."""
    return len(actors) > 1 or any(
        actor.split()[-1] in PLURALS_WITHOUT_S or (actor.islower() and actor.endswith("s") and not actor.endswith(("us", "ss", "is")))
        for actor in actors
    )
