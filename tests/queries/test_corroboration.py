"""Corroboration of claims: clusters of one claim, and groups of publishers with shared wording."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.queries import corroboration
from tests import make
from tests.conftest import Load
from tests.queries.archive import Json, get, items, statements

LONG = "the old bridge over the river opens in the spring of next year"
RESTATES = [{"from": "c1", "type": "restates", "to": "c0"}]


def says(words: str, publisher: str | None, *more: str, relations: list[Json] | None = None, **options: Any) -> Json:
    """Return a story in which Ana says the words; claim 1 restates claim 0 unless other relations are given."""
    quotes = [words, *more]
    text = " ".join(f"<s{n}>Novak</s{n}> <q{n}>said</q{n}> <c{n}>{each}</c{n}>." for n, each in enumerate(quotes))
    return make.document(
        text,
        title=f"{publisher}: {', '.join(quotes)}",
        article={"publisher": publisher},
        entities=options.pop("entities", [make.entity()]),
        claims=[make.claim(n, gist=each, **options.get("claim", {})) for n, each in enumerate(quotes)],
        relations=RESTATES[: len(more)] if relations is None else relations,
        stand_off=options.get("stand_off", False),
    )


def corroborated(client: TestClient, gist: str) -> set[tuple[int, ...]]:
    """Return the counts of the claims with this gist: claims, articles, outlets, independent."""
    ids = [claim["id"] for claim in items(client, "/v1/claims") if claim["gist"] == gist]
    return {tuple(get(client, f"/v1/claims/{each}")["corroboration"].values()) for each in ids}


def test_a_claim_that_nothing_repeats_stands_alone(client: TestClient, load: Load) -> None:
    load(says("yes", "Post"), says("no", None))
    assert list(get(client, f"/v1/claims/{items(client, '/v1/claims')[0]['id']}")["corroboration"]) == [
        *("claims", "articles", "outlets", "independent")
    ]
    assert corroborated(client, "yes") == {(1, 1, 1, 1)}
    assert corroborated(client, "no") == {(1, 1, 0, 0)}


def test_claims_that_restate_each_other_are_one_over_any_number_of_steps(client: TestClient, load: Load) -> None:
    steps = [{"from": "c0", "type": "restates", "to": "c1"}, {"from": "c2", "type": "restates", "to": "c1"}]
    steps += [{"from": "c2", "type": "restates", "to": "c3"}, {"from": "c3", "type": "restates", "to": "c0"}]
    load(says("a", "Post", "b", "c", "d", "e", relations=[*steps, {"from": "c4", "type": "supports", "to": "c0"}]))
    assert [corroborated(client, gist) for gist in "abcde"] == [{(4, 1, 1, 1)}] * 4 + [{(1, 1, 1, 1)}]


def test_a_claim_that_restates_an_event_restates_no_claim(client: TestClient, load: Load) -> None:
    document = make.document(
        "<c0>yes</c0> <c1>no</c1> <e0>vote</e0>",
        claims=[make.claim(0, gist="yes"), make.claim(1, gist="no")],
        events=[make.event()],
        relations=[{"from": claim, "type": "restates", "to": "e0"} for claim in ("c0", "c1")],
    )
    load(document)
    assert corroborated(client, "yes") == {(1, 1, 1, 1)}


def test_the_same_words_of_the_same_speaker_are_one_claim_and_count_once(client: TestClient, load: Load) -> None:
    load(*(says("yes", publisher) for publisher in ("Post", "POST", "Daily", "Gazette", None)))
    assert corroborated(client, "yes") == {(5, 5, 3, 1)}


def test_words_of_other_speakers_or_of_none_are_other_claims(client: TestClient, load: Load) -> None:
    load(says("yes", "Post"), says("yes", "Daily", entities=[make.entity(0, "Bo Berg")]))
    load(*(says("yes", publisher, claim={"speaker": None}) for publisher in ("Gazette", "Radio")))
    assert corroborated(client, "yes") == {(1, 1, 1, 1)}


def test_a_merged_speaker_is_the_same_speaker(client: TestClient, load: Load) -> None:
    load(says("yes", "Post"), says("yes", "Daily", entities=[make.entity(0, "Ana Maria Novak")]))
    assert corroborated(client, "yes") == {(1, 1, 1, 1)}
    load(says("no", "Gazette", entities=[make.entity(0, "Ana Maria Novak", aliases=["Ana Novak"])]))
    assert corroborated(client, "yes") == {(2, 2, 2, 1)}


def test_publishers_that_share_no_wording_are_independent(client: TestClient, load: Load) -> None:
    # Post and Daily share "alpha": their claims are one cluster, and they are one group.
    load(says("alpha", "Post", "beta"), says("alpha", "Daily", "gamma"))
    assert corroborated(client, "beta") == corroborated(client, "gamma") == {(4, 2, 2, 1)}
    load(says("gamma", None, "delta"), says("delta", "Gazette", "epsilon"))
    # The article without a publisher joins claims to the cluster, but joins no publishers: Gazette shares words with it only.
    assert corroborated(client, "epsilon") == corroborated(client, "alpha") == {(8, 4, 3, 2)}


@pytest.mark.parametrize(
    ("one", "other", "independent"),
    [
        (LONG, f"She added that {LONG}, and left", 1),
        (LONG, "THE OLD «bridge» over thé river opens in winter", 1),  # eight words
        (LONG, "the old bridge over the river opens soon", 2),  # seven
        ("it opens", "“It opens!”", 1),
        ("it opens", "it opens soon", 2),
        ("…", "—", 2),
    ],
)
def test_copied_wording_is_equal_words_or_a_common_run_of_eight(
    client: TestClient, load: Load, one: str, other: str, independent: int
) -> None:
    load(says(one, "Post", "tie to"), says("tie to", None, "tie fro"), says(other, "Daily", "tie fro"))
    # "tie to" and "tie fro" join all claims to one cluster. Post and Daily are one group only if they share wording.
    assert corroborated(client, one) == {(6, 3, 2, independent)}


def test_without_texts_only_equal_words_are_seen(client: TestClient, load: Load) -> None:
    load(says(LONG, "Post", "tie to"), says("tie to", None, "tie fro"))
    load(says(f"{LONG} or later", "Daily", "tie fro", stand_off=True))
    assert corroborated(client, LONG) == {(6, 3, 2, 2)}
    load(says(LONG, "Daily", stand_off=True))
    assert corroborated(client, LONG) == {(7, 4, 2, 1)}


def test_words_reach_from_article_to_article(client: TestClient, load: Load) -> None:
    load(*(says(f"step {number}", f"Publisher {number}", f"step {number + 1}") for number in range(6)))
    assert corroborated(client, "step 0") == corroborated(client, "step 3") == {(12, 6, 6, 1)}
    assert corroborated(client, "step 6") == {(12, 6, 6, 1)}


def test_counting_stops_at_the_nearest_claims(client: TestClient, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corroboration, "MOST_CLAIMS", 4)
    load(*(says(f"step {number}", f"Publisher {number}", f"step {number + 1}") for number in range(6)))
    assert corroborated(client, "step 0") == {(4, 2, 2, 1)}
    assert {found[0] for found in corroborated(client, "step 3")} == {4}


def test_statements_do_not_depend_on_how_many_repeat(client: TestClient, load: Load) -> None:
    def number() -> int:
        claim = items(client, "/v1/claims", {"q": "yes"})[0]["id"]
        with statements(client) as seen:
            get(client, f"/v1/claims/{claim}")
        return len(seen)

    load(says("yes", "Post"), says("yes", "Daily"))
    few = number()
    load(*(says("yes", f"Publisher {number}") for number in range(9)))
    assert number() == few
