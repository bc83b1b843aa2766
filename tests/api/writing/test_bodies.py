"""Bodies: refused where none is read, and faults of those that are read in plain words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.database.engines import write_engine
from app.database.migrate import migrate
from app.ingest.administering.keys import create_key
from app.ingest.reading.validation import validated
from app.main import WRITES, create_app
from app.terms.api_keys import SCOPES, alternatives
from tests import make
from tests.api.writing.conftest import bearer, story
from tests.conftest import settings_for
from tests.jobs.delivering.sending import SECRET_KEY
from tests.loading import load_document
from tests.queries.archive import items


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Asks with all scopes. The database has one story, and is on SQLite, since what is refused never gets to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bodies')}/bodies.db"
    migrate(url)
    engine = write_engine(url)
    load_document(engine, validated(story()))
    headers = bearer(create_key(engine, "all", [*SCOPES])) | {"If-Match": "*"}
    engine.dispose()
    settings = settings_for(url).model_copy(update={"secret_key": SecretStr(SECRET_KEY)})
    with TestClient(create_app(settings), headers=headers, raise_server_exceptions=False) as client:
        yield client


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


CLAIM, ENTITY = "/v1/claims/{claim}", "/v1/entities/ent_0/merge"
OF_CLAIM = "is no field of a claim that can be changed"
MERGE = {"with": "ent_27wd6x5ype2yv3m78b30", "judgement": "positive", "if_match": ["*", "*"]}
WEBHOOK = {"url": "https://receiver.example/"}
WORDS: list[tuple[str, Any, str]] = [
    (CLAIM, {"knd": "denial"}, f"knd: {OF_CLAIM}; did you mean `kind`?"),
    (
        CLAIM,
        {"quote": "x"},
        f"quote: {OF_CLAIM}; these are: `review`, `kind`, `mode`, `explicit`, `section`, `speaker`, `addressee`, `place`, `gist`, `said`, "
        "`passage`",
    ),
    (CLAIM, {"reason": "x"}, "reason: is a query parameter: ?reason=..."),
    (CLAIM, {"speaker": "Ana Novak"}, "speaker: an object is expected"),
    (CLAIM, {"passage": {"cue": [{"start": 1}]}}, "passage.cue[0].end: is missing"),
    (CLAIM, {"passage": {"cue": [{"start": "1", "end": 2}]}}, "passage.cue[0].start: a whole number is expected"),
    (CLAIM, {"kind": "x"}, "kind: statement, assessment, prediction, pledge, demand, accusation, denial or hope is expected"),
    (CLAIM, {"explicit": "no"}, "explicit: true or false is expected"),
    (CLAIM, [], "the body is not an object"),
    (
        ENTITY,
        {**MERGE, "with": "clm_27wd6x5ype2yv3m78b30"},
        "with: an id of an entity is expected, which looks like ent_... (20 characters)",
    ),
    (ENTITY, {**MERGE, "if_match": ["*"]}, "if_match: has fewer than 2 items"),
    (ENTITY, {**MERGE, "wit": "x"}, "wit: is no field of a merge; did you mean `with`?"),
    (
        "/v1/articles/art_0",
        {"text_policy": "full", "policy": "full"},
        "policy: is no field of an article that can be changed; did you mean `text_policy`?",
    ),
    ("/v1/webhooks", {**WEBHOOK, "urll": "x"}, "`urll`: is no field of a new webhook; did you mean `url`?"),
    ("/v1/webhooks/whk_0", {"enabled": 1}, "`enabled`: true or false is expected"),
    ("/v1/webhooks/whk_0", {"description": None}, "`description`: has no default that null could mean"),
    ("/v1/articles", {**make.document(), "formatt": 1}, "formatt: is no field of this object; did you mean `format`?"),
]


@pytest.mark.parametrize(("path", "body", "words"), WORDS, ids=[words[:30] for *_, words in WORDS])
def test_a_fault_of_a_body_is_told_in_plain_words(asker: TestClient, path: str, body: Any, words: str) -> None:
    method = "POST" if path in (ENTITY, "/v1/webhooks", "/v1/articles") else "PATCH"
    answer = asker.request(method, path.format(claim=items(asker, "/v1/claims")[0]["id"]), json=body)
    assert (answer.status_code, [part["detail"] for part in answer.json()["errors"]]) == (422, [words])
