"""Credentials to test with: Ada earns "Building Your Team" from a university centre."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from microcred.openbadges import proofs, status
from microcred.openbadges.dids import did_document, did_key, resolver, verification_method
from microcred.openbadges.documents import JsonObject, to_bytes
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.keys import SigningKey
from microcred.openbadges.models import (
    Achievement,
    Alignment,
    Evidence,
    HashedEmail,
    Image,
    OpenBadgeCredential,
    Profile,
    Result,
    ResultDescription,
    RubricLevel,
    StatusEntry,
    urn,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADA = "ada@district.example.org"
LIST_URL = "https://credentials.example.edu/status/1"
ISSUER_KEY = SigningKey(bytes(range(32)))
STRANGER_KEY = SigningKey(bytes(range(1, 33)))


def _uuid(number: int) -> str:
    return urn(f"00000000-0000-4000-8000-{number:012d}")


def rubric(criteria: int = 3) -> tuple[ResultDescription, ...]:
    words = ("Not yet", "Developing", "Proficient", "Exemplary")
    return tuple(
        ResultDescription(
            id=_uuid(100 * number),
            name=f"Criterion {number}: shares leadership",
            levels=tuple(
                RubricLevel(
                    id=_uuid(100 * number + level),
                    name=word,
                    description=f"What a reader can observe at this level – {word.lower()}.",
                    level=word,
                    points=str(level),
                )
                for level, word in enumerate(words, start=1)
            ),
            required_level=_uuid(100 * number + 3),
        )
        for number in range(1, criteria + 1)
    )


def award(issuer: str, **changes: Any) -> OpenBadgeCredential:
    """An award with everything the platform ever writes into one."""
    described = rubric()
    credential = OpenBadgeCredential(
        id=_uuid(1),
        issuer=Profile(
            id=issuer,
            name="Centre for Educator Recruitment",
            url="https://centre.example.edu",
            description="A university centre.",
            email="badges@centre.example.edu",
            image=Image(id="https://centre.example.edu/seal.png", caption="Seal of the centre"),
        ),
        achievement=Achievement(
            id="https://credentials.example.edu/catalog/building-your-team/versions/1",
            name="Building Your Team",
            description="The educator builds a team that shares leadership.",
            criteria="Submit **three** artifacts and a reflection.\n\nEach is scored against a rubric.",
            criteria_url="https://credentials.example.edu/catalog/building-your-team",
            creator=Profile(id="https://centre.example.edu", name="Centre"),
            image=Image(id="https://credentials.example.edu/badges/building-your-team.png", caption="Badge"),
            alignments=(
                Alignment(
                    target_name="Teacher Leader Model Standards, Domain I",
                    target_url="https://standards.example.org/tlms/1",
                    target_code="TLMS.I",
                    target_description="Fostering a collaborative culture",
                    target_framework="Teacher Leader Model Standards",
                    target_type="CFItem",
                ),
            ),
            result_descriptions=described,
            tags=("leadership", "teams"),
            version="1.0",
            human_code="CL-2",
            field_of_study="Educational leadership",
            specialization="Collective leadership",
            in_language="en-US",
            credits_available=2.5,
        ),
        valid_from=NOW,
        awarded_at=NOW,
        holder=HashedEmail(address=ADA, salt="c2FsdA"),
        name="Building Your Team",
        description="Earned through assessed work.",
        image=Image(id="https://credentials.example.edu/awards/1.png", caption="Badge of Ada's award"),
        results=tuple(
            Result(result_description=each.id, achieved_level=each.levels[3].id, value="4", status="Completed")
            for each in described
        ),
        narrative="Ada's work was scored by two assessors.",
        evidence=(
            Evidence.sealed(
                name="Part 2: team charter", sha256=bytes(32), description="A document of 4 pages", genre="artifact"
            ),
        ),
        status=StatusEntry(list_url=LIST_URL, index=94_567),
    )
    return replace(credential, **changes)


@dataclass
class Issuer:
    """An issuer with its key, its DID document and its status list, as other people's servers would serve them."""

    did: str = field(default_factory=lambda: did_key(ISSUER_KEY.public))
    key: SigningKey = ISSUER_KEY
    retired: tuple[SigningKey, ...] = ()
    bits: status.StatusBits = field(default_factory=status.StatusBits)
    purpose: status.StatusPurpose = "revocation"
    reachable: bool = True

    @property
    def method(self) -> str:
        return verification_method(self.did, self.key.public)

    @property
    def document(self) -> JsonObject:
        return did_document(self.did, [self.key.public], retired=[key.public for key in self.retired])

    def sign(self, unsigned: JsonObject, key: SigningKey | None = None) -> JsonObject:
        key = key or self.key
        method = verification_method(self.did, key.public)
        return proofs.sign(unsigned, key, created=NOW, verification_method=method)

    def award(self, **changes: Any) -> JsonObject:
        return self.sign(award(self.did, **changes).to_json())

    def listing(self) -> JsonObject:
        return self.sign(
            status.list_credential(id=LIST_URL, issuer=self.did, bits=self.bits, purpose=self.purpose, valid_from=NOW)
        )

    def fetch(self, url: str) -> bytes:
        if not self.reachable or url != LIST_URL:
            raise Unreachable(f"{url} did not answer")
        return to_bytes(self.listing())

    def resolve(self, controller: str) -> JsonObject:
        if controller.startswith("did:key:"):
            return resolver(self.fetch)(controller)
        if controller != self.did:
            raise Unreachable(f"{controller} did not answer")
        return self.document
