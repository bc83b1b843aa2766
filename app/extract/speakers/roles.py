"""Roles of persons, from the words before a name and in apposition behind it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.extract.names.lexicon import FUNCTION_WORDS
from app.extract.names.places import PEOPLES
from app.extract.names.recognizer import GROUP_WORDS, Name
from app.extract.names.titles import BODIES, COURTESY, FEMALE_ROLES, MALE_ROLES, ROLES, singular
from app.extract.names.tokens import Token, tokens_in
from app.extract.speakers.entities import Entity
from app.extract.text.segmentation import Text
from app.extract.words.lists import load

LISTS = load("sources")

MAX_ROLE = 160
LINK = re.compile(r"\s+(?:of|for|at|from|with|in|to)\s+(?:the\s+)?")
APPOSITION_END = re.compile(r"[,;:()\"“”.](?=\s|$)| (?=who |whose )| (?:has|had|have|is|was|were|said|says|told|did|will|would)\b")
CLOSERS = frozenset(',;:()"“”. ')
ARTICLE = re.compile(r"(?:the|a|an|his|her|their|its|one|our|my)\s+|(?:[^\s]+[’']s?\s+)", re.IGNORECASE)
NO_PARTS = FUNCTION_WORDS - {"first", "second", "third", "next"}
ROLE_ADJECTIVES = frozenset(LISTS["adjectives before roles"]) | FUNCTION_WORDS
BEFORE_ROLE = re.compile(r"(?:[\w.&’'/-]+ ){0,7}$")


class Role(NamedTuple):
    """A title, an organization, or both, as the article gives them."""

    title: str | None
    organization: str | None


def roles_at(text: Text, name: Name) -> list[Role]:
    """Return the roles at one mention of a name, before and behind it."""
    found = [_before(text, name), _behind(text, name)]
    return [role for role in found if role]


def learn_roles(text: Text, names: Sequence[Name], entities: Sequence[Entity]) -> dict[int, list[Role]]:
    """Return the roles of each person by the ``id()`` of the entity; add their nouns and gender to the entity."""
    roles: dict[int, list[Role]] = {}
    for name, entity in zip(names, entities, strict=True):
        if entity.is_person:
            for role in roles_at(text, name):
                known = roles.setdefault(id(entity), [])
                _note(entity, role)
                known += [role] if role.title and role not in known else []
    return roles


def _note(entity: Entity, role: Role) -> None:
    words = [word.folded for words in role if words for word in tokens_in(Text(words), (0, len(words)))]
    heads = {singular(word) for word in words if singular(word) in ROLES}
    entity.heads |= heads
    entity.words |= set(words)
    if entity.kind == "unknown" and heads:
        entity.kind = "person"
    if not entity.gender:
        entity.gender = "male" if heads & MALE_ROLES else "female" if heads & FEMALE_ROLES else None


def _before(text: Text, name: Name) -> Role | None:
    """Return the role before a name: "Coast Agency spokeswoman Ana Novak", "the agency's head, Ana Novak"."""
    start = max(0, name.span[0] - MAX_ROLE, text.sentence_at(name.span[0])[0])
    before = text.text[start : name.span[0]]
    if before.endswith(", ") and text.text[name.span[1] : name.span[1] + 1] not in (",", "."):
        return None
    before = before.removesuffix(", ").removesuffix(" ") + " "
    run = BEFORE_ROLE.search(before)
    words = tokens_in(text, (start + run.start(), start + run.end())) if run and run.group() else []
    kept = len(words)
    while kept and (
        singular(words[kept - 1].folded) in ROLES
        or _is_part(words[kept - 1].text, words[kept - 1].folded, kept == len(words))
        or _is_office_of(words, kept - 1)
    ):
        kept -= 1
    words = [word for word in words[kept:] if word.folded not in COURTESY]
    head = next((i for i in range(1, len(words)) if _is_office_of(words, i)), len(words))
    if not words or not any(word.folded in ROLES for word in words[max(0, head - 2) : head]):
        return None
    first = max((i for i, word in enumerate(words[:head]) if word.folded not in ROLES and word.is_capital), default=-1) + 1
    if first < len(words) and _is_adjective(words[:first]):
        first = 0
    body = words[:first]
    organization = text.words_at(body[0].start, body[-1].end) if body and body[0].is_capital else None
    title = text.words_at((words[min(first, len(words) - 1)] if organization else words[0]).start, words[-1].end)
    return Role(_short(title), _short(organization))


def _is_adjective(words: Sequence[Token]) -> bool:
    """Whether the words before a role are an adjective of country or party, and no organization."""
    return bool(words) and all(word.folded in GROUP_WORDS or word.folded in ROLE_ADJECTIVES or not word.is_capital for word in words)


def _is_part(word: str, folded: str, is_last: bool) -> bool:
    """Whether a word may precede the noun of a role: one with a capital, a body, or an adjective of a people."""
    if is_last:
        return False
    return (word[0].isupper() and word.lower() not in NO_PARTS) or folded in BODIES or folded in PEOPLES


def _is_office_of(words: Sequence[Token], place: int) -> bool:
    """Whether the word is the "of" between a role and its office: "Chief of Staff"."""
    is_between = 0 < place < len(words) - 1 and words[place].folded == "of"
    return is_between and words[place - 1].folded in ROLES and words[place + 1].is_capital


def _behind(text: Text, name: Name) -> Role | None:
    """Return the role behind a comma: "Ana Novak, the agency's head,", "Ana Novak, a spokeswoman for the Coast Agency"."""
    start = name.span[1]
    if text.text[start : start + 2] != ", ":
        return None
    rest = text.text[start + 2 : start + 2 + MAX_ROLE].split("\n", 1)[0]
    ended = APPOSITION_END.search(rest)
    # a verb closes no apposition: "According to Novak, a guard was hurt"
    is_closed = ended.group() in CLOSERS if ended else len(rest) < MAX_ROLE
    words = rest[: ended.start()] if ended else rest
    return _parsed(words.strip()) if is_closed else None


def _parsed(words: str) -> Role | None:
    """Split "the chief pilot of the Coast Agency" into title and organization; None without a noun of a role."""
    link = LINK.search(words)
    title, organization = (words[: link.start()], words[link.end() :]) if link else (words, None)
    owner = re.match(r"(?:the\s+)?([^\s’']+(?:\s[^\s’']+){0,3})[’']s?\s+", title)
    if owner and not organization and owner.end() < len(title):
        title, organization = title[owner.end() :], owner.group(1)
    title = ARTICLE.sub("", title, count=1) if ARTICLE.match(title) else title
    found = tokens_in(Text(title), (0, len(title)))
    if not found or len(found) > 8 or singular(found[-1].folded) not in ROLES:
        return None
    if organization is None and found[0].is_capital and len(found) > 1 and found[-1].text.islower():
        return _split_organization(title, found)
    is_named = organization is not None and _is_body(organization)
    return Role(_short(title), _short(organization) if is_named else None)


def _is_body(words: str) -> bool:
    """Whether the words behind "of" or "in" may be an organization: no month, no "his"."""
    return any(letter.isupper() for letter in words) and words.lower() not in FUNCTION_WORDS


def _split_organization(title: str, words: Sequence[Token]) -> Role:
    """Split "Coast Agency officials" into title and organization; "Norwegian officials" is a title."""
    capitals = next(i for i, word in enumerate(words) if not word.is_capital)
    if words[0].folded in ROLES or _is_adjective(words[:capitals]):
        return Role(_short(title), None)
    return Role(_short(title[words[capitals].start :]), _short(title[: words[capitals - 1].end]))


def parse_role(words: str) -> Role | None:
    """Return the role that a description without a name gives: "a spokeswoman for the Coast Agency"."""
    return _parsed(" ".join(words[: 2 * MAX_ROLE].split()).strip(" ,"))


def _short(words: str | None) -> str | None:
    return " ".join(words.replace("\0", " ").split())[:200].strip(" ,.;") or None if words else None
