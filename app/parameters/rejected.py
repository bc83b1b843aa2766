"""The parameters that go with `review=rejected`."""

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.parameters.listing import PAGING, ListQuery
from app.terms.vocabulary import Review

REJECTED: Review = "rejected"
FILTERS_OF_REJECTED = frozenset({"id", "article", "publisher", "speaker"})
TAKEN = {*FILTERS_OF_REJECTED, *PAGING, "count"} - {"view"}
NOT_ALONE = "goes with no other value: what is rejected is listed by itself"


def refuse_others(query: ListQuery) -> None:
    """Refuse a query for what is rejected that has other parameters, or other values of `review`.

    Raises:
        ValidationError: it has.
    """
    fields = type(query).model_fields
    given = [name for name in fields if getattr(query, name) != fields[name].get_default(call_default_factory=True)]
    faults = [
        (name, f"does not go with `review=rejected`, which takes {_taken(query)}") for name in given if name not in {*TAKEN, "review"}
    ]
    if {*query.review} != {REJECTED}:  # type: ignore[attr-defined]  # the lists that have rejected things have this filter
        faults.append(("review", NOT_ALONE))
    if faults:
        errors = [
            InitErrorDetails(type=PydanticCustomError("not_alone", "{fault}", {"fault": fault}), loc=(name,), input=None)
            for name, fault in faults
        ]
        raise ValidationError.from_exception_data(type(query).__name__, errors)


def _taken(query: ListQuery) -> str:
    return ", ".join(name for name in sorted(TAKEN) if name in type(query).model_fields)
