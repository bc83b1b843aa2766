"""The parts of an answer that ``view`` and ``fields`` choose: parsed, checked against its type, and applied to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from typing_extensions import is_typeddict

from app.api.serving.requests import refusal

# Media types of JSON in another shape than the whole answer of its address, so that OpenAPI has a schema for each.
COMPACT_JSON, FIELDS_JSON = PARTS_OF_JSON = ("application/vnd.onrecord.compact+json", "application/vnd.onrecord.fields+json")
Tree = dict[str, Any]  # by the name of a field: the tree of those chosen of its fields, or None for the whole field


def union_members(hint: Any) -> list[Any]:
    """Return the members of a union without None; for a type that is no union, that type."""
    if get_origin(hint) is Annotated:
        return union_members(get_args(hint)[0])
    if get_origin(hint) in (UnionType, Union):
        return [option for option in get_args(hint) if option is not NoneType]
    return [hint]


@cache
def item_type_of(model: Any) -> Any:
    """Return the type of a page's items; of any other answer, its own type."""
    items = get_type_hints(model).get("items") if is_typeddict(model) else None
    return get_args(items)[0] if items else model


@cache
def field_names(answer_type: Any) -> tuple[str, ...]:
    """Return the names of all fields of an answer, with dots before fields of fields, in the order of the answer."""
    return tuple(dict.fromkeys(_field_names(answer_type, "")))


def _field_names(hint: Any, prefix: str) -> Iterator[str]:
    for object_type in _object_types(hint):
        for name, field_hint in _hints(object_type).items():
            yield f"{prefix}{name}"
            yield from _field_names(field_hint, f"{prefix}{name}.")


@cache
def columns_of(item_type: Any) -> tuple[str, ...]:
    """Return the CSV columns of a TypedDict, or of a union of them: fixed by the type, whatever the items hold."""
    return tuple(dict.fromkeys(column for option in union_members(item_type) for column in _columns(option, "")))


def _columns(item_type: Any, prefix: str) -> Iterator[str]:
    for name, hint in get_type_hints(item_type).items():
        nested = _nested_object(hint)
        yield from _columns(nested, f"{prefix}{name}.") if nested else (f"{prefix}{name}",)


def _nested_object(hint: Any) -> Any:
    members = union_members(hint)
    return members[0] if len(members) == 1 and is_typeddict(members[0]) else None


def _object_types(hint: Any) -> list[Any]:
    """Return the types of the objects that a value of this type is, or is a list of."""
    found = []
    for member in union_members(hint):
        if get_origin(member) is list:
            found += _object_types(get_args(member)[0])
        elif is_typeddict(member) or (isinstance(member, type) and issubclass(member, BaseModel)):
            found.append(member)
    return found


def _hints(object_type: Any) -> Mapping[str, Any]:
    if is_typeddict(object_type):
        return get_type_hints(object_type)
    return {field.alias or name: field.annotation for name, field in object_type.model_fields.items()}


def parse_fields(values: Sequence[str], answer_type: Any) -> Tree | None:
    """Return the chosen fields as a tree; None where none is named.

    Raises:
        RequestValidationError: the answer has no field of a name.
    """
    tree, known = Tree(), field_names(answer_type)
    for name in filter(None, (name.strip() for value in values for name in value.split(","))):
        if name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0)[0]
            message = f"unknown field `{name}`; did you mean `{nearest}`?"
            raise refusal([(("fields",), message)])
        _add(tree, name.split("."))
    return tree or None


def _add(tree: Tree, names: Sequence[str]) -> None:
    name, *rest = names
    if not rest:
        tree[name] = None
    elif tree.setdefault(name, Tree()) is not None:
        _add(tree[name], rest)


def choose_fields(answer: Any, tree: Tree | None) -> Any:
    """Return an answer, or each of a list, with the chosen fields alone, in the order that the answer has."""
    if tree is None or answer is None:
        return answer
    if isinstance(answer, list):
        return [choose_fields(each, tree) for each in answer]
    return {name: choose_fields(value, tree[name]) for name, value in answer.items() if name in tree}


def choose_columns(columns: Iterable[str], tree: Tree | None) -> tuple[str, ...]:
    """Return those of the columns of CSV, named as fields are, that hold chosen fields."""
    return tuple(column for column in columns if _is_chosen(column.split("."), tree))


def _is_chosen(names: Sequence[str], tree: Tree | None) -> bool:
    for name in names:
        if tree is None:
            return True
        if name not in tree:
            return False
        tree = tree[name]
    return True


class Choice(NamedTuple):
    """What a request chooses of an answer.

    Attributes:
        item_type: the type of an item of the answer, or of the answer if it is no page.
        fields: the chosen fields of it; None for all.
        json_type: the media type of JSON of this shape; None for that of whole answers.
    """

    item_type: Any
    fields: Tree | None = None
    json_type: str | None = None

    def media_type(self, format_name: str, whole: str) -> str:
        """Return the media type of an answer in a format, given that of the whole answer."""
        return self.json_type if self.json_type and format_name == "json" else whole

    def of(self, answer: Any) -> Any:
        """Return what is chosen of an answer: of a page the chosen fields of its items, and all else."""
        if self.fields is None:
            return answer
        is_page = "items" in answer
        return {**answer, "items": choose_fields(answer["items"], self.fields)} if is_page else choose_fields(answer, self.fields)

    def of_item(self, item: Any) -> Any:
        """Return the chosen fields of an item of a page."""
        return choose_fields(item, self.fields)

    def columns(self, format_name: str) -> tuple[str, ...]:
        """Return the columns of CSV; none for another format."""
        return choose_columns(columns_of(self.item_type), self.fields) if format_name == "csv" else ()


def choose_parts(fields: Sequence[str], item_type: Any, *, is_compact: bool) -> Choice:
    """Return the choice of these fields, or of all if none is named, of an answer with items of this type.

    Raises:
        RequestValidationError: the items have no such field.
    """
    tree = parse_fields(fields, item_type)
    return Choice(item_type, tree, FIELDS_JSON if tree else COMPACT_JSON if is_compact else None)
