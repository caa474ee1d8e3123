"""What a declaration of consent has to say, and whether it lasts.

A recording or picture is an education record of a student when it is directly related to that student and kept by the
agency or for it; who is only in the background by chance is usually not meant (US Department of Education, Student
Privacy Policy Office, "FAQs on Photos and Videos under FERPA").
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from microcred.openbadges.jcs import jcs

DECLARED_KINDS = frozenset({"image", "audio", "video"})
"""Kinds of items that nobody can look for people in but a person."""

ALONE = "nobody"
NEED_PERMISSION = frozenset({"students", "adults"})
NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Declared:
    """Who can be recognized in a file, where the permission is held, and its last day, if it has one."""

    people: Collection[str]
    permission: str = NOT_NEEDED
    expires_on: date | None = None


class Lack(StrEnum):
    """What a declaration lacks."""

    MISSING = "missing"
    EXPIRES = "expires"


class Contradiction(StrEnum):
    """How a declaration contradicts itself."""

    EMPTY = "empty"
    NOBODY_AND_SOMEBODY = "nobody_and_somebody"
    UNPERMITTED = "unpermitted"
    OVER = "over"


def contradiction_in(
    people: Collection[str], permission: str, expires_on: date | None, *, today: date
) -> Contradiction | None:
    """How a declaration contradicts itself; None when it does not."""
    if not people:
        return Contradiction.EMPTY
    if ALONE in people and len(people) > 1:
        return Contradiction.NOBODY_AND_SOMEBODY
    if not NEED_PERMISSION.isdisjoint(people):
        if permission == NOT_NEEDED:
            return Contradiction.UNPERMITTED
        if expires_on is not None and expires_on < today:
            return Contradiction.OVER
    return None


def lack_of(kind: str, people: Collection[str] | None, expires_on: date | None, *, needed_until: date) -> Lack | None:
    """What keeps an item from being submitted.

    Args:
        people: who was declared; None where nothing was.
        needed_until: the last day on which assessors may look at it, as far as is known.
    """
    if kind not in DECLARED_KINDS:
        return None
    if people is None:
        return Lack.MISSING
    if expires_on is not None and expires_on < needed_until and not NEED_PERMISSION.isdisjoint(people):
        return Lack.EXPIRES
    return None


def consent_digest(declared: dict[str, Any]) -> str:
    """The SHA-256 of a declaration's canonical JSON (RFC 8785), in hexadecimal: all that a manifest holds of it."""
    return hashlib.sha256(jcs(declared)).hexdigest()
