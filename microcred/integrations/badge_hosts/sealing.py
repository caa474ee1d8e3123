"""Secrets that other servers gave to this one, encrypted while they rest in the database."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def sealed(secret: str) -> bytes:
    """A secret, encrypted and authenticated with a key derived from the server's key-sealing secret."""
    return _box().encrypt(secret.encode())


def unsealed(blob: bytes) -> str:
    """The secret in what :func:`sealed` made.

    Raises:
        cryptography.fernet.InvalidToken: when the server's sealing secret is another one now.
    """
    return _box().decrypt(blob).decode()


def _box() -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"badge hosts").derive(
        bytes.fromhex(settings.KEY_SEALING_SECRET)
    )
    return Fernet(base64.urlsafe_b64encode(derived))
