"""Comparison of exchanges: differences that count, and differences that never count."""

import base64
from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from tests.comparison.comparing import Comparison, Exact, Mapped
from tests.comparison.exchanges import Exchange, Response
from tests.comparison.ids import Ids, Translation
from tests.comparison.requests import Request

Json = dict[str, Any]
OLD: Ids = {("claim", str(n)): f"clm_0000000000000000000{n}" for n in range(4)}
NEW: Ids = {("claim", str(n)): f"clm_0000000000000000000{n + 4}" for n in range(4)}
MAPPED = Mapped(Translation.between(OLD, NEW))
EXACT = Exact()


def exchange(*bodies: Any, target: str = "/v1/claims", **headers: str) -> Exchange:
    written = [body if isinstance(body, bytes) else orjson.dumps(body) for body in bodies]
    all_headers = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Exchange(Request(target), [Response(200, [*all_headers.items()], body) for body in written])


def found(comparison: Comparison, base: Exchange, head: Exchange) -> list[tuple[str, str, str]]:
    return [(one.kind, one.subject, one.path) for one in comparison.differences(base, head)]


def claims(ids: Sequence[str], days: str, **more: Any) -> Json:
    """Return a page of claims; ``days`` has one digit for each."""
    items = [{"id": each, "said": {"latest": f"2024-06-0{day}"}} for each, day in zip(ids, days, strict=True)]
    return {"items": items, "next_cursor": None, **more}


def test_equal_answers_have_no_difference() -> None:
    one = exchange({"a": [1, 2.0]}, target="/v1/stats", etag='"x"')
    assert found(EXACT, one, one) == []
    assert found(MAPPED, one, one) == []


@pytest.mark.parametrize("comparison", [EXACT, MAPPED])
def test_status_headers_and_bodies_are_compared(comparison: Comparison) -> None:
    base = exchange({"a": 1, "b": [1, 2]}, target="/v1/stats", vary="Origin", server="uvicorn")
    head = exchange({"a": 1, "b": [1, 3]}, target="/v1/stats", vary="Accept")
    head = Exchange(head.request, [Response(404, head.answers[0].headers, head.answers[0].body)])
    assert found(comparison, base, head) == [
        ("status", "/v1/stats", ""),
        ("header", "server", ""),
        ("header", "vary", ""),
        ("body", "/v1/stats", "$.b[1]" if comparison is EXACT else "$[0].b[1]"),
    ]


def test_date_request_id_database_and_build_never_count() -> None:
    base = exchange({}, target="/v1/stats", etag='"0a.7-1b-json-2c"', date="Mon", x_request_id="1")
    head = exchange({}, target="/v1/stats", etag='"3d.7-4e-json-2c"', date="Tue", x_request_id="2")
    assert found(EXACT, base, head) == []


@pytest.mark.parametrize("etag", ['"0a.8-1b-json-2c"', '"0a.7-1b-csv-2c"', '"0a.7-1b-json-2d"'])
def test_data_version_format_and_address_in_etags_count(etag: str) -> None:
    base, head = (exchange({}, target="/v1/stats", etag=each) for each in ('"0a.7-1b-json-2c"', etag))
    assert found(EXACT, base, head) == [("header", "etag", "")]


@pytest.mark.parametrize(("base", "head"), [(b'{"a":1}', b'{"a":1.0}'), (b'{"a":1,"b":2}', b'{"b":2,"a":1}'), (b'{"a":1}', b'{"a": 1}')])
@pytest.mark.parametrize("comparison", [EXACT, MAPPED])
def test_the_way_of_writing_counts(comparison: Comparison, base: bytes, head: bytes) -> None:
    assert len(found(comparison, exchange(base, target="/v1/stats"), exchange(head, target="/v1/stats"))) == 1


def test_every_difference_of_openapi_is_reported() -> None:
    base, head = ({"paths": paths} for paths in ({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 3}))
    paths = [path for _, _, path in found(EXACT, *(exchange(each, target="/openapi.json") for each in (base, head)))]
    assert paths == ["$.paths.b", "$.paths.c", "$.paths.d"]


def test_items_of_equal_order_keys_are_a_set_over_all_pages() -> None:
    old, new = [*OLD.values()], [*NEW.values()]
    base = exchange(claims(old[:2], "32"), claims(old[2:], "21"))
    head = exchange(claims([new[0], new[2]], "32"), claims([new[1], new[3]], "21"))
    assert found(MAPPED, base, head) == []
    assert found(EXACT, base, head) != []


def test_items_of_different_order_keys_keep_their_order() -> None:
    old, new = [*OLD.values()], [*NEW.values()]
    assert found(MAPPED, exchange(claims(old[:2], "32")), exchange(claims([new[1], new[0]], "23"))) == [
        ("body", "/v1/claims", "$[1].items[0].id")
    ]


def test_a_changed_field_counts_whatever_the_place_of_the_item() -> None:
    old, new = [*OLD.values()], [*NEW.values()]
    head = claims([new[1], new[0]], "22")
    assert found(MAPPED, exchange(claims(old[:2], "22")), exchange(head)) == []
    head["items"][0]["kind"] = "denial"
    assert found(MAPPED, exchange(claims(old[:2], "22")), exchange(head)) == [("body", "/v1/claims", "$[1].items[1].kind")]


def test_an_item_that_is_missing_is_a_difference() -> None:
    base, head = claims([*OLD.values()], "2222"), claims([*NEW.values()][:3], "222")
    assert found(MAPPED, exchange(base), exchange(head)) == [("body", "/v1/claims", "$[0].number of items")]


def test_cursors_are_compared_by_their_order_keys() -> None:
    def cursor(day: str, name: str) -> str:
        return base64.urlsafe_b64encode(b"012345678" + orjson.dumps([day, name])).decode().rstrip("=")

    base, head, other = (
        exchange({"items": [], "next_cursor": cursor(day, name)}, link=f'</v1/claims?limit=1&cursor={cursor(day, name)}>; rel="next"')
        for day, name in (("2024-06-01", OLD["claim", "0"]), ("2024-06-01", NEW["claim", "1"]), ("2024-06-02", NEW["claim", "0"]))
    )
    assert found(MAPPED, base, head) == []
    assert found(MAPPED, base, other) == [("header", "link", ""), ("body", "/v1/claims", "$[0].next_cursor")]


def test_of_the_last_group_of_a_cut_facet_only_the_size_is_compared() -> None:
    def facet(*values: tuple[str, int], complete: bool) -> Exchange:
        found = {"values": [{"value": value, "count": count} for value, count in values], "complete": complete}
        return exchange({"items": [], "next_cursor": None, "facets": {"article": found}})

    for complete, differences in ((False, 0), (True, 1)):
        base, head = (facet(("a", 2), (last, 1), complete=complete) for last in ("b", "c"))
        assert len(found(MAPPED, base, head)) == differences


def test_lists_in_other_formats_are_ordered_by_the_keys_of_their_items_in_json() -> None:
    def rows(order: str, ids: Sequence[str], days: str) -> Exchange:
        listed = claims(ids, days)["items"]
        written = b"".join(orjson.dumps({"id": ids[int(place)]}) + b"\n" for place in order)
        answers = [Response(200, [("content-type", "application/x-ndjson")], written)]
        return Exchange(Request("/v1/claims?format=ndjson"), answers, listed)

    old, new = [*OLD.values()][:3], [*NEW.values()][:3]
    assert found(MAPPED, rows("012", old, "322"), rows("021", new, "322")) == []
    assert found(MAPPED, rows("012", old, "322"), rows("102", new, "322")) != []


def test_a_hash_of_the_body_counts_only_where_bodies_are_equal() -> None:
    old, new = OLD["claim", "0"], NEW["claim", "0"]
    base, head = (exchange({"id": each}, target=f"/v1/claims/{each}", etag=f'"{each}"', content_length="33") for each in (old, new))
    assert found(MAPPED, base, head) == []
    base, head = (exchange({"id": "x"}, target="/v1/stats", etag=each) for each in ('"1"', '"2"'))
    assert found(MAPPED, base, head) == [("header", "etag", "")]


def test_a_repeated_answer_is_compared_with_the_first_answer() -> None:
    def again(ids: Sequence[str], *, changed: bool) -> Exchange:
        first = exchange(claims(ids, "2", total=1))
        later = exchange(claims(ids, "2", total=2)) if changed else first
        return Exchange(Request("/v1/claims", aspect="again"), later.answers, first=first.answers[0])

    same, changed = (again([OLD["claim", "0"]], changed=each) for each in (False, True))
    assert found(MAPPED, same, again([NEW["claim", "1"]], changed=False)) == []
    assert found(MAPPED, same, again([NEW["claim", "0"]], changed=True)) != []
    assert found(MAPPED, changed, again([NEW["claim", "0"]], changed=True)) == []


def test_the_last_candidates_of_a_search_are_not_compared_where_others_may_be() -> None:
    def hits(last: str, number: int) -> Exchange:
        ids = [*(f"clm_{n:020d}" for n in range(10, 10 + number)), last]
        items: list[Json] = [{"type": "claim", "score": 1.0, "claim": {"id": each, "said": {"latest": "2024-06-01"}}} for each in ids]
        items[-1]["claim"]["said"] = None
        return exchange({"items": items}, target="/v1/search")

    one, other = "clm_1", "clm_2"
    assert found(MAPPED, hits(one, 499), hits(other, 499)) == []
    assert found(MAPPED, hits(one, 498), hits(other, 498)) != []


@pytest.mark.parametrize("comparison", [EXACT, MAPPED])
def test_text_is_compared_by_lines(comparison: Comparison) -> None:
    base, head = (exchange(body, target="/docs", content_type="text/html") for body in (b"<p>\n\xff</p>", b"<p>\n</p>"))
    assert [path for _, _, path in found(comparison, base, head)] == ["$[1]" if comparison is EXACT else "$[0][1]"]
