"""What needs no database: digests of secrets, codes, how long things last."""

import hashlib
import hmac
from datetime import timedelta

OFFER_LASTS = timedelta(minutes=10)
"""How long a QR code works: long enough to find the phone, short enough that a photograph of it is worth little."""

PICKUP_LASTS = timedelta(minutes=5)
"""How long a wallet that took an offer up may fetch the award: a phone may lose its network in between."""

NONCE_LASTS = timedelta(minutes=5)
"""How old a nonce or challenge may be when it comes back."""

CLOCKS_DIFFER = timedelta(minutes=2)
"""How far ahead the clock of a phone may be."""

MOST_WRONG_CODES = 5
"""Of a million codes; after that many the offer is dead."""

CODE_DIGITS = 6


def digest_of(secret: str) -> str:
    """What is kept of a secret that has entropy of its own: its SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(secret: str, code: str) -> str:
    """What is kept of a transaction code. A code of six digits is found by trying unless it is mixed with a secret
    that is not kept."""
    return hmac.new(secret.encode(), code.encode(), hashlib.sha256).hexdigest()
