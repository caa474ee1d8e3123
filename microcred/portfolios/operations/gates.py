"""What every change of evidence asks first: is it theirs, and is it open?"""

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Feed, Requirement
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.queries.pursuits import failing_requirements, reopened_criteria, state_of
from microcred.portfolios.rules import State, may_change


class BeingJudged(Refusal):
    """It was submitted."""

    message = _(
        "This work was submitted and is being judged, so it cannot change now. Should it come back with feedback, "
        "what was short opens again."
    )


class AlreadyEarned(Refusal):
    """It is done."""

    message = _("You have earned this micro-credential. Its evidence stays as it was judged.")


class CriterionNotReopened(Refusal):
    """It was judged and met; a revision carries it along."""

    message = _(
        "This part was met and is carried along as it was judged. Only what feeds the criteria that came back can "
        "change."
    )


class MovedOver(Refusal):
    """It goes on elsewhere."""

    message = _(
        "This work went over to another version, where what fitted was copied. Go on there: you find it under “My "
        "work”. What stands here stays to be read."
    )


class SetAside(Refusal):
    """They go on with their other work on the same version."""

    message = _(
        "Two accounts of yours became one, and you chose your other work on this micro-credential to go on with. You "
        "find it under “My work”. What stands here stays to be read."
    )


def own(actor: Person, pursuit: Pursuit) -> None:
    """Refuse whoever is not the educator."""
    if pursuit.person_id != actor.pk:
        raise NotAllowed


def open_pursuit(pursuit: Pursuit) -> State:
    """Refuse what is being judged or done. Return where it stands: started, incomplete or returned."""
    return open_state(state_of(pursuit))


def open_state(state: State) -> State:
    """Refuse what is being judged or done, where it is known where it stands."""
    if state is State.SUBMITTED:
        raise BeingJudged
    if state is State.EARNED:
        raise AlreadyEarned
    if state is State.MOVED:
        raise MovedOver
    if state is State.SET_ASIDE:
        raise SetAside
    return state


def open_requirement(actor: Person, pursuit: Pursuit, requirement: Requirement) -> None:
    """Refuse a change of evidence that is not the actor's, not of this version, or not open."""
    own(actor, pursuit)
    if requirement.version_id != pursuit.version_id:
        raise NotAllowed
    state = open_pursuit(pursuit)
    if state is State.STARTED:
        return
    feeds = set(Feed.objects.filter(requirement=requirement).values_list("criterion_id", flat=True))
    failed = state is State.INCOMPLETE and requirement.pk in failing_requirements(pursuit)
    if not may_change(state, feeds=feeds, reopened=reopened_criteria(pursuit), failed=failed):
        raise CriterionNotReopened
