"""Addresses of endpoints, as keys of tables: paths that differ in the id alone have the same key."""

ID_POSITION = 3  # of the id among the parts of a path: "", "v1", "claims", id

ID = "{id}"  # in place of the id

EndpointKey = tuple[str, ...]


def endpoint_key(path: str) -> EndpointKey:
    """Return the parts of a path, with ``{id}`` in place of the id if there is one that is not empty."""
    parts = path.split("/")
    if len(parts) > ID_POSITION and parts[ID_POSITION]:
        parts[ID_POSITION] = ID
    return tuple(parts)
