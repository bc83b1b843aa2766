"""Addresses of endpoints, as keys of tables: paths that differ in the id alone have the same key."""

ID_POSITION = 3  # of the id among the parts of a path: "", "v1", "claims", id

EndpointKey = tuple[str, ...]


def endpoint_key(path: str) -> EndpointKey:
    """Return the parts of a path, with an empty part in place of the id if there is one."""
    parts = path.split("/")
    return (*parts[:ID_POSITION], "", *parts[ID_POSITION + 1 :]) if len(parts) > ID_POSITION else tuple(parts)
