"""Features of the candidates for an antecedent: where they stand, what they did, and how a description fits them."""

from dataclasses import dataclass

from app.extract.attribution.relations import Attribution
from app.extract.names.places import PEOPLES, PLACES
from app.extract.names.titles import BODIES, GROUPS, INTERCHANGEABLE_WRITINGS, ROLES, WRITINGS, gender_of_head, kind_of_head
from app.extract.speakers.discourse import Discourse, Mention
from app.extract.speakers.entities import Entity
from app.extract.speakers.phrases import Phrase
from app.extract.words.lists import load

LISTS = load("sources")
UNNAMED = frozenset(LISTS["unnamed roles"])
GENERAL = frozenset(LISTS["general roles"])
MEDIA = frozenset(LISTS["media"])
ANY_BODY = frozenset(LISTS["words for any body"])

MAX_LEAD = 80  # characters before the subject of a sentence
BE = frozenset("be been being is are was were".split())

Features = dict[str, float]


@dataclass(frozen=True)
class Reference:
    """A pronoun, a description or a missing source. ``kind`` chooses the weights: he, they, it, description or elided."""

    kind: str
    offset: int
    attribution: Attribution
    phrase: Phrase | None = None
    gender: str | None = None


def place_features(discourse: Discourse, reference: Reference, entity: Entity, mention: Mention | None, rank: int) -> Features:
    """Return where the nearest mention stands."""
    if mention is None:
        return {"far": 1.0, "ahead": float(min(entity.mentions)[0] > reference.offset) if entity.mentions else 0.0}
    sentences = discourse.sentence_index(reference.offset) - discourse.sentence_index(mention.start)
    paragraphs = discourse.text.paragraph_at(reference.offset) - discourse.text.paragraph_at(mention.start)
    is_own = any(start <= mention.start < end for start, end in reference.attribution.content)
    return {
        "sentences": min(sentences, 8) / 4,
        "same sentence": float(sentences == 0),
        "sentence before": float(sentences == 1),
        "paragraphs": min(paragraphs, 6) / 3,
        "subject": float(mention.is_first),
        "subject near": float(mention.is_first and sentences <= 1),
        "subject since turn": float(_is_since_turn(discourse, mention) and _opens_sentence(discourse, mention)),
        "owner": float(mention.is_owner),
        "object": float(mention.is_object),
        "quoted": float(discourse.is_quoted(mention.start)),
        "own words": float(is_own),
        "nearest": float(rank == 0),
        "second": float(rank == 1),
        "source": float(mention.is_source),
    }


def _is_since_turn(discourse: Discourse, mention: Mention) -> bool:
    return bool(discourse.turns) and mention.start >= discourse.turns[-1][0][1]


def _opens_sentence(discourse: Discourse, mention: Mention) -> bool:
    """Whether nothing but titles, or words up to a comma, stand between the start of the sentence and a mention."""
    before = discourse.text.words_at(discourse.text.sentence_at(mention.start)[0], mention.start).strip()[:MAX_LEAD]
    return before.endswith(",") or all(word[0].isupper() for word in before.split())


def history_features(discourse: Discourse, reference: Reference, entity: Entity) -> Features:
    """Return what the entity did before: whether it spoke last, how often it was named."""
    turns, spoken = discourse.turns, discourse.turn_counts[entity]
    is_last = bool(turns) and turns[-1][1] is entity
    gap = _paragraphs_since_turn(discourse, reference)
    named = is_named(entity)
    return {
        "spoke last": float(is_last),
        "spoke last here": float(is_last and gap == 0),
        "spoke last nearby": float(is_last and gap == 1),
        "spoke last far": float(is_last and gap > 2),
        "spoke before last": float(len(turns) > 1 and turns[-2][1] is entity and not is_last),
        "spoke": float(spoken > 0),
        "spoke often": min(spoken, 6) / 3,
        "named often": min(len(entity.mentions), 12) / 6,
        "named most": float(entity is discourse.main_person),
        "unnamed": float(not named),
        "kind unknown": float(entity.kind == "unknown"),
        "kind person": float(entity.kind == "person"),
        "surely person": float(entity.is_surely_person),
        "kind organization": float(entity.kind == "organization"),
        "kind place": float(entity.kind == "place"),
        "kind writing": float(entity.kind == "writing"),
        "plural": float(entity.is_plural),
        "with members": float(bool(entity.members)),
        "gender fits": float(bool(reference.gender) and entity.gender == reference.gender),
        "gender differs": float(bool(reference.gender) and entity.gender not in (None, reference.gender)),
    }


def description_features(entity: Entity, reference: Reference) -> Features:
    """Return how well a description fits an entity."""
    phrase = reference.phrase
    if phrase is None:
        return {}
    known = {_stem(word) for word in entity.description_words | set(entity.key.split())}
    wanted = {_stem(word) for word in phrase.modifiers}
    has_head, named = has_noun(entity, phrase), is_named(entity)
    is_body, is_writing = phrase.head in BODIES, phrase.head in WRITINGS and phrase.head not in ROLES
    gender, is_role = gender_of_head(phrase.head), kind_of_head(phrase.head, phrase.is_plural) == "person"
    is_owner = phrase.owner_index is not None and any(phrase.span[0] <= start < phrase.span[1] for start, _ in entity.mentions)
    return {
        "same noun": float(has_head),
        "same noun, unnamed": float(has_head and not named),
        "same noun, definite": float(has_head and phrase.determiner == "the"),
        "same noun, indefinite": float(has_head and phrase.determiner in ("a", "other", "none")),
        "other noun": float(not has_head and bool(entity.heads)),
        "other noun, unnamed": float(not has_head and not named),
        "words shared": min(len(wanted & known), 2) / 1.0,
        "words new": min(len(wanted - known), 3) / 1.0,
        "words new, unnamed": float(bool(wanted - known) and not named),
        "role of person": float(is_role and entity.kind == "person" and named),
        "role of person, the": float(is_role and entity.kind == "person" and named and phrase.determiner == "the"),
        "role of person, bare": float(is_role and entity.kind == "person" and named and phrase.determiner == "none"),
        "role of no person": float(is_role and entity.kind in ("organization", "writing", "place", "group")),
        "unlike kinds": float(entity.kind == "person" and not is_role),
        "unnamed role of named": float(phrase.head in UNNAMED and named),
        "general role of unnamed": float(phrase.head in GENERAL and not named),
        "any body": float(phrase.head in ANY_BODY and entity.kind == "organization" and named),
        "body of body": float(is_body and entity.kind == "organization"),
        "body of person": float(is_body and entity.kind == "person"),
        "writing of body": float(is_writing and entity.kind == "organization"),
        "writing of writing": float(is_writing and entity.kind == "writing"),
        "media": float(phrase.head in MEDIA and bool(set(entity.key.split()) & MEDIA)),
        "gender of noun differs": float(bool(gender) and entity.gender not in (None, gender)),
        "gender of noun fits": float(bool(gender) and entity.gender == gender),
        **{f"{phrase.determiner}, named": float(named)},
        "owner itself": float(is_owner),
    }


def turn_features(discourse: Discourse, reference: Reference, entity: Entity) -> Features:
    """Return what speaks for an entity where the text names no source: questions, answers, and quotations that follow each other."""
    if reference.kind != "elided":
        return {}
    text, content = discourse.text, reference.attribution.content
    paragraph = text.paragraph_at(content[0][0])
    is_question = text.words_at(*content[-1]).rstrip('"”’').endswith("?")
    is_answer = paragraph > 0 and text.words_at(*text.paragraphs[paragraph - 1]).rstrip('"”’').endswith("?")
    is_quoted = text.text[content[0][0]] in '"“‘«„'
    is_last = bool(discourse.turns) and discourse.turns[-1][1] is entity
    is_other = len(discourse.turns) > 1 and discourse.turns[-2][1] is entity and not is_last
    between = text.words_at(discourse.turns[-1][0][1], content[0][0]) if is_last else "..."
    return {
        "quoted, spoke last": float(is_quoted and is_last),
        "follows own words": float(is_last and not any(letter.isalnum() for letter in between)),
        "cue, spoke last": float(bool(reference.attribution.cue) and is_last),
        "cue, spoke last in sentence": float(
            bool(reference.attribution.cue)
            and is_last
            and text.sentence_at(discourse.turns[-1][0][0]) == text.sentence_at(reference.offset)
        ),
        "active cue, same sentence": float(
            bool(reference.attribution.cue) and not is_passive(discourse, reference) and _is_in_sentence(discourse, reference, entity)
        ),
        "question, spoke last": float(is_question and is_last),
        "question, spoke before": float(is_question and is_other),
        "answer, spoke last": float(is_answer and is_last),
        "answer, spoke before": float(is_answer and is_other),
        "answer, named most": float(is_answer and entity is discourse.main_person),
        "not quoted, named most": float(not is_quoted and entity is discourse.main_person),
        "speaks behind": float(entity in discourse.sources_behind(reference.offset)),
        "speaks behind a quotation": float(is_quoted and entity in discourse.sources_behind(reference.offset)),
    }


def _is_in_sentence(discourse: Discourse, reference: Reference, entity: Entity) -> bool:
    """Whether the sentence of the cue mentions an entity outside the content."""
    start, end = discourse.text.sentence_at(reference.attribution.cue[0][0])
    mentions = [mention[0] for mention in entity.mentions if start <= mention[0] < end]
    return any(not any(first <= mention < last for first, last in reference.attribution.content) for mention in mentions)


def _paragraphs_since_turn(discourse: Discourse, reference: Reference) -> int:
    if not discourse.turns:
        return 9
    return discourse.text.paragraph_at(reference.offset) - discourse.text.paragraph_at(discourse.turns[-1][0][0])


def has_noun(entity: Entity, phrase: Phrase) -> bool:
    """Whether an entity was called by the noun of a description, or by one that means the same: "study", "report"."""
    return phrase.head in entity.heads or (phrase.head in INTERCHANGEABLE_WRITINGS and bool(entity.heads & INTERCHANGEABLE_WRITINGS))


def is_passive(discourse: Discourse, reference: Reference) -> bool:
    """Whether the cue is passive: "was told"."""
    words = {word for span in reference.attribution.cue for word in discourse.text.words_at(*span).lower().split()}
    return bool(words & BE)


def is_named(entity: Entity) -> bool:
    """Whether an entity has a name of its own, and not only words for it."""
    return entity.name is not None and not entity.name.islower()


def newcomer_features(discourse: Discourse, reference: Reference, rank: int) -> Features:
    """Return what speaks for somebody who was not named before, or nobody."""
    phrase = reference.phrase
    features = {"new": 1.0, "new, no candidate": float(rank == 0), "new, no turn": float(not discourse.turns)}
    if reference.kind == "elided":
        gap = _paragraphs_since_turn(discourse, reference)
        has_cue = bool(reference.attribution.cue)
        return features | {
            "new, cue": float(has_cue),
            "new, passive cue": float(is_passive(discourse, reference)),
            "new, far": float(gap > 1),
            "new, cue elsewhere": float(has_cue and gap > 0),
        }
    if phrase is None:
        return features
    head = phrase.head
    return features | {
        f"new, {phrase.determiner}": 1.0,
        "new, plural": float(phrase.is_plural),
        "new, unnamed role": float(head in UNNAMED),
        "new, general role": float(head in GENERAL),
        "new, role": float(kind_of_head(head, phrase.is_plural) == "person"),
        "new, bare role": float(kind_of_head(head, phrase.is_plural) == "person" and phrase.determiner == "none"),
        "new, body": float(head in BODIES),
        "new, any body": float(head in ANY_BODY),
        "new, writing": float(head in WRITINGS),
        "new, group": float(head in GROUPS),
        "new, modifiers": min(len(phrase.modifiers), 3) / 1.0,
        "new, owner": float(phrase.owner_index is not None),
        "new, the without modifiers": float(phrase.determiner == "the" and not phrase.modifiers),
    }


def _stem(word: str) -> str:
    """Return the common stem of a country and its adjective: "russia" and "russian"; other words as they are."""
    return word[:4] if word in PEOPLES or word in PLACES else word
