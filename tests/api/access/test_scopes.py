"""Which scope each address needs, written down beside the code: a slip in one endpoint opens or closes no door unnoticed."""

import re

from app.main import ENDPOINTS, LIVE, WRITES
from app.terms.api_keys import alternatives

SCOPES = {
    ("write",): "POST articles, POST imports",
    ("write", "review"): "GET jobs, GET jobs/{}, GET jobs/{}/items, GET jobs/{}/progress, DELETE jobs/{}, POST jobs/{}/retry",
    ("review",): "PATCH claims/{}, POST claims/{}/revert, PATCH events/{}, POST events/{}/revert, PATCH entities/{}, "
    "POST entities/{}/revert, POST entities/{}/merge, POST entities/{}/split, GET entities/{}/candidates, GET review/queue, "
    "GET hidden-texts, GET claims/{}/history, GET events/{}/history, GET entities/{}/history, GET articles/{}/history",
    ("admin",): "PATCH articles/{}, DELETE articles/{}, DELETE articles/{}/tombstone, GET webhooks, POST webhooks, GET webhooks/{}, "
    "PATCH webhooks/{}, DELETE webhooks/{}, POST webhooks/{}/rotate, POST webhooks/{}/test, GET webhooks/{}/deliveries, "
    "POST webhooks/{}/deliveries/{}/replay",
}


def test_whatever_writes_or_tells_of_people_needs_its_scope_and_all_else_that_of_reading() -> None:
    expected = {request: scopes for scopes, requests in SCOPES.items() for request in requests.split(", ")}
    for endpoint in (*ENDPOINTS, *LIVE, *WRITES):
        request = f"{getattr(endpoint, 'method', 'GET')} {re.sub('{[^}]+}', '{}', endpoint.path).removeprefix('/')}"
        assert (request, alternatives(endpoint.scope)) == (request, expected.pop(request, ("read",)))
        assert endpoint.scope != "read" or request.startswith("GET ") or request == "POST articles/{}/verify"
    assert expected == {}
