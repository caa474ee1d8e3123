"""What a program may offer of others' stacks, and until when: the licenses of the catalogue, asked for programs.

A program may offer a stack of its owner, of an organization above it or of one below it: they are of one tree. Of
others it needs a license in force. What was never licensed was put in by the operator, who answers for it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.catalog.models import License, Stack
from microcred.catalog.queries import licenses_in_force, may_offer
from microcred.organizations.models import Organization
from microcred.programs.models import Program

THROUGH = Program.stacks.through


def may_offer_stack(stack: Stack, *, by: Organization, at: datetime) -> bool:
    """Whether programs of an organization may offer a stack at a moment."""
    if stack.owner_id in by.lineage or by.pk in stack.owner.lineage:
        return True
    whole = Q(stack=stack) | Q(micro_credential__isnull=True, stack__isnull=True)
    if licenses_in_force(at=at).filter(whole, owner=stack.owner_id, licensee__in=by.lineage).exists():
        return True
    places = list(stack.places.select_related("micro_credential"))
    return bool(places) and all(may_offer(place.micro_credential, by=by, at=at) for place in places)


def offering(micro_credential: UUID | OuterRef, *, at: datetime) -> QuerySet[Any]:
    """The stacks of programs in which new work on a micro-credential may be started: rows of `program` and `stack`.

    Args:
        micro_credential: Its identifier, or a reference to it from an outer query.
    """
    inner = OuterRef(micro_credential) if isinstance(micro_credential, OuterRef) else micro_credential
    rows: QuerySet[Any] = THROUGH._default_manager.filter(stack__places__micro_credential=micro_credential)
    ever = License.objects.filter(_covers(inner))
    in_force = licenses_in_force(at=at).filter(_covers(inner))
    kin = Q(program__owner__lineage__contains=[F("stack__owner")])
    kin |= Q(stack__owner__lineage__contains=[F("program__owner")])
    return rows.filter(kin | Exists(in_force) | ~Exists(ever))


def _covers(micro_credential: Any) -> Q:
    """That a license is to the program of an outer row, or to an organization above it, and for its stack."""
    licensee = Organization.objects.filter(
        pk=OuterRef(OuterRef("program__owner")), lineage__contains=[OuterRef("licensee")]
    )
    whole = Q(micro_credential__isnull=True, stack__isnull=True)
    stack = Q(owner=OuterRef("stack__owner")) & (Q(stack=OuterRef("stack")) | whole)
    return (stack | Q(micro_credential=micro_credential)) & Q(Exists(licensee))
