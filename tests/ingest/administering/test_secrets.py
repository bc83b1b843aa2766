"""Secrets that are stored: encrypted, and encrypted anew when the key is replaced."""

from base64 import urlsafe_b64encode

import pytest
from pydantic import ValidationError

from app.errors import SecretKeyMissing
from app.ingest.administering.secrets import SecretBox, SecretUnreadable
from app.settings import Settings

OLD, NEW = (urlsafe_b64encode(bytes(range(first, first + 32))).decode() for first in (200, 7))


def box(*keys: str) -> SecretBox:
    return SecretBox(Settings(secret_key=",".join(keys)))


def test_only_the_key_reads_a_secret() -> None:
    encrypted = box(OLD).encrypt("whsec_AAAA")
    assert b"whsec_AAAA" not in encrypted
    assert box(OLD).decrypt(encrypted) == "whsec_AAAA"
    with pytest.raises(SecretUnreadable):
        box(NEW).decrypt(encrypted)


def test_a_key_is_replaced_while_the_old_one_still_reads() -> None:
    encrypted = box(OLD).encrypt("whsec_AAAA")
    anew = box(NEW, OLD).encrypt_anew(encrypted)
    assert box(NEW, OLD).decrypt(encrypted) == box(NEW).decrypt(anew) == "whsec_AAAA"
    with pytest.raises(SecretUnreadable):
        box(NEW).encrypt_anew(encrypted)


def test_without_a_key_there_are_no_secrets() -> None:
    with pytest.raises(SecretKeyMissing, match="ONRECORD_SECRET_KEY"):
        box()


@pytest.mark.parametrize("key", ["x", "c2hvcnQ=", f"{OLD},x", OLD[:-1], "é"])
def test_what_is_no_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(secret_key=key)
    assert "32 random bytes" in str(refused.value)
    assert OLD not in str(refused.value)


def test_a_key_is_not_shown_with_the_settings() -> None:
    assert OLD not in repr(Settings(secret_key=OLD))
