"""The verb of renewal cycles."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import districts_of
from microcred.recognition.events import CycleOpened
from microcred.recognition.models import Cycle, Policy
from microcred.recognition.queries import document_of, needed_in
from microcred.recognition.queries.keeping import keeps_for, left_to
from microcred.recognition.queries.standing import as_changed
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


class NotLeftToTheState(Refusal):
    """A state's office keeps the cycles of those whom no district of it has."""

    message = _(
        "{person} is not left to {state}: a district of the state has them, or no license that it confirmed is on "
        "record."
    )
    field = "person"


class OfAnotherState(Refusal):
    """A state's office keeps cycles under its own rules."""

    message = _("{state} keeps cycles under its own rules alone.")
    field = "policy"


class EndedAlready(Refusal):
    """One with the same first day is on record and has ended."""

    message = _("A cycle with this first day is on record and has ended. Correct that one, in the list.")
    field = "starts_on"


class OwnCycle(Refusal):
    """Nobody of a state's office begins their own cycle."""

    message = _("This is your own cycle. Somebody else of your office must enter it.")
    field = "person"


@operation
def open_cycle(
    *,
    actor: Person | None,
    person: Person,
    policy: Policy,
    keeper: Organization,
    starts_on: date,
    ends_on: date,
    at: datetime,
) -> Cycle:
    """Put a person's renewal cycle on record. How much it needs is what the policy asks.

    Args:
        actor: the district's renewal coordinator, the state's licensure officer, or None for the operator.
        keeper: a district of the person's, or the state's office where none of its districts has them.
        policy: one that makes no other stricter; those that do apply by themselves.
        ends_on: the first day after the cycle.
    """
    if actor is not None and not keeps_for(actor, keeper, at=at):
        raise NotAllowed
    if actor is not None and actor.pk == person.pk and keeper.kind == Organization.Kind.STATE:
        raise OwnCycle
    if keeper.kind == Organization.Kind.STATE:
        if policy.jurisdiction_id != keeper.pk:
            raise OfAnotherState(state=keeper.name)
        if not Person.objects.filter(left_to(keeper.pk, at=at), pk=person.pk).exists():
            raise NotLeftToTheState(person=person.name, state=keeper.name)
    elif not districts_of(person, at=at).filter(pk=keeper.pk).exists():
        raise NotOfThisDistrict(person=person.name, district=keeper.name)
    rule = document_of(policy).cycle
    if rule is None:
        raise CycleNotOfPolicy(problem=_("Enter it under the state's policy; your district's own applies by itself."))
    problem = closing_problem(rule, starts_on=starts_on, ends_on=ends_on)
    if problem:
        raise CycleNotOfPolicy(problem=problem)
    hold(person.pk)
    others = as_changed(Cycle.objects.filter(person=person, policy__family=policy.family))
    stands_alone(others, starts_on, ends_on)
    if (
        any(one.has_ended for one in others)
        and Cycle.objects.filter(person=person, policy=policy, starts_on=starts_on).exists()
    ):
        raise EndedAlready
    cycle = Cycle(person=person, policy=policy, keeper=keeper, starts_on=starts_on, ends_on=ends_on)
    cycle.needed = needed_in(cycle, at=at)
    cycle.save(force_insert=True)
    announce(CycleOpened(cycle.pk))
    return cycle


def stands_alone(others: Iterable[Cycle], starts_on: date, ends_on: date) -> None:
    """Refuse days that another cycle of the same person and rules has, unless that one has ended."""
    if any(one.starts_on < ends_on and starts_on < one.ends_on for one in others if not one.has_ended):
        raise CyclesOverlap
