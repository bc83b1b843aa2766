"""Filters of lists: their values as bound parameters, and conditions on columns by parameters.

Conditions are made of parameters and know no values, so the same ones make statements that are compiled once and all others.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, select, type_coerce
from sqlalchemy.types import NullType

from app.parameters.listing import Parameters
from app.queries import tables
from app.queries.statements.compiled import Parameter, Value
from app.terms.words import fold

Conditions = Sequence[ColumnElement[bool]]
FilterParameters = Mapping[str, Parameter]  # by the name of the filter; of those that are given alone

NOT_FILTERS = frozenset({"cursor", "limit", "format", "count", "facet", "bucket", "units", "sort"})
STRUCTURAL = frozenset({"q", "include"})  # no parameters: another value makes another statement
NAMES = frozenset({"cue", "organization", "place", "publisher"})  # filters by name: any spelling that folds to the same words

articles = tables.articles.alias("filter_articles")  # so that it is never taken for the table of the query around it


def filters_of(query: type[Parameters]) -> frozenset[str]:
    """Return the names of the filters that become parameters."""
    return frozenset(query.model_fields) - NOT_FILTERS - STRUCTURAL


def filter_values(query: Parameters, filters: frozenset[str]) -> dict[str, Value]:
    """Return the values of the filters that are given: one, or a list of several. Names are folded."""
    given = ((name, getattr(query, name)) for name in sorted(filters & query.model_fields_set))
    return {name: _folded(name, value) for name, value in given if value is not None and value != []}


def filter_parameters(query: Parameters, filters: frozenset[str]) -> dict[str, Parameter]:
    """Return the filters that are given as parameters that hold their values, each under a name of its own."""
    return {name: value_parameter(value) for name, value in filter_values(query, filters).items()}


def value_parameter(value: Value) -> Parameter:
    """Return a parameter that holds a value, or several."""
    value = _one_or_several(value)
    return bindparam(None, value, NullType(), unique=True, expanding=isinstance(value, list))


def _folded(name: str, value: Value) -> Value:
    return _one_or_several([fold(each) for each in value] if name in NAMES and isinstance(value, list) else value)


def _one_or_several(value: Value) -> Value:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def one_of(column: ColumnElement[Any], values: Parameter | None) -> Conditions:
    """The column has one of the values; no condition where there is none. One value keeps the index's order."""
    if values is None:
        return []
    return [column.in_(values) if values.expanding else column == values]


def overlap(earliest: ColumnElement[Any], latest: ColumnElement[Any], first: Parameter | None, last: Parameter | None) -> Conditions:
    """The date may lie between the two days, both included. An unknown date never does, and none does where the last day is the earlier.

    ``latest`` is what lists are ordered by, '' where not known: so the first day ends the range of the index.
    """
    return [
        *([latest >= first] if first is not None else []),
        *([earliest <= last] if last is not None else []),
        *([type_coerce(first, Text()) <= type_coerce(last, Text())] if first is not None and last is not None else []),
    ]


def within(column: ColumnElement[Any], first: Parameter | None, last: Parameter | None) -> Conditions:
    """The day, '' where not known, lies between the two days, both included."""
    return [*([column >= first] if first is not None else []), *([column <= last, column != ""] if last is not None else [])]


def if_given(condition: Callable[[Parameter], ColumnElement[bool]], value: Parameter | None) -> Conditions:
    """Return the condition by the parameter; no condition where there is none."""
    return [] if value is None else [condition(value)]


def is_value(column: ColumnElement[bool], value: Parameter | None) -> Conditions:
    """The column, which is never null, is true or false as the value is; no condition where there is none."""
    return [] if value is None else [column == value]


def has_publisher(article_id: ColumnElement[Any], names: Parameter | None) -> Conditions:
    """The article is one of these publishers', by name; no condition where there is none."""
    if names is None:
        return []
    return [article_id.in_(select(articles.c.id).where(*one_of(articles.c.publisher_folded, names)))]
