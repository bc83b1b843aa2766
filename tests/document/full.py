"""A document that has every key, other documents made of it, and what is wrong with them.

Faults are looked for through ``validated``, so that field and message are those a reader gets.
"""

from copy import deepcopy
from typing import Any

from app.errors import DocumentRefused
from app.ingest.reading.validation import validated
from tests import make
from tests.make import Json

Path = tuple[str | int, ...]
TEXT = (
    "<m0><s0>Ana Novak</s0></m0> <q0>said</q0> on <t0>Tuesday</t0> <c0>“the <e0>strike</e0> killed <f0>12</f0> 🎉 people”</c0>. "
    "<m1><s1>Two officials</s1></m1> <q1>denied</q1> <c1>it</c1> before <e1>talks</e1> in Ostrava."
)
PLAIN, SPANS = make.marked(TEXT)


def full(*, stand_off: bool = False) -> Json:
    """A document that has every key."""
    return make.document(
        TEXT,
        stand_off=stand_off,
        id="batch/7",
        article={
            "url": "https://example.org/strike",
            "byline": ["Bo Lind"],
            "dateline": "OSTRAVA",
            "language": "en-GB",
        },
        entities=[
            make.entity(
                0,
                anonymous=False,
                descriptor="the minister",
                roles=[{"title": "minister", "organization": "Ministry of Health"}],
                aliases=["Novak"],
                wikidata="Q801",
                mentions=SPANS["m0"],
            ),
            make.entity(1, None, kind="group", anonymity_condition="not allowed to speak", members=["s0"], mentions=SPANS["m1"]),
        ],
        claims=[
            make.claim(
                0,
                holders=["s1"],
                reported_via="s1",
                as_said="Ana Novak",
                cue_text="said",
                gist="Twelve were killed.",
                said="2024-06-25",
                addressee="reporters",
                place="Ostrava",
                about=["e0", "s1"],
                explicit=True,
                section="body",
                confidence=0.5,
            ),
            make.claim(1, speaker=None),
        ],
        events=[
            make.event(
                0,
                negated=False,
                date="2024-06-25",
                place="Ostrava",
                participants=[{"entity": "s0", "role": "actor"}, {"name": "people", "role": "target"}],
                figures=[{"measure": "killed", "value": 12, "text": "12", "qualifier": "exact", "span": SPANS["f0"][0]}],
                main=True,
                confidence=1.0,
            ),
            make.event(1),
        ],
        relations=[{"from": "c1", "type": "contradicts", "to": "c0"}, {"from": "e0", "type": "before", "to": "e1"}],
        times=[{"span": SPANS["t0"][0], "edtf": "2024-06-25"}],
    )


def put(document: Json, path: Path, value: Any) -> Json:
    """The document with another value there."""
    changed = deepcopy(document)
    inside: Any = changed
    for part in path[:-1]:
        inside = inside[part]
    inside[path[-1]] = value
    return changed


def without(document: Json, path: Path) -> Json:
    """The document without that key."""
    changed = deepcopy(document)
    inside: Any = changed
    for part in path[:-1]:
        inside = inside[part]
    del inside[path[-1]]
    return changed


def faults(data: Any) -> list[tuple[str, str]]:
    """Field and message of every fault."""
    try:
        validated(data)
    except DocumentRefused as refused:
        return [(fault.field, fault.message) for fault in refused.faults]
    return []


def fields(data: Any) -> set[str]:
    return {field for field, _ in faults(data)}


def refused_at(path: Path, values: list[Any]) -> list[set[str]]:
    """The fields at fault in the full document, for each value at the path."""
    return [fields(put(full(), path, value)) for value in values]


def written(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


OBJECTS: list[Path] = [
    (),
    ("article",),
    ("entities", 0),
    ("entities", 0, "roles", 0),
    ("claims", 0),
    ("events", 0),
    ("events", 0, "participants", 0),
    ("events", 0, "figures", 0),
    ("relations", 0),
    ("times", 0),
    ("produced_by",),
]
