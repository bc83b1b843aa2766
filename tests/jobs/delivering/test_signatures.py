"""Signatures of messages, as the reference library and a computation of its own verify them."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from app.jobs.delivering.signatures import signed_headers
from app.terms.webhooks import new_secret

BODY = b'{"type":"test","data":{"caf\xc3\xa9":1}}'
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def test_a_signature_is_the_hmac_of_id_time_and_body() -> None:
    headers = signed_headers("msg_1", datetime(2026, 11, 30, 8, 15, tzinfo=UTC), BODY, [SECRET])
    expected = hmac.new(bytes(range(32)), b"msg_1.1796026500." + BODY, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_1", "1796026500")


def test_the_reference_library_takes_a_message() -> None:
    secret = new_secret()
    assert Webhook(secret).verify(BODY, signed_headers("msg_1", datetime.now(UTC), BODY, [secret])) == {"type": "test", "data": {"café": 1}}


def test_while_a_secret_is_replaced_either_verifies() -> None:
    old, new = new_secret(), new_secret()
    headers = signed_headers("msg_1", datetime.now(UTC), BODY, [new, old])
    for secret in (old, new):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


def test_a_message_that_somebody_recorded_is_refused_later() -> None:
    secret = new_secret()
    headers = signed_headers("msg_1", datetime.now(UTC) - timedelta(minutes=6), BODY, [secret])
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, headers | {"webhook-timestamp": str(int(datetime.now(UTC).timestamp()))})


@pytest.mark.parametrize("changed", [{"webhook-id": "msg_2"}, {"webhook-signature": "v1,AAAA"}])
def test_a_message_that_was_changed_is_refused(changed: dict[str, str]) -> None:
    secret = new_secret()
    headers = signed_headers("msg_1", datetime.now(UTC), BODY, [secret])
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)
