"""Faults that Pydantic finds in documents and in bodies of requests, in plain words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from app.document.values import MISMATCHES
from app.terms.spelling import nearest

MOST_SHOWN = 60  # characters of a name that is looked for among fields
IDS = {"art": "an article", "clm": "a claim", "ent": "an entity", "evt": "an event"}  # by their prefix
Fault = Mapping[str, Any]  # one of Pydantic's: type, loc, msg, and ctx with the limits that the value broke


def explain_fault(fault: Fault, model: type[BaseModel]) -> str:
    """Return one of Pydantic's errors in a few words, to stand behind the path of the value.

    Args:
        model: that was validated. The fields of one that has ``NOUN`` are listed under that name; names in its ``IN_QUERY`` are query
            parameters.
    """
    if fault["type"] == "extra_forbidden":
        return _unknown(str(fault["loc"][-1]), _model_at(model, fault["loc"][:-1]))
    explanation = EXPLANATIONS.get(fault["type"])
    message: str = fault["msg"]
    return explanation(fault.get("ctx", {})) if explanation else message.removeprefix("Value error, ")


def _unknown(name: str, model: type[BaseModel]) -> str:
    if name in getattr(model, "IN_QUERY", ()):
        return f"is a query parameter: ?{name}=..."
    names = [field.alias or field_name for field_name, field in model.model_fields.items()]
    near = nearest(name[:MOST_SHOWN].lower(), names)
    noun, listed = getattr(model, "NOUN", None), ", ".join(f"`{each}`" for each in names)
    advice = f"; did you mean `{near}`?" if near else f"; these are: {listed}" if noun else ""
    return f"is no field of {noun or 'this object'}{advice}"


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    """Return the model of an object inside of what a model validates. Indexes, and names of union members, lead no further."""
    for step in path:
        fields = [field for name, field in model.model_fields.items() if step in (name, field.alias)]
        model = next((inner for field in fields for inner in _models_in(field.annotation)), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _mismatch(context: Mapping[str, Any]) -> str:
    pattern = context["pattern"]
    prefix = re.match(r"\^([a-z]{3})_", pattern)
    if prefix and prefix[1] in IDS:
        return f"an id of {IDS[prefix[1]]} is expected, which looks like {prefix[1]}_... (20 characters)"
    return MISMATCHES.get(pattern, f"does not match {pattern}")


def _too_short(context: Mapping[str, Any]) -> str:
    return "is empty" if context["min_length"] == 1 else f"has fewer than {context['min_length']} items"


def _too_long(unit: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda context: f"has more than {context['max_length']:,} {unit}"


def _expected(what: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda context: what.format(**context).replace("'", "") + " is expected"


EXPLANATIONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "string_pattern_mismatch": _mismatch,
    "string_too_short": lambda context: "is empty" if context["min_length"] == 1 else f"has fewer than {context['min_length']} characters",
    "string_too_long": _too_long("characters"),
    "too_short": _too_short,
    "too_long": _too_long("items"),
    "literal_error": _expected("{expected}"),
    "string_type": _expected("text"),
    "greater_than_equal": _expected("a number from {ge} on"),
    "less_than_equal": _expected("a number up to {le}"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _expected("an object")),
    **dict.fromkeys(("list_type", "tuple_type"), _expected("a list")),
    **dict.fromkeys(("bool_type", "bool_parsing"), _expected("true or false")),
    **dict.fromkeys(("int_type", "int_from_float", "int_parsing", "int_parsing_size"), _expected("a whole number")),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _expected("a number")),
}
