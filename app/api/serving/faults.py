"""Faults of query parameters in plain words, in place of Pydantic's messages."""

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args
from urllib.parse import quote_plus

from app.parameters.listing import Parameters
from app.terms.spelling import nearest

MOST_FAULTS = 20  # that one problem lists, so that thousands of wrong parameters make no answer of megabytes
MOST_SHOWN = 60  # characters of a name or value
LISTS = {"art": "articles", "clm": "claims", "ent": "entities", "evt": "events"}  # where ids are found, by their prefix
Fault = Mapping[str, Any]  # one of Pydantic's: type, loc, input, and ctx with the limits that the value broke


def explain(fault: Fault, name: str, model: type[Parameters]) -> str:
    """Return a fault of a parameter in plain words, which name the parameter.

    Args:
        name: of the parameter, as it was given.
        model: declares the query parameters.
    """
    explanation = EXPLANATIONS.get(fault["type"])
    return explanation(fault, name, model) if explanation else f"`{name}`: {fault['msg']}"


def _unknown(_: Fault, name: str, model: type[Parameters]) -> str:
    shown, names = _shown(name), list(model.model_fields)
    if not names:
        return f"unknown parameter `{shown}`; this address takes none"
    near = nearest(shown.lower(), names)
    return f"unknown parameter `{shown}`; " + (f"did you mean `{near}`?" if near else "/docs lists what this address takes")


def _missing(_: Fault, name: str, __: type[Parameters]) -> str:
    return f"`{name}` is missing; this address needs it"


def _no_word(fault: Fault, name: str, _: type[Parameters]) -> str:
    expected = str(fault["ctx"]["expected"]).replace("'", "")
    return f"{_value(fault, name)}; it takes {expected}"


def _no_truth(fault: Fault, name: str, _: type[Parameters]) -> str:
    return f"{_value(fault, name)}; it takes true or false"


def _no_number(fault: Fault, name: str, model: type[Parameters]) -> str:
    field = model.model_fields[str(fault["loc"][0])]
    lowest, highest = (next(getattr(each, bound) for each in field.metadata if hasattr(each, bound)) for bound in ("ge", "le"))
    is_whole = int in (field.annotation, *get_args(field.annotation))
    return f"{_value(fault, name)}; it takes a {'whole number' if is_whole else 'number'} from {lowest} to {highest}"


def _no_day(fault: Fault, name: str, _: type[Parameters]) -> str:
    return f"{_value(fault, name)}, which is no day of the calendar; a day looks like 2024-06-27"


def _too_many(fault: Fault, name: str, _: type[Parameters]) -> str:
    return f"`{name}` is given {fault['ctx']['actual_length']} times; it takes {fault['ctx']['max_length']} values at most"


def _too_long(fault: Fault, name: str, _: type[Parameters]) -> str:
    return f"`{name}` has {len(fault['input']):,} characters; it takes {fault['ctx']['max_length']:,} at most"


def _too_few(fault: Fault, name: str, _: type[Parameters]) -> str:
    return f"`{name}` is given once; it takes {fault['ctx']['min_length']} values or more"


def _no_match(fault: Fault, name: str, _: type[Parameters]) -> str:
    """Explain a value that does not match its pattern, which is that of ids, or excludes U+0000."""
    prefixes = re.findall("|".join(LISTS), fault["ctx"]["pattern"].partition("_")[0])
    if not prefixes:
        return f"`{name}` holds U+0000, which no text has"
    value = fault["input"]
    lists = [f"/v1/{'speakers' if name == 'speaker' else LISTS[prefix]}" for prefix in prefixes]
    is_like_an_id = re.match("[a-z]{3}_", value) or not value.isprintable()
    found = " or ".join(lists if is_like_an_id else [f"{path}?q={quote_plus(_shown(value))}" for path in lists])
    looks = " or ".join(f"{prefix}_..." for prefix in prefixes)
    return f"{_value(fault, name)}; an id looks like {looks}{' (20 characters)' if is_like_an_id else ''}; find it by {found}"


def _value(fault: Fault, name: str) -> str:
    return f"`{name}` is `{_shown(fault['input'])}`" if fault["input"] else f"`{name}` is empty"


def _shown(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


EXPLANATIONS: dict[str, Callable[[Fault, str, type[Parameters]], str]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "literal_error": _no_word,
    "bool_parsing": _no_truth,
    "calendar_day": _no_day,
    "too_long": _too_many,
    "string_too_long": _too_long,
    "too_short": _too_few,
    "string_pattern_mismatch": _no_match,
    **dict.fromkeys(
        ("int_parsing", "int_parsing_size", "float_parsing", "finite_number", "greater_than_equal", "less_than_equal"), _no_number
    ),
}
