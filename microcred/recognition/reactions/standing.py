"""The door of news about licences, work and completions: who looks at a statement, and what follows from a ruling."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.moments import day_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Role
from microcred.organizations.queries import districts_of, people_with
from microcred.recognition import operations
from microcred.recognition.events import CompletionTakenBack, CycleChanged, StatementMade, StatementRuled
from microcred.recognition.models import (
    CompletionRetraction,
    CompletionStatement,
    CycleChange,
    EmploymentStatement,
    FactStatement,
    LicenceStatement,
    Policy,
)
from microcred.recognition.operations.confirming import holder_of
from microcred.recognition.operations.standing import Statement
from microcred.recognition.queries.keeping import KEEPERS
from microcred.recognition.queries.policies import as_read, words_of
from microcred.recognition.queries.standing import OF_WHAT, standing_of
from microcred.recognition.rules import explained


@on(StatementMade)
def tell_who_confirms(event: StatementMade) -> None:
    """Those who can confirm it hear once a day that something waits, however much it is."""
    statement = _statement(event.statement_id, event.about)
    if hasattr(statement, "ruling"):
        return
    person, at = holder_of(statement), now()
    asked: list[tuple[Organization, Role]]
    if isinstance(statement, EmploymentStatement):
        asked = [(statement.employment.district, Role.RECOGNIZER)]
    else:
        agency = _agency(statement)
        near = districts_of(person, at=at).filter(lineage__contains=[agency.pk])
        asked = [(place, Role.RECOGNIZER) for place in near] or [(agency, KEEPERS[agency.kind])]
    for place, role in asked:
        today = day_in(at, place.time_zone)
        for reader in people_with(role, organization=place, at=at):
            if reader.pk == person.pk:
                continue
            tell(
                actor=None,
                person=reader,
                kind="statement_waiting",
                subject=_("Licenses, work or trainings of educators wait for your word"),
                body=format_lazy(
                    _(
                        "Since {day}, what educators state of their licenses, their work or what they have completed "
                        "waits for you to confirm or decline it. Their renewal hangs on it. You hear of it once a day, "
                        "however much there is."
                    ),
                    day=day_in_words_lazy(today),
                ),
                path=reverse("statements"),
                key=f"statement-waiting:{place.pk}:{today.isoformat()}",
                at=at,
            )


_OF_A_THING = {
    True: (_("Confirmed as so of “{thing}”: {what}"), _("Not confirmed as so of “{thing}”: {what}")),
    False: (_("Confirmed as not so of “{thing}”: {what}"), _("Not confirmed as not so of “{thing}”: {what}")),
}
"""What was said of a fact about one award or activity: confirmed, and declined."""


@on(StatementRuled)
def look_again_after_a_statement(event: StatementRuled) -> None:
    """What is confirmed may open or change a cycle, what awards count for, and what else is asked."""
    person = holder_of(_statement(event.statement_id, event.about))
    operations.recognize(actor=None, person=person, at=now())


@on(StatementRuled)
def tell_what_became_of_it(event: StatementRuled) -> None:
    """Who it is about hears what was said of it, and why not."""
    statement = _statement(event.statement_id, event.about)
    ruling = statement.ruling
    if isinstance(statement, LicenceStatement):
        about, facts = (
            statement.licence_id,
            {"what": gettext_lazy(statement.type), "place": statement.jurisdiction.name},
        )
        confirmed, declined = (
            _("Confirmed: your license ({what}, {place})"),
            _("Not confirmed: your license ({what}, {place})"),
        )
    elif isinstance(statement, EmploymentStatement):
        about, facts = statement.employment_id, {"place": statement.employment.district.name}
        confirmed, declined = _("Confirmed: your work for {place}"), _("Not confirmed: your work for {place}")
    elif isinstance(statement, CompletionStatement):
        about, facts = statement.completion_id, {"what": gettext_lazy(statement.completion.name)}
        confirmed, declined = _("Confirmed: {what}"), _("Not confirmed: {what}")
    else:
        about = statement.fact_id
        facts = {"what": gettext_lazy(statement.fact.name), "thing": statement.fact.thing}
        confirmed, declined = (
            _OF_A_THING[statement.is_so]
            if statement.fact.thing_id is not None
            else (
                (_("Confirmed as so: {what}"), _("Not confirmed as so: {what}"))
                if statement.is_so
                else (_("Confirmed as not so: {what}"), _("Not confirmed as not so: {what}"))
            )
        )
    is_so = ruling.outcome == "confirmed"
    if is_so:
        body = _(
            "It is on record now. Your awards are looked at again with it; your transcript shows what they come to."
        )
    elif about in standing_of(holder_of(statement)).holding:
        body = format_lazy(
            _(
                "The reason given:\n\n{reason}\n\nWhat was confirmed before still holds. Correct it and state it anew, "
                "or ask your coordinator."
            ),
            reason=ruling.reason,
        )
    else:
        body = format_lazy(
            _("The reason given:\n\n{reason}\n\nCorrect it and state it anew, or ask your coordinator."),
            reason=ruling.reason,
        )
    tell(
        actor=None,
        person=holder_of(statement),
        kind="statement_ruled",
        subject=format_lazy(confirmed if is_so else declined, **facts),
        body=body,
        path=reverse("own_record"),
        key=f"statement-ruled:{ruling.pk}",
        at=now(),
    )


@on(CompletionTakenBack)
def follow_what_was_taken_back(event: CompletionTakenBack) -> None:
    """What hung on it is looked at again; who it is about reads why."""
    found = CompletionRetraction.objects.select_related("ruling__statement__completion__person")
    retraction = found.get(pk=event.retraction_id)
    completion = retraction.ruling.statement.completion
    operations.recognize(actor=None, person=completion.person, at=now())
    tell(
        actor=None,
        person=completion.person,
        kind="statement_ruled",
        subject=format_lazy(_("No longer confirmed: {what}"), what=gettext_lazy(completion.name)),
        body=format_lazy(
            _(
                "It was confirmed by mistake, and is not on record as completed any more. The reason given:\n\n{reason}"
                "\n\nYour awards are looked at again without it. If you have completed it, state it anew, or ask your "
                "coordinator."
            ),
            reason=retraction.reason,
        ),
        path=reverse("completion", args=[completion.pk]),
        key=f"completion-taken-back:{retraction.pk}",
        at=now(),
    )


@on(CycleChanged)
def tell_of_the_cycle(event: CycleChanged) -> None:
    """The educator hears that their cycle has other days, or another keeper, and that nothing of it is lost."""
    change = CycleChange.objects.select_related("cycle__person", "cycle__policy", "keeper").get(pk=event.change_id)
    if change.changed_by_id is not None:
        _tell_of_the_correction(change)
        return
    if change.ended:
        _tell_that_it_has_ended(change)
        return
    if change.is_of_rules:
        _tell_what_the_rules_ask(change)
        return
    tell(
        actor=None,
        person=change.cycle.person,
        kind="cycle_changed",
        subject=format_lazy(_("Your renewal cycle now closes on {day}"), day=day_in_words_lazy(change.last_day)),
        body=format_lazy(
            _(
                "Your renewal cycle under “{policy}” follows what is on record of you. It now runs from {first} to "
                "{last}, and {district} keeps it.\n\nCredit in it counts once; what was earned within the days of "
                "another cycle of yours counts there. Your transcript shows what was and what is."
            ),
            policy=as_read(change.cycle.policy.name, change.cycle.policy),
            first=day_in_words_lazy(change.starts_on),
            last=day_in_words_lazy(change.last_day),
            district=change.keeper.name,
        ),
        path=reverse("transcript"),
        key=f"cycle-changed:{change.pk}",
        at=now(),
    )


def _tell_of_the_correction(change: CycleChange) -> None:
    """What somebody corrected in the cycle, and why."""
    policy = change.cycle.policy
    facts = {
        "policy": as_read(policy.name, policy),
        "office": change.keeper.name,
        "first": day_in_words_lazy(change.starts_on),
        "last": day_in_words_lazy(change.last_day),
        "reason": change.reason,
    }
    subject, body = (
        (
            _("Your renewal cycle under “{policy}” has ended"),
            _(
                "{office} has ended your renewal cycle from {first} to {last} under “{policy}”. The reason given:\n\n"
                "{reason}\n\nNothing counts in it any more. Your credentials stay valid. If this is wrong, ask "
                "{office}."
            ),
        )
        if change.ended
        else (
            _("Your renewal cycle was corrected: it closes on {last}"),
            _(
                "{office} has corrected your renewal cycle under “{policy}”: it runs from {first} to {last}. The "
                "reason given:\n\n{reason}\n\nYour transcript shows what counts in it. If this is wrong, ask {office}."
            ),
        )
    )
    tell(
        actor=None,
        person=change.cycle.person,
        kind="cycle_changed",
        subject=format_lazy(subject, **facts),
        body=format_lazy(body, **facts),
        path=reverse("transcript"),
        key=f"cycle-changed:{change.pk}",
        at=now(),
    )


def _said(explanation: list[dict[str, Any]], policy: Policy) -> str:
    return " ".join(step["facts"] for step in explained(explanation, words_of([policy])))


_in_words = lazy(_said, str)


def _tell_that_it_has_ended(change: CycleChange) -> None:
    """Why it has, what that means for its credit, and whom to ask."""
    policy = change.cycle.policy
    tell(
        actor=None,
        person=change.cycle.person,
        kind="cycle_changed",
        subject=format_lazy(_("Your renewal cycle under “{policy}” has ended"), policy=as_read(policy.name, policy)),
        body=format_lazy(
            _(
                "{why}\n\nSo these rules are not about you, and credit in this cycle counts for nothing. Your "
                "credentials stay valid. If you hold another license that these rules are about, have it put on "
                "record: the credit comes back. If what is on record is wrong, ask {office}."
            ),
            why=_in_words(change.explanation, policy),
            office=change.keeper.name,
        ),
        path=reverse("transcript"),
        key=f"cycle-changed:{change.pk}",
        at=now(),
    )


def _tell_what_the_rules_ask(change: CycleChange) -> None:
    """How much the cycle needs now, by which clause."""
    policy = change.cycle.policy
    tell(
        actor=None,
        person=change.cycle.person,
        kind="cycle_changed",
        subject=format_lazy(
            _("Your renewal cycle under “{policy}” needs another amount"), policy=as_read(policy.name, policy)
        ),
        body=format_lazy(
            _(
                "{why}\n\nIt runs until {last}, and what you have in it stays. Your transcript shows what is still "
                "needed. If this is wrong, ask {office}."
            ),
            why=_in_words(change.explanation, policy),
            last=day_in_words_lazy(change.last_day),
            office=change.keeper.name,
        ),
        path=reverse("transcript"),
        key=f"cycle-changed:{change.pk}",
        at=now(),
    )


def _statement(statement_id: UUID, about: str) -> Statement:
    if about == "licence":
        licences = LicenceStatement.objects.select_related("licence__person", "jurisdiction", "ruling")
        return licences.get(pk=statement_id)
    if about == "employment":
        work = EmploymentStatement.objects.select_related("employment__person", "employment__district", "ruling")
        return work.get(pk=statement_id)
    if about == "fact":
        facts = FactStatement.objects.select_related("fact__person", "fact__jurisdiction", *OF_WHAT, "ruling")
        return facts.get(pk=statement_id)
    completed = CompletionStatement.objects.select_related("completion__person", "completion__jurisdiction", "ruling")
    return completed.get(pk=statement_id)


def _agency(statement: LicenceStatement | CompletionStatement | FactStatement) -> Organization:
    """Whose word it needs."""
    if isinstance(statement, LicenceStatement):
        return statement.jurisdiction
    return (statement.completion if isinstance(statement, CompletionStatement) else statement.fact).jurisdiction
