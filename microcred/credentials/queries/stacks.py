"""Stacks: what is asked for, who has all of it, and what rests on an award."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from microcred.catalog.models import Stack, Version
from microcred.credentials.consequences import Consequence, foresees
from microcred.credentials.models import Award, DocumentIntent, Suspension
from microcred.credentials.queries.awards import awards_with_all
from microcred.credentials.queries.documents import documents_resting_on
from microcred.foundation.many import among
from microcred.organizations.models import NO_ACCOUNT, Person


def parts_of(stack: Stack) -> list[UUID]:
    """The micro-credentials that a stack asks for now, in its order. What is retired takes no new starts, so it is not
    asked for."""
    return list(
        stack.places.filter(micro_credential__retirement__isnull=True, micro_credential__versions__isnull=False)
        .order_by("position")
        .values_list("micro_credential_id", flat=True)
        .distinct()
    )


def awards_making_stack(person: Person, stack: Stack, *, without: Award | None = None) -> list[Award] | None:
    """A person's current awards of everything that a stack asks for, in its order; None when one is missing.

    A stack of one is no stack.

    Args:
        without: an award that is supposed to hold no more.
    """
    wanted = parts_of(stack)
    if len(wanted) < 2:
        return None
    held = awards_with_all().filter(person=person, revocation__isnull=True, version__micro_credential__in=wanted)
    if without is not None:
        held = held.exclude(pk=without.pk)
    newest = {award.version.micro_credential_id: award for award in held.order_by("earned_at", "pk")}
    return [newest[each] for each in wanted] if set(newest) == set(wanted) else None


@foresees
def stacks_foreseen(award: Award, at: datetime) -> list[Consequence]:
    """Which credentials of stacks would be withdrawn with an award, and which awarded anew by another."""
    found = []
    for document in documents_resting_on(award):
        if document.stack is not None and awards_making_stack(award.person, document.stack, without=award):
            words = _("The credential of the whole stack “%(stack)s” is withdrawn; a new one rests on another award.")
            found.append(Consequence("stack_renewed", document.pk, words % {"stack": document.name}))
        else:
            words = _("The credential of the whole stack “%(stack)s” is withdrawn.")
            found.append(Consequence("stack_withdrawn", document.pk, words % {"stack": document.name}))
    return found


def people_completing(stack: Stack, people: Sequence[UUID] | None = None) -> list[Person]:
    """Who holds a current award of everything that a stack asks for and has no credential of it.

    Not who has no account, for a stack is awarded to an address; nor from whom somebody has taken it back by hand.

    Args:
        people: only among these, by their identifiers.
    """
    wanted = parts_of(stack)
    if len(wanted) < 2:
        return []
    held = Award.objects.filter(revocation__isnull=True, version__micro_credential__in=wanted)
    if people is not None:
        held = held.filter(among("person_id", people, of="uuid"))
    of_each = held.values("person_id").annotate(parts=Count("version__micro_credential", distinct=True))
    documents = DocumentIntent.objects.filter(person=OuterRef("pk"), stack=stack)
    settled = documents.filter(Q(withdrawal__isnull=True) | Q(withdrawal__withdrawn_by__isnull=False))
    whole = Person.objects.filter(~Exists(settled), pk__in=of_each.filter(parts=len(wanted)).values("person_id"))
    return list(whole.exclude(email__endswith=f"@{NO_ACCOUNT}").order_by("pk"))


class OfStack(NamedTuple):
    """How much of a stack somebody has earned, and how much of what it offers they lack; None: it offers nothing."""

    earned: int
    lacking: int | None


def earned_in_stack(person: Person, stack: Stack) -> OfStack:
    """How many micro-credentials of a stack a person holds a current award of, and how many of its offer they lack.

    What is suspended does not hold for the time being, and does not count. What is retired is not asked for.
    """
    standing = Suspension.objects.filter(award=OuterRef("pk"), reinstatement__isnull=True)
    held = Award.objects.filter(~Exists(standing), person=person, revocation__isnull=True)
    earned = set(
        held.filter(version__micro_credential__places__stack=stack).values_list("version__micro_credential", flat=True)
    )
    offered = set(parts_of(stack))
    return OfStack(len(earned), len(offered - earned) if offered else None)


def stacks_with(version: Version) -> QuerySet[Stack]:
    """The stacks in which the micro-credential of a version stands."""
    return (
        Stack.objects.filter(places__micro_credential=version.micro_credential_id)
        .select_related("owner")
        .order_by("pk")
    )


def stacks_offered() -> QuerySet[Stack]:
    """Every stack that there is."""
    return Stack.objects.select_related("owner").order_by("pk")


def stack_in_force(document: DocumentIntent) -> DocumentIntent | None:
    """The credential in force of the same stack and person as a document, if there is one."""
    same = DocumentIntent.objects.filter(person=document.person_id, stack=document.stack_id, stack__isnull=False)
    return same.filter(withdrawal__isnull=True).first()


def stacks_fallen_with(award: Award) -> QuerySet[DocumentIntent]:
    """The stack credentials that were withdrawn because an award was revoked."""
    stacks = award.documents.filter(kind=DocumentIntent.Kind.STACK, withdrawal__withdrawn_by__isnull=True)
    return stacks.filter(withdrawal__withdrawn_at=award.revocation.revoked_at).order_by("pk")


def titles_resting_under(document: DocumentIntent) -> list[str]:
    """What the awards are called on which a document rests, in the words of their versions."""
    return list(document.awards.order_by("earned_at", "pk").values_list("version__title", flat=True))
