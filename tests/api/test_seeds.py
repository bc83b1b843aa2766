"""The seeds over the API: speakers, quotes, timeline, graph, comparison and source mix."""

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
        parts = [text[span["start"] : span["end"]] for span in spans]
        assert (claim["quote"], claim["quote_parts"]) == (" … ".join(parts), parts)
        assert [text[one["start"] : one["end"]] for one in claim["passage"]["selector"][::2]] == [
            one["exact"] for one in claim["passage"]["selector"][1::2]
        ]


def test_without_its_text_the_founding_article_shows_no_quote(seeds: TestClient) -> None:
    (founding,) = items(seeds, "/v1/articles", {"q": "hezbollah"})
    assert founding["has_text"] is False
    for claim in items(seeds, "/v1/claims", {"article": founding["id"]}):
        assert (claim["quote"], claim["quote_parts"], claim["passage"]["selector"][1]["exact"]) == (None, None, None)
        assert claim["gist"]


def test_the_spans_of_the_seeds_are_in_order(seeds: TestClient) -> None:
    for article in items(seeds, "/v1/articles"):
        spans = get(seeds, f"/v1/articles/{article['id']}/annotated")["spans"]
        starts = [(span["start"], -span["end"]) for span in spans]
        assert starts == sorted(starts)
        assert {span["role"] for span in spans} >= {"source", "cue", "content", "mention", "time"}


def test_the_timeline_of_june_2024_invents_no_day(seeds: TestClient) -> None:
    month = {"from": "2024-06-01", "to": "2024-06-30"}
    page = get(seeds, "/v1/timeline", {**month, "bucket": "month", "count": "exact", "limit": 200})
    within = [
        item
        for item in page["items"]
        if month["from"] <= (item["date"]["earliest"] or "") and (item["date"]["latest"] or "9") <= month["to"]
    ]
    (june,) = [bucket for bucket in page["counts"]["buckets"] if bucket["date"]["edtf"] == "2024-06"]
    assert june["claims"] + june["events"] == len(within) > 20
    assert len(within) + sum(span["claims"] + span["events"] for span in page["counts"]["spanning"]) == page["total"]["value"]
    imprecise = [item["date"] for item in page["items"] if item["date"]["precision"] != "day"]
    assert imprecise
    assert [date for date in imprecise if date["earliest"] == date["latest"]] == []


def test_the_anonymous_officials_speak_about_the_parties(seeds: TestClient) -> None:
    graph = get(seeds, "/v1/graph", {"anonymous": True})
    called = {node["id"]: node["label"] for node in graph["nodes"]}
    about = {(called[edge["source"]], called[edge["target"]]): edge["counts"]["claims"] for edge in graph["edges"]}
    assert about["two US and Israeli officials", "Hezbollah"] == 4
    assert about["an Israeli official", "Hamas"] == about["a US official", "Hezbollah"] == 2


def test_miller_blinken_and_israel_are_compared_on_hamas_s_answer(seeds: TestClient) -> None:
    (answer,) = [event for event in items(seeds, "/v1/events", {"q": "hamas answers"}) if event["date"]["edtf"] == "2024-06-11"]
    ids = [items(seeds, "/v1/speakers", {"q": q})[0]["id"] for q in ("matthew miller", "blinken", "government of israel")]
    compared = get(seeds, "/v1/compare", {"event": answer["id"], "speaker": ids})
    assert [side["speaker"]["name"] for side in compared["sides"]] == ["Matthew Miller", "Antony Blinken", "Government of Israel"]
    assert [len(side["claims"]) for side in compared["sides"]] == [2, 2, 1]
    across = {
        (one["type"], one["side"], one["other_side"]) for one in compared["relations"] if one["other_side"] not in (None, one["side"])
    }
    assert across == {("restates", 0, 2), ("contradicts", 0, 1)}


def test_the_source_mix_of_the_founding_article_agrees_with_its_claims(seeds: TestClient) -> None:
    (founding,) = items(seeds, "/v1/articles", {"q": "hezbollah"})
    mix = get(seeds, f"/v1/articles/{founding['id']}/sources")
    found = items(seeds, "/v1/claims", {"article": founding["id"]})
    by_name = {
        "named": [claim for claim in found if claim["speaker"] and not claim["speaker"]["anonymous"]],
        "anonymous": [claim for claim in found if claim["speaker"] and claim["speaker"]["anonymous"]],
        "unattributed": [claim for claim in found if not claim["speaker"]],
    }
    assert {one["value"]: one["claims"] for one in mix["attribution"]} == {name: len(claims) for name, claims in by_name.items()}
    assert mix["anonymity_conditions"][0]["condition"] == "on condition of anonymity"
    assert mix["voices"] == {"total": 15, "named": 11, "anonymous": 4}
