"""What the documents beside awards say: stack credentials, endorsements, learner records."""

import hashlib
import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from microcred.catalog.models import Stack, Version
from microcred.credentials import addresses
from microcred.credentials.document import profile_of
from microcred.credentials.models import Award, Issuer
from microcred.openbadges.clr import Association, LearnerRecord
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.models import (
    Achievement,
    Endorsement,
    Evidence,
    HashedEmail,
    OpenBadgeCredential,
    RefreshService,
    Related,
    StatusEntry,
    urn,
)

RECORD_HOLDS = timedelta(days=365)
"""A learner record says what is so today; later one asks for a new one."""


def stack_credential(
    document_id: UUID,
    stack: Stack,
    issuer: Issuer,
    awards: Sequence[Award],
    *,
    holder: HashedEmail,
    status: StatusEntry,
) -> JsonObject:
    """That a person holds an award of everything in a stack. It was earned with the last of them.

    Args:
        awards: with their versions and signed texts, in the order of the stack.
    """
    earned_at = max(award.earned_at for award in awards)
    lines = [f"- {award.version.title} (version {award.version.label})" for award in awards]
    page = addresses.stack_page(stack)
    return OpenBadgeCredential(
        id=urn(document_id),
        name=stack.name,
        description=stack.description or stack.name,
        issuer=profile_of(issuer),
        valid_from=earned_at,
        awarded_at=earned_at,
        holder=holder,
        achievement=Achievement(
            id=page,
            name=stack.name,
            description=stack.description or stack.name,
            criteria="\n".join(["Each of these micro-credentials was earned:", "", *lines]),
            criteria_url=page,
            achievement_type="LearningProgram",
            human_code=stack.slug,
            related=tuple(
                Related(id=addresses.version_page(award.version), version=award.version.label) for award in awards
            ),
        ),
        evidence=tuple(
            Evidence(
                id=urn(award.pk),
                name=award.version.title,
                description="The signed credential of the micro-credential.",
                narrative=f"SHA-256 of the credential as it was signed: {_digest(award.text)}",
                genre="Credential",
            )
            for award in awards
        ),
        status=status,
        refresh=RefreshService(id=addresses.current_document(document_id)),
    ).to_json()


def assessor_credential(
    document_id: UUID,
    version: Version,
    issuer: Issuer,
    *,
    criteria: str,
    holder: HashedEmail,
    earned_at: datetime,
    until: datetime,
    status: StatusEntry,
) -> JsonObject:
    """That somebody may judge work on a version, until a day.

    Args:
        criteria: what they had to show, in Markdown.
    """
    page = addresses.version_page(version)
    name = f"Certified assessor: {version.title}"
    description = f"Judges what educators hand in for “{version.title}” (version {version.label}) as was agreed."
    return OpenBadgeCredential(
        id=urn(document_id),
        name=name,
        description=description,
        issuer=profile_of(issuer),
        valid_from=earned_at,
        valid_until=until,
        awarded_at=earned_at,
        holder=holder,
        achievement=Achievement(
            id=f"{page}#assessor",
            name=name,
            description=description,
            criteria=criteria,
            criteria_url=page,
            achievement_type="Certification",
            related=(Related(id=page, version=version.label),),
        ),
        status=status,
        refresh=RefreshService(id=addresses.current_document(document_id)),
    ).to_json()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def endorsement(
    document_id: UUID,
    issuer: Issuer,
    endorsed: Version | Award | Issuer,
    comment: str,
    *,
    at: datetime,
    status: StatusEntry,
) -> JsonObject:
    """That an organization vouches for a published version, for one person's award of it, or for an issuer."""
    match endorsed:
        case Award():
            identifier, name = urn(endorsed.pk), endorsed.version.title
        case Issuer():
            identifier, name = endorsed.did, endorsed.name
        case _:
            identifier, name = addresses.version_page(endorsed), endorsed.title
    return Endorsement(
        id=urn(document_id),
        issuer=profile_of(issuer),
        endorsed=identifier,
        name=f"Endorsement of “{name}”",
        comment=comment,
        valid_from=at,
        status=status,
        refresh=RefreshService(id=addresses.current_document(document_id)),
    ).to_json()


def learner_record(
    document_id: UUID, issuer: Issuer, awards: Sequence[Award], *, holder: HashedEmail, partial: bool, at: datetime
) -> JsonObject:
    """A person's awards as one document, each as it was signed."""
    return LearnerRecord(
        id=urn(document_id),
        name="Learner record",
        description="Micro-credentials earned from practice, each with its own signature.",
        issuer=profile_of(issuer),
        holder=holder,
        credentials=[parse(award.text) for award in awards],
        partial=partial,
        valid_from=at,
        valid_until=at + RECORD_HOLDS,
        associations=_associations(awards),
    ).to_json()


def holder_of(person_email: str, salted_by: UUID) -> HashedEmail:
    """The holder of a document by the salted hash of their address.

    Args:
        salted_by: the identifier of the document, from which the salt follows.
    """
    return HashedEmail(address=person_email, salt=hashlib.sha256(salted_by.bytes).hexdigest()[:32])


def _associations(awards: Sequence[Award]) -> list[Association]:
    """Versions of one micro-credential of which the person earned a later one too."""
    found = []
    by_number = sorted(
        awards, key=lambda award: (award.version.micro_credential_id, award.version.number, award.version.revision)
    )
    for older, newer in itertools.pairwise(by_number):
        same = older.version.micro_credential_id == newer.version.micro_credential_id
        if same and older.version_id != newer.version_id:
            pages = addresses.version_page(older.version), addresses.version_page(newer.version)
            found.append(Association(kind="replacedBy", source=pages[0], target=pages[1]))
    return found
