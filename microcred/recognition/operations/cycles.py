"""The verb of renewal cycles."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, districts_of
from microcred.recognition.events import CycleOpened
from microcred.recognition.models import Cycle, Policy
from microcred.recognition.queries import document_of, needed_in
from microcred.recognition.rules.engine.cycles import closing_problem


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
    at: datetime,
) -> Cycle:
    """Put a person's renewal cycle on record. How much it needs is what the policy asks.

    Args:
        actor: the district's renewal coordinator, or None for the operator.
        policy: one that makes no other stricter; those that do apply by themselves.
        ends_on: the first day after the cycle.
    """
    if actor is not None and not acts_as(actor, Role.RECOGNIZER, for_organization=district, at=at):
        raise NotAllowed
    if not districts_of(person, at=at).filter(pk=district.pk).exists():
        raise NotOfThisDistrict(person=person.name, district=district.name)
    rule = document_of(policy).cycle
    if rule is None:
        raise CycleNotOfPolicy(problem=_("Enter it under the state's policy; your district's own applies by itself."))
    problem = closing_problem(rule, starts_on=starts_on, ends_on=ends_on)
    if problem:
        raise CycleNotOfPolicy(problem=problem)
    hold(person.pk)
    if Cycle.objects.filter(
        person=person,
        policy__family=policy.family,
        starts_on__lt=ends_on,
        ends_on__gt=starts_on,
    ).exists():
        raise CyclesOverlap
    cycle = Cycle(person=person, policy=policy, district=district, starts_on=starts_on, ends_on=ends_on)
    cycle.needed = needed_in(cycle, at=at)
    cycle.save(force_insert=True)
    announce(CycleOpened(cycle.pk))
    return cycle
