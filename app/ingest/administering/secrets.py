"""Encryption of secrets that are stored: by keys of the operator's, which never stand beside the data."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.errors import OnRecordError, SecretKeyMissing
from app.settings import Settings


class SecretUnreadable(OnRecordError):
    """A secret was encrypted by a key that is none of those in ONRECORD_SECRET_KEY."""


class SecretBox:
    """Encrypts by the first key of the setting, and decrypts by any.

    Raises:
        SecretKeyMissing: there is no key.
    """

    def __init__(self, settings: Settings) -> None:
        keys = [key.strip() for key in settings.secret_key.get_secret_value().split(",") if key.strip()]
        if not keys:
            raise SecretKeyMissing
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, secret: str) -> bytes:
        """Return an encrypted secret."""
        return self._keys.encrypt(secret.encode())

    def decrypt(self, encrypted: bytes) -> str:
        """Return a secret.

        Raises:
            SecretUnreadable: none of the keys fits.
        """
        try:
            return self._keys.decrypt(encrypted).decode()
        except InvalidToken as error:
            raise SecretUnreadable from error

    def encrypt_anew(self, encrypted: bytes) -> bytes:
        """Return a secret encrypted by the first key.

        Raises:
            SecretUnreadable: none of the keys fits.
        """
        try:
            return self._keys.rotate(encrypted)
        except InvalidToken as error:
            raise SecretUnreadable from error
