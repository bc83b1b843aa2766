"""Query parameters that every list takes, and the types of their values."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError, PydanticKnownError

CountMode = Literal["none", "capped", "exact"]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # ``date.fromisoformat`` also reads 20240627 and 2024-W26-4


def _check_day(day: str) -> str:
    try:
        date.fromisoformat(day if DAY.fullmatch(day) else "")
    except ValueError as error:
        raise PydanticCustomError("calendar_day", "is no day of the calendar") from error
    return day


def _check_whole_number(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]+", value):
        raise PydanticKnownError("int_parsing")
    return value


def _check_decimal_number(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", value):
        raise PydanticKnownError("float_parsing")
    return value


# Numbers as URLs have them. Pydantic alone takes whatever Python reads as a number: "1_0", "+1", " 1", "1.0" for a whole number, "nan".
# In an annotation they stand behind the bounds of the field: bounds behind them would be missing in the OpenAPI document.
WHOLE_NUMBER = BeforeValidator(_check_whole_number)
DECIMAL_NUMBER = BeforeValidator(_check_decimal_number)
CalendarDay = Annotated[str, AfterValidator(_check_day), WithJsonSchema({"type": "string", "format": "date"})]
# PostgreSQL has no U+0000 in text: it cannot store such a value, and refuses to look for one.
FilterValue = Annotated[str, Field(pattern=r"^[^\x00]*$")]
FilterValues = Annotated[list[FilterValue], Field(max_length=200)]
# Titles are told from others word by word, each by a condition of its own, of which SQLite takes a thousand.
TitleWords = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=300)]
RoleWords = Annotated[list[TitleWords], Field(max_length=200)]


def _id_pattern(prefix: str) -> str:
    """Return the pattern of ids with a prefix, as ``terms.ids.stable_id`` makes them."""
    return f"^{prefix}_[0-9a-hjkmnp-tv-z]{{20}}$"


ArticleId = Annotated[str, Field(pattern=_id_pattern("art"))]
ClaimId = Annotated[str, Field(pattern=_id_pattern("clm"))]
EntityId = Annotated[str, Field(pattern=_id_pattern("ent"))]
EventId = Annotated[str, Field(pattern=_id_pattern("evt"))]
TopicId = Annotated[str, Field(pattern=_id_pattern("(?:ent|evt)"))]
MinConfidence = Annotated[
    float | None,
    Field(ge=0, le=1, description="Of which an extractor was at least this sure, and all that a person made."),
    DECIMAL_NUMBER,
]
AddedSince = Annotated[
    int | None,
    Field(
        ge=0,
        le=2**63 - 1,
        description="A version of the data, as `/v1/stats` gives it: things in articles that a later version added or replaced.",
    ),
    WHOLE_NUMBER,
]
SEARCH_SYNTAX = (
    'Words to find, all of them, in any order; case and accents do not matter. `"..."` is a phrase, within one field; `-word` or `-"..."` '
    "excludes what has it, and alone finds all else. Any other text is words."
)
SEARCH_EXAMPLES = ["night", '"night shifts"', "night -shifts"]
MOST_SEARCHED = 1_000  # characters of `q`
SearchText = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=MOST_SEARCHED)]
SearchWords = Annotated[SearchText | None, Field(description=f"{SEARCH_SYNTAX} Empty finds everything.", examples=SEARCH_EXAMPLES)]
# What full text holds of claims and events: the words of their document, whatever entities were corrected or merged to.
NAMED_BY_ARTICLES = (
    "Claims and events are found by the names that their own article gives, not by a corrected name or one of another article: find the "
    "person in `/v1/speakers`, then ask by id."
)
NamesAndWords = Annotated[
    SearchText | None, Field(description=f"{SEARCH_SYNTAX} Empty finds everything. {NAMED_BY_ARTICLES}", examples=SEARCH_EXAMPLES)
]


ROLE = "Words of the title of a role, all of them, in any order,"
FORMER_NAME = "former_name"  # the key in the schema of a parameter
# Parameters that choose parts of an answer, but no rows: a cursor fits whatever they choose.
CHOICES_OF_PARTS = frozenset({"view", "fields"})
PAGING = frozenset({"cursor", "limit", "format", "bom", "units", *CHOICES_OF_PARTS})  # what a page holds, and how it is written
COUNTING = frozenset({"count", "facet", "bucket"})
NOT_FILTERS = frozenset({*PAGING, *COUNTING, "sort"})
ViewChoice = Annotated[
    Literal["full", "compact"], Field(description="`compact`: of a claim only what a card shows, in less than a quarter of the bytes.")
]


def empty_list() -> list[Any]:
    """Return an empty list. Pydantic reads the signature of a default's factory, which for ``list`` itself takes 0.1 ms a field."""
    return []


def repeatable(*examples: str, **options: Any) -> Any:
    """Return the field of a repeatable parameter, an empty list where it is not given.

    Pydantic would copy a literal ``[]`` deeply for each request, and so take a tenth of the time of a page.
    """
    lists = [[*examples]] if examples else None
    return Field(default_factory=empty_list, json_schema_extra={"default": []}, examples=lists, **options)


def id_filter(description: str, example: str) -> Any:
    """Return the field of a repeatable filter by id. An unknown id selects nothing."""
    return repeatable(example, max_length=200, description=f"{description}. An unknown id selects nothing.")


def day_filter(description: str, former_name: str | None = None) -> Any:
    """Return the field of a filter by day.

    Args:
        former_name: another name that the parameter had before, and still is taken by.
    """
    return Field(None, description=description, json_schema_extra={FORMER_NAME: former_name} if former_name else None)


class Parameters(BaseModel):
    """Query parameters of one route. Unknown ones are refused."""

    # Validators are built at the first request: those of all routes would take a tenth of the server's time to its first answer.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of the answer does not grow with the archive."""
        return False


class AnswerQuery(Parameters):
    """The choice of fields, which every answer takes."""

    fields: Annotated[
        FilterValues,
        Field(
            description="Give these fields alone, separated by commas, dots before fields of fields: `id,speaker.label,article.title`. "
            "Of a list, fields of its items."
        ),
    ] = repeatable()


class PageQuery(AnswerQuery):
    """Paging and count, which every list and the search take."""

    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before; 404 if this list with these filters did not make it.")
    ] = None
    limit: Annotated[
        int | None,
        Field(ge=1, le=200, description="Items on a page (50). NDJSON and CSV have no cap without it: they hold the whole list."),
        WHOLE_NUMBER,
    ] = None
    count: Annotated[
        CountMode, Field(description="Give `total`: `capped` counts to 1,000, `exact` to 100,000, or as far as the list looks.")
    ] = "none"

    # Filters that have an index in the list's default order. One of them alone, with one value, makes a bounded query.
    indexed_filters: ClassVar[frozenset[str]] = frozenset({"id"})

    @property
    def is_bounded(self) -> bool:
        """Whether the cost of a page does not grow with the archive: no filter, or one that has an index in the list's order."""
        chosen = set(self.model_dump(exclude_defaults=True, exclude={*PAGING}))  # a count is dear, too
        filters = chosen - {"sort"}
        if "sort" in chosen and filters - {"id"}:
            return False
        if len(filters) > 1 or not filters <= self.indexed_filters:
            return False
        return all(name == "id" or len(getattr(self, name)) == 1 for name in filters)

    @property
    def cursor_scope(self) -> str:
        """The filters and the order, as JSON. A cursor is bound to them, but not to the size or the format of a page."""
        return self.model_dump_json(exclude={*PAGING, *COUNTING}, exclude_defaults=True)


class ListQuery(PageQuery):
    """Paging, count and format, which every list takes."""

    format: Annotated[Literal["json", "ndjson", "csv"] | None, Field(description="Instead of the header Accept.")] = None
    bom: Annotated[bool, Field(description="Begin CSV with a byte order mark (U+FEFF), by which spreadsheets know that it is UTF-8.")] = (
        False
    )

    def for_export(self, limit: int) -> Self:
        """Return the same list as NDJSON, in pages of ``limit``, without count and facets, which an export has no place for."""
        defaults: dict[str, Any] = {"count": "none", "facet": []}
        left_out = {name: value for name, value in defaults.items() if name in type(self).model_fields}
        return self.model_copy(update={"limit": limit, "format": "ndjson", **left_out})


class JsonLdListQuery(ListQuery):
    """Parameters of a list that is served as JSON-LD too."""

    format: Annotated[Literal["json", "ndjson", "csv", "jsonld"] | None, Field(description="Instead of the header Accept.")] = None  # type: ignore[assignment]  # more formats than a list has in general
