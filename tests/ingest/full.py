"""Two documents of one article: one with rows for every table, and one with a single claim."""

from typing import Any

from tests import make

TEXT = (
    "<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>opening</e0> is near</c0>. "
    "<s1>A guard</s1> <q1>told</q1> <m2>Radio Brno</m2> <c1>it is late</c1>."
)


def full(**more: Any) -> make.Json:
    """Return a document with rows for every table."""
    parts: make.Json = {
        "entities": [
            make.entity(roles=[{"title": "mayor", "organization": "City of Brno"}], aliases=["A. Novak"]),
            make.entity(1, None, kind="group", descriptor="guards", members=["s0"]),
            make.entity(2, "Radio Brno", kind="organization"),
        ],
        "claims": [
            make.claim(about=["e0", "s2"], holders=["s2"], said="2024-06-25"),
            make.claim(1, speaker="s1", reported_via="s2", about=["e0"]),
        ],
        "events": [
            make.event(
                participants=[{"entity": "s0", "role": "actor"}, {"name": "dogs", "role": "target"}],
                figures=[{"measure": "killed", "value": 2, "qualifier": "exact"}],
            )
        ],
        "relations": [{"from": "c1", "type": "contradicts", "to": "c0"}, {"from": "c1", "type": "responds_to", "to": "e0"}],
        "times": [{"span": [0, 3], "edtf": "2024-06"}],
    }
    article = {"byline": ["Jo Writer", "Bo Čech"], **more.pop("article", {})}
    return make.document(TEXT, article=article, **{**parts, **more})


def small(**more: Any) -> make.Json:
    """Return a document of the same article that has only one claim."""
    return make.document("<s0>Petr Dvorak</s0> <q0>said</q0> <c0>nothing</c0>.", entities=[make.entity(0, "Petr Dvorak")], **more)
