"""Addresses of endpoints, as keys of tables: paths that differ in their ids alone have the same key."""

FIRST_ID, SECOND_ID = 3, 5  # where ids stand among the parts of a path: "", "v1", "webhooks", id, "deliveries", id

ID = "{id}"  # in place of an id

EndpointKey = tuple[str, ...]


def endpoint_key(path: str) -> EndpointKey:
    """Return the parts of a path, with ``{id}`` in place of each id that is not empty."""
    parts = path.split("/")
    if len(parts) > FIRST_ID and parts[FIRST_ID]:
        parts[FIRST_ID] = ID
        if len(parts) > SECOND_ID and parts[SECOND_ID]:
            parts[SECOND_ID] = ID
    return tuple(parts)


def ids_in(path: str) -> list[str]:
    """Return the ids in a path, in order."""
    return path.split("/")[FIRST_ID : SECOND_ID + 1 : SECOND_ID - FIRST_ID]
