"""Routes of webhooks: make, list, change, remove; the log of their messages; replays, tests, new secrets."""

from typing import Annotated

from app.answers.webhooks import DeliveryOut, DeliveryPage, WebhookOut, WebhookPage, WebhookWithSecret
from app.api.serving.live import LiveEndpoint
from app.api.serving.openapi import ETAG_HEADER, LOCATION_HEADER, list_docs, problem_docs, thing_docs
from app.api.serving.parameters import id_in_path
from app.api.writing.actions import MERGE_PATCH, WriteEndpoint, edit_docs
from app.parameters.webhooks import DeliveryQuery, NewWebhook, WebhookPatch, WebhookQuery
from app.queries.administering import webhooks

WebhookId = Annotated[str, id_in_path("whk_5f0c6e1e2f3a4f5e9b9e")]
DeliveryId = Annotated[str, id_in_path("msg_0d6a1c2b3d4e5f607182")]
SECRET = "The secret stands in this answer alone: it is stored encrypted, and nobody can be told it again."

LIVE = (
    LiveEndpoint(
        path="/webhooks",
        operation_id="listWebhooks",
        tag="webhooks",
        description="List webhooks, the latest that was made first.",
        model=WebhookPage,
        responses=list_docs(exported=False),
        query_model=WebhookQuery,
        read=webhooks.list_webhooks,
        scope="admin",
    ),
    LiveEndpoint(
        path="/webhooks/{webhook_id}",
        operation_id="getWebhook",
        tag="webhooks",
        description="Get one webhook: what it is sent, how far it has come, and whether it fails.",
        model=WebhookOut,
        responses=thing_docs(),
        id_type=WebhookId,
        read=lambda connection, webhook_id, _, __: webhooks.get_webhook(connection, webhook_id),
        get_edits=webhooks.get_webhook_edits,
        scope="admin",
    ),
    LiveEndpoint(
        path="/webhooks/{webhook_id}/deliveries",
        operation_id="listDeliveries",
        tag="webhooks",
        description="List the messages to a webhook of the last thirty days, latest first, each with its attempts: status and duration. "
        "What the receiver answered is not kept.",
        model=DeliveryPage,
        responses=list_docs(exported=False),
        id_type=WebhookId,
        query_model=DeliveryQuery,
        read=webhooks.list_deliveries,
        scope="admin",
    ),
)

WRITES = (
    WriteEndpoint(
        method="POST",
        path="/webhooks",
        operation_id="createWebhook",
        tag="webhooks",
        description="Make a webhook: from now on, or from a position on, changes are posted to its URL, in order, signed as Standard "
        f"Webhooks says. It is enabled from the start. {SECRET}",
        scope="admin",
        write="app.api.writing.webhooks:create",
        model=WebhookWithSecret,
        bodies={"application/json": NewWebhook},
        responses={
            201: {"description": "It is made.", "model": WebhookWithSecret, "headers": LOCATION_HEADER | ETAG_HEADER},
            **problem_docs(401, 403, 409, 410, 413, 414, 415, 422, 503),
        },
    ),
    WriteEndpoint(
        method="PATCH",
        path="/webhooks/{webhook_id}",
        operation_id="editWebhook",
        tag="webhooks",
        description="Change a webhook by a merge patch. `enabled` sends again after a failure, from where it stopped; `after` moves it to "
        "another position of the feed. If it is to be sent other changes than before, a message that waits is cancelled, and made anew.",
        scope="admin",
        write="app.api.writing.webhooks:edit",
        model=WebhookOut,
        bodies=dict.fromkeys(MERGE_PATCH, WebhookPatch),
        responses={**edit_docs(), **problem_docs(410)},
        id_type=WebhookId,
    ),
    WriteEndpoint(
        method="DELETE",
        path="/webhooks/{webhook_id}",
        operation_id="deleteWebhook",
        tag="webhooks",
        description="Remove a webhook with its log. Nothing more is sent to it.",
        scope="admin",
        write="app.api.writing.webhooks:delete",
        model=WebhookOut,
        responses={
            200: {"description": "It was removed; the webhook as it was."},
            **problem_docs(400, 401, 403, 404, 412, 414, 422, 428, 503),
        },
        id_type=WebhookId,
    ),
    WriteEndpoint(
        method="POST",
        path="/webhooks/{webhook_id}/rotate",
        operation_id="rotateSecret",
        tag="webhooks",
        description=f"Give a webhook a new secret. For 24 hours messages are signed by the one before, too. {SECRET}",
        scope="admin",
        write="app.api.writing.webhooks:rotate",
        model=WebhookWithSecret,
        responses={
            200: {"description": "The webhook with its new secret.", "headers": LOCATION_HEADER | ETAG_HEADER},
            **problem_docs(401, 403, 404, 409, 414, 422, 503),
        },
        id_type=WebhookId,
    ),
    WriteEndpoint(
        method="POST",
        path="/webhooks/{webhook_id}/test",
        operation_id="testWebhook",
        tag="webhooks",
        description="Send a message without changes, once. The log says what became of it.",
        scope="admin",
        write="app.api.writing.webhooks:test",
        model=DeliveryOut,
        responses={
            202: {"description": "It is sent soon.", "model": DeliveryOut, "headers": LOCATION_HEADER},
            **problem_docs(401, 403, 404, 409, 414, 422, 503),
        },
        id_type=WebhookId,
    ),
    WriteEndpoint(
        method="POST",
        path="/webhooks/{webhook_id}/deliveries/{delivery_id}/replay",
        operation_id="replayDelivery",
        tag="webhooks",
        description="Send a message again, once, out of order, with the same id and body. One that waits is tried now, in its order.",
        scope="admin",
        write="app.api.writing.webhooks:replay",
        model=DeliveryOut,
        responses={
            202: {"description": "It is sent soon.", "model": DeliveryOut, "headers": LOCATION_HEADER},
            **problem_docs(401, 403, 404, 409, 414, 422, 503),
        },
        id_type=[WebhookId, DeliveryId],
    ),
)
