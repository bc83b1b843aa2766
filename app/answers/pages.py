"""JSON answers for lists: pages, totals and facets."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import AppearanceOut, EntityOut
from app.answers.events import EventOut
from app.answers.parts import AnswerObject, Example


class Total(AnswerObject):
    """How many there are: exactly (`eq`), or at least (`gte`) where counting stopped."""

    value: Annotated[int, Example(34)]
    relation: Annotated[Literal["eq", "gte"], Example("eq")]


class FacetValue(AnswerObject):
    """A value of a facet and how many of the filtered items have it."""

    value: Annotated[str | None, Example("ent_8r1c0v6t5k2m9x3w7z4p", "As the filter of the same name takes it; null: none.")]
    label: Annotated[str | None, Example("Matthew Miller", "To show, where the value is an id.")]
    count: Annotated[int, Example(3)]


class Facet(AnswerObject):
    """The commonest values, at most 50, by count, then value."""

    values: list[FacetValue]
    complete: Annotated[bool, Example(True, "False: there are more values than are given.")]


NextCursor = Annotated[str | None, Example("kX0vQ2mB9cT1WyIyMDI0LTA2LTI1Il0", "Give it as `cursor` for the next page; null on the last.")]


class Page(AnswerObject):
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
