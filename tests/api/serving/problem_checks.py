"""Requests whose answer must be a problem, and checks of its body."""

from typing import Any

from fastapi.testclient import TestClient

MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


def problem(client: TestClient, path: str, status: int, method: str = "GET", **options: Any) -> Any:
    """Send a request, check that the answer is a problem of this status, and return its body."""
    answer = client.request(method, path, follow_redirects=False, **options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    body = answer.json()
    assert (set(body) - {"errors"}, body["status"]) == (MEMBERS, status)
    assert body["request_id"] == answer.headers["x-request-id"]
    kind = client.get(body["type"]).json()
    assert len(kind.pop("explanation")) > 20
    assert kind == {"type": body["type"], "title": body["title"], "status": status}
    return body


def wrong_parameters(client: TestClient, path: str, status: int = 422, **options: Any) -> list[str]:
    """Return the parameters that a problem names, after checking their pointers and details."""
    body = problem(client, path, status, **options)
    for part in body["errors"]:
        steps = [name.replace("~1", "/").replace("~0", "~") for name in part["pointer"].split("/")]
        assert (steps[:3], bool(part["detail"])) == (["", "query", part["parameter"]], True)
        assert part["parameter"] in body["detail"] or status == 404
    return [part["parameter"] for part in body["errors"]]
