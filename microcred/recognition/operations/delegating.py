"""The verbs of delegating: letting a colleague rule in one's place for a time, and ending it."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, districts_of
from microcred.recognition.events import Delegated
from microcred.recognition.models import Delegation, DelegationEnding
from microcred.recognition.queries.delegations import overlapping

LONGEST: Final = timedelta(days=366)


class NotTheirDistrict(Refusal):
    """A delegate is a colleague."""

    message = _("{person} does not belong to {district}. Choose a colleague of the same district.")
    field = "delegate"


class NotToOneself(Refusal):
    """There is nothing to delegate to oneself."""

    message = _("You rule already. Choose somebody else.")
    field = "delegate"


class TimeNotRight(Refusal):
    """It ends after it begins, within a year, and not in the past."""

    message = _("It must end after it begins, after today, and within a year. Choose other days.")
    field = "last_day"


class DelegatedAlready(Refusal):
    """One of the same two at the same time is enough."""

    message = _("You have delegated to {person} for some of these days already. End that first, or choose other days.")
    field = "delegate"


class EndedAlready(Refusal):
    """It holds no more."""

    message = _("This delegation has ended already. There is nothing more to do.")


@operation
def delegate(
    *,
    actor: Person,
    district: Organization,
    delegate: Person,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
) -> Delegation:
    """Let somebody of the same district rule in one's place for a time. They never rule on their own credit, nor on
    that of whom they stand in for, and delegate nothing on.

    Raises:
        NotToOneself, NotTheirDistrict, TimeNotRight, DelegatedAlready, NotAllowed.
    """
    if not acts_as(actor, Role.RECOGNIZER, for_organization=district, at=at):
        raise NotAllowed
    if delegate.pk == actor.pk:
        raise NotToOneself
    if not districts_of(delegate, at=at).filter(pk=district.pk).exists():
        raise NotTheirDistrict(person=delegate.name, district=district.name)
    if not at < ends_at <= at + LONGEST or ends_at <= starts_at:
        raise TimeNotRight
    hold(actor.pk)
    delegation = Delegation(
        district=district,
        delegator=actor,
        delegate=delegate,
        starts_at=max(starts_at, at),
        ends_at=ends_at,
        delegated_at=at,
    )
    if overlapping(delegation):
        raise DelegatedAlready(person=delegate.name)
    delegation.save(force_insert=True)
    announce(Delegated(delegation.pk))
    return delegation


@operation
def end_delegation(*, actor: Person, delegation: Delegation, at: datetime) -> DelegationEnding:
    """End a delegation now: who gave it, who got it, or another coordinator of the district."""
    mine = actor.pk in (delegation.delegator_id, delegation.delegate_id)
    if not mine and not acts_as(actor, Role.RECOGNIZER, for_organization=delegation.district, at=at):
        raise NotAllowed
    hold(delegation.pk)
    if delegation.ends_at <= at or DelegationEnding.objects.filter(delegation=delegation).exists():
        raise EndedAlready
    return DelegationEnding.objects.create(delegation=delegation, ended_at=at, ended_by=actor)
