"""The verb of renewal cycles."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, districts_of
from microcred.recognition.events import CycleOpened
from microcred.recognition.models import Cycle, Policy
from microcred.recognition.queries import rules_of
from microcred.recognition.rules import closing_problem


class CycleNotOfPolicy(Refusal):
    """The days are not those of a cycle under the policy."""

    message = "{problem}"
    field = "ends_on"


class CyclesOverlap(Refusal):
    """The person has a cycle in these days already."""

    message = _("A cycle of this person under the same policy holds some of these days already.")
    field = "starts_on"


class NotOfThisDistrict(Refusal):
    """A district keeps the cycles of its own people."""

    message = _("{person} does not belong to {district}.")
    field = "person"


@operation
def open_cycle(
    *,
    actor: Person | None,
    person: Person,
    policy: Policy,
    district: Organization,
    starts_on: date,
    ends_on: date,
    needed: Decimal,
    at: datetime,
) -> Cycle:
    """Put a person's renewal cycle on record.

    Args:
        actor: the district's renewal coordinator, or None for the operator.
        ends_on: the first day after the cycle.
        needed: credit in the policy's unit.
    """
    if actor is not None and not acts_as(actor, Role.RECOGNIZER, for_organization=district, at=at):
        raise NotAllowed
    if not districts_of(person, at=at).filter(pk=district.pk).exists():
        raise NotOfThisDistrict(person=person.name, district=district.name)
    problem = closing_problem(rules_of(policy), starts_on=starts_on, ends_on=ends_on)
    if problem or needed <= 0 or starts_on >= ends_on:
        raise CycleNotOfPolicy(problem=problem or _("A cycle has at least one day and needs some credit."))
    hold(person.pk)
    if Cycle.objects.filter(
        person=person,
        policy__jurisdiction=policy.jurisdiction_id,
        policy__name=policy.name,
        starts_on__lt=ends_on,
        ends_on__gt=starts_on,
    ).exists():
        raise CyclesOverlap
    cycle = Cycle.objects.create(
        person=person, policy=policy, district=district, starts_on=starts_on, ends_on=ends_on, needed=needed
    )
    announce(CycleOpened(cycle.pk))
    return cycle
