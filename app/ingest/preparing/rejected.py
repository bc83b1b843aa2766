"""Claims and events that people rejected: left out of all rows of a document, and rows of their own."""

from app.database.compression import compress_json
from app.database.tables import Claim
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.claims import claim_rows
from app.ingest.preparing.columns import Row
from app.ingest.preparing.events import event_rows
from app.ingest.preparing.numbering import DocumentIds
from app.ingest.preparing.policies import apply_policy
from app.ingest.preparing.rendering import Rendering
from app.queries.rendering.placeholders import RENDERED_SHAPE
from app.terms.vocabulary import ReviewedType, TextPolicy


def without_rejected(document: KnowledgeDocument, ids: DocumentIds) -> KnowledgeDocument:
    """Return the document without the claims and events that people rejected, and without what refers to them."""
    left_out = _rejected(ids)
    if not left_out:
        return document
    of_topics = [(claim, [topic for topic in claim.about if topic not in left_out]) for claim in document.claims]
    return document.model_copy(
        update={
            "claims": [claim.model_copy(update={"about": about}) for claim, about in of_topics if claim.id not in left_out],
            "events": [event for event in document.events if event.id not in left_out],
            "relations": [each for each in document.relations if not {each.from_, each.to} & left_out],
        }
    )


def rejected_rows(document: KnowledgeDocument, ids: DocumentIds, policy: TextPolicy = "full") -> list[Row]:
    """Return the rows of ``rejected``, with their stored JSON as the policy shows it, and whole where it hides something."""
    local_ids = _rejected(ids)
    if not local_ids:
        return []
    of_claims = [claim for claim in document.claims if claim.id in local_ids]
    of_events = [event for event in document.events if event.id in local_ids]
    claims = document.model_copy(update={"claims": of_claims})
    events = document.model_copy(update={"events": of_events, "claims": []})  # no claim that is served is about one of them
    by_id = {claim.id: claim for claim in of_claims}
    json_by_id = dict[str, list[bytes]]()  # as shown, and whole
    for shown in dict.fromkeys((policy, "full")):
        rendering, rows_of_claims = Rendering(document, ids, shown), claim_rows(claims, ids)
        apply_policy({Claim: rows_of_claims}, document, ids, shown)
        for row in rows_of_claims:
            json_by_id.setdefault(row["id"], []).append(rendering.claim(by_id[row["local_id"]], row))
        for row in event_rows(events, ids):
            json_by_id.setdefault(row["id"], []).append(rendering.event(row))
    return [
        *(_row("claim", row, row["said_order"], *json_by_id[row["id"]]) for row in claim_rows(claims, ids)),
        *(_row("event", row, row["date_order"], *json_by_id[row["id"]]) for row in event_rows(events, ids)),
    ]


def _rejected(ids: DocumentIds) -> set[str]:
    """Return the local ids of what was rejected."""
    if "rejected" not in ids.reviews.values():
        return set()
    return {local_id for each in (ids.claims, ids.events) for local_id, key in each.items() if ids.reviews.get(key) == "rejected"}


def _row(type: ReviewedType, columns: Row, date_order: str, json: bytes, whole: bytes | None = None) -> Row:
    return {
        "id": columns["id"],
        "type": type,
        "tie": columns["tie"],
        "article_number": columns["article_number"],
        "local_id": columns["local_id"],
        "speaker_position": columns.get("speaker_position"),
        "date_order": date_order,
        "rendered_shape": RENDERED_SHAPE,
        "rendered": compress_json(json),
        "hidden": None if whole is None else compress_json(whole),
    }
