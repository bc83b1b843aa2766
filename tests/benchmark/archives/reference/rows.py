"""Rows of the reference file for one generated document."""

from typing import Any, NamedTuple

import orjson

from app.terms.dates import parse_edtf
from app.terms.spans import excerpt, readable_quote
from tests.benchmark.archives.reference.ids import Ids, ids_of
from tests.make import Json

Row = tuple[Any, ...]


class DocumentRows(NamedTuple):
    """Rows without the numbers of article, entities, claims and events: places in the lists of this document stand for these.

    ``appearances`` are ``(entity, descriptor)``, ``roles`` ``(appearance, number, title, organization)``, ``abouts``
    ``(claim, position, entity, event)`` and ``holders`` ``(claim, position, entity)``. A claim begins with its id; then come
    speaker and the entity through whom it was reported.
    """

    article: Row
    entities: list[Row]
    descriptors: list[str | None]
    roles: list[Row]
    events: list[Row]
    claims: list[Row]
    abouts: list[Row]
    holders: list[Row]


def rows_of(line: bytes) -> DocumentRows:
    """Return the rows of a document in JSON."""
    document = orjson.loads(line)
    ids, article, entities = ids_of(document), document["article"], document["entities"]
    places = {entity["id"]: place for place, entity in enumerate(entities)}
    events = {event["id"]: place for place, event in enumerate(document["events"])}
    claims = sorted(document["claims"], key=lambda claim: min(span[0] for span in (*claim["source"], *claim["cue"], *claim["content"])))
    return DocumentRows(
        (ids.article, article["title"], article["publisher"], article["published"], article["url"]),
        [_entity(ids, entity) for entity in entities],
        [entity.get("descriptor") for entity in entities],
        [
            (place, number, role.get("title"), role.get("organization"))
            for place, entity in enumerate(entities)
            for number, role in enumerate(entity.get("roles", ()))
        ],
        [(ids.events[event["id"]], event["title"], *_dates(event["date"])[1:3], _dates(event["date"])[4]) for event in document["events"]],
        [_claim(ids, places, document, claim) for claim in claims],
        [
            (place, position, places.get(topic), events.get(topic))
            for place, claim in enumerate(claims)
            for position, topic in enumerate(claim["about"])
        ],
        [
            (place, position, places[holder])
            for place, claim in enumerate(claims)
            for position, holder in enumerate(claim.get("holders", ()))
        ],
    )


def _entity(ids: Ids, entity: Json) -> Row:
    return ids.entities[entity["id"]], entity["kind"], entity["name"], entity["name"] is None, entity.get("descriptor")


def _dates(edtf: str | None) -> tuple[str | None, str | None, str | None, str | None, str]:
    """Return the date, its first and last day, its precision, and the day that orders it."""
    found = parse_edtf(edtf) if edtf else None
    return (*found, found[2] or "") if found else (None, None, None, None, "")


def _claim(ids: Ids, places: dict[str, int], document: Json, claim: Json) -> Row:
    text, spans = document["article"].get("text"), claim["content"]
    return (
        ids.claims[claim["id"]],
        places[claim["speaker"]],
        places.get(claim.get("reported_via", "")),
        claim["kind"],
        claim["mode"],
        claim["as_said"],
        claim["cue_text"],
        *(orjson.dumps(claim[name]).decode() for name in ("source", "cue", "content")),
        None if text is None else readable_quote(text[start:end] for start, end in spans),
        None if text is None else orjson.dumps([excerpt(text, span) for span in spans]).decode(),
        claim["gist"],
        *_dates(claim["said"]),
        claim.get("addressee"),
        claim.get("place"),
        True,
        claim.get("section"),
        claim.get("confidence"),
        "accepted" if document["produced_by"]["name"] == "curators" else "extracted",
    )
