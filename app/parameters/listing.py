"""Query parameters that every list takes, and the types of their values."""

import re
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticKnownError

CountMode = Literal["none", "capped", "exact"]


# PostgreSQL has no U+0000 in text: no such value can be stored, and none asked for.
FilterValue = Annotated[str, Field(pattern=r"^[^\x00]*$")]


FilterValues = Annotated[list[FilterValue], Field(max_length=200)]


_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"


_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"


# Every day of the calendar and nothing else: what is refused, the OpenAPI document excludes.
CALENDAR_DAY = (
    f"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29)$"
)


def _calendar_day(day: str) -> str:
    if not re.fullmatch(CALENDAR_DAY, day):
        raise ValueError("is no day of the calendar: give YYYY-MM-DD")
    return day


CalendarDay = Annotated[str, AfterValidator(_calendar_day), WithJsonSchema({"type": "string", "format": "date", "pattern": CALENDAR_DAY})]


def _whole_number(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"-?[0-9]+", given):
        raise PydanticKnownError("int_parsing")
    return given


def _number(given: Any) -> Any:
    if isinstance(given, str) and not re.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", given):
        raise PydanticKnownError("float_parsing")
    return given


# Numbers as URLs have them. Pydantic alone takes what Python does, too: "1_0", "+1", " 1", "1.0" for a whole number, "nan".
# They stand behind the bounds of a field: before them, OpenAPI would lose these.
WHOLE_NUMBER = BeforeValidator(_whole_number)


DECIMAL_NUMBER = BeforeValidator(_number)


SearchWords = Annotated[
    FilterValue | None,
    Field(description="Words to find, all of them, in any order; case and accents do not matter. Empty finds everything."),
]


def repeatable(**more: Any) -> Any:
    """A repeatable parameter that is not given. A literal ``[]`` Pydantic would copy deeply for each, a tenth of the time of a page."""
    return Field(default_factory=list, json_schema_extra={"default": []}, **more)


def id_filter(what: str, example: str) -> Any:
    """A repeatable filter by id; an unknown or ill-formed id selects nothing."""
    return repeatable(max_length=200, description=f"{what}. An unknown id selects nothing.", examples=[[example]])


class Parameters(BaseModel):
    """Query parameters: unknown ones are refused."""

    # Built at the first request: of the server's time to the first answer, the parameters of all routes would take a tenth.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of what is asked for does not grow with the archive."""
        return False


class ListQuery(Parameters):
    """What every list takes."""

    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before; 404 if this list with these filters did not make it.")
    ] = None
    limit: Annotated[
        int | None,
        Field(ge=1, le=200, description="Items on a page (50). NDJSON and CSV have no cap without it: they hold the whole list."),
        WHOLE_NUMBER,
    ] = None
    format: Annotated[Literal["json", "ndjson", "csv"] | None, Field(description="Instead of the header Accept.")] = None
    count: Annotated[CountMode, Field(description="Give `total`: `capped` counts to 1,000, `exact` to the end.")] = "none"

    # Filters that an index answers in the list's order, one at a time.
    indexed_filters: ClassVar[frozenset[str]] = frozenset({"id"})

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of a page does not grow with the archive: no filter, or one that an index answers in the order asked for."""
        filters = set(self.model_dump(exclude_defaults=True, exclude={"cursor", "limit", "format", "units", "sort"}))
        if "sort" in self.model_dump(exclude_defaults=True, include={"sort"}) and filters - {"id"}:
            return False
        return (
            len(filters) <= 1 and filters <= self.indexed_filters and all(name == "id" or len(getattr(self, name)) == 1 for name in filters)
        )

    def for_export(self, limit: int, format: str) -> Self:
        """The same list in pages of ``limit``, to be written in this format, without what stands in an envelope."""
        envelope = {"count": "none", "facet": []}
        held = {name: value for name, value in envelope.items() if name in type(self).model_fields}
        return self.model_copy(update={"limit": limit, "format": format, **held})

    @property
    def cursor_scope(self) -> str:
        """What binds a cursor: filters and order, but not how many are wanted or how they are written."""
        return self.model_dump_json(exclude={"cursor", "limit", "format", "count", "facet", "bucket", "units"}, exclude_defaults=True)


class JsonLdListQuery(ListQuery):
    """A list that comes as JSON-LD too."""

    format: Annotated[Literal["json", "ndjson", "csv", "jsonld"] | None, Field(description="Instead of the header Accept.")] = None  # type: ignore[assignment]  # wider than that of every list
