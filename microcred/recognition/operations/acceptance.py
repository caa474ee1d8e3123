"""The verbs of accepting what others award: how it is looked at, asking for it, reading, ending."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import ExternalMicroCredential
from microcred.credentials.elsewhere import HOLDS, Elsewhere
from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import components_of, edition_of
from microcred.quality.rules import months_later
from microcred.recognition.models import (
    AcceptanceDecision,
    AcceptanceEnding,
    AcceptanceMark,
    AcceptanceReading,
    AcceptanceRequest,
    AcceptanceTerms,
)
from microcred.recognition.operations.taking_over import take_over_acceptances
from microcred.recognition.queries.acceptances import terms_in
from microcred.recognition.queries.activities import stated_as
from microcred.recognition.queries.agreements import purposes_of, speaks_for
from microcred.recognition.rules.acceptance import Found, Verdict, keeps_from_accepting, settled
from microcred.recognition.rules.reciprocity import Purpose

MOST_HOURS = Decimal(500)


class TermsOutOfRange(Refusal):
    """Nobody looks at it that way."""

    message = _("One or two people look at it, and an acceptance holds for 6 to 120 months.")
    field = "months"


class NotTakenHere(Refusal):
    """The recognizer has not said how it looks at what others award, or by which standards."""

    message = _("{recognizer} takes no such requests yet: it has not said how it looks at them. Ask it about that.")
    field = "recognizer"


class NotForThis(Refusal):
    """The recognizer does not decide about that."""

    message = _("{recognizer} does not decide about this purpose. Choose one that it decides about.")
    field = "purpose"


class NotShownToHold(Refusal):
    """What is asked about does not verify, or is not shown to be theirs."""

    message = _("The last check of this credential did not show that it holds and is yours. Have it checked again.")
    field = "what"


class AskedAlready(Refusal):
    """It is being looked at, or is accepted."""

    message = _("You have asked {recognizer} about this already: it is being looked at, or it is accepted.")
    field = "what"


class StatedAsActivity(Refusal):
    """What they typed stands on their record."""

    message = _(
        "“{title}” stands on your record as an activity that you stated, and would count twice. Withdraw it there "
        "first."
    )
    field = "what"


class HoursOutOfRange(Refusal):
    """Hours that are none."""

    message = _("State the contact hours: more than 0, at most 500.")
    field = "hours"


class WordsMissing(Refusal):
    """Nobody can look at what they cannot find."""

    message = _("Say where a reviewer finds what it asked for and how it was judged.")
    field = "words"


class OwnRequest(Refusal):
    """Nobody decides about what they asked for."""

    message = _("You asked for this yourself. Somebody else looks at it.")


class ReadAlready(Refusal):
    """Each reviewer reads once."""

    message = _("You have looked at this already. It waits for somebody else.")


class DecidedAlready(Refusal):
    """It is decided."""

    message = _("This is decided already.")


class ReasonMissing(Refusal):
    """Nothing is decided without a reason."""

    message = _("Say why. Who asked reads it.")
    field = "reason"


class MarksMissing(Refusal):
    """Every component is asked."""

    message = _("Say something of every component; what cannot be told from outside may be left at that.")


class SomethingNotMet(Refusal):
    """It cannot be accepted while a component is not met."""

    message = _("Something that is asked is not met, so it cannot be accepted. Refuse it, or look at that again.")
    field = "accepts"


class NotAccepted(Refusal):
    """There is nothing to end."""

    message = _("This is not accepted, or has ended already.")


@operation
def declare_acceptance_terms(
    *,
    actor: Person | None,
    recognizer: Organization,
    reviewers: int,
    months: int,
    at: datetime,
    counts_as: str = "",
    holds: Sequence[str] = (),
) -> AcceptanceTerms:
    """Say how a recognizer looks at what others award: by one or two people, and for how long an acceptance holds.

    Args:
        actor: who speaks for the recognizer, or None for the operator.
        counts_as, holds: what an acceptance settles for its rules, as in an agreement.
    """
    if actor is not None and not speaks_for(actor, recognizer, at=at):
        raise NotAllowed
    if reviewers not in (1, 2) or not 6 <= months <= 120:
        raise TermsOutOfRange
    return AcceptanceTerms.objects.create(
        recognizer=recognizer,
        reviewers=reviewers,
        months=months,
        counts_as=counts_as,
        holds=[each.strip() for each in holds if each.strip()],
        declared_at=at,
        declared_by=actor,
    )


@operation
def ask_for_acceptance(
    *,
    actor: Person,
    recognizer: Organization,
    purpose: Purpose,
    what: Elsewhere | ExternalMicroCredential,
    hours: Decimal,
    words: str,
    at: datetime,
) -> AcceptanceRequest:
    """Ask a recognizer to accept something that another issuer awarded to oneself, or another issuer's design.

    Args:
        what: of the actor's own backpack, as it was checked last; nothing is fetched here.
        hours: contact hours, as its document states.
    """
    terms, edition = terms_in(recognizer), edition_of(recognizer)
    if terms is None or edition is None:
        raise NotTakenHere(recognizer=recognizer.name)
    if purpose not in purposes_of(recognizer):
        raise NotForThis(recognizer=recognizer.name)
    held = what if isinstance(what, Elsewhere) else None
    if held is not None and not (held.is_theirs and held.verdict in HOLDS):
        raise NotShownToHold
    if not 0 < hours <= MOST_HOURS:
        raise HoursOutOfRange
    if not words.strip():
        raise WordsMissing
    # A second click waits for the first.
    hold(actor.pk)
    same = AcceptanceRequest.objects.filter(
        asked_by=actor,
        recognizer=recognizer,
        purpose=purpose,
        held=held.id if held is not None else None,
        design=what if isinstance(what, ExternalMicroCredential) else None,
    )
    today = day_in(at, recognizer.time_zone)
    for earlier in same.select_related("decision__ending"):
        decision = getattr(earlier, "decision", None)
        if decision is None or (decision.accepted and today < _end_of(decision)):
            raise AskedAlready(recognizer=recognizer.name)
    if held is not None and purpose == Purpose.RENEWAL and stated_as(actor, held.title):
        raise StatedAsActivity(title=held.title)
    return AcceptanceRequest.objects.create(
        recognizer=recognizer,
        purpose=purpose,
        asked_by=actor,
        asked_at=at,
        terms=terms,
        edition=edition,
        held=held.id if held is not None else None,
        design=what if isinstance(what, ExternalMicroCredential) else None,
        title=what.title,
        issuer_name=what.issuer if isinstance(what, Elsewhere) else what.issuer_name,
        issuer_id=what.issuer_id if isinstance(what, Elsewhere) else what.url,
        earned_at=held.begins_at if held is not None else None,
        verdict=held.verdict.value if held is not None else "",
        checked_at=held.checked_at if held is not None else None,
        hours=hours,
        words=words.strip(),
    )


@operation
def read_for_acceptance(
    *,
    actor: Person,
    request: AcceptanceRequest,
    accepts: bool,
    reason: str,
    marks: Mapping[UUID, Verdict],
    at: datetime,
    hours: Decimal | None = None,
) -> AcceptanceReading:
    """Look at a request with the recognizer's quality framework, component by component; it is decided as soon as
    enough reviewers are of one mind.

    Args:
        actor: who speaks for the recognizer, and did not ask.
        marks: a verdict for every component of the edition, by its identifier.
        hours: contact hours for which it is accepted; of none where it is not.
    """
    if request.asked_by_id == actor.pk:
        raise OwnRequest
    if not speaks_for(actor, request.recognizer, at=at):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    asked = [component.id for component in components_of(request.edition)]
    if set(asked) != set(marks):
        raise MarksMissing
    if accepts and keeps_from_accepting(marks.values()):
        raise SomethingNotMet
    if accepts and not (hours is not None and 0 < hours <= MOST_HOURS):
        raise HoursOutOfRange
    # Two who read at once are counted one after the other: just one of them decides.
    hold(request.pk)
    if AcceptanceDecision.objects.filter(request=request).exists():
        raise DecidedAlready
    if request.readings.filter(reviewer=actor).exists():
        raise ReadAlready
    reading = AcceptanceReading.objects.create(
        request=request,
        reviewer=actor,
        accepts=accepts,
        hours=hours if accepts else None,
        reason=reason.strip(),
        read_at=at,
    )
    AcceptanceMark.objects.bulk_create(
        AcceptanceMark(reading=reading, component_id=component, verdict=marks[component]) for component in asked
    )
    _decide(request, at)
    return reading


@operation
def end_acceptance(
    *, actor: Person, decision: AcceptanceDecision, ends_on: date, reason: str, at: datetime
) -> AcceptanceEnding:
    """End an acceptance from a day on, today or later.

    Args:
        actor: who speaks for the recognizer.
    """
    request = decision.request
    if request.asked_by_id == actor.pk:
        raise OwnRequest
    if not speaks_for(actor, request.recognizer, at=at):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    hold(request.pk)
    today = day_in(at, request.recognizer.time_zone)
    ended = AcceptanceEnding.objects.filter(decision=decision).exists()
    if ended or not decision.accepted or decision.ends_on is None or not today <= ends_on < decision.ends_on:
        raise NotAccepted
    return AcceptanceEnding.objects.create(
        decision=decision, ends_on=ends_on, reason=reason.strip(), ended_at=at, ended_by=actor
    )


def _decide(request: AcceptanceRequest, at: datetime) -> None:
    found = [Found(one.accepts, one.hours) for one in request.readings.order_by("read_at", "pk")]
    came = settled(found, reviewers=request.terms.reviewers)
    if came is None:
        return
    today = day_in(at, request.recognizer.time_zone)
    AcceptanceDecision.objects.create(
        request=request,
        accepted=came.accepted,
        hours=came.hours,
        starts_on=today if came.accepted else None,
        ends_on=months_later(today, request.terms.months) if came.accepted else None,
        decided_at=at,
    )
    if came.accepted and request.held is not None:
        take_over_acceptances(actor=None, person=request.asked_by, at=at)
    tell(
        actor=None,
        person=request.asked_by,
        kind="acceptance_decided",
        subject=_("“{title}” is accepted") if came.accepted else _("“{title}” is not accepted"),
        body=_("{recognizer} has looked at what you asked about. The reasons stand on its page, and what you can do."),
        facts={"title": request.title, "recognizer": request.recognizer.name},
        path=reverse("acceptance", args=[request.pk]),
        key=f"acceptance:{request.pk}",
        at=at,
    )


def _end_of(decision: AcceptanceDecision) -> date:
    ending = getattr(decision, "ending", None)
    days = [decision.ends_on, ending.ends_on if ending is not None else None]
    return min((day for day in days if day is not None), default=date.min)
