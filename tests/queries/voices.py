"""Three articles whose speakers speak about each other, their graph, and a second way to compute it."""

from collections import Counter, defaultdict

from app.terms.words import fold
from tests import make
from tests.queries.archive import Json

ANA, COUNCIL, BRNO, OFFICIALS, GUARD, BO = "Novak Ana Maria", "Brno Council", "Brno", "two officials", "a guard", "Bo"
Edge = tuple[str, str]


def said(*speakers: str | None) -> str:
    """Return a text in which these speakers speak in turn; None is a claim without a speaker."""
    named = (f"<s{n}>{who}</s{n}> <q{n}>said</q{n}> " if who else "" for n, who in enumerate(speakers))
    return " ".join(f"{source}<c{n}>words {n}</c{n}>." for n, source in enumerate(named)) + " <e0>A strike</e0>."


VOICES = [
    make.document(
        said("Ana", "Ana", "She", "Officials", "The council", None, "Ana"),
        title="Bridges",
        entities=[
            make.entity(0),
            make.entity(1, COUNCIL, kind="organization"),
            make.entity(2, None, kind="group", descriptor=OFFICIALS),
            make.entity(3, BRNO, kind="place"),
        ],
        claims=[
            make.claim(0, about=["s1", "e0"], mode="direct"),
            make.claim(1, about=["s1", "s3"], kind="denial"),
            make.claim(2, about=["s0"], kind="hope"),
            make.claim(3, about=["s0"], kind="accusation", mode="mixed", speaker="s2"),
            make.claim(4, about=["s3"], kind="pledge", speaker="s1", gist="a harbour"),
            make.claim(5, about=["s0"], speaker=None),
            make.claim(6, about=["e0"]),
        ],
        events=[make.event()],
    ),
    make.document(
        said("Ana", "A guard"),
        title="Roads",
        article={"publisher": "Gazette"},
        entities=[make.entity(0), make.entity(1, None, descriptor=GUARD), make.entity(2, COUNCIL, kind="organization")],
        claims=[make.claim(0, about=["s2"], mode="direct"), make.claim(1, about=["s2"], speaker="s1")],
    ),
    make.document(
        said("Ana"),
        title="Tunnels",
        article={"publisher": None},
        entities=[make.entity(0, ANA, aliases=["Ana Novak"]), make.entity(1, COUNCIL, kind="organization"), make.entity(2, BO)],
        claims=[make.claim(0, about=["s1"], kind="denial", mode="mixed", said="2024-07-02")],
    ),
]
EDGES = {(ANA, COUNCIL): 4, (ANA, BRNO): 1, (ANA, ANA): 1, (OFFICIALS, ANA): 1, (COUNCIL, BRNO): 1, (GUARD, COUNCIL): 1}


def graph_of(claims: list[Json]) -> Json:
    """Compute the graph from a list of claims, without SQL."""
    by_edge: dict[Edge, dict[str, Json]] = defaultdict(dict)
    speaks, heard = defaultdict[str, dict[str, Json]](dict), defaultdict[str, dict[str, Json]](dict)
    unlinked = 0
    for claim in claims:
        topics = [topic["id"] for topic in claim["about"] if topic["type"] == "entity"] if claim["speaker"] else []
        unlinked += not topics
        for topic in topics:
            of_speaker, of_topic, of_edge = speaks[claim["speaker"]["id"]], heard[topic], by_edge[claim["speaker"]["id"], topic]
            of_speaker[claim["id"]] = of_topic[claim["id"]] = of_edge[claim["id"]] = claim
    return {
        "edges": {
            edge: (
                counts_of(list(edge_claims.values())),
                *(Counter(claim[field] for claim in edge_claims.values()) for field in ("kind", "mode")),
            )
            for edge, edge_claims in by_edge.items()
        },
        "nodes": {
            node: (counts_of(list({**speaks[node], **heard[node]}.values())), len(speaks[node]), len(heard[node]))
            for node in {end for edge in by_edge for end in edge}
        },
        "unlinked": unlinked,
    }


def counts_of(claims: list[Json]) -> Json:
    publishers = {fold(claim["article"]["publisher"]) for claim in claims if claim["article"]["publisher"]}
    return {"claims": len(claims), "articles": len({claim["article"]["id"] for claim in claims}), "outlets": len(publishers)}


def as_counted(found: Json) -> Json:
    """Return a served graph in the form that ``graph_of`` computes."""

    def counter(counts: list[Json]) -> Counter[str]:
        return Counter({one["value"]: one["count"] for one in counts})

    return {
        "edges": {
            (edge["source"], edge["target"]): (edge["counts"], counter(edge["kinds"]), counter(edge["modes"])) for edge in found["edges"]
        },
        "nodes": {node["id"]: (node["counts"], node["speaks"], node["spoken_about"]) for node in found["nodes"]},
        "unlinked": found["left_out"]["claims"],
    }
