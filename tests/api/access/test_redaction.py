"""Queries, paths and addresses as the log shows them."""

import pytest

from app.api.access.redaction import MAX_CHARACTERS, MAX_READ_BYTES, QueryRedactor, network_of, redact_path
from app.main import ENDPOINTS, PATHS

SPEAKER, CLAIM = "ent_8r1c0v6t5k2m9x3w7z4p", "clm_5k2m7p9q1r3t4v6w8x0z"
WORDS = {word for path in PATHS for word in path.split("/")}
redactor = QueryRedactor([endpoint.query_model for endpoint in ENDPOINTS])


@pytest.mark.parametrize(
    "query",
    [
        f"speaker={SPEAKER}&speaker={SPEAKER}&limit=20",
        "kind=pledge&mode=direct&sort=-published&facet=speaker_kind&count=exact",
        "date_from=2024-06-01&date_to=2024-06-30&bucket=week",
        "anonymous=true&min_confidence=0.85&format=ndjson&units=utf16",
        "speaker=&q=",
    ],
)
def test_ids_dates_numbers_and_words_of_closed_lists_stand(query: str) -> None:
    assert redactor.redact(query.encode()) == query


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=strike+in+the+harbour&limit=5", "q=…&limit=5"),
        ("q=2024", "q=…"),
        ("q=pledge", "q=…"),
        (f"q={SPEAKER}", "q=…"),
        (
            "publisher=The%20Ellery%20Sample&byline=statement&cue=said&place=true&organization=12",
            "publisher=…&byline=…&cue=…&place=…&organization=…",
        ),
        ("speaker=Calloway", "speaker=…"),
        ("kind=Calloway&sort=Calloway&said_from=Calloway", "kind=…&sort=…&said_from=…"),
        (f"speaker={SPEAKER}+Calloway", "speaker=…"),
        ("phone=555123", "phone=…"),
        ("Ines+Calloway", "…="),
        ("cursor=WyJjYWxsb3dheSJd", "cursor=…"),
        ('q=%00%ff&q="\n', "q=…&q=…"),
    ],
)
def test_words_and_names_do_not_stand_wherever_they_are_given(query: str, shown: str) -> None:
    assert redactor.redact(query.encode("latin-1")) == redactor.redact(query.encode("latin-1")) == shown


def test_every_parameter_that_holds_words_or_names_hides_them() -> None:
    models = [endpoint.query_model for endpoint in ENDPOINTS]
    names = sorted({field.alias or name for model in models for name, field in model.model_fields.items()})
    assert len(names) > 40
    assert [name for name in names if redactor.redact(f"{name}=Ines+Calloway".encode()) != f"{name}=…"] == []


def test_every_parameter_that_takes_any_text_hides_what_looks_like_no_name_too() -> None:
    schemas = [endpoint.query_model.model_json_schema()["properties"] for endpoint in ENDPOINTS]
    free = {name for schema in schemas for name, part in schema.items() if "x00" in repr(part)}
    assert free > {"q", "title", "role", "publisher", "byline", "cue", "place", "organization"}
    assert [name for name in sorted(free) if redactor.redact(f"{name}=2024".encode()) != f"{name}=…"] == []


def test_a_long_query_is_cut() -> None:
    shown = redactor.redact("&".join([f"speaker={SPEAKER}"] * 200).encode())
    assert shown == "&".join([f"speaker={SPEAKER}"] * 200)[:MAX_CHARACTERS] + "…"


def test_no_value_is_cut_so_that_it_looks_like_one_that_may_stand() -> None:
    padding = "&".join(["limit=1"] * 100)
    year_at_the_cut = f"{padding}&q={'a' * (MAX_READ_BYTES - len(padding) - 14)}&limit=2024Calloway"
    assert year_at_the_cut[:MAX_READ_BYTES].endswith("&limit=2024")
    assert redactor.redact(year_at_the_cut.encode()) == f"{padding}&q=……"
    assert redactor.redact(b"q=" + b"%" * 16_000) == "…"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/v1/claims/{CLAIM}", f"/v1/claims/{CLAIM}"),
        ("/v1/articles/art_1q7d8m4z0k3n5c6v2b9x/annotated", "/v1/articles/art_1q7d8m4z0k3n5c6v2b9x/annotated"),
        ("/v1/speakers/Ines Calloway", "/v1/speakers/…"),
        ("/v1/speakers/Ines Calloway/claims", "/v1/speakers/…/claims"),
        (f"/v1/speakers/{SPEAKER} Calloway", "/v1/speakers/…"),
        ("/v1/speakers", "/v1/speakers"),
        ("/Ines Calloway", "/…"),
        ("/v1/Calloway/claims/", "/v1/…/claims/"),
        ("/problems/calloway", "/problems/…"),
        ("/", "/"),
        ("/a" * 100, "/…" * 9),
    ],
)
def test_of_a_path_where_nothing_is_no_words_of_people_stand(path: str, shown: str) -> None:
    assert redact_path(path, WORDS) == shown


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("::1", "::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", None),
        ("", None),
    ],
)
def test_an_address_loses_its_last_part(address: str, network: str | None) -> None:
    assert network_of(address) == network
