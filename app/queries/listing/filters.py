"""Filters of lists as bound parameters, and conditions on columns that take these parameters.

Conditions hold parameters, not values: the same functions serve statements that are compiled once and all others.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import (
    column as sql_column,
)
from sqlalchemy.types import NullType

from app.parameters.listing import NOT_FILTERS, Parameters
from app.queries import tables
from app.queries.statements.compiled import Parameter, Value
from app.terms.words import fold

Conditions = Sequence[ColumnElement[bool]]
FilterParameters = Mapping[str, Parameter]  # by the name of the filter; only the filters in the query

# Filters that are no parameters: another value makes another statement.
NOT_PARAMETERS = frozenset({"q", "include", "title", "role", "added_since"})
NAMES = frozenset({"byline", "cue", "organization", "place", "publisher"})  # filters by name: compared as folded words

articles = tables.articles.alias("filter_articles")  # an alias, so that a sub-select is not correlated to the query around it


def filters_of(query: type[Parameters]) -> frozenset[str]:
    """Return the names of the filters that become parameters."""
    return frozenset(query.model_fields) - NOT_FILTERS - NOT_PARAMETERS


def filter_values(query: Parameters, filters: frozenset[str]) -> dict[str, Value]:
    """Return the values of the query's filters: a single value, or a list of several. Names are folded."""
    values = ((name, getattr(query, name)) for name in sorted(filters & query.model_fields_set))
    return {name: _folded(name, value) for name, value in values if value is not None and value != []}


def filter_parameters(query: Parameters, filters: frozenset[str]) -> dict[str, Parameter]:
    """Return the query's filters as bound parameters with their values, each with a unique name."""
    return {name: value_parameter(value) for name, value in filter_values(query, filters).items()}


def value_parameter(value: Value) -> Parameter:
    """Return a parameter with one value or several."""
    value = _one_or_several(value)
    return bindparam(None, value, NullType(), unique=True, expanding=isinstance(value, list))


def _folded(name: str, value: Value) -> Value:
    return _one_or_several([fold(each) for each in value] if name in NAMES and isinstance(value, list) else value)


def _one_or_several(value: Value) -> Value:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def one_of(column: ColumnElement[Any], values: Parameter | None) -> Conditions:
    """Return the condition that the column has one of the values. A single value is compared with ``=``, which keeps the index's order."""
    if values is None:
        return []
    return [column.in_(values) if values.expanding else column == values]


def dates_overlap(earliest: ColumnElement[Any], latest: ColumnElement[Any], first: Parameter | None, last: Parameter | None) -> Conditions:
    """Return the conditions that a date may lie between two days, both included. An unknown date never does, nor any if last < first.

    ``latest`` is the column by which the list is ordered, '' for an unknown date, so that ``first`` limits the range read from its index.
    """
    return [
        *([latest >= first] if first is not None else []),
        *([earliest <= last] if last is not None else []),
        *([type_coerce(first, Text()) <= type_coerce(last, Text())] if first is not None and last is not None else []),
    ]


def day_is_within(column: ColumnElement[Any], first: Parameter | None, last: Parameter | None) -> Conditions:
    """Return the conditions that a day, '' if unknown, lies between two days, both included."""
    return [*([column >= first] if first is not None else []), *([column <= last, column != ""] if last is not None else [])]


def if_given(condition: Callable[[Parameter], ColumnElement[bool]], value: Parameter | None) -> Conditions:
    """Return the condition for the parameter; none without a parameter."""
    return [] if value is None else [condition(value)]


def equals(column: ColumnElement[bool], value: Parameter | None) -> Conditions:
    """Return the condition that a boolean column, never null, equals the parameter."""
    return [] if value is None else [column == value]


def without_its_index(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an expression equal to a column, so that no index of the column is used, and rows are read in the order of the list."""
    return column + 0 if isinstance(column.type, Integer) else column + literal_column("''", Text())


def has_publisher(article_number: ColumnElement[Any], names: Parameter | None) -> Conditions:
    """Return the condition that the article's publisher has one of the names."""
    if names is None:
        return []
    return [article_number.in_(select(articles.c.number).where(*one_of(articles.c.publisher_folded, names)))]


def is_found(connection: Connection, number: ColumnElement[Any], found: Select[tuple[int]]) -> ColumnElement[bool]:
    """Return the condition that a number is one of few that a sub-select finds, which is to run first.

    PostgreSQL takes such an array for ten numbers. Of a sub-select it thinks by the size of the archive, and then reads lists in order.
    """
    if connection.dialect.name == "postgresql":
        return number == any_(func.array(found.scalar_subquery(), type_=ARRAY(BigInteger())))
    return number.in_(found)


def is_sure(things: Table, confidence: Parameter | None) -> Conditions:
    """Return the condition that an extractor was at least this sure of a claim or event, or a person made it."""
    if confidence is None:
        return []
    by_a_person = and_(things.c.confidence.is_(None), things.c.review != "extracted")
    return [or_(things.c.confidence >= confidence, by_a_person)]


def is_one_of(connection: Connection, column: ColumnElement[Any], values: Sequence[int | str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of many values, which are sent as a single parameter."""
    if connection.dialect.name == "postgresql":
        return column == any_(bindparam(None, [*values], ARRAY(column.type), unique=True))
    found = func.json_each(literal(orjson.dumps([*values]).decode(), Text())).table_valued(sql_column("value", column.type))
    return column.in_(select(found.c.value))
