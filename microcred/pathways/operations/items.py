"""The verbs of a participant's record: what staff record, take back, and confirm."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.pathways.models import Confirmation, Enrolment, ItemRetraction, Leaving, RecordedItem
from microcred.pathways.operations.cohorts import LeftAlready
from microcred.pathways.queries import asked_in, audits_of, keeps, next_asked, rules_of, today_in
from microcred.pathways.rules.document import Items


class OwnRecord(Refusal):
    """Nobody records or confirms anything about themselves."""

    message = _("This is your own record. Somebody else who keeps the pathway must do that.")


class NotRecordedByHand(Refusal):
    """The rules ask for no such thing, or it is filled by micro-credentials."""

    message = _("Choose one of the requirements that are recorded by hand.")
    field = "requirement"


class TermUnknown(Refusal):
    """It is asked for in each semester, and this is none."""

    message = _("Say for which of these it was: {terms}.")
    field = "term"


class DayOutOfReach(Refusal):
    """It lies before the entry or ahead."""

    message = _("Give a day from {first} to {last}: from the day of entry until today.")
    field = "day"


class AnotherIsAsked(Refusal):
    """The requirement names what counts, and this is none of it."""

    message = _("“{name}” would not count here: what counts is {names}. Write it so, or leave the field empty.")
    field = "name"


class WhichMissing(Refusal):
    """Without a name nobody could tell what this is, and it would be asked for by it."""

    message = _("Say which one it was, such as the number of the course.")
    field = "name"


class ResultMissing(Refusal):
    """What has no result cannot do, and may be asked for as one more."""

    message = _("Say what came of it. What will do: {results}.")
    field = "result"


class RecordedAlready(Refusal):
    """The same stands there."""

    message = _("This stands on record already: {person} recorded it on {day}.")
    field = "name"


class ReasonMissing(Refusal):
    """Nothing is taken back without saying why."""

    message = _("Say why it is taken back. The participant reads it.")
    field = "reason"


class AlreadyTakenBack(Refusal):
    """It counts no more."""

    message = _("This was taken back already.")


class NotAllMet(Refusal):
    """Something is missing."""

    message = _("“{requirement}” is not met yet. The page shows what would meet it.")


class ConfirmedAlready(Refusal):
    """Somebody confirmed it before."""

    message = _("This has been confirmed already.")


@operation
def record_item(
    *,
    actor: Person,
    enrolment: Enrolment,
    year: str,
    requirement: str,
    name: str,
    result: str,
    term: str,
    day: date,
    at: datetime,
) -> RecordedItem:
    """Record something that is no micro-credential.

    Args:
        actor: who keeps the pathway, and not about themselves.
        year, requirement: ids in the rules that the participant is held to.
        name: which one; where the requirement names one alone, or asks for no course or exam, it may be left out.
        result: as the programme says it; the audit says whether it will do.

    Raises:
        AnotherIsAsked, WhichMissing, ResultMissing: it would count for nothing, and nobody would read why.
        RecordedAlready: the same was recorded, and not taken back.
    """
    _may_keep(actor, enrolment, at)
    rules = rules_of(enrolment.cohort.rule_set)
    asked = asked_in(rules, year, requirement)
    if not isinstance(asked, Items):
        raise NotRecordedByHand
    if asked.in_each and term not in asked.in_each:
        raise TermUnknown(terms=", ".join(asked.in_each))
    name, result = _named(asked, name.strip()), result.strip()
    if asked.accepts and not result:
        raise ResultMissing(results=", ".join(asked.accepts))
    today = today_in(enrolment.cohort.pathway.owner, at)
    if not enrolment.entered_on <= day <= today:
        raise DayOutOfReach(first=enrolment.entered_on, last=today)
    hold(enrolment.pk)
    said = {
        "year": year,
        "requirement": requirement,
        "name": name,
        "result": result,
        "term": term if asked.in_each else "",
        "day": day,
    }
    there = RecordedItem.objects.filter(enrolment=enrolment, retraction__isnull=True, **said).first()
    if there is not None:
        day = day_in(there.recorded_at, enrolment.cohort.pathway.owner.time_zone)
        raise RecordedAlready(person=there.recorded_by.name, day=date_format(day))
    return RecordedItem.objects.create(enrolment=enrolment, **said, recorded_at=at, recorded_by=actor)


def _named(asked: Items, name: str) -> str:
    """The name under which something is recorded, as the rules write it where they name what counts."""
    if asked.named:
        known = {one.casefold(): one for one in asked.named}
        if not name and len(known) == 1:
            return asked.named[0]
        if name.casefold() not in known:
            raise AnotherIsAsked(name=name, names=", ".join(asked.named)) if name else WhichMissing
        return known[name.casefold()]
    if not name and asked.asks in ("course", "exam"):
        raise WhichMissing
    return name or asked.name.in_language("en")


@operation
def take_back_item(*, actor: Person, item: RecordedItem, reason: str, at: datetime) -> ItemRetraction:
    """Take back what was recorded wrongly. It stays on record, and counts no more."""
    _may_keep(actor, item.enrolment, at)
    if not reason.strip():
        raise ReasonMissing
    hold(item.enrolment_id)
    if ItemRetraction.objects.filter(item=item).exists():
        raise AlreadyTakenBack
    return ItemRetraction.objects.create(item=item, reason=reason.strip(), retracted_at=at, retracted_by=actor)


@operation
def confirm(*, actor: Person, enrolment: Enrolment, at: datetime) -> Confirmation:
    """Confirm that everything is met: a program manager for a pathway, a licensure officer for an endorsement.

    Raises:
        NotAllMet: names the first requirement that is not.
    """
    _may_keep(actor, enrolment, at)
    hold(enrolment.pk)
    if Leaving.objects.filter(enrolment=enrolment).exists():
        raise LeftAlready
    if Confirmation.objects.filter(enrolment=enrolment).exists():
        raise ConfirmedAlready
    came = audits_of([enrolment], at=at)[enrolment.pk]
    missing = next_asked(came)
    if missing is not None:
        raise NotAllMet(requirement=missing.asked.name.in_language(actor.language))
    confirmation = Confirmation.objects.create(
        enrolment=enrolment, digest=came.as_json()["digest"], confirmed_at=at, confirmed_by=actor
    )
    person = enrolment.person
    tell(
        actor=actor,
        person=person,
        kind="pathway_confirmed",
        subject=format_lazy(_("Confirmed: {name}"), name=came.rule_set.name.in_language(person.language)),
        body=format_lazy(
            _("{actor} has confirmed that you have met everything that {name} asks."),
            actor=actor.name,
            name=came.rule_set.name.in_language(person.language),
        ),
        path=reverse("pathway_audit", args=[enrolment.pk]),
        key=f"pathway-confirmed:{enrolment.pk}",
        at=at,
    )
    return confirmation


def _may_keep(actor: Person, enrolment: Enrolment, at: datetime) -> None:
    if not keeps(actor, enrolment.cohort.pathway, at=at):
        raise NotAllowed
    if actor.pk == enrolment.person_id:
        raise OwnRecord
