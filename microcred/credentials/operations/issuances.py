"""The verbs of issuing to many: a list is ordered at once, then written down and signed batch by batch.

Each batch is two transactions, as each award is: first the intents, then the signatures and the awards. Whatever dies
in between is taken up again; a row's intent has an identifier that follows from the row, so nothing is done twice.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.credentials.lists import Fault, Listed, digest_of, faults_among
from microcred.credentials.models import Issuance, IssuanceBatch
from microcred.credentials.operations.refusals import NobodyIssues
from microcred.credentials.queries import holders_among, issuer_for, may_look_after
from microcred.foundation import jobs
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.openbadges.characters import refused_character
from microcred.organizations.models import Person

BATCH = 4000
"""Rows of one batch: large enough that what is done once for each counts for little, small enough to be lost gladly."""

BATCH_JOB = "credentials.issue_batch"


class ListAtFault(Refusal):
    """Rows of the list cannot be awarded. Nothing is."""

    message = _("{count} rows cannot be awarded, so none is. The first: {first}")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__(count=len(faults), first=str(faults[0]))


class ListEmpty(Refusal):
    """There is nobody on the list."""

    message = _("There is nobody on the list.")


class OriginMissing(Refusal):
    """An import does not say from where."""

    message = _("Say who awarded it before. It stands in every credential, so that nobody takes it for scored here.")
    field = "origin"


class OriginUnfit(Refusal):
    """The origin holds a character that must not be signed."""

    message = _("The origin holds the character {character}, which cannot be signed.")
    field = "origin"


class KeyTaken(Refusal):
    """Another list was issued under this key."""

    message = _("Another list was issued under the key “{key}”. Choose another key for this one.")
    field = "key"


@operation
def issue(
    *,
    actor: Person | None,
    version: Version,
    rows: Sequence[Listed],
    basis: Issuance.Basis,
    origin: str,
    key: str,
    tells: bool,
    at: datetime,
) -> Issuance:
    """Order that a version is awarded to everyone on a list. The awards follow, batch by batch.

    The same list under the same key is one issuance, however often it is ordered.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
        basis: whether the issuer attests it now, or imports what was awarded earlier.
        origin: who awarded it earlier, or who attests it; it stands in every credential.
        key: the name of this list for whoever hands it in again; empty: what the list says is its name.
        tells: whether each person is told. Without it they find the award when they look.

    Raises:
        ListAtFault: when any row cannot be awarded; it lists all of them.
    """
    issuer = issuer_for(version)
    if issuer is None:
        raise NobodyIssues
    if actor is not None and not may_look_after(actor, issuer, at=at):
        raise NotAllowed
    digest = digest_of(rows)
    key = key or f"{version.pk}:{basis}:{digest}"
    earlier = Issuance.objects.filter(issuer=issuer, key=key).first()
    if earlier is not None:
        return _same(earlier, version, basis, digest)
    _look_at(version, rows, basis, origin.strip(), at=at)
    try:
        with transaction.atomic():
            issuance = Issuance.objects.create(
                issuer=issuer,
                version=version,
                basis=basis,
                origin=origin.strip(),
                key=key,
                digest=digest,
                rows=len(rows),
                tells=tells,
                ordered_by=actor,
                ordered_at=at,
            )
    except IntegrityError:
        # ordered twice in the same moment
        return _same(Issuance.objects.get(issuer=issuer, key=key), version, basis, digest)
    batches = IssuanceBatch.objects.bulk_create(
        IssuanceBatch(issuance=issuance, number=number, rows=[row.as_json() for row in rows[start : start + BATCH]])
        for number, start in enumerate(range(0, len(rows), BATCH))
    )
    for batch in batches:
        jobs.defer(BATCH_JOB, queue="issuing", batch_id=str(batch.pk))
    return issuance


def faults_of(version: Version, rows: Sequence[Listed], *, at: datetime) -> list[Fault]:
    """Everything that keeps rows from being awarded, in the order of the rows."""
    faults = list(faults_among(rows, at=at))
    holders = holders_among([row.email for row in rows], version)
    held = _("%(email)s holds this micro-credential already.")
    faults += [Fault(row.line, held % {"email": row.email}) for row in rows if row.email in holders]
    return sorted(faults, key=lambda fault: fault.line)


def _look_at(version: Version, rows: Sequence[Listed], basis: Issuance.Basis, origin: str, *, at: datetime) -> None:
    if not rows:
        raise ListEmpty
    if basis == Issuance.Basis.IMPORTED and not origin:
        raise OriginMissing
    refused = refused_character(origin)
    if refused:
        raise OriginUnfit(character=refused)
    faults = faults_of(version, rows, at=at)
    if faults:
        raise ListAtFault(faults)


def _same(earlier: Issuance, version: Version, basis: Issuance.Basis, digest: str) -> Issuance:
    if (earlier.version_id, earlier.basis, earlier.digest) != (version.pk, basis, digest):
        raise KeyTaken(key=earlier.key)
    return earlier


def source_of(batch: IssuanceBatch, number: int) -> UUID:
    """The identifier of a row of a batch: the source of its intent."""
    return uuid5(batch.pk, str(number))
