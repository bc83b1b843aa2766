"""The command ``onrecord rekey``."""

from base64 import urlsafe_b64encode

import pytest
from sqlalchemy import Engine

from app.ingest.administering.secrets import SecretBox
from app.settings import Settings
from tests.cli.running import Run
from tests.jobs.delivering.sending import SECRET_KEY, make_webhook, row_of

NEW, OTHER = (urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2))


def test_secrets_are_encrypted_by_the_first_key(run: Run, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    webhook_id, secret = make_webhook(engine)
    monkeypatch.setenv("ONRECORD_SECRET_KEY", f"{NEW},{SECRET_KEY}")
    result = run("rekey")
    assert (result.exit_code, result.stdout) == (0, "1 webhook: secrets are encrypted by the first key\n")
    assert SecretBox(Settings(secret_key=NEW)).decrypt(row_of(engine, webhook_id).secret) == secret


@pytest.mark.parametrize(("keys", "message"), [("", "ONRECORD_SECRET_KEY"), (f"{NEW},{OTHER}", "none of those in ONRECORD_SECRET_KEY")])
def test_without_the_key_of_a_secret_nothing_is_changed(
    run: Run, engine: Engine, monkeypatch: pytest.MonkeyPatch, keys: str, message: str
) -> None:
    webhook_id, _ = make_webhook(engine)
    before = row_of(engine, webhook_id).secret
    monkeypatch.setenv("ONRECORD_SECRET_KEY", keys)
    result = run("rekey")
    assert (result.exit_code, row_of(engine, webhook_id).secret) == (2, before)
    assert message in result.stderr
