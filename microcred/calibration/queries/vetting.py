"""How somebody becomes an assessor: what is asked where, who applied, and how each rule is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from microcred.calibration.models import (
    ApplicationDecision,
    ApplicationReference,
    ApplicationWithdrawal,
    ApplicationWords,
    AssessorApplication,
    ReferenceAnswer,
    VettingRules,
)
from microcred.calibration.rules.vetting import Asked, Finding, Known, Met, Rule, applies_again_from, places_left, vet
from microcred.catalog.models import Stack
from microcred.credentials.queries import earned_in_stack
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import addresses_of, holders, organizations_where

ACCEPTED, DECLINED = ApplicationDecision.Verdict.ACCEPTED, ApplicationDecision.Verdict.DECLINED
ENDS = (ACCEPTED, DECLINED)


def rules_of(stack: Stack) -> VettingRules | None:
    """What is asked of who wants to score a stack now; None: nobody has said it yet."""
    return VettingRules.objects.filter(stack=stack).select_related("stack__owner", "declared_by").last()


def newest_rules() -> QuerySet[VettingRules]:
    """The newest edition of each stack's rules, by the name of the stack."""
    later = VettingRules.objects.filter(stack=OuterRef("stack"), number__gt=OuterRef("number"))
    return VettingRules.objects.filter(~Exists(later)).select_related("stack__owner").order_by("stack__name", "pk")


def open_calls() -> QuerySet[VettingRules]:
    """Where one can apply to score now."""
    return newest_rules().filter(is_open=True)


def stacks_to_staff(lead: Person, *, at: datetime) -> QuerySet[Stack]:
    """The stacks whose assessors a person leads, by name, each with whether one `can_apply`."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    rules = VettingRules.objects.filter(stack=OuterRef("pk")).order_by("-number")
    found = Stack.objects.filter(owner__in=owners).select_related("owner")
    return found.annotate(can_apply=Subquery(rules.values("is_open")[:1])).order_by("name", "pk")


def open_applications() -> QuerySet[AssessorApplication]:
    """The applications that nobody took back, accepted or refused yet; who waits for a place is among them."""
    ended = ApplicationDecision.objects.filter(application=OuterRef("pk"), verdict__in=ENDS)
    return with_stack().filter(~Exists(ended), withdrawal__isnull=True)


def with_stack() -> QuerySet[AssessorApplication]:
    """Applications with what is shown of each, in the order in which they came."""
    around = ("person", "rules__stack__owner", "words", "withdrawal")
    decisions = "decisions__decided_by"
    found = AssessorApplication.objects.select_related(*around).prefetch_related(decisions, "answers", "references")
    return found.order_by("applied_at", "pk")


def applications_of(person: Person, stack: Stack | None = None) -> QuerySet[AssessorApplication]:
    """A person's applications, for one stack or all, in their order."""
    mine = with_stack().filter(person=person)
    return mine if stack is None else mine.filter(rules__stack=stack)


def applications_led_by(lead: Person, *, at: datetime) -> QuerySet[AssessorApplication]:
    """The applications for stacks whose assessors a person leads: open ones first, then those that ended, newest first.

    Never their own.
    """
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    ended = ApplicationDecision.objects.filter(application=OuterRef("pk"), verdict__in=ENDS)
    over = Q(Exists(ended)) | Q(Exists(ApplicationWithdrawal.objects.filter(application=OuterRef("pk"))))
    found = with_stack().filter(rules__stack__owner__in=owners).exclude(person=lead)
    return found.annotate(is_over=over).order_by("is_over", "applied_at", "pk")


def places_taken(stack: Stack, *, at: datetime) -> int:
    """How many were accepted for a stack and still assess for its owner."""
    holding = holders(Role.ASSESSOR, person=OuterRef("person"), at=at).filter(organization=stack.owner_id)
    accepted = AssessorApplication.objects.filter(rules__stack=stack, decisions__verdict=ACCEPTED)
    return accepted.filter(Exists(holding)).values("person").distinct().count()


def places_left_in(rules: VettingRules, *, at: datetime) -> int | None:
    """How many more may be accepted by an edition; None: as many as come."""
    return places_left(rules.asked, places_taken(rules.stack, at=at))


def again_from(person: Person, rules: VettingRules) -> datetime | None:
    """From when a person may apply for a stack again; None: at once."""
    refused = ApplicationDecision.objects.filter(
        application__person=person, application__rules__stack=rules.stack, verdict=DECLINED
    )
    applied = AssessorApplication.objects.filter(person=person, rules__stack=rules.stack)
    return applies_again_from(
        list(refused.values_list("decided_at", flat=True)),
        list(applied.values_list("applied_at", flat=True)),
        rules.again_days,
    )


def assesses_for(person: Person, stack: Stack, *, at: datetime) -> bool:
    """Whether a person assesses for the owner of a stack already, or leads who do."""
    roles = (Role.ASSESSOR, Role.LEAD_ASSESSOR)
    return organizations_where(person, *roles, at=at).filter(pk=stack.owner_id).exists()


def known_of(
    person: Person, stack: Stack, words: ApplicationWords | None, application: AssessorApplication | None = None
) -> Known:
    """What is known of a person: by what they state, by the awards that hold now, by the answers of references."""
    earned = earned_in_stack(person, stack)
    answers = ReferenceAnswer.objects.filter(application=application).count() if application else 0
    return Known(
        years=words.years if words else 0,
        has_degree=bool(words and words.has_degree),
        has_licence=bool(words and words.licence.strip()),
        awards=earned.earned,
        lacking=earned.lacking,
        answers=answers,
    )


def findings_of(application: AssessorApplication) -> list[Finding]:
    """How each rule of its edition is answered now for an application."""
    words = ApplicationWords.objects.filter(application=application).first()
    rules = application.rules
    return vet(rules.asked, known_of(application.person, rules.stack, words, application))


def has_answered(reference: ApplicationReference) -> bool:
    """Whether an answer came by the link of a reference."""
    return ReferenceAnswer.objects.filter(application=reference.application_id, position=reference.position).exists()


def usual_pledge(language: str) -> str:
    """What is proposed as the text that applicants agree to, in a language."""
    with override(language):
        return _usual_pledge()


def _usual_pledge() -> str:
    return _(
        "I keep what I read to myself: who wrote it, if I should guess it, what it says, and what I decided.\n"
        "I judge by the rubric alone, neither by how somebody writes nor by where they teach.\n"
        "I say so, and step back, where I know or guess whose work it is.\n"
        "I keep no copy, and show nothing to anybody or to any other service."
    )


def gave_reference_for(person: Person, application: AssessorApplication) -> bool:
    """Whether somebody is named as a reference of an application, by one of their addresses."""
    mine = [address.email.lower() for address in addresses_of(person)]
    named = ApplicationReference.objects.filter(application=application).values_list("email", flat=True)
    return bool({person.email.lower(), *mine} & {email.lower() for email in named})


class SaidFinding(NamedTuple):
    """A rule in words, how it is answered, and what would change that."""

    finding: Finding
    title: str
    words: str
    state: str
    """`met`, `not_met` or `open`"""


def in_words(
    found: Sequence[Finding], *, more: str = "", told: Literal["applicant", "lead"] = "applicant"
) -> list[SaidFinding]:
    """Findings as people read them, in the language of the page.

    Args:
        more: what a lead looks at besides, in the words of the rules.
        told: who reads them: what would change a rule is told to whom it is about.
    """
    words = _change if told == "applicant" else _figures
    return [SaidFinding(one, _title(one, more), words(one), one.met.name.lower()) for one in found]


def before_anything_is_stated(asked: Asked, person: Person, stack: Stack) -> list[Finding]:
    """The rules as somebody finds them who has stated nothing yet: what they will state is open."""
    stated = {Rule.YEARS, Rule.DEGREE, Rule.LICENCE}
    found = vet(asked, known_of(person, stack, None))
    return [one._replace(met=Met.OPEN) if one.rule in stated else one for one in found]


def _title(one: Finding, more: str) -> str:
    match one.rule:
        case Rule.YEARS:
            words = ngettext("At least %(n)d year in a classroom", "At least %(n)d years in a classroom", one.asks)
        case Rule.DEGREE:
            words = _("A bachelor’s degree")
        case Rule.LICENCE:
            words = _("A teaching licence in force")
        case Rule.AWARDS:
            words = ngettext(
                "%(n)d micro-credential of this stack earned", "%(n)d micro-credentials of this stack earned", one.asks
            )
        case Rule.WHOLE_STACK:
            words = _("Every micro-credential of this stack earned")
        case Rule.REFERENCES:
            words = ngettext("%(n)d reference from somebody at work", "%(n)d references from people at work", one.asks)
        case _:
            return more or _("What a lead assessor looks at besides")
    return words % {"n": one.asks}


def _figures(one: Finding) -> str:
    """Who says so, and by which figures."""
    match one.rule:
        case Rule.YEARS:
            words = ngettext("They state %(has)d year.", "They state %(has)d years.", one.has)
        case Rule.DEGREE | Rule.LICENCE:
            return _("As they state it.") if one.met is Met.MET else _("They do not state it.")
        case Rule.AWARDS | Rule.WHOLE_STACK:
            words = _("The platform finds %(has)d of %(asks)d.")
        case Rule.REFERENCES:
            words = _("%(has)d of %(asks)d have answered.")
        case _:
            return _("You look at it.")
    return words % {"has": one.has, "asks": one.asks}


def _change(one: Finding) -> str:
    """Who says so, and what would change it."""
    match one.rule, one.met:
        case Rule.YEARS, Met.MET:
            words = ngettext("As you state it: %(has)d year.", "As you state it: %(has)d years.", one.has)
        case Rule.YEARS, Met.NOT_MET:
            words = ngettext(
                "You state %(has)d year. Apply once you have taught long enough.",
                "You state %(has)d years. Apply once you have taught long enough.",
                one.has,
            )
        case ((Rule.DEGREE | Rule.LICENCE), Met.MET):
            return _("As you state it. A lead assessor may ask to see it.")
        case Rule.DEGREE, Met.NOT_MET:
            return _("You did not say that you hold one. Tick it below if you do.")
        case Rule.LICENCE, Met.NOT_MET:
            return _("You did not name one. Write below which licence you hold.")
        case ((Rule.YEARS | Rule.DEGREE | Rule.LICENCE), _):
            return _("You state it below.")
        case ((Rule.AWARDS | Rule.WHOLE_STACK), Met.MET):
            words = ngettext("You hold %(has)d that counts.", "You hold %(has)d that count.", one.has)
        case ((Rule.AWARDS | Rule.WHOLE_STACK), _):
            words = _("You hold %(has)d of %(asks)d. What you earn counts at once; then come back here.")
        case Rule.REFERENCES, Met.MET:
            return _("They have answered; a lead assessor reads it.")
        case Rule.REFERENCES, _:
            words = _("They get a mail with a link once you apply. Answered so far: %(has)d of %(asks)d.")
        case _:
            return _("A lead assessor looks at it.")
    return words % {"has": one.has, "asks": one.asks}


@dataclass(frozen=True)
class Applied:
    """Where one application stands."""

    application: AssessorApplication
    decision: ApplicationDecision | None
    """the last one"""
    withdrawn_at: datetime | None

    @property
    def state(self) -> str:
        """`asked`, `waiting`, `accepted`, `declined` or `withdrawn`."""
        if self.withdrawn_at:
            return "withdrawn"
        return self.decision.verdict if self.decision else "asked"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be decided."""
        return self.state in ("asked", "waiting")


def applied_in(application: AssessorApplication) -> Applied:
    """Where an application stands that was fetched `with_stack`."""
    decisions = list(application.decisions.all())
    withdrawal = getattr(application, "withdrawal", None)
    return Applied(application, decisions[-1] if decisions else None, withdrawal.withdrawn_at if withdrawal else None)


def waiting_for(lead: Person, *, at: datetime) -> int:
    """How many applications wait for a first decision where a person leads, their own left out."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    decided = ApplicationDecision.objects.filter(application=OuterRef("pk"))
    return open_applications().filter(~Exists(decided), rules__stack__owner__in=owners).exclude(person=lead).count()
