"""Examples in the OpenAPI document: those of objects and lists are composed from the examples at the models' fields."""

from typing import Any

Json = dict[str, Any]


def add_examples(document: Json) -> None:
    """Give every property in ``components`` an example. Properties that have one keep it."""
    schemas: Json = document["components"]["schemas"]
    for schema in schemas.values():
        for property_schema in schema.get("properties", {}).values():
            if "$ref" not in property_schema and "const" not in property_schema:
                property_schema.setdefault("examples", [example_of(property_schema, schemas)])


def example_of(schema: Json, schemas: Json) -> Any:
    """Return an example of a schema.

    Raises:
        LookupError: a field that is no object or list has no example; add one at its model.
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
    return _composed_example(schema, schemas)


def _composed_example(schema: Json, schemas: Json) -> Any:
    if schema.get("type") == "array":
        item_schemas = schema.get("prefixItems") or [schema["items"]]
        return [example_of(item_schema, schemas) for item_schema in item_schemas]
    if schema.get("type") == "boolean":
        return False
    if "properties" in schema:
        return {name: example_of(property_schema, schemas) for name, property_schema in schema["properties"].items()}
    raise LookupError(f"no example for {schema}")
