"""Who may offer, or fork, what another organization owns."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from microcred.catalog.design import Design, may_be_adapted
from microcred.catalog.models import License, MicroCredential, Stack, Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where, roles_of

MOST_PLACES = 20
"""Of the organizations that somebody writes for, so many are asked about: few people write for several."""


def licenses_in_force(*, at: datetime) -> QuerySet[License]:
    """The licenses that hold at a moment: opened, not closed, not ended."""
    closes = Least("closes_at", "ending__ends_at")  # PostgreSQL's LEAST leaves out what is null
    return License.objects.annotate(closes=closes).filter(Q(closes__isnull=True) | Q(closes__gt=at), opens_at__lte=at)


def licenses_of(organization: Organization) -> QuerySet[License]:
    """The licenses that an organization granted or holds, the newest first, with `until`: when each ends or ended."""
    return (
        License.objects.filter(Q(owner=organization) | Q(licensee=organization))
        .select_related("owner", "licensee", "micro_credential", "stack", "granted_by", "ending__ended_by")
        .annotate(until=Coalesce(F("ending__ends_at"), F("closes_at")))
        .order_by("-granted_at", "-pk")
    )


def may_offer(micro_credential: MicroCredential, *, by: Organization, at: datetime) -> bool:
    """Whether an organization may offer a micro-credential as part of its own catalogue: its own, or licensed."""
    return micro_credential.owner_id in by.lineage or _licensing(micro_credential, by=by, at=at).exists()


def may_fork_by_license(micro_credential: MicroCredential, *, by: Organization, at: datetime) -> bool:
    """Whether a license lets an organization write designs of its own from a micro-credential."""
    return _licensing(micro_credential, by=by, at=at).filter(may_fork=True).exists()


def may_fork(version: Version, *, by: Organization, at: datetime) -> bool:
    """Whether an organization may write a design of its own from a version.

    Its owner may, and so may everybody where the version's own license is an open one, and who holds a license for it.
    """
    it = version.micro_credential
    if it.owner_id in by.lineage or may_be_adapted(Design.model_validate(version.design)):
        return True
    return may_fork_by_license(it, by=by, at=at)


def may_fork_elsewhere(person: object, version: Version, *, at: datetime) -> bool:
    """Whether a reader writes for an organization apart from the owner's that may write a design of its own from it."""
    if not isinstance(person, Person) or Role.AUTHOR not in roles_of(person, at=at):
        return False
    owner = version.micro_credential.owner_id
    places = organizations_where(person, Role.AUTHOR, at=at).exclude(lineage__contains=[owner])[:MOST_PLACES]
    return any(may_fork(version, by=place, at=at) for place in places)


def _licensing(micro_credential: MicroCredential, *, by: Organization, at: datetime) -> QuerySet[License]:
    stacks = Stack.objects.filter(places__micro_credential=micro_credential)
    covered = (
        Q(micro_credential=micro_credential)
        | Q(stack__in=stacks.values("pk"))
        | Q(micro_credential__isnull=True, stack__isnull=True)
    )
    return licenses_in_force(at=at).filter(covered, owner_id=micro_credential.owner_id, licensee_id__in=by.lineage)
