"""A document that has every key, changes of it, and the faults that are found in a document.

Faults come from ``validated``, so that field and message are those that a person who loads documents reads.
"""

from copy import deepcopy
from functools import reduce
from typing import Any, cast

from app.document.consistency import DocumentPath
from app.errors import DocumentRefused
from app.ingest.reading.validation import validated
from tests import make
from tests.make import Json

TEXT = (
    "<m0><s0>Ana Novak</s0></m0> <q0>said</q0> on <t0>Tuesday</t0> <c0>“the <e0>strike</e0> killed <f0>12</f0> 🎉 people”</c0>. "
    "<m1><s1>Two officials</s1></m1> <q1>denied</q1> <c1>it</c1> before <e1>talks</e1> in Ostrava."
)
PLAIN, SPANS = make.marked(TEXT)


LAYER = {"who": "newsroom", "when": "2024-06-28T09:30:00Z", "why": "he denies it"}


def full_document(*, stand_off: bool = False) -> Json:
    """Return a document that has every key; ``stand_off`` leaves the text out."""
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
        edits=[{"target": "c0", "field": "kind", "before": "statement", "after": "denial", **LAYER}],
        judgements=[
            {
                "entities": [f"ent_{'0' * 20}", f"ent_{'1' * 20}"],
                "judgement": "positive",
                **LAYER,
                "taken_back_by": "newsroom",
                "taken_back_when": "2024-06-29T09:30:00Z",
                "taken_back_why": "another man",
            }
        ],
    )


def with_value(document: Json, path: DocumentPath, value: Any) -> Json:
    """Return the document with another value at the path."""
    changed = deepcopy(document)
    _parent(changed, path)[path[-1]] = value
    return changed


def without_key(document: Json, path: DocumentPath) -> Json:
    """Return the document without the key at the path."""
    changed = deepcopy(document)
    del _parent(changed, path)[path[-1]]
    return changed


def _parent(document: Json, path: DocumentPath) -> Any:
    return reduce(lambda part, key: part[key], path[:-1], cast(Any, document))


def faults_in(data: Any) -> list[tuple[str, str]]:
    """Return field and message of every fault."""
    try:
        validated(data)
    except DocumentRefused as refused:
        return [(fault.field, fault.message) for fault in refused.faults]
    return []


def faulty_fields(data: Any) -> set[str]:
    return {field for field, _ in faults_in(data)}


def faulty_fields_for_each(path: DocumentPath, values: list[Any]) -> list[set[str]]:
    """Return the fields at fault in the full document, for each value at the path."""
    return [faulty_fields(with_value(full_document(), path, value)) for value in values]


def dotted(path: DocumentPath) -> str:
    """Write a path as a fault does: ``claims[0].cue[0]``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


OBJECTS: list[DocumentPath] = [
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
    ("edits", 0),
    ("judgements", 0),
    ("produced_by",),
]
