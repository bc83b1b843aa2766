"""Advice on a query that takes too long: which parameters to narrow, to leave out, or to add."""

from app.parameters.listing import Parameters

# Parameters that make an answer dear by their value, and the value by which it is cheaper.
CHEAPER = {"count": "capped", "depth": 1}
COUNTS = frozenset({"facet", "bucket"})
NOT_FILTERS = frozenset({"cursor", "limit", "format", "bom", "sort", "units", "view", "fields", "prefix", *CHEAPER})


def narrowing_of(query: Parameters) -> str:
    """Return advice on the parameters of a query: which to narrow or to leave out, and which to add; empty if it has none of them."""
    given = [name for name in type(query).model_fields if name in query.model_fields_set]
    advice = [
        *_advice("narrow", [name for name in given if name not in {*NOT_FILTERS, *COUNTS}]),
        *_advice("leave out", [name for name in given if name in COUNTS]),
        *(f"ask for `{name}={value}`" for name, value in CHEAPER.items() if name in given and getattr(query, name) != value),
        *_advice("add", [name for name in type(query).model_fields if name.endswith("_from") and name not in given][:1]),
    ]
    return ", or ".join(advice)


def _advice(verb: str, names: list[str]) -> list[str]:
    return [f"{verb} {', '.join(f'`{name}`' for name in names)}"] if names else []
