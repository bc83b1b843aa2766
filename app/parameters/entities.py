"""Query parameters of entities, speakers and appearances."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import (
    ROLE,
    AddedSince,
    ArticleId,
    EntityId,
    FilterValues,
    JsonLdListQuery,
    ListQuery,
    RoleWords,
    SearchWords,
    id_filter,
    repeatable,
)
from app.terms.vocabulary import EntityKind, Units


class EntityQuery(JsonLdListQuery):
    """Filters, order, facets and paging of the lists of entities and speakers."""

    q: SearchWords = None
    kind: Annotated[list[EntityKind], Field(description="What it is.")] = repeatable("person")
    anonymous: Annotated[bool | None, Field(description="Whether it is unnamed in the text.")] = None
    organization: Annotated[FilterValues, Field(description="Organization of a role that an article gives it, by name.")] = repeatable(
        "US Department of State"
    )
    role: Annotated[RoleWords, Field(description=f"{ROLE} that an article gives it.")] = repeatable("spokesperson")
    article: list[ArticleId] = id_filter("Article it appears in", "art_fwdphrcwn8q60bnwxda3")
    id: list[EntityId] = id_filter("Entities by id: the batch get", "ent_27wd6x5ype2yv3m78b30")
    added_since: AddedSince = None
    sort: Annotated[
        Literal["-claims", "claims", "-articles", "articles", "name", "-name"],
        Field(description="Most claims, or most articles, first; `name`: by name without case and accents, unnamed last; then by id."),
    ] = "-claims"
    facet: Annotated[list[Literal["kind"]], Field(description="Count the filtered entities by this.")] = repeatable("kind")


class AppearanceQuery(ListQuery):
    """Paging and offsets of an entity's appearances."""

    added_since: AddedSince = None
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
