"""Parameters in the OpenAPI document: their order, types and former names."""

from typing import Any

from app.parameters.listing import FORMER_NAME

Json = dict[str, Any]
# The last parameters of an address, in this order; behind the words to find, and the filters in the order of their models.
LAST = ("added_since", "sort", "facet", "count", "bucket", "after", "cursor", "limit", "units", "view", "fields", "format", "bom")


def document_parameters(document: Json) -> None:
    """Bring the parameters of all operations into the order of use, take null out of their types, and add their former names."""
    for operation in (operation for operations in document["paths"].values() for operation in operations.values()):
        if "parameters" in operation:
            for parameter in operation["parameters"]:
                _forbid_null(parameter["schema"])
            former = [_former(parameter) for parameter in operation["parameters"] if FORMER_NAME in parameter["schema"]]
            operation["parameters"] = [*sorted(operation["parameters"], key=_place), *former]


def _place(parameter: Json) -> tuple[int, int]:
    name = parameter["name"]
    return (2, LAST.index(name)) if name in LAST else (0 if parameter["in"] == "path" else 1, 0)


def _forbid_null(schema: Json) -> None:
    """Take null out of a type: a parameter can be left out, but a URL cannot give null."""
    schema.update(*(option for option in schema.pop("anyOf", []) if option != {"type": "null"}))


def _former(parameter: Json) -> Json:
    """Return the parameter under its former name, which is taken out of its schema."""
    name = parameter["schema"].pop(FORMER_NAME)
    description = f"Former name of `{parameter['name']}`. Both together are refused."
    return {
        **parameter,
        "name": name,
        "description": description,
        "schema": {**parameter["schema"], "description": description},
        "deprecated": True,
    }
