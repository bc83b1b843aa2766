"""Events as schema.org's Event."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from rdflib import SDO

from tests import make
from tests.api.jsonld.graphs import graph_of, iri, linked
from tests.queries.archive import Json, items


def events_of(client: TestClient) -> dict[str, Json]:
    return {node["name"]: node for node in linked(client, "/v1/events")["@graph"]}


def load_events(load: Callable[..., Any], *events: Json, **more: Any) -> None:
    load(
        make.document(
            "<s0>Ana</s0> <q0>said</q0> <c0>so</c0>: <e0>one</e0> <e1>two</e1> <e2>three</e2> <e3>four</e3>.", events=list(events), **more
        )
    )


def test_only_certain_ends_of_a_date_are_given(client: TestClient, load: Callable[..., Any]) -> None:
    ends: dict[str | None, tuple[str | None, str | None]] = {
        "2024-06-25": ("2024-06-25", None),
        "2024-06": ("2024-06", None),
        "2024-06-24/2024-06-30": ("2024-06-24", "2024-06-30"),
        "2024-06-24/..": ("2024-06-24", None),
        "/2024-06-30": (None, "2024-06-30"),
        "2024-06-24~/2024-06-30": (None, "2024-06-30"),
        "[2024-06-01..2024-06-10]": (None, None),
        "2024-21": (None, None),
        None: (None, None),
    }
    for number, date in enumerate(ends):
        load(make.document(title=str(number), events=[{**make.event(title=str(date)), **({"date": date} if date else {})}]))
    found = {name: (node.get("startDate"), node.get("endDate")) for name, node in events_of(client).items()}
    assert found == {str(date): known for date, known in ends.items()}


def test_planned_events_are_scheduled_but_negated_and_hypothetical_ones_are_not(client: TestClient, load: Callable[..., Any]) -> None:
    load_events(
        load,
        make.event(0, title="planned", status="planned"),
        make.event(1, title="denied", status="planned", negated=True),
        make.event(2, title="imagined", status="hypothetical", kind="attack"),
        make.event(3, title="occurred"),
    )
    found = {name: (node.get("eventStatus"), node["keywords"]) for name, node in events_of(client).items()}
    assert found == {
        "planned": ("https://schema.org/EventScheduled", ["meeting", "planned"]),
        "denied": (None, ["meeting", "planned", "negated"]),
        "imagined": (None, ["attack", "hypothetical"]),
        "occurred": (None, ["meeting", "occurred"]),
    }


def test_participants_have_roles_and_figures_their_bounds(client: TestClient, load: Callable[..., Any]) -> None:
    participants = [{"entity": "s0", "role": "mediator"}, {"name": "bystanders", "role": "target"}]
    figures = [
        {"measure": "killed", "value": 2, "qualifier": "exact"},
        {"measure": "injured", "value": 10, "qualifier": "at_least", "text": "ten or more"},
        {"measure": "missing", "value": 5, "qualifier": "at_most"},
        {"measure": "money", "value": 1.5, "qualifier": "approximate"},
    ]
    load_events(load, make.event(0, participants=participants, figures=figures, place="Brno"))
    (node,) = events_of(client).values()
    (ana,) = items(client, "/v1/entities")
    assert node["location"] == {"@type": "Place", "name": "Brno"}
    roles = [(part["roleName"], part["about"]["@type"], part["about"]["name"]) for part in node["about"] if part["@type"] == "Role"]
    assert sorted(roles) == [("mediator", "Person", "Ana Novak"), ("target", "Thing", "bystanders")]
    assert f"/v1/entities/{ana['id']}" in [part["about"].get("@id") for part in node["about"] if part["@type"] == "Role"]
    found = {part["name"]: part for part in node["about"] if part["@type"] == "QuantitativeValue"}
    assert {name: {key: figure[key] for key in figure if key not in ("@type", "name")} for name, figure in found.items()} == {
        "killed": {"value": 2},
        "injured": {"minValue": 10, "description": "ten or more"},
        "missing": {"maxValue": 5},
        "money": {"value": 1.5, "disambiguatingDescription": "approximate"},
    }


def test_an_event_names_its_claims_its_parts_and_what_it_is_part_of(client: TestClient, load: Callable[..., Any]) -> None:
    load_events(
        load,
        *(make.event(number, title=name) for number, name in enumerate(["war", "battle", "shot"])),
        claims=[make.claim(about=["e1"])],
        relations=[
            {"from": "e1", "type": "part_of", "to": "e0"},
            {"from": "e2", "type": "part_of", "to": "e1"},
            {"from": "e0", "type": "before", "to": "e1"},
        ],
    )
    where = {name: node["@id"] for name, node in events_of(client).items()}
    document = linked(client, where["battle"])
    (claim,) = items(client, "/v1/claims")
    assert [node["@id"] for node in (*document["superEvent"], *document["subEvent"], *document["subjectOf"])] == [
        where["war"],
        where["shot"],
        f"/v1/claims/{claim['id']}",
    ]
    graph = graph_of(document, "/")
    assert set(graph.subjects(SDO.mentions, iri(where["battle"]))) == {iri(f"/v1/articles/{claim['article']['id']}")}
    assert len(document["annotation"]["target"]) == 1
