"""Three articles in which every filter matches some things and not others; tests write ``@name`` for the id of a thing."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from fastapi.testclient import TestClient

from tests import make
from tests.queries.archive import Json, items

TEXT = (
    "<s0>Ana Novak</s0> <q0>said</q0> <c0>bridge</c0> <e0>opening</e0>. <s1>The council</s1> <q1>pledged</q1> <c1>road</c1>. "
    "<s2>An official</s2> <q2>claimed</q2> <c2>rail</c2>. <s3>Officials</s3> <q3>hoped</q3> <c3>canal</c3>. <c4>River</c4> <e1>strike</e1>."
)
FILED = [
    make.document(
        TEXT,
        title="Bridges",
        article={"url": "https://example.org/bridges", "language": "en", "byline": ["Jo Writer"]},
        entities=[
            make.entity(0, roles=[{"title": "mayor", "organization": "City of Brno"}, {"title": "chair", "organization": "Radio Brno"}]),
            make.entity(1, "Brno Council", kind="organization"),
            make.entity(2, None, descriptor="an official", roles=[{"title": "official", "organization": "Brno Council"}]),
            make.entity(3, None, kind="group", descriptor="two officials", members=["s0", "s2"]),
            make.entity(4, "Radio Brno", kind="organization"),
            make.entity(5, "Brno", kind="place"),
        ],
        claims=[
            make.claim(0, gist="bridge", mode="direct", said="2024-06-25", place="Brno", about=["e0"], section="headline"),
            make.claim(1, gist="road", speaker="s1", kind="pledge", said="2024-06", about=["s5"], reported_via="s4"),
            make.claim(2, gist="rail", speaker="s2", mode="mixed", kind="accusation", holders=["s1"], explicit=False),
            make.claim(3, gist="canal", speaker="s3", kind="hope", said="[2024-06-01..2024-06-10]", about=["e1", "s0"]),
            make.claim(4, gist="river", speaker=None, kind="assessment", said="2024-06-12/.."),
        ],
        events=[
            make.event(0, title="opening", date="2024-06-20", place="Brno", main=True, participants=[{"entity": "s0", "role": "actor"}]),
            make.event(1, title="strike", kind="protest", status="planned", negated=True, date="2024-07/2024-08"),
        ],
        relations=[{"from": "c2", "type": "contradicts", "to": "e0"}, {"from": "c4", "type": "restates", "to": "c0"}],
    ),
    make.document(
        "<s0>Novak</s0> <q0>predicted</q0> <c0>airport</c0>. <s1>She</s1> <q1>Demanded</q1> <c1>harbour</c1>. <e0>Vote</e0>",
        title="Airports",
        published="2024-08-01T06:00:00+02:00",
        article={"publisher": "Gazette", "language": "cs", "byline": ["Eva Malá", "Bo Čech"]},
        entities=[make.entity(0, "Ána NOVAK", roles=[{"title": "senator", "organization": "Senate"}])],
        claims=[
            make.claim(0, gist="airport", kind="prediction", confidence=0.5, said="2024-07-30"),
            make.claim(1, gist="harbour", kind="demand", confidence=0.9, place="Praha"),
        ],
        events=[make.event(0, title="vote", kind="election", status="ongoing", place="Praha", confidence=0.5)],
    ),
    make.document(
        "<s0>N.</s0> <q0>said</q0> <c0>tunnel</c0>.",
        title="Tunnels",
        published=None,
        article={"publisher": None},
        entities=[make.entity(0, "Novak Ana Maria", aliases=["Ana Novak"])],
        claims=[make.claim(0, gist="tunnel", said="../2020", about=["s0"])],
    ),
]


@cache
def ids_by_name(client: TestClient) -> dict[str, str]:
    """Return the ids of things by name. ``@Ana`` is named in three ways by three articles."""
    found = {}
    for path, names in (("entities", ("name", "descriptor")), ("events", ("title",)), ("articles", ("title",)), ("claims", ("gist",))):
        for item in items(client, f"/v1/{path}"):
            found["@" + next(item[name] for name in names if item[name])] = item["id"]
    return {**found, "@Ana": found["@Novak Ana Maria"]}


def one_of_each(cases: Iterable[Json]) -> list[Json]:
    """Return one case for each combination of parameters, for tests that ask the same of all."""
    return [*{frozenset(case): case for case in cases}.values()]


def selected(client: TestClient, path: str, params: Json) -> set[Any]:
    """Return the names of the things on a list; a value ``@name`` stands for the id of the thing with this name."""
    ids = ids_by_name(client)

    def with_ids(value: Any) -> Any:
        return [with_ids(one) for one in value] if isinstance(value, list) else ids.get(value, value)

    found = items(client, f"/v1/{path}", {name: with_ids(value) for name, value in params.items()})
    return {item.get("gist") or item.get("title") or item.get("name") or item.get("descriptor") for item in found}
