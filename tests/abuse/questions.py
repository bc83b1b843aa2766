"""Questions that attacks ask: dear ones, distinct ones, exports; and the answers that others ask for again and again."""

from collections.abc import Sequence
from typing import get_args
from urllib.parse import urlencode

from app.parameters.claims import ClaimFacet
from tests.scale.costs.values import MOST_VALUES, Values

EXPORTS = ("/v1/claims?format=csv", "/v1/events?format=csv", "/v1/claims?format=csv&q=the")
ALL_EXPORTS = (*EXPORTS, "/v1/claims?format=ndjson", "/v1/articles?format=csv", "/v1/speakers?format=csv", "/v1/timeline?format=ndjson")
SORTS = ("-said", "said", "-published", "published", "-confidence", "confidence")
MOST_COMPARED = 10
LINE_ENDS = "%0D%0A"
WRONG = (
    *("/", "/v1", "/docs", "/openapi.json", "/v1/nothing{n}", "/v1/claims/clm_{n}", "/v1/claims?limit={n}000", "/v1/claims?sort=a{n}"),
    *("/v1/claims?cursor={n}", "/v1/claims?q=%00{n}", f"/v1/claims?q={LINE_ENDS}{{n}}", "/v1/claims?%ff={n}", "/v1/search", "//{n}"),
    *("/v1/claims?" + "&".join(f"speaker={n}" for n in range(1_000)), f"/v1/claims?q={'%22-' * 2_000}{{n}}", "/v1/graph?depth=3&q=a{n}"),
)
Targets = Sequence[str]


def kept_targets(values: Values) -> Targets:
    """Return first pages and single things, as a front page would ask for them."""
    return (
        *("/v1/claims", "/v1/articles?limit=20", "/v1/speakers?limit=20", "/v1/stats"),
        *(f"/v1/claims/{values['claim'][0]}", f"/v1/speakers/{values['entity'][0]}", f"/v1/claims?speaker={values['entity'][1]}"),
        f"/v1/claims?q={values['word'][1]}&limit=20",
    )


def dear_questions(values: Values) -> Targets:
    """Return the questions that cost most by their kind. ``{n}`` and ``{day}`` make each another, so that none is answered from memory."""
    common, entities = f"{values['word'][0]} -zz{{n}}", values["entity"]
    ends = {"said_from": "0001-01-01", "published_to": "{day}"}
    return (
        _address("graph", q=common, limit=1000),
        _address("graph", q=common, focus=entities[0], depth=2),
        _address("articles", q=common, entity=entities[:MOST_VALUES], count="exact"),
        _address("claims", q=common, holder=entities[:MOST_VALUES], count="exact"),
        _address("claims", q=common, sort="relevance", count="exact"),
        _address("sources", explicit="true", published_to="{day}"),
        _address("sources", **ends),
        _address("claims", explicit="true", facet=get_args(ClaimFacet), count="exact", limit=200, published_to="{day}"),
        _address("compare", q=common, limit=200, speaker=entities[:MOST_COMPARED]),
        _address("timeline", cue=values["cue"][:MOST_COMPARED], bucket="day", count="exact", date_to="{day}"),
        _address("search", q=f'"{values["phrase"][0]}" -zz{{n}}', count="exact", prefix="true"),
        _address("speakers", q="-zz{n}", count="exact"),
    )


def distinct_pages() -> Targets:
    """Return pages of lists, large and small, each another one."""
    return tuple(f"/v1/claims?sort={sort}&limit={limit}&published_to={{day}}" for sort in SORTS for limit in (1, 20, 50, 200))


def _address(path: str, **parameters: object) -> str:
    return f"/v1/{path}?{urlencode(parameters, doseq=True, safe='{}')}"
