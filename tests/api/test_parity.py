"""SQLite and PostgreSQL answer the same."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.databases import Templates
from tests.needs import POSTGRESQL
from tests.queries.archive import MERGED, PATHS, STORIES, astral, opened
from tests.queries.filed import FILED

FACETS = {
    "claims": "speaker speaker_kind organization kind mode cue article publisher place section review",
    "speakers": "kind",
    "entities": "kind",
    "events": "kind status article place",
    "articles": "publisher language",
}
FILTERS = {
    "claims": [
        *(
            "q=the+union",
            "q=said&sort=relevance",
            "q=%22AND",
            "sort=said&limit=7",
            "sort=published",
            "sort=-published&limit=3",
            "sort=position",
        ),
        *(f"speaker={MERGED}&include=groups", f"about={MERGED}", "anonymous=true", "organization=brno+council", "publisher=the+test"),
        *(
            "said_from=2024-06-24&said_to=2024-06-26",
            "published_to=2024-06-30",
            "place=WASHINGTON",
            "min_confidence=0.2",
            "cue=said&cue=told",
            "role=MAYOR&role=spokesperson",
            "added_since=3",
            "sort=-confidence&limit=9",
            "sort=confidence&limit=9",
        ),
        *("format=csv", "format=ndjson", "format=jsonld&limit=9", "limit=0", "cursor=x", "kind=x", "units=utf16", "explicit=false"),
    ],
    "speakers": [
        "q=government",
        "anonymous=true",
        "sort=-articles&limit=5",
        "organization=Government+of+Israel",
        "format=csv",
        "role=spokesperson",
        "sort=name",
        "added_since=2",
    ],
    "entities": ["q=brno", "kind=group&kind=place", "sort=-articles", "sort=-name&limit=9", "sort=claims", "format=ndjson"],
    "events": [
        "q=hamas",
        "status=planned",
        "date_from=2024-06-01&date_to=2024-06-30",
        "sort=date",
        "sort=position",
        "sort=-confidence",
        "min_confidence=0.3",
        "added_since=2",
        "main=true",
        "format=csv",
    ],
    "articles": [
        *("q=hezbollah", "language=en", "byline=JO+writer&byline=bo+cech", "published_from=2024-06-28", f"entity={MERGED}"),
        *("sort=published", "sort=-claims", "title=hezbollah", "added_since=1", "format=csv"),
    ],
}
REQUESTS = [
    *PATHS,
    *(f"/v1/{name}?{query}" for name, queries in FILTERS.items() for query in queries),
    *(f"/v1/{name}?facet={'&facet='.join(facets.split())}&count=exact&limit=1" for name, facets in FACETS.items()),
    *("/v1/claims?count=capped&limit=2", f"/v1/entities/{MERGED}", f"/v1/entities/{MERGED}/appearances?limit=2", "/v1/claims/x", "/readyz"),
]


def _answer(client: TestClient, path: str) -> tuple[int, Any]:
    answer = client.get(path)
    return answer.status_code, answer.text.replace(answer.headers["x-request-id"], "ID")


@pytest.mark.slow
@POSTGRESQL.mark
def test_both_databases_answer_the_same(templates: Templates) -> None:
    documents = [astral(), *FILED, *STORIES[:4]]
    assert len(set(REQUESTS)) > 50
    with opened(templates, "sqlite", *documents, seeded=True) as here, opened(templates, "postgresql", *documents, seeded=True) as there:
        for path in REQUESTS:
            assert (path, _answer(here, path)) == (path, _answer(there, path))
