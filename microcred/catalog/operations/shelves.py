"""Where micro-credentials stand: stacks, and crosswalks that select across them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Crosswalk, CrosswalkStep, Entry, MicroCredential, Stack, StackPlace
from microcred.catalog.operations.projection import write_entries
from microcred.catalog.queries.licenses import may_offer
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Membership, Organization, Person, Role

CURATORS = (Role.AUTHOR, Role.ORG_ADMIN, Role.PARTNERSHIP_ADMIN)


@operation
def open_stack(
    *, actor: Person | None, owner: Organization, slug: str, name: str, description: str, position: int
) -> Stack:
    """Open a topic area. `position` orders the shelves."""
    may_curate(actor, owner)
    return Stack.objects.create(owner=owner, slug=slug, name=name, description=description, position=position)


class LicenseNeeded(Refusal):
    """The micro-credential is another organization's, and no license lets this one offer it."""

    message = _(
        "“{micro_credential}” belongs to {theirs}. {owner} may put it in a stack of its own once {theirs} has licensed "
        "it: their administrators do that on the page of their catalogue."
    )


@operation
def place(
    *,
    actor: Person | None,
    stack: Stack,
    micro_credential: MicroCredential,
    position: int,
    at: datetime | None = None,
) -> StackPlace:
    """Put a micro-credential in a stack, or move it within.

    Args:
        actor: Who curates for the stack's owner, or None for the operator, who answers for licenses by himself.
        at: When, which a license is asked for; the operator may leave it out.

    Raises:
        LicenseNeeded, NotAllowed.
    """
    may_curate(actor, stack.owner)
    if actor is not None and (at is None or not may_offer(micro_credential, by=stack.owner, at=at)):
        raise LicenseNeeded(micro_credential=micro_credential, theirs=micro_credential.owner, owner=stack.owner)
    placed, _made = StackPlace.objects.update_or_create(
        stack=stack, micro_credential=micro_credential, defaults={"position": position}
    )
    write_entries([micro_credential.pk])
    return placed


@operation
def draw_crosswalk(
    *,
    actor: Person | None,
    owner: Organization,
    slug: str,
    name: str,
    description: str,
    stacks: Sequence[Stack],
) -> Crosswalk:
    """Draw a path across stacks, in the order given."""
    may_curate(actor, owner)
    crosswalk = Crosswalk.objects.create(owner=owner, slug=slug, name=name, description=description)
    CrosswalkStep.objects.bulk_create(
        CrosswalkStep(crosswalk=crosswalk, stack=stack, position=position) for position, stack in enumerate(stacks)
    )
    standing = StackPlace.objects.filter(stack__in=stacks).values_list("micro_credential_id", flat=True)
    write_entries(sorted(set(standing)))
    return crosswalk


@operation
def take_up_codes(*, actor: Person | None, standards: Sequence[UUID]) -> None:
    """Let what aligns to these standards be found by the codes they have now. By the system (`actor` is None)."""
    aligned = Entry.objects.filter(version__alignments__standard__in=standards).values_list("pk", flat=True)
    write_entries(sorted(set(aligned)))


def may_curate(actor: Person | None, owner: Organization) -> None:
    """Refuse whoever may not: the operator (`actor` is None) may, and who curates for the owner or above it."""
    if actor is None:
        return
    if not Membership.objects.filter(
        person=actor, role__in=CURATORS, organization_id__in=owner.lineage, ends_at__isnull=True
    ).exists():
        raise NotAllowed
