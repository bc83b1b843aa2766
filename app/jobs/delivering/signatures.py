"""The headers of a message, signed as Standard Webhooks says."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version

from standardwebhooks import Webhook


def signed_headers(message_id: str, sent_at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Return the headers of a message: with a signature by each secret, of which one that the receiver knows is enough."""
    signatures = [Webhook(secret).sign(message_id, sent_at, body.decode()) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": f"onrecord/{version('onrecord')}",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
