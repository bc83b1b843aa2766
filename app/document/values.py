"""Types of the values in a knowledge document: texts, local ids, dates, spans, numbers."""

from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field

from app.terms.dates import parse_edtf

PUBLISHED_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
MOST_SPANS = 10_000  # of one list; real documents have at most 15
URL_PATTERN = r"^https?://[^\s\x00]+$"
STORABLE_PATTERN = r"^[^\x00]*$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
WIKIDATA_PATTERN = r"^Q[1-9][0-9]{0,14}$"
MOMENT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
MISMATCHES = {
    PUBLISHED_PATTERN: "is no date or time such as 2024-06-27 or 2024-06-27T18:30:00Z",
    URL_PATTERN: "is no URL that starts with http:// or https://",
    STORABLE_PATTERN: "holds U+0000, which no text has",
    SHA256_PATTERN: "is no SHA-256: 64 digits of 0-9 and a-f",
    MOMENT_PATTERN: "is no moment in UTC such as 2024-06-28T09:30:00Z",
    WIKIDATA_PATTERN: "is no item of Wikidata, such as Q801",
    LANGUAGE_PATTERN: "is no language tag, such as en or pt-BR",
}


def _check_published(published: str) -> str:
    _ = date.fromisoformat(published) if len(published) == 10 else datetime.fromisoformat(published)
    return published


def _check_url(url: str) -> str:
    if not urlsplit(url).hostname or urlsplit(url).port == 0:
        raise ValueError("a URL names a host, and no port 0")
    return url


def _check_edtf(edtf: str) -> str:
    parse_edtf(edtf)
    return edtf


def _check_span(span: tuple[int, int]) -> tuple[int, int]:
    if span[0] >= span[1]:
        raise ValueError("a span ends after it starts")
    return span


def _check_order(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        raise ValueError("spans of one list are in order and do not overlap")
    return spans


Published = Annotated[str, Field(pattern=PUBLISHED_PATTERN, examples=["2024-06-27"]), AfterValidator(_check_published)]
Url = Annotated[str, Field(pattern=URL_PATTERN, max_length=2000, examples=["https://example.org/harbour"]), AfterValidator(_check_url)]
# PostgreSQL cannot store U+0000. Pydantic itself refuses lone surrogates.
StorableText = Annotated[str, Field(pattern=STORABLE_PATTERN)]
ShortText = Annotated[StorableText, Field(min_length=1, max_length=500)]
LocalId = Annotated[StorableText, Field(min_length=1, max_length=200, description="Local to this document.", examples=["s1"])]
Sha256 = Annotated[str, Field(pattern=SHA256_PATTERN, examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]
Edtf = Annotated[
    str, Field(max_length=100, description="A date in EDTF (ISO 8601-2).", examples=["2024-06-25"]), AfterValidator(_check_edtf)
]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]  # in Unicode code points of the article's text
# Half-open. Not strict, because JSON and YAML have a list where Python has a tuple.
Span = Annotated[tuple[Offset, Offset], AfterValidator(_check_span), Field(strict=False, examples=[[3234, 3265]])]
Spans = Annotated[list[Span], FailFast(), Field(max_length=MOST_SPANS), AfterValidator(_check_order)]
Confidence = Annotated[float, Field(ge=0, le=1, examples=[0.87])]
ConfidenceGiven = Annotated[Confidence | None, Field(description="How sure the extractor is, 0 to 1; left out by people.")]
FigureValue = Annotated[int, Field(ge=-(10**15), le=10**15, examples=[251])] | Annotated[float, Field(ge=-1e15, le=1e15)]


def example(value: Any, description: str) -> Any:
    """Return a field that is documented by an example value."""
    return Field(examples=[value], description=description)


def optional_list(description: str) -> Any:
    """Return the default of a list that may be left out.

    Pydantic would copy a literal ``[]`` deeply for each document, and so take a quarter of the time of checking it. It stops at the first
    fault: a list of ten million wrong items must not make as many errors.
    """
    return Field(default_factory=list, fail_fast=True, description=description, json_schema_extra={"default": []})


class StrictModel(BaseModel):
    """A part of a knowledge document. Unknown keys are refused, and no value is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True)
