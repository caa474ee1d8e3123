"""The verbs of cohorts: opening one, entering it, leaving."""

from datetime import date, datetime
from uuid import uuid5

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.queries import belonging_to, reach_of
from microcred.pathways.models import Cohort, Enrolment, Leaving, Pathway
from microcred.pathways.queries import keeps, open_enrolment, rule_set_for, rules_of, staff_role


class NothingInEffect(Refusal):
    """No rules held yet on the day on which the cohort begins."""

    message = _(
        "No edition of the rules was in effect on {day}. Choose a later day, or state the rules that held then."
    )
    field = "starts_on"


class CohortNamed(Refusal):
    """A cohort has this name and begins on another day."""

    message = _("There is a cohort “{name}” that begins on {day}. Give this one another name.")
    field = "name"


class NobodyOfYours(Refusal):
    """Nobody with this address belongs to the organizations that the actor acts for; or nobody has it."""

    message = _(
        "Nobody with this address belongs to the organizations you act for. Ask them to accept an invitation to their "
        "district or school first."
    )
    field = "email"


class EnrolledAlready(Refusal):
    """The person takes part with another cohort."""

    message = _("{person} takes part with the cohort “{cohort}” already. They are held to its rules.")
    field = "email"


class AreaUnknown(Refusal):
    """The rules go by content area, and this is none of them."""

    message = _("Say in which content area they teach: some of the requirements go by it.")
    field = "area"


class LeftAlready(Refusal):
    """The enrolment has ended."""

    message = _("This person has left the pathway already.")


@operation
def open_cohort(*, actor: Person | None, pathway: Pathway, name: str, starts_on: date, at: datetime) -> Cohort:
    """Open a cohort. It is held for good to the edition in effect on the day it begins.

    A second click finds the first cohort.

    Args:
        actor: who keeps the pathway; None for the operator.
    """
    if actor is not None and not keeps(actor, pathway, at=at):
        raise NotAllowed
    hold(uuid5(pathway.pk, "cohorts"))
    there = Cohort.objects.filter(pathway=pathway, name=name.strip()).first()
    if there is not None:
        if there.starts_on != starts_on:
            raise CohortNamed(name=there.name, day=there.starts_on)
        return there
    rule_set = rule_set_for(pathway, starts_on)
    if rule_set is None:
        raise NothingInEffect(day=starts_on)
    return Cohort.objects.create(
        pathway=pathway, rule_set=rule_set, name=name.strip(), starts_on=starts_on, opened_at=at, opened_by=actor
    )


@operation
def enrol(*, actor: Person, cohort: Cohort, person: Person, area: str = "", at: datetime) -> Enrolment:
    """Let a person of the actor's organizations enter a pathway with a cohort, and tell them who sees what by that.

    What they do counts from the day the cohort begins. A second click finds the first enrolment.

    Args:
        actor: who keeps the pathway. Whoever they enrol shows them what they hand in and earn, so it must be somebody
            of an organization that they act for in that role, and never themselves.
    """
    pathway = cohort.pathway
    if not keeps(actor, pathway, at=at):
        raise NotAllowed
    places = reach_of(actor, staff_role(pathway.kind), at=at)
    if person.pk == actor.pk or not belonging_to(places, person=person, at=at).exists():
        raise NobodyOfYours
    rules = rules_of(cohort.rule_set)
    if rules.asks_area and area not in {one.id for one in rules.areas}:
        raise AreaUnknown
    hold(uuid5(pathway.pk, str(person.pk)))
    there = open_enrolment(person, pathway)
    if there is not None:
        if there.cohort_id != cohort.pk:
            raise EnrolledAlready(person=person.name, cohort=there.cohort.name)
        return there
    enrolment = Enrolment.objects.create(
        cohort=cohort,
        person=person,
        area=area if rules.asks_area else "",
        entered_on=cohort.starts_on,
        enrolled_at=at,
        enrolled_by=actor,
    )
    tell(
        actor=actor,
        person=person,
        kind="pathway_entered",
        subject=format_lazy(_("You take part in {name}"), name=rules.name.in_language(person.language)),
        body=format_lazy(
            _(
                "{actor} has enrolled you in {name}, with the cohort {cohort}. Its page says what is asked, what you "
                "have met and what would meet the rest.\n\nWhoever keeps the pathway at {owner} sees which "
                "micro-credentials you hand in and earn, and nothing of the work itself. You can leave at any time."
            ),
            actor=actor.name,
            name=rules.name.in_language(person.language),
            cohort=cohort.name,
            owner=pathway.owner.name,
        ),
        path=reverse("pathway_audit", args=[enrolment.pk]),
        key=f"pathway-entered:{enrolment.pk}",
        at=at,
    )
    return enrolment


@operation
def leave(*, actor: Person, enrolment: Enrolment, at: datetime) -> Leaving:
    """End somebody's part in a pathway: they themselves, or who keeps it. What was recorded stays on record."""
    if actor.pk != enrolment.person_id and not keeps(actor, enrolment.cohort.pathway, at=at):
        raise NotAllowed
    hold(enrolment.pk)
    if Leaving.objects.filter(enrolment=enrolment).exists():
        raise LeftAlready
    return Leaving.objects.create(enrolment=enrolment, left_at=at, left_by=actor)
