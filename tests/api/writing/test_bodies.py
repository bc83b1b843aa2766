"""Bodies: refused where none is read, and faults of those that are read in plain words."""

import re
from typing import Any

from fastapi.testclient import TestClient

from app.main import WRITES
from app.terms.api_keys import alternatives
from tests.api.writing.conftest import bearer


def _problem(answer: Any) -> tuple[int, str, str]:
    (part,) = answer.json()["errors"]
    return answer.status_code, part["pointer"], part["detail"]


def test_a_body_is_refused_where_none_is_read(writer: TestClient, keys: dict[str, str]) -> None:
    without = [endpoint for endpoint in WRITES if not endpoint.bodies]
    assert len(without) == 12
    for endpoint in without:
        path, key = re.sub("{[^}]+}", "x", f"/v1{endpoint.path}"), bearer(keys[alternatives(endpoint.scope)[0]])
        needed = "?reason=x" if endpoint.operation_id == "withdrawArticle" else ""
        for body in (b"{}", iter([b"", b'{"edit": 99}'])):
            answer = writer.request(endpoint.method, path + needed, content=body, headers={**key, "If-Match": "*"})
            assert (path, *_problem(answer)[:2]) == (path, 422, "/body")
        for empty in (b"", iter([b""])):
            answer = writer.request(endpoint.method, path + needed, content=empty, headers={**key, "If-Match": "*"})
            assert (path, answer.status_code in (404, 409)) == (path, True)  # there is nothing, or no key for secrets


def test_what_a_body_would_ask_for_is_named_as_parameters(writer: TestClient, keys: dict[str, str]) -> None:
    answer = writer.post("/v1/entities/ent_0/revert", json={"edit": 99}, headers={**bearer(keys["review"]), "If-Match": "*"})
    assert _problem(answer) == (422, "/body", "the body is not read here, and must be empty; `reason`, `edit` can be given in the query")
