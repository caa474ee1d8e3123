"""The verbs by which somebody becomes an assessor: saying what is asked, applying, taking it back, deciding."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import (
    ApplicationDecision,
    ApplicationReference,
    ApplicationWithdrawal,
    ApplicationWords,
    AssessorApplication,
    ReferenceAnswer,
    VettingRules,
)
from microcred.calibration.operations.references import ask_reference, fit_references
from microcred.calibration.queries import (
    again_from,
    applied_in,
    assesses_for,
    findings_of,
    gave_reference_for,
    in_words,
    known_of,
    open_applications,
    places_left_in,
    rules_of,
    with_stack,
)
from microcred.calibration.rules.vetting import (
    Asked,
    Finding,
    in_the_way_of_accepting,
    in_the_way_of_applying,
    vet,
)
from microcred.catalog.models import Stack
from microcred.foundation.locks import hold
from microcred.foundation.moments import weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.operations import declare_conflicts

Verdict = ApplicationDecision.Verdict


class RulesStand(Refusal):
    """What was said is what holds already."""

    message = _("These are the rules that hold already. Change something, or leave them as they are.")


class PledgeEmpty(Refusal):
    """Nobody can agree to nothing."""

    message = _("Write what applicants agree to about confidence and fairness. They read it before they apply.")
    field = "pledge"
    status = 422


class NotOpen(Refusal):
    """Nobody can apply now."""

    message = _("Applications for this stack are closed. Nothing you wrote was sent; look here again later.")


class RulesChanged(Refusal):
    """The rules were said anew while somebody was writing."""

    message = _(
        "The rules were changed while you wrote. What you wrote is still here: read the rules once more, then send it."
    )


class AssessesAlready(Refusal):
    """Who assesses for the owner needs no vetting."""

    message = _(
        "You assess for {organization} already. Go to “Practice”, and qualify there for what you want to score."
    )


class AppliesTooEarly(Refusal):
    """They were refused not long ago."""

    message = _("You can apply again from {day} on. Until then nothing is to be done; the reason stands on this page.")


class RulesNotMet(Refusal):
    """What the rules ask is not there."""

    message = _("Not met yet: {rules}. The page says beside each what would change it.")
    status = 422


class PledgeMissing(Refusal):
    """They did not agree."""

    message = _("Nobody scores without agreeing to this. Tick the box if you do.")
    field = "agrees"
    status = 422


class ApplicationOver(Refusal):
    """It is decided, or was taken back."""

    message = _("This application is decided or was taken back, perhaps in another tab. Nothing more is to be done.")


class DecisionReasonMissing(Refusal):
    """Nobody is accepted, refused or kept waiting without a reason."""

    message = _("Say what you decide by. The applicant reads it, and it is kept with your name.")
    field = "reason"
    status = 422


class GaveReference(Refusal):
    """Who speaks for somebody does not decide about them."""

    message = _("You are named as a reference of this applicant. Another lead assessor has to decide.")
    status = 403


class NoPlaceLeft(Refusal):
    """All places are taken."""

    message = _(
        "All {places} places are taken. Put the applicant on the waiting list, or say rules with more places first."
    )


class Statement(NamedTuple):
    """What somebody states of themselves."""

    years: int
    has_degree: bool = False
    licence: str = ""
    experience: str = ""


@dataclass(frozen=True)
class Closeness:
    """With which schools, districts and people somebody says that they are too close."""

    places: Collection[Organization] = ()
    addresses: Collection[str] = ()


@operation
def say_vetting_rules(
    *,
    actor: Person,
    stack: Stack,
    asked: Asked,
    pledge: str,
    at: datetime,
    is_open: bool,
    pledge_es: str = "",
    more: str = "",
) -> VettingRules:
    """Say from now on what is asked of who wants to score a stack, and whether they can apply.

    Who has applied is judged by the rules of that day; places are those of the newest.

    Args:
        actor: A lead assessor of the organization that owns the stack.
        pledge: What applicants agree to about confidence and fairness.
        pledge_es: The same in Spanish; empty: who reads Spanish reads the English.
        more: What a lead looks at besides, in words; `asked.look` follows from it.

    Raises:
        PledgeEmpty, RulesStand, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=stack.owner, at=at):
        raise NotAllowed
    if not pledge.strip():
        raise PledgeEmpty
    hold(stack.pk)
    before = rules_of(stack)
    figures = {name: value for name, value in vars(asked).items() if name != "look"}
    said = {**figures, "is_open": is_open, "more": more.strip(), "pledge": pledge.strip()}
    said["pledge_es"] = pledge_es.strip()
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        raise RulesStand
    number = before.number + 1 if before else 1
    return VettingRules.objects.create(stack=stack, number=number, declared_by=actor, declared_at=at, **said)


def why_not_apply(person: Person, rules: VettingRules, *, at: datetime) -> Refusal | None:
    """Why somebody cannot apply by some rules, whatever they state; None: they can."""
    if not rules.is_open:
        return NotOpen()
    if assesses_for(person, rules.stack, at=at):
        return AssessesAlready(organization=rules.stack.owner.name)
    again = again_from(person, rules)
    if again is not None and at < again:
        return AppliesTooEarly(day=weekday_in_words_lazy(again.date()))
    return None


@operation
def apply_to_score(
    *,
    actor: Person,
    rules: VettingRules,
    statement: Statement,
    agrees: bool,
    at: datetime,
    closeness: Closeness = Closeness(),
    references: Sequence[tuple[str, str]] = (),
) -> AssessorApplication:
    """Apply to score a stack, agreeing to the pledge of its rules. A second click is the same application.

    Args:
        rules: The edition that the actor has read.
        references: Name and e-mail address of each, as many as the rules ask.

    Raises:
        NotOpen, RulesChanged, AssessesAlready, AppliesTooEarly, RulesNotMet, PledgeMissing, ReferenceUnfit.
    """
    stack = rules.stack
    hold(stack.pk)
    there = open_applications().filter(person=actor, rules__stack=stack).first()
    if there is not None:
        return there
    if rules_of(stack) != rules:
        raise RulesChanged
    refusal = why_not_apply(actor, rules, at=at)
    if refusal is not None:
        raise refusal
    if not agrees:
        raise PledgeMissing
    words = ApplicationWords(**statement._asdict())
    _refuse_unmet(in_the_way_of_applying(vet(rules.asked, known_of(actor, stack, words))), rules)
    named = fit_references(actor, references, rules.references)
    application = AssessorApplication.objects.create(person=actor, rules=rules, applied_at=at)
    words.application = application
    words.save(force_insert=True)
    declare_conflicts(actor=actor, places=closeness.places, addresses=closeness.addresses, at=at)
    for position, (name, email) in enumerate(named, 1):
        ask_reference(application, position, name, email, at)
    _tell_leads(application, at)
    return application


@operation
def withdraw_application(*, actor: Person, application: AssessorApplication, at: datetime) -> ApplicationWithdrawal:
    """Take one's application back, also from the waiting list. Twice is once.

    Raises:
        ApplicationOver, NotAllowed.
    """
    if application.person_id != actor.pk:
        raise NotAllowed
    hold(application.rules.stack_id)
    there = ApplicationWithdrawal.objects.filter(application=application).first()
    if there is not None:
        return there
    if not open_applications().filter(pk=application.pk).exists():
        raise ApplicationOver
    ApplicationReference.objects.filter(application=application).delete()
    return ApplicationWithdrawal.objects.create(application=application, withdrawn_at=at)


@operation
def decide_application(
    *, actor: Person, application: AssessorApplication, verdict: Verdict, reason: str, at: datetime
) -> ApplicationDecision:
    """Accept somebody, not accept them, or put them on the waiting list, with a reason that they read.

    Who is accepted holds the assessor's role for the owner of the stack at once, and learns and qualifies from there.
    Addresses of references go with the decision that ends it.

    Args:
        actor: A lead assessor of the organization that owns the stack; neither the applicant nor one of their
            references.

    Raises:
        DecisionReasonMissing, ApplicationOver, GaveReference, RulesNotMet, NoPlaceLeft, NotAllowed.
    """
    stack = application.rules.stack
    if application.person_id == actor.pk or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=stack.owner, at=at):
        raise NotAllowed
    if not reason.strip():
        raise DecisionReasonMissing
    hold(stack.pk)
    if gave_reference_for(actor, application):
        raise GaveReference
    standing = applied_in(with_stack().get(pk=application.pk))
    if not standing.is_open or standing.state == verdict:
        raise ApplicationOver
    found = findings_of(application)
    if verdict == Verdict.ACCEPTED:
        _refuse_unmet(in_the_way_of_accepting(found), application.rules)
        newest = rules_of(stack) or application.rules
        if places_left_in(newest, at=at) == 0:
            raise NoPlaceLeft(places=newest.places)
    decision = ApplicationDecision.objects.create(
        application=application,
        verdict=verdict,
        reason=reason.strip(),
        found=[{**one._asdict(), "met": one.met.name.lower()} for one in found],
        decided_by=actor,
        decided_at=at,
    )
    if verdict == Verdict.ACCEPTED:
        # The system appoints whom a lead accepted by the owner's own rules; a lead appoints nobody otherwise.
        appoint(actor=None, person=application.person, organization=stack.owner, role=Role.ASSESSOR, at=at)
    if verdict != Verdict.WAITING:
        ApplicationReference.objects.filter(application=application).delete()
    _tell_applicant(decision, at)
    return decision


@operation
def forget_application(*, actor: None, application: AssessorApplication, at: datetime) -> int:
    """Remove what was said in an application that ended long ago: by the applicant, and about them by references.

    That they applied, and what was decided and why, stays. Return how many rows went.
    """
    hold(application.rules.stack_id)
    if open_applications().filter(pk=application.pk).exists():
        return 0
    of_it = (ApplicationWords, ReferenceAnswer, ApplicationReference)
    return sum(table.objects.filter(application=application).delete()[0] for table in of_it)


def _refuse_unmet(unmet: Sequence[Finding], rules: VettingRules) -> None:
    if unmet:
        raise RulesNotMet(rules=", ".join(one.title for one in in_words(unmet, more=rules.more)))


def _tell_leads(application: AssessorApplication, at: datetime) -> None:
    stack = application.rules.stack
    for lead in people_with(Role.LEAD_ASSESSOR, organization=stack.owner, at=at):
        tell(
            actor=None,
            person=lead,
            kind="application_came",
            subject=format_lazy(_("{name} wants to score {stack}"), name=application.person.name, stack=stack.name),
            body=_("Every rule is held against what they state and hold. Please decide; they read the reason."),
            path=reverse("application", args=[application.pk]),
            key=f"application_came:{application.pk}",
            at=at,
        )


def _tell_applicant(decision: ApplicationDecision, at: datetime) -> None:
    application = decision.application
    stack = application.rules.stack
    facts = {"stack": stack.name, "organization": stack.owner.name, "reason": decision.reason}
    if decision.verdict == Verdict.ACCEPTED:
        subject = _("You are accepted to learn scoring {stack}")
        body = _(
            "{organization} has made you an assessor. {reason}\n\nNext: practise on papers of which it is agreed what "
            "they show, then take the test. You score live work once you have a certificate."
        )
        path = reverse("practice")
    elif decision.verdict == Verdict.WAITING:
        subject = _("You are on the waiting list to score {stack}")
        body = _("{reason}\n\nNothing is to be done. You are told when a place is free, and can step back at any time.")
        path = reverse("call", args=[stack.slug])
    else:
        subject = _("You are not accepted to score {stack} this time")
        body = _("{reason}\n\nThe page says from when you can apply again, and which rules to look at until then.")
        path = reverse("call", args=[stack.slug])
    tell(
        actor=None,
        person=application.person,
        kind="application_decided",
        subject=format_lazy(subject, **facts),
        body=format_lazy(body, **facts),
        path=path,
        key=f"application_decided:{decision.pk}",
        at=at,
    )
