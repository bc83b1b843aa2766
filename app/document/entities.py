"""Entities in a knowledge document, with their roles."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.document.values import LocalId, ShortText, Spans, StrictModel, example, optional_list
from app.terms.vocabulary import EntityKind
from app.terms.words import fold


class RoleDocument(StrictModel):
    """What somebody is, where, as this article says it."""

    title: Annotated[ShortText | None, example("spokesperson")] = None
    organization: Annotated[ShortText | None, example("US Department of State")] = None

    @model_validator(mode="after")
    def _has_title_or_organization(self) -> Self:
        if not (self.title or self.organization):
            raise ValueError("a role has a title or an organization")
        return self


class EntityDocument(StrictModel):
    """Anyone or anything named. ``anonymous``: unnamed in the text, for whatever reason."""

    id: LocalId
    kind: EntityKind
    name: Annotated[ShortText | None, example("Matthew Miller")]
    anonymous: bool = False
    descriptor: Annotated[ShortText | None, example("a US official")] = None
    anonymity_condition: Annotated[ShortText | None, example("on condition of anonymity")] = None
    roles: list[RoleDocument] = optional_list()
    aliases: list[Annotated[ShortText, example("Miller")]] = optional_list()
    wikidata: Annotated[str | None, Field(pattern=r"^Q[1-9][0-9]{0,14}$", examples=["Q801"])] = None
    members: list[LocalId] = optional_list()
    mentions: Spans = optional_list()

    @model_validator(mode="after")
    def _is_named_or_anonymous(self) -> Self:
        if (self.name is None) != self.anonymous:
            raise ValueError("an entity has a name, or is anonymous and has none")
        if self.name is not None and not fold(self.name):
            raise ValueError("a name has a letter or a digit")
        return self
