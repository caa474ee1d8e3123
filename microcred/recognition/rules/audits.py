"""Audit samples: which of many entries are looked at once more, drawn so that anyone can draw them again. Pure."""

from collections.abc import Collection
from hashlib import sha256
from math import ceil
from uuid import UUID


def drawn(ids: Collection[UUID], *, seed: str, percent: int) -> list[UUID]:
    """A share of some entries, in the order in which they are drawn.

    Each is ranked by the SHA-256 of the seed, a colon and its identifier; the lowest are drawn. So the sample hangs on
    nothing but the seed and what there is, a larger share holds every smaller one, and no entry's chance depends on
    another.

    Args:
        percent: of all, from 1 to 100, rounded up; of something at least one.
    """
    if not 1 <= percent <= 100:
        raise ValueError(percent)
    ranked = sorted(set(ids), key=lambda one: (sha256(f"{seed}:{one}".encode()).hexdigest(), one))
    return ranked[: ceil(len(ranked) * percent / 100)]


def digest_of(ids: Collection[UUID]) -> str:
    """The SHA-256, hexadecimal, of what a sample is drawn from: identifiers, one a line, in their order."""
    return sha256("\n".join(sorted(str(one) for one in ids)).encode()).hexdigest()
