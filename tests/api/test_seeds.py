"""The seeds as they are served: what the issue asks of them."""

from fastapi.testclient import TestClient

from tests.queries.archive import get, items

FOUNDING = "US, Israel see easing of Gaza fighting as Hezbollah ‘off-ramp’ to avoid war"
SAMPLE = "Sample: Breakthrough in Port Ellery harbour strike, union says"


def test_the_anonymous_claims_of_the_founding_article_stand_under_four_speakers(seeds: TestClient) -> None:
    articles = {article["title"]: article["id"] for article in items(seeds, "/v1/articles")}
    assert set(articles) == {FOUNDING, SAMPLE}
    found = [claim for claim in items(seeds, "/v1/claims", {"anonymous": True}) if claim["article"]["id"] == articles[FOUNDING]]
    speakers = {claim["speaker"]["id"]: claim["speaker"] for claim in found}
    assert sorted(speaker["descriptor"] for speaker in speakers.values()) == [
        "a US official",
        "an Israeli official",
        "the commander of one of the infantry brigades",
        "two US and Israeli officials",
    ]
    assert {(speaker["name"], speaker["anonymous"]) for speaker in speakers.values()} == {(None, True)}
    assert len(found) >= 10


def test_what_nasrallah_said_about_israel_is_answered_with_proof(seeds: TestClient) -> None:
    (nasrallah,) = items(seeds, "/v1/speakers", {"q": "nasrallah"})
    israel = [entity for entity in items(seeds, "/v1/entities", {"q": "government israel"}) if entity["name"] == "Government of Israel"]
    found = items(seeds, "/v1/claims", {"speaker": nasrallah["id"], "about": israel[0]["id"]})
    assert len(found) >= 1
    for claim in found:
        assert (claim["speaker"]["name"], bool(claim["gist"]), bool(claim["passage"]["content"])) == ("Hassan Nasrallah", True, True)
        assert israel[0]["id"] in [topic["id"] for topic in claim["about"]]


def test_every_quote_of_the_sample_is_what_its_text_says(seeds: TestClient) -> None:
    (sample,) = items(seeds, "/v1/articles", {"q": "port ellery"})
    text = get(seeds, f"/v1/articles/{sample['id']}/annotated")["text"]
    found = items(seeds, "/v1/claims", {"article": sample["id"]})
    assert len(found) > 15
    for claim in found:
        spans = claim["passage"]["content"]
        assert claim["quote"] == " ".join(text[span["start"] : span["end"]] for span in spans)
        assert [text[one["start"] : one["end"]] for one in claim["passage"]["selector"][::2]] == [
            one["exact"] for one in claim["passage"]["selector"][1::2]
        ]


def test_without_its_text_the_founding_article_shows_no_quote(seeds: TestClient) -> None:
    (founding,) = items(seeds, "/v1/articles", {"q": "hezbollah"})
    assert founding["has_text"] is False
    for claim in items(seeds, "/v1/claims", {"article": founding["id"]}):
        assert (claim["quote"], claim["passage"]["selector"][1]["exact"], bool(claim["gist"])) == (None, None, True)


def test_the_spans_of_the_seeds_are_in_order(seeds: TestClient) -> None:
    for article in items(seeds, "/v1/articles"):
        spans = get(seeds, f"/v1/articles/{article['id']}/annotated")["spans"]
        starts = [(span["start"], -span["end"]) for span in spans]
        assert starts == sorted(starts)
        assert {span["role"] for span in spans} >= {"source", "cue", "content", "mention", "time"}
