"""What a genuine credential says of itself, in the few words that a person looks for first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from microcred.openbadges import jwt
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.times import read
from microcred.openbadges.verify.documents import is_first_model, issuer_of, listed, types_of


@dataclass(frozen=True)
class Stated:
    """What a credential of any kind says.

    Args:
        name: what was awarded; empty when it does not say.
        issuer: what its issuer calls itself, or else its identifier.
        begins: from when it holds, by its own word; ``ends`` until when.
    """

    id: str
    name: str
    issuer: str
    issuer_id: str
    begins: datetime | None
    ends: datetime | None


def stated_in(credential: JsonObject) -> Stated:
    """What ``credential`` says. Ask only of the credential of a report that is :attr:`.Report.genuine`."""
    if "Assertion" in types_of(credential):
        badge = credential.get("badge")
        badge = badge if isinstance(badge, dict) else {}
        names, issuer = ("issuedOn", "expires"), badge.get("issuer")
    else:
        badge, issuer = _achievement(credential), credential.get("issuer")
        names = ("issuanceDate", "expirationDate") if is_first_model(credential) else ("validFrom", "validUntil")
    begins, ends = (_moment(credential.get(name)) for name in names)
    issuer_id = jwt.identifier(issuer) or issuer_of(credential)
    return Stated(
        id=_text(credential.get("id")),
        name=_text(badge.get("name")) or _text(credential.get("name")),
        issuer=(_text(issuer.get("name")) if isinstance(issuer, dict) else "") or issuer_id,
        issuer_id=issuer_id,
        begins=begins,
        ends=ends,
    )


def _achievement(credential: JsonObject) -> JsonObject:
    for subject in listed(credential.get("credentialSubject")):
        achievement = subject.get("achievement") if isinstance(subject, dict) else None
        if isinstance(achievement, dict):
            return achievement
    return {}


def _moment(stamp: Any) -> datetime | None:
    try:
        return read(stamp)
    except OpenBadgesError:
        return None


def _text(value: Any) -> str:
    """A text, also one that names its language and direction (VCDM 2.0 section 11.1)."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return value if isinstance(value, str) else ""
