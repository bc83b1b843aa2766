"""What answers come in: pages of lists, totals and facets, problems, health."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from app.parts import Answer, Example
from app.schemas import AppearanceOut, ArticleOut, ClaimOut, EntityOut, EventOut


class Total(Answer):
    """How many there are: exactly (`eq`), or at least (`gte`) where counting stopped."""

    value: Annotated[int, Example(34)]
    relation: Annotated[Literal["eq", "gte"], Example("eq")]


class FacetValue(Answer):
    """A value of a facet and how many of the filtered items have it."""

    value: Annotated[str | None, Example("ent_8r1c0v6t5k2m9x3w7z4p", "As the filter of the same name takes it; null: none.")]
    label: Annotated[str | None, Example("Matthew Miller", "To show, where the value is an id.")]
    count: Annotated[int, Example(3)]


class Facet(Answer):
    """The commonest values, at most 50, by count, then value."""

    values: list[FacetValue]
    complete: Annotated[bool, Example(True, "False: there are more values than are given.")]


NextCursor = Annotated[str | None, Example("kX0vQ2mB9cT1WyIyMDI0LTA2LTI1Il0", "Give it as `cursor` for the next page; null on the last.")]


class Page(Answer):
    """One page of a list. `total` is there when asked for."""

    next_cursor: NextCursor
    total: NotRequired[Total]


class FacetedPage(Page):
    """One page of a list. `facets` are there when asked for."""

    facets: NotRequired[
        Annotated[dict[str, Facet], Field(description="By facet name.", examples=[{"kind": {"values": [], "complete": True}}])]
    ]


class ClaimPage(FacetedPage):
    """Claims."""

    items: list[ClaimOut]


class ArticlePage(FacetedPage):
    """Articles."""

    items: list[ArticleOut]


class EntityPage(FacetedPage):
    """Entities, or speakers."""

    items: list[EntityOut]


class EventPage(FacetedPage):
    """Events."""

    items: list[EventOut]


class AppearancePage(Page):
    """Appearances of one entity."""

    items: list[AppearanceOut]


class ProblemPart(Answer):
    """One thing wrong with the request."""

    detail: Annotated[str, Example("Input should be less than or equal to 200")]
    parameter: Annotated[str, Example("limit", "The query, path or header parameter.")]
    pointer: Annotated[str, Example("/query/limit", "JSON pointer into {query, path, header}.")]


class Problem(Answer):
    """RFC 9457 problem details: every error has this body."""

    type: Annotated[str, Example("/problems/not-found", "Which kind of problem; a page of this server tells more.")]
    title: Annotated[str, Example("Not found")]
    status: Annotated[int, Example(404)]
    detail: Annotated[str | None, Example("There is no claim clm_0.")]
    instance: Annotated[str, Example("/v1/claims/clm_0", "The path that was asked for.")]
    request_id: Annotated[str, Example("b6d6c1b2f0e84b0c", "The same as in the header X-Request-Id and in the log.")]
    errors: NotRequired[list[ProblemPart]]


class Health(Answer):
    """The process answers."""

    status: Annotated[Literal["ok"], Example("ok")]


class Ready(Answer):
    """The database answers and has the tables this version needs."""

    status: Annotated[Literal["ready"], Example("ready")]
    data_version: Annotated[int, Example(7, "Rises with every change of the data.")]


class Root(Answer):
    """The way in."""

    name: Annotated[str, Example("On Record")]
    version: Annotated[str, Example("0.1.0")]
    docs: Annotated[str, Example("/docs")]
    openapi: Annotated[str, Example("/openapi.json")]
    schema: Annotated[str, Example("/v1/schema", "JSON Schema of the knowledge document.")]
    claims: Annotated[str, Example("/v1/claims")]


class ProblemKind(Answer):
    """A kind of problem, explained."""

    type: Annotated[str, Example("/problems/not-found")]
    title: Annotated[str, Example("Not found")]
    status: Annotated[int, Example(404)]
    explanation: Annotated[str, Example("Nothing has this id, or the cursor is of another list.", "What it means and what to do.")]
