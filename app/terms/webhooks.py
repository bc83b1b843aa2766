"""Webhooks: how their secrets are made, and how long what lasts."""

import base64
from datetime import timedelta
from secrets import token_bytes, token_hex

SECRET_PREFIX, SECRET_BYTES = "whsec_", 32  # of Standard Webhooks, which takes 24 to 64 bytes
ID_BYTES = 10

ROTATION = timedelta(hours=24)  # so long the secret before signs, too
MOST_CHANGES = 200  # of one message: as many as a list can be asked for by id at once
LIFETIME = timedelta(hours=24)  # so long one message is tried
PATIENCE = timedelta(days=5)  # a webhook that failed for so long is disabled
FACTOR, LONGEST_DELAY = 4, timedelta(hours=4)  # of the waits after failures, which begin with ONRECORD_WEBHOOK_RETRY_S
JITTER = 0.25  # share by which a delay is longer or shorter, at random
LOG_KEPT = timedelta(days=30)


def new_secret() -> str:
    """Return a new secret, by which messages are signed, in the form of Standard Webhooks."""
    return SECRET_PREFIX + base64.b64encode(token_bytes(SECRET_BYTES)).decode()


def new_webhook_id() -> str:
    """Return the id of a new webhook."""
    return f"whk_{token_hex(ID_BYTES)}"


def new_message_id() -> str:
    """Return the id of a new message: the header ``webhook-id``, by which a receiver knows a repetition."""
    return f"msg_{token_hex(ID_BYTES)}"
