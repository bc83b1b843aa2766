"""Rules for generated requests that OpenAPI cannot tell: days in their order, one name for a parameter, and `review=rejected` alone."""

from datetime import date
from typing import Any

import schemathesis

WITH_REJECTED = ("/v1/claims", "/v1/events")  # lists of which `review=rejected` goes with few other parameters
FORMER_NAMES = {"from": "date_from", "to": "date_to"}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Bring the query into a form that no rule between two parameters refuses; what one of them alone refuses stays."""
    query = case.query or {}
    if query.get("view") == "compact" and "fields" in query:
        del query["view"]  # the fields of OpenAPI are those of the whole answer
    if "fields" in query and not query["fields"] and case.meta and case.meta.generation.mode.is_negative:
        query["fields"] = "none"  # what is no list would be sent as an empty one, which is one
    if case.operation.path in WITH_REJECTED and len(query) > 1 and "rejected" in _listed(query.get("review")):
        del query["review"]
    if case.operation.path == "/v1/compare" and "speaker" in query:
        query.pop("publisher", None)  # both together may be more sides than a comparison has
    if case.headers and "Idempotency-Key" in case.headers and kwargs.get("headers"):
        kwargs["headers"].pop("Idempotency-Key", None)  # the same one would be sent with other bodies
    for former, present in FORMER_NAMES.items():
        if former in query and present in query:
            del query[former if _is_day(query[former]) else present]
    for first in [name for name in query if name == "from" or str(name).endswith("_from")]:
        for last in (first.removesuffix("from") + "to", *(FORMER_NAMES.get(first.removesuffix("from") + "to"), "to")):
            if last in query and _is_day(query[first]) and _is_day(query[last]):
                query[first], query[last] = sorted((query[first], query[last]))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False
