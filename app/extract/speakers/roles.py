"""Roles of persons, read from the words before a name and from the apposition behind it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.extract.names.lexicon import FUNCTION_WORDS, VERBS_OF_SAYING
from app.extract.names.places import PEOPLES
from app.extract.names.recognizer import GROUP_WORDS, Name
from app.extract.names.titles import BODIES, COURTESY, FEMALE_ROLES, MALE_ROLES, ROLES, singular
from app.extract.names.tokens import Token, tokens_in
from app.extract.speakers.entities import Entity
from app.extract.text.segmentation import Text
from app.extract.words.lists import load

LISTS = load("sources")

MAX_ROLE = 160  # characters searched on each side of a name
ORGANIZATION_LINK = re.compile(r"\s+(?:of|for|at|from|with|in|to)\s+(?:the\s+)?")
APPOSITION_END = re.compile(r"[,;:()\"“”.](?=\s|$)| (?=who |whose )| (?:has|had|have|is|was|were|said|says|told|did|will|would)\b")
CLOSERS = frozenset(',;:()"“”. ')
ARTICLE = re.compile(r"(?:the|a|an|his|her|their|its|one|our|my)\s+|(?:[^\s]+[’']s?\s+)", re.IGNORECASE)
NEVER_BEFORE_ROLES = FUNCTION_WORDS - {"first", "second", "third", "next"}
PORTFOLIOS = frozenset(LISTS["portfolios"])
ROLE_ADJECTIVES = frozenset(LISTS["adjectives before roles"]) | PORTFOLIOS | FUNCTION_WORDS
PERSONAL = frozenset(LISTS["roles beside a person"])
DETERMINERS = frozenset("the a an his her their its our my".split())
NO_MODIFIERS = FUNCTION_WORDS | VERBS_OF_SAYING
MAX_MODIFIERS = 3  # common words between an article and the noun of a role
BEFORE_ROLE = re.compile(r"(?:[\w.&’'/-]+ ){0,7}$")


class Role(NamedTuple):
    """A title, an organization, or both, as the article gives them."""

    title: str | None
    organization: str | None


def roles_at(text: Text, name: Name) -> list[Role]:
    """Return the roles at one mention of a name, before and behind it."""
    return [role for role in (_role_before(text, name), _role_behind(text, name)) if role]


def learn_roles(text: Text, names: Sequence[Name], entities: Sequence[Entity]) -> dict[int, list[Role]]:
    """Return the roles of each person by the ``id()`` of the entity; add their nouns and gender to the entity."""
    roles: dict[int, list[Role]] = {}
    bearers = {alias: entity for entity in entities for alias in entity.aliases}
    for name, entity in zip(names, entities, strict=True):
        if entity.is_person:
            for role in (_without_person(role, bearers) for role in roles_at(text, name)):
                known = roles.setdefault(id(entity), [])
                _add_role(entity, role)
                known += [role] if role.title and role not in known else []
    return roles


def _without_person(role: Role, bearers: Mapping[str, Entity]) -> Role:
    """Return the role without its organization if that is a person: "Novak's lawyer"."""
    owner = bearers.get(role.organization or "")
    return role._replace(organization=None) if owner and is_role_beside(owner, role) else role


def is_role_beside(owner: Entity, role: Role) -> bool:
    """Whether a role is one beside a person: the owner is surely one, or may be one and has a lawyer or brother."""
    heads = {singular(word) for word in (role.title or "").lower().split()}
    return owner.kind == "person" or (owner.kind == "unknown" and bool(heads & PERSONAL))


def _add_role(entity: Entity, role: Role) -> None:
    words = [word.folded for words in role if words for word in tokens_in(Text(words), (0, len(words)))]
    heads = {singular(word) for word in words if singular(word) in ROLES}
    entity.heads |= heads
    entity.description_words |= set(words)
    if entity.kind == "unknown" and heads:
        entity.kind = "person"
    if not entity.gender:
        entity.gender = "male" if heads & MALE_ROLES else "female" if heads & FEMALE_ROLES else None


def _role_before(text: Text, name: Name) -> Role | None:
    """Return the role before a name: "Coast Agency spokeswoman Ana Novak", "the agency's head, Ana Novak"."""
    start = max(0, name.span[0] - MAX_ROLE, text.sentence_at(name.span[0])[0])
    before = text.text[start : name.span[0]]
    if before.endswith(", ") and text.text[name.span[1] : name.span[1] + 1] not in (",", "."):
        return None
    before = before.removesuffix(", ").removesuffix(" ") + " "
    run = BEFORE_ROLE.search(before)
    words = tokens_in(text, (start + run.start(), start + run.end())) if run and run.group() else []
    first_kept = len(words)
    while (
        first_kept
        and not _is_owner_of_office(words, first_kept - 1)
        and (
            singular(words[first_kept - 1].folded) in ROLES
            or _may_precede_role(words[first_kept - 1].text, words[first_kept - 1].folded, first_kept == len(words))
            or _is_office_of(words, first_kept - 1)
        )
    ):
        first_kept -= 1
    first_kept = _with_modifiers(words, first_kept)
    words = [word for word in words[first_kept:] if word.folded not in COURTESY]
    office_at = next((i for i in range(1, len(words)) if _is_office_of(words, i)), len(words))
    if not words or not any(word.folded in ROLES for word in words[max(0, office_at - 2) : office_at]):
        return None
    title_at = max((i for i, word in enumerate(words[:office_at]) if word.folded not in ROLES and word.is_capital), default=-1) + 1
    if title_at < len(words) and _is_adjective(words[:title_at]):
        title_at = 0
    body = words[:title_at]
    organization = text.words_at(body[0].start, body[-1].end) if body and body[0].is_capital else None
    title = text.words_at((words[min(title_at, len(words) - 1)] if organization else words[0]).start, words[-1].end)
    return Role(_cut(title), _cut(organization))


def _is_owner_of_office(words: Sequence[Token], index: int) -> bool:
    """Whether the word is a common noun with a possessive, at which a role begins: "the hospital's chief executive"."""
    return words[index].is_possessive and not words[index].is_capital


def _with_modifiers(words: Sequence[Token], first: int) -> int:
    """Return the start of a role with the common words before it, and with their owner: "Oslo's deputy harbour director"."""
    start = first
    while 0 < start < len(words) and first - start < MAX_MODIFIERS and _is_modifier(words[start - 1]):
        start -= 1
    before = words[start - 1] if start else None
    if before is None or not (before.is_possessive or before.folded in DETERMINERS):
        return first
    while (
        start and before.is_possessive and before.is_capital and words[start - 1].is_capital and words[start - 1].folded not in DETERMINERS
    ):
        start -= 1
    return start


def _is_modifier(word: Token) -> bool:
    is_noun_or_adjective = word.text.isalpha() and word.text.islower() and not word.text.endswith(("ed", "ly"))
    return is_noun_or_adjective and not word.is_possessive and word.text not in NO_MODIFIERS


def _is_adjective(words: Sequence[Token]) -> bool:
    """Whether the words before a role are an adjective of country or party, and no organization."""
    return bool(words) and all(word.folded in GROUP_WORDS or word.folded in ROLE_ADJECTIVES or not word.is_capital for word in words)


def _may_precede_role(word: str, folded: str, is_last: bool) -> bool:
    """Whether a word may precede the noun of a role: one with a capital, a body, or an adjective of a people."""
    if is_last:
        return False
    is_portfolio = folded in PORTFOLIOS
    return (word[0].isupper() and word.lower() not in NEVER_BEFORE_ROLES) or is_portfolio or folded in BODIES or folded in PEOPLES


def _is_office_of(words: Sequence[Token], index: int) -> bool:
    """Whether the word is the "of" between a role and its office: "Chief of Staff"."""
    is_between = 0 < index < len(words) - 1 and words[index].folded == "of"
    return is_between and words[index - 1].folded in ROLES and words[index + 1].is_capital


def _role_behind(text: Text, name: Name) -> Role | None:
    """Return the role behind a comma: "Ana Novak, the agency's head,", "Ana Novak, a spokeswoman for the Coast Agency"."""
    start = name.span[1]
    if text.text[start : start + 2] != ", ":
        return None
    rest = text.text[start + 1 : start + 2 + MAX_ROLE].split("\n", 1)[0]  # with the blank, which is part of " told"
    ended = APPOSITION_END.search(rest)
    # a verb closes no apposition: "According to Novak, a guard was hurt"
    is_closed = ended.group() in CLOSERS if ended else len(rest) < MAX_ROLE
    words = rest[: ended.start()] if ended else rest
    return _parse(words.strip()) if is_closed else None


def _parse(words: str) -> Role | None:
    """Split "the chief pilot of the Coast Agency" into title and organization; None without a noun of a role."""
    link = ORGANIZATION_LINK.search(words)
    title, organization = (words[: link.start()], words[link.end() :]) if link else (words, None)
    owner = re.match(r"(?:the\s+)?([^\s’']+(?:\s[^\s’']+){0,3})[’']s?\s+", title)
    if owner and not organization and owner.end() < len(title):
        title, organization = title[owner.end() :], owner.group(1)
    title = ARTICLE.sub("", title, count=1) if ARTICLE.match(title) else title
    title_words = tokens_in(Text(title), (0, len(title)))
    if not title_words or len(title_words) > 8 or singular(title_words[-1].folded) not in ROLES:
        return None
    if organization is None and title_words[0].is_capital and len(title_words) > 1 and title_words[-1].text.islower():
        return _split_organization(title, title_words)
    is_named = organization is not None and _may_be_organization(organization)
    return Role(_cut(title), _cut(organization) if is_named else None)


def _may_be_organization(words: str) -> bool:
    """Whether the words behind "of" or "in" may be an organization: no month, no "his"."""
    return any(letter.isupper() for letter in words) and words.lower() not in FUNCTION_WORDS


def _split_organization(title: str, words: Sequence[Token]) -> Role:
    """Split "Coast Agency officials" into title and organization; "Norwegian officials" is a title."""
    capitals = next(i for i, word in enumerate(words) if not word.is_capital)
    if words[0].folded in ROLES or _is_adjective(words[:capitals]):
        return Role(_cut(title), None)
    return Role(_cut(title[words[capitals].start :]), _cut(title[: words[capitals - 1].end]))


def parse_role(words: str) -> Role | None:
    """Return the role that a description without a name gives: "a spokeswoman for the Coast Agency"."""
    return _parse(" ".join(words[: 2 * MAX_ROLE].split()).strip(" ,"))


def _cut(words: str | None) -> str | None:
    """Return words as a document may hold them: blanks collapsed, at most 200 characters; None where nothing is left."""
    return " ".join(words.replace("\0", " ").split())[:200].strip(" ,.;") or None if words else None
