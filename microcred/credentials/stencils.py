"""The credential of an issuance with a hole for whatever differs from person to person.

A shape is fixed by the lists that give out the places and by whether the award expires: each has its stencil.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from microcred.credentials import addresses
from microcred.credentials.document import Endorsed, Winning, credential_of, unscored
from microcred.credentials.lists import Listed
from microcred.credentials.models import Issuance
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.models import StatusEntry, hashed_identity, urn
from microcred.openbadges.templates import Form
from microcred.openbadges.times import written


@dataclass(frozen=True)
class Stencil:
    """One shape of an issuance's credentials.

    Attributes:
        example: a whole credential of this shape, unsigned.
        slots: its holes, by name, as JSON pointers.
        form: makes the unsigned text of each person's.
    """

    example: JsonObject
    slots: dict[str, Any]
    form: Form


def stencil_of(issuance: Issuance, row: Listed, entries: tuple[StatusEntry, ...]) -> Stencil:
    """The stencil of the shape that a row has with its places in the status lists."""
    winning = Winning(
        award_id=issuance.pk,
        email=row.email,
        salt=secrets.token_hex(16),
        earned_at=row.earned_at,
        evidence=unscored(
            Issuance.Basis(issuance.basis), origin=issuance.origin, reference=row.reference, earned_on=_day(row)
        ),
        criteria=list(issuance.version.criteria.prefetch_related("levels").order_by("position")),
        achieved={},
        status=entries,
        expires_at=row.expires_at,
        endorsed=Endorsed.now(issuance.version, issuance.issuer),
    )
    example = credential_of(issuance.version, issuance.issuer, winning).to_json()
    slots = slots_of(example)
    return Stencil(example, slots, Form(example, slots))


def slots_of(credential: JsonObject) -> dict[str, Any]:
    """The holes of an issuance's credential: what is another text for each person."""
    several = isinstance(credential["credentialStatus"], list)
    spots = [f"/credentialStatus/{number}" for number in range(2)] if several else ["/credentialStatus"]
    slots: dict[str, Any] = {
        "id": "/id",
        "refresh": "/refreshService/id",
        "earned": ["/validFrom", "/awardedDate"],
        "hash": "/credentialSubject/identifier/0/identityHash",
        "salt": "/credentialSubject/identifier/0/salt",
        "evidence": "/evidence/0/narrative",
    }
    for number, spot in enumerate(spots):
        slots |= {f"place {number}": f"{spot}/id", f"index {number}": f"{spot}/statusListIndex"}
    if "validUntil" in credential:
        slots["expires"] = "/validUntil"
    return slots


def shape_of(credential: JsonObject) -> tuple[Any, ...]:
    """What two credentials of an issuance must have in common to be of one stencil."""
    status = credential["credentialStatus"]
    lists = [entry["statusListCredential"] for entry in (status if isinstance(status, list) else [status])]
    return (*lists, "validUntil" in credential)


def values_of(issuance: Issuance, row: Listed, award_id: UUID, entries: tuple[StatusEntry, ...]) -> dict[str, str]:
    """What fills the holes for one person. The salt is a new one each time."""
    salt = secrets.token_hex(16)
    basis = Issuance.Basis(issuance.basis)
    evidence = unscored(basis, origin=issuance.origin, reference=row.reference, earned_on=_day(row))
    values = {
        "id": urn(award_id),
        "refresh": addresses.current_credential(award_id),
        "earned": written(row.earned_at),
        "hash": hashed_identity(row.email, salt),
        "salt": salt,
        "evidence": evidence.narrative,
    }
    for number, entry in enumerate(entries):
        values |= {f"place {number}": f"{entry.list_url}#{entry.index}", f"index {number}": str(entry.index)}
    if row.expires_at is not None:
        values["expires"] = written(row.expires_at)
    return values


def _day(row: Listed) -> str:
    earned: datetime = row.earned_at
    return earned.date().isoformat()
