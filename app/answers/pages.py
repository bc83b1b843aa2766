"""JSON answers for lists: pages, totals and facets."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from app.answers.articles import ArticleOut
from app.answers.changes import ChangeOut
from app.answers.claims import ClaimOut, CompactClaim
from app.answers.entities import AppearanceOut, EntityOut
from app.answers.events import EventOut
from app.answers.parts import AnswerObject, Example


class Total(AnswerObject):
    """How many there are: exactly (`eq`), or at least (`gte`) where counting stopped."""

    value: Annotated[int, Example(34, "The number.")]
    relation: Annotated[Literal["eq", "gte"], Example("eq", "`gte`: there are at least so many.")]


class FacetValue(AnswerObject):
    """A value of a facet and how many of the filtered items have it."""

    value: Annotated[str | None, Example("ent_27wd6x5ype2yv3m78b30", "As the filter of the same name takes it; null: none.")]
    label: Annotated[str | None, Example("Ines Calloway", "To show, where the value is an id.")]
    count: Annotated[int, Example(2, "Filtered items that have it.")]


class Facet(AnswerObject):
    """The commonest values, at most 50, by count, then value."""

    values: Annotated[list[FacetValue], Field(description="By count, most first, then by value.")]
    complete: Annotated[bool, Example(True, "False: there are more values than are given.")]
    counted: NotRequired[
        Annotated[
            int,
            Example(3_000, "There only where more items pass the filters, or may: how many were counted, the first of the default order."),
        ]
    ]


NextCursor = Annotated[str | None, Example("kX0vQ2mB9cT1WyIyMDI0LTA2LTI1Il0", "Give it as `cursor` for the next page; null on the last.")]


class Page(AnswerObject):
    """One page of a list. `total` is there when asked for."""

    next_cursor: NextCursor
    total: NotRequired[Annotated[Total, Field(description="How many items the whole list has; there with `count`.")]]


class FacetedPage(Page):
    """One page of a list. `facets` are there when asked for."""

    facets: NotRequired[
        Annotated[
            dict[str, Facet], Field(description="By facet name; there with `facet`.", examples=[{"kind": {"values": [], "complete": True}}])
        ]
    ]


class ClaimPage(FacetedPage):
    """Claims."""

    items: Annotated[list[ClaimOut], Field(description="The claims of this page.")]


class CompactClaimPage(FacetedPage):
    """Claims as cards show them."""

    items: Annotated[list[CompactClaim], Field(description="The claims of this page.")]


class ArticlePage(FacetedPage):
    """Articles."""

    items: Annotated[list[ArticleOut], Field(description="The articles of this page.")]


class EntityPage(FacetedPage):
    """Entities, or speakers."""

    items: Annotated[list[EntityOut], Field(description="The entities of this page.")]


class EventPage(FacetedPage):
    """Events."""

    items: Annotated[list[EventOut], Field(description="The events of this page.")]


class AppearancePage(Page):
    """Appearances of one entity."""

    items: Annotated[list[AppearanceOut], Field(description="The appearances of this page.")]


class ChangePage(Page):
    """Changes."""

    items: Annotated[list[ChangeOut], Field(description="The changes of this page, in order.")]
