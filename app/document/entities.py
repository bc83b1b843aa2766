"""Entities in a knowledge document, with their roles."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.document.values import WIKIDATA_PATTERN, LocalId, ShortText, Spans, StrictModel, example, optional_list
from app.terms.vocabulary import EntityKind
from app.terms.words import fold


class RoleDocument(StrictModel):
    """What somebody is, where, as this article says it."""

    title: Annotated[ShortText | None, example("Mayor", "What it is.")] = None
    organization: Annotated[ShortText | None, example("Port Ellery", "Where it is that.")] = None

    @model_validator(mode="after")
    def _has_title_or_organization(self) -> Self:
        if not (self.title or self.organization):
            raise ValueError("a role has a title or an organization")
        return self


class EntityDocument(StrictModel):
    """Anyone or anything named. ``anonymous``: unnamed in the text, for whatever reason."""

    id: LocalId
    kind: Annotated[EntityKind, Field(description="What it is.")]
    name: Annotated[ShortText | None, example("Ines Calloway", "The full name; null where the text does not name it.")]
    anonymous: Annotated[bool, Field(description="Whether the text leaves it unnamed; `name` is then null.")] = False
    descriptor: Annotated[ShortText | None, example(None, "How the text describes it: `a US official`.")] = None
    anonymity_condition: Annotated[ShortText | None, example(None, "Why it is not named: `on condition of anonymity`.")] = None
    roles: list[RoleDocument] = optional_list("What it is, where, as this article says.")
    aliases: list[Annotated[ShortText, example("Calloway", "Another name.")]] = optional_list("Other names that the article uses.")
    wikidata: Annotated[
        str | None, Field(pattern=WIKIDATA_PATTERN, description="Its item in Wikidata, such as `Q801`.", examples=[None])
    ] = None
    members: list[LocalId] = optional_list("Of a group: the entities that belong to it.")
    mentions: Spans = optional_list("Where the text names it.")

    @model_validator(mode="after")
    def _is_named_or_anonymous(self) -> Self:
        if (self.name is None) != self.anonymous:
            raise ValueError("an entity has a name, or is anonymous and has none")
        if self.name is not None and not fold(self.name):
            raise ValueError("a name has a letter or a digit")
        return self
