"""Examples for the OpenAPI document: leaves are given by hand at the models, objects and lists are put together from them."""

from typing import Any

Json = dict[str, Any]


def add_examples(document: Json) -> None:
    """Give every property in ``components`` an example, from those of its parts. Properties that have one keep it."""
    schemas: Json = document["components"]["schemas"]
    for schema in schemas.values():
        for part in schema.get("properties", {}).values():
            if "$ref" not in part and "const" not in part:
                part.setdefault("examples", [example_of(part, schemas)])


def example_of(schema: Json, schemas: Json) -> Any:
    """Return an example of a schema.

    Raises:
        LookupError: a leaf has none; give it one where its model is defined.
    """
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("const", "default"):
        if key in schema and schema[key] is not None and schema[key] != []:
            return schema[key]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return example_of(schema[key][0], schemas)
    return _composed(schema, schemas)


def _composed(schema: Json, schemas: Json) -> Any:
    if schema.get("type") == "array":
        parts = schema.get("prefixItems") or [schema["items"]]
        return [example_of(part, schemas) for part in parts]
    if schema.get("type") == "boolean":
        return False
    if "properties" in schema:
        return {name: example_of(part, schemas) for name, part in schema["properties"].items()}
    raise LookupError(f"no example for {schema}")
