"""Addresses as keys of tables."""

import pytest

from app.api.serving.addresses import endpoint_key, ids_in


@pytest.mark.parametrize(
    ("path", "key", "ids"),
    [
        ("/v1/claims", ("", "v1", "claims"), []),
        ("/v1/claims/clm_1", ("", "v1", "claims", "{id}"), ["clm_1"]),
        ("/v1/jobs/job_1/progress", ("", "v1", "jobs", "{id}", "progress"), ["job_1"]),
        ("/v1/webhooks/whk_1/deliveries/msg_1/replay", ("", "v1", "webhooks", "{id}", "deliveries", "{id}", "replay"), ["whk_1", "msg_1"]),
        ("/", ("", ""), []),
    ],
)
def test_ids_in_paths(path: str, key: tuple[str, ...], ids: list[str]) -> None:
    assert (endpoint_key(path), ids_in(path)) == (key, ids)


def test_a_path_with_an_empty_id_is_that_of_no_endpoint() -> None:
    assert endpoint_key("/v1/claims/") == ("", "v1", "claims", "")
