"""Open Badges 2.0, hosted: what displayers that know nothing of signatures in documents read.

An assertion is genuine because it is found at its own address, so it refers to nothing but addresses of the same host.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from microcred.openbadges.documents import JsonObject
from microcred.openbadges.models import Alignment
from microcred.openbadges.times import written

CONTEXT: Final = "https://w3id.org/openbadges/v2"


@dataclass(frozen=True, kw_only=True)
class HostedIssuer:
    """Who issues (Open Badges 2.0, class ``Issuer``). ``id`` is where this document is."""

    id: str
    name: str
    url: str
    email: str = ""

    def to_json(self) -> JsonObject:
        return _filled(id=self.id, type="Issuer", name=self.name, url=self.url, email=self.email)


@dataclass(frozen=True, kw_only=True)
class BadgeClass:
    """What is awarded (class ``BadgeClass``).

    Args:
        criteria: what one had to do, in Markdown; ``criteria_url`` a page that says the same.
        issuer: where the issuer's document is.
    """

    id: str
    name: str
    description: str
    image: str
    criteria: str
    criteria_url: str
    issuer: str
    alignments: Sequence[Alignment] = ()

    def to_json(self) -> JsonObject:
        return _filled(
            id=self.id,
            type="BadgeClass",
            name=self.name,
            description=self.description,
            image=self.image,
            criteria={"id": self.criteria_url, "narrative": self.criteria},
            issuer=self.issuer,
            alignment=[
                _filled_alone(
                    targetName=each.target_name,
                    targetUrl=each.target_url,
                    targetCode=each.target_code,
                    targetDescription=each.target_description,
                    targetFramework=each.target_framework,
                )
                for each in self.alignments
            ],
        )


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """That somebody was awarded it (class ``Assertion``). ``id`` is where this document is, ``badge`` where its class.

    Args:
        identity: ``sha256$`` and the SHA-256 of the holder's e-mail address and the salt, as
            :func:`.models.hashed_identity` gives it.
        evidence: a sentence about the work behind it; the work itself is not published.
    """

    id: str
    badge: str
    identity: str
    salt: str
    issued_at: datetime
    image: str = ""
    evidence: str = ""
    expires_at: datetime | None = None

    def to_json(self) -> JsonObject:
        return _filled(
            id=self.id,
            type="Assertion",
            recipient={
                "type": "email",
                "hashed": True,
                "salt": self.salt,
                "identity": self.identity,
            },
            badge=self.badge,
            image=self.image,
            verification={"type": "HostedBadge"},
            issuedOn=written(self.issued_at),
            expires=written(self.expires_at) if self.expires_at else "",
            evidence=[{"type": "Evidence", "narrative": self.evidence}] if self.evidence else [],
        )


def revoked(id: str, reason: str) -> JsonObject:  # noqa: A002 - the standard's word
    """What stands at the address of an assertion that no longer holds; to be answered with 410 Gone."""
    return _filled(id=id, type="Assertion", revoked=True, revocationReason=reason)


def _filled(**members: object) -> JsonObject:
    return {"@context": CONTEXT, **_filled_alone(**members)}


def _filled_alone(**members: object) -> JsonObject:
    return {name: value for name, value in members.items() if value not in ("", [], None)}
