"""Nonces and challenges: signed and dated by this server, so that giving them out costs no row. Spending one does."""

import secrets

from django.core.signing import BadSignature, TimestampSigner

from microcred.integrations.wallets.rules import NONCE_LASTS


def fresh(purpose: str) -> str:
    """A nonce that :func:`is_ours` accepts for the same purpose, for five minutes.

    Args:
        purpose: whom it is for: an issuer, an exchange. A nonce of another purpose is not taken.
    """
    return _signer(purpose).sign(secrets.token_urlsafe(16))


def is_ours(nonce: str, purpose: str) -> bool:
    """Whether a nonce was given out here, for this purpose, and just now. Whether it is spent, the table says."""
    try:
        _signer(purpose).unsign(nonce, max_age=NONCE_LASTS)
    except BadSignature:
        return False
    return True


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"wallets.nonce.{purpose}")
