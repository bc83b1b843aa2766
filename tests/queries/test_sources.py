"""The source mix: known numbers, and the same recounted from the list of claims, under every filter."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.parameters.listing import NOT_FILTERS
from app.parameters.sources import SourcesQuery
from tests import make
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.queries.archive import STORIES, UNKNOWN, Json, Params, get, items, opened, statements
from tests.queries.filed import ids_by_name
from tests.queries.test_claim_filters import CASES

PATH = "/v1/sources"
OFF_RAMP = "US, Israel see easing of Gaza fighting as Hezbollah ‘off-ramp’ to avoid war"
KINDS, MODES = ("person", "organization", "group", "place"), ("direct", "indirect", "mixed")


def said(*speakers: str | None, **more: Any) -> Json:
    """Return an article in which these speakers speak in turn, claims numbered; None is a claim without a speaker."""
    text = " ".join(f"<s{n}>Voice</s{n}> <q{n}>said</q{n}> <c{n}>words {n}</c{n}>." for n in range(len(speakers)))
    claims = [make.claim(n, speaker=speaker, gist=f"{n}") for n, speaker in enumerate(speakers)]
    return make.document(text, claims=claims, **more)


FEARS = "for fear of reprisals"
GUARD = make.entity(1, None, descriptor="a guard", anonymity_condition=FEARS)
CLERK = make.entity(2, None, descriptor="a clerk", anonymity_condition="Because talks go on")
TENANTS = make.entity(3, None, kind="group", descriptor="two tenants", anonymity_condition=FEARS)
PORT = make.entity(4, "Port of Brno", kind="organization")


def relation(start: int, kind: str, end: int) -> Json:
    return {"from": f"c{start}", "type": kind, "to": f"c{end}"}


# By the number of the claim: 0 to 5 are the guard's, 6 and 7 the clerk's.
RELATED = said(
    *("s1", "s1", "s1", "s1", "s1", "s1", "s2", "s2", "s3", "s4", "s4", None),
    entities=[make.entity(0), GUARD, CLERK, TENANTS, PORT],
    relations=[
        relation(9, "restates", 0),
        relation(1, "restates", 10),
        relation(6, "supports", 2),
        relation(3, "supports", 9),
        relation(9, "contradicts", 3),
        relation(4, "restates", 5),
        relation(11, "restates", 7),
        relation(10, "elaborates", 7),
    ],
)


@pytest.fixture(scope="module", params=DATABASES)
def related(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, RELATED) as client:
        yield client


def with_ids(client: TestClient, params: Json) -> Json:
    ids = ids_by_name(client)
    return {name: [ids.get(one, one) for one in (value if isinstance(value, list) else [value])] for name, value in params.items()}


def numbers(mix: Json, name: str) -> dict[str, int]:
    return {share["value"]: share["claims"] for share in mix[name]}


def recounted(claims: list[Json]) -> Json:
    """Recount from the list of claims the parts of the mix that it holds."""
    speaking = [claim["speaker"] for claim in claims if claim["speaker"]]
    by_id = {speaker["id"]: speaker for speaker in speaking}
    quoted = sorted(Counter(speaker["id"] for speaker in speaking).items(), key=lambda one: (-one[1], one[0]))
    anonymous, hidden = (sum(speaker["anonymous"] for speaker in some) for some in (speaking, by_id.values()))
    articles = {claim["article"]["id"]: claim["article"]["publisher"] for claim in claims}
    counted = {
        "attribution": {"named": len(speaking) - anonymous, "anonymous": anonymous, "unattributed": len(claims) - len(speaking)},
        "modes": {value: sum(claim["mode"] == value for claim in claims) for value in MODES},
        "speaker_kinds": {value: sum(speaker["kind"] == value for speaker in speaking) for value in KINDS},
    }

    def shared(number: int) -> Json:
        return {"claims": number, "share": round(number / len(claims), 4) if claims else None}

    return {
        "counts": {"claims": len(claims), "articles": len(articles), "outlets": len(set(articles.values()) - {None})},
        **{name: [{"value": value, **shared(number)} for value, number in values.items()] for name, values in counted.items()},
        "voices": {"total": len(by_id), "named": len(by_id) - hidden, "anonymous": hidden},
        "speakers": [(who, shared(number)) for who, number in quoted],
    }


def comparable(mix: Json) -> Json:
    counted = {name: mix[name] for name in ("counts", "attribution", "modes", "speaker_kinds", "voices")}
    return {**counted, "speakers": [(one["speaker"]["id"], {"claims": one["claims"], "share": one["share"]}) for one in mix["speakers"]]}


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_gives_the_mix_of_the_claims_it_finds(filed: TestClient, params: Json, expected: set[str]) -> None:
    asked = with_ids(filed, params)
    mix = get(filed, PATH, asked)
    assert mix["counts"]["claims"] == len(expected)
    assert comparable(mix) == recounted(items(filed, "/v1/claims", asked))


def test_it_takes_the_filters_of_claims() -> None:
    assert {name for params, _ in CASES for name in params} == set(SourcesQuery.model_fields) - NOT_FILTERS


def test_an_article_is_mixed_as_the_filter_by_it_says(filed: TestClient) -> None:
    for article in items(filed, "/v1/articles"):
        assert get(filed, f"/v1/articles/{article['id']}/sources") == get(filed, PATH, {"article": article["id"]})


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, (4, 2, 1)),
        ({"article": "@Bridges"}, (2, 2, 0)),
        ({"publisher": "Gazette"}, (2, 0, 0)),
        ({"about": "@opening"}, (1, 0, 0)),
        ({"said_from": "2024-06-01", "said_to": "2024-06-10"}, (1, 1, 0)),
        ({"mode": "mixed"}, (0, 1, 0)),
        ({"speaker": "@Ana"}, (3, 0, 1)),
    ],
    ids=str,
)
def test_claims_are_counted_once_by_whom_the_speaker_speaks_for_in_that_article(
    filed: TestClient, params: Json, expected: tuple[int, int, int]
) -> None:
    found = numbers(get(filed, PATH, with_ids(filed, params)), "speaks_for")
    assert found == dict(zip(("government", "organization", "themselves"), expected, strict=True))


def test_all_roles_of_an_appearance_tell_it_together(client: TestClient, load: Callable[..., Any]) -> None:
    firm, town = {"title": "chair", "organization": "Brno Steel"}, {"title": "mayor", "organization": "City of Brno"}
    load(
        *(
            said("s0", "s0", title=f"{n}", entities=[make.entity(0, "Ana Novak", roles=roles)])
            for n, roles in enumerate([[firm, firm, town], [town, firm], [firm], [town], [firm, firm], []])
        )
    )
    assert numbers(get(client, PATH), "speaks_for") == {"government": 6, "organization": 4, "themselves": 2}


def test_a_claim_rests_on_one_anonymous_speaker_unless_another_says_it_too(related: TestClient) -> None:
    ids = {claim["gist"]: claim["id"] for claim in items(related, "/v1/claims")}
    alone = [gist for gist, claim_id in ids.items() if get(related, PATH, {"id": claim_id})["one_anonymous"]["claims"]]
    assert sorted(alone) == ["3", "4", "5", "6", "7"]
    assert get(related, PATH)["one_anonymous"] == {"claims": 5, "share": round(5 / 12, 4)}


def test_another_that_the_filters_leave_out_says_it_nevertheless(related: TestClient) -> None:
    ids = {claim["gist"]: claim["id"] for claim in items(related, "/v1/claims")}
    assert get(related, PATH, {"id": [ids["0"], ids["3"]]})["one_anonymous"] == {"claims": 1, "share": 0.5}


def test_an_anonymous_organization_with_members_is_more_than_one(client: TestClient, load: Callable[..., Any]) -> None:
    firm = make.entity(0, None, kind="organization", descriptor="a firm")
    load(said("s0", title="One", entities=[firm]), said("s0", title="Two", entities=[{**firm, "members": ["s1"]}, make.entity(1)]))
    assert get(client, PATH)["one_anonymous"] == {"claims": 1, "share": 0.5}


def test_conditions_of_anonymity_are_counted_by_their_words(related: TestClient) -> None:
    assert get(related, PATH)["anonymity_conditions"] == [
        {"condition": FEARS, "speakers": 2, "claims": 7},
        {"condition": "Because talks go on", "speakers": 1, "claims": 2},
    ]


def test_conditions_with_as_many_claims_are_ordered_by_their_words(client: TestClient, load: Callable[..., Any]) -> None:
    load(said("s1", "s2", entities=[GUARD, CLERK]))
    assert [one["condition"] for one in get(client, PATH)["anonymity_conditions"]] == ["Because talks go on", FEARS]


def test_at_most_fifty_speakers_and_conditions_are_named_and_all_counted(client: TestClient, load: Callable[..., Any]) -> None:
    everyone = [make.entity(n, None, descriptor="a voice", anonymity_condition=f"{n:02}") for n in range(51)]
    load(said(*(entity["id"] for entity in everyone), "s50", entities=everyone))
    mix = get(client, PATH)
    assert mix["voices"] == {"total": 51, "named": 0, "anonymous": 51}
    assert [len(mix[name]) for name in ("speakers", "anonymity_conditions")] == [50, 50]
    assert mix["anonymity_conditions"][:2] == [{"condition": n, "speakers": 1, "claims": c} for n, c in (("50", 2), ("00", 1))]


def test_a_merged_speaker_is_one_voice(archive: TestClient) -> None:
    mix = get(archive, PATH)
    assert comparable(mix) == recounted(items(archive, "/v1/claims"))
    assert mix["voices"]["total"] == len(items(archive, "/v1/speakers"))
    assert numbers(mix, "speaks_for") == {"government": 3, "organization": 0, "themselves": len(STORIES) * 2 - 3}


def test_the_mix_of_the_founding_article_is_what_the_filters_of_claims_count(seeds: TestClient) -> None:
    (article,) = (one["id"] for one in items(seeds, "/v1/articles") if one["title"] == OFF_RAMP)

    def counted(**filters: Any) -> int:
        total: int = get(seeds, "/v1/claims", {"article": article, "count": "exact", "limit": 1, **filters})["total"]["value"]
        return total

    mix = get(seeds, f"/v1/articles/{article}/sources")
    assert mix["counts"] == {"claims": counted(), "articles": 1, "outlets": 1}
    assert comparable(mix) == recounted(items(seeds, "/v1/claims", {"article": article}))
    by_name = {"named": counted(anonymous=False), "anonymous": counted(anonymous=True)}
    assert numbers(mix, "attribution") == {**by_name, "unattributed": counted() - sum(by_name.values())}
    assert numbers(mix, "modes") == {value: counted(mode=value) for value in MODES}
    assert numbers(mix, "speaker_kinds") == {value: counted(speaker_kind=value) for value in KINDS}
    parties = counted(organization=["Hezbollah", "Hamas"])
    assert numbers(mix, "speaks_for") == {
        "government": sum(numbers(mix, "speaker_kinds").values()) - parties,
        "organization": parties,
        "themselves": 0,
    }
    assert [one["claims"] for one in mix["speakers"]] == [counted(speaker=one["speaker"]["id"]) for one in mix["speakers"]]
    assert mix["one_anonymous"]["claims"] == 8
    assert mix["anonymity_conditions"] == [{"condition": "on condition of anonymity", "speakers": 3, "claims": 15}]


def test_the_invented_article_has_a_mix_of_its_own(seeds: TestClient) -> None:
    (article,) = (one["id"] for one in items(seeds, "/v1/articles") if one["title"] != OFF_RAMP)
    mix = get(seeds, f"/v1/articles/{article}/sources")
    assert numbers(mix, "speaks_for") == {"government": 3, "organization": 11, "themselves": 5}
    assert (mix["one_anonymous"]["claims"], len(mix["anonymity_conditions"])) == (2, 2)


def test_an_empty_archive_has_every_value_and_no_shares(client: TestClient) -> None:
    mix = get(client, PATH)
    assert mix["counts"] == {"claims": 0, "articles": 0, "outlets": 0}
    assert comparable(mix) == recounted([])
    assert numbers(mix, "speaks_for") == {"government": 0, "organization": 0, "themselves": 0}
    assert mix["one_anonymous"] == {"claims": 0, "share": None}
    assert (mix["anonymity_conditions"], mix["speakers"]) == ([], [])


@pytest.mark.parametrize("params", [{"q": "bridge", "about": UNKNOWN["evt"]}, {"speaker_kind": "person", "publisher": "Gazette"}], ids=str)
def test_it_finds_and_reads_the_claims_once(archive: TestClient, params: Params) -> None:
    with statements(archive) as seen:
        get(archive, PATH, params)
    assert len([one for one in seen if "claims" in one and "count(" in one.lower() and " JOIN " in one]) == 1  # others count hits alone
    assert len(seen) <= 10


def test_an_unknown_article_is_not_found(filed: TestClient) -> None:
    assert [filed.get(f"/v1/articles/{one}/sources").status_code for one in ("art_0", "x", "🎉", "%00")] == [404] * 4


@pytest.mark.parametrize("query", ["nonsense=1", "said_to=2024-06-25&said_to=2024-06-26", "mode=x", "limit=1", "cursor=x", "facet=kind"])
def test_what_it_does_not_take_is_refused(filed: TestClient, query: str) -> None:
    (article, *_) = items(filed, "/v1/articles")
    assert filed.get(f"{PATH}?{query}").status_code == 422
    assert filed.get(f"/v1/articles/{article['id']}/sources?{query}").status_code == 422


def test_an_answer_that_the_client_has_is_not_given_again(filed: TestClient) -> None:
    for path in (PATH, f"{PATH}?mode=direct", f"/v1/articles/{items(filed, '/v1/articles')[0]['id']}/sources"):
        etag = filed.get(path).headers["etag"]
        assert filed.get(path, headers={"If-None-Match": etag}).status_code == 304
