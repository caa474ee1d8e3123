"""The verbs of licences, work, completions and facts: stating, stating anew, confirming, declining."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.events import StatementMade, StatementRuled
from microcred.recognition.models import (
    ActivityStatement,
    Completion,
    CompletionRuling,
    CompletionStatement,
    Employment,
    EmploymentRuling,
    EmploymentStatement,
    Fact,
    FactRuling,
    FactStatement,
    Licence,
    LicenceRuling,
    LicenceStatement,
)
from microcred.recognition.queries.completions import (
    completions_asked_of,
    facts_asked_of,
    facts_asked_of_things_of,
)
from microcred.recognition.queries.standing import (
    may_confirm_completion,
    may_confirm_employment,
    may_confirm_fact,
    may_confirm_licence,
)
from microcred.recognition.rules.engine.values import in_reach
from microcred.recognition.rules.standing import licence_number_as_kept

MOST_LICENCES = 30
"""of one person"""

Statement = LicenceStatement | EmploymentStatement | CompletionStatement | FactStatement
StatementRuling = LicenceRuling | EmploymentRuling | CompletionRuling | FactRuling


class DaysOutOfOrder(Refusal):
    """It ends before it begins, or the days are out of reach."""

    message = _("The last day comes before the first, or a day is out of reach. Look at the days again.")
    field = "first_day"


class NothingChanged(Refusal):
    """It says what was said before."""

    message = _("This is what stands there already. Change something, or leave it as it is.")


class TooManyOnRecord(Refusal):
    """More than anybody has."""

    message = _("There are {count} on record already. Correct one of them instead of adding another.")


class StatedAlready(Refusal):
    """The same licence, or the same work, is on record."""

    message = _("This is on record already. Open it there and correct what has changed.")


class ReplacesItself(Refusal):
    """A license takes the place of another one of the same person that began earlier."""

    message = _("A license takes the place of another one of yours that was issued before it.")
    field = "replaces"


class NotCompletedYet(Refusal):
    """It is completed on a day that has not come, or that is out of reach."""

    message = _("Give the day on which it was completed, today or before.")
    field = "completed_on"


class NothingAsksForIt(Refusal):
    """No rules about the person name it."""

    message = _("The rules about you do not ask for this by now. Look at what they ask for.")
    field = "name"


class RuledOnAlready(Refusal):
    """The statement has its ruling, or a newer one stands in its place."""

    message = _("Somebody has ruled on this already, or it has been stated anew since. Look at the list again.")


class OwnStatement(Refusal):
    """Nobody confirms what is said of themselves."""

    message = _("This is about yourself. Somebody else of your district or your agency must look at it.")


class WhyNotMissing(Refusal):
    """A no without a reason."""

    message = _("Say what is not so. The educator reads it.")
    field = "reason"


@operation
def state_licence(
    *,
    actor: Person,
    person: Person,
    jurisdiction: Organization,
    kind: str,
    issued_on: date,
    at: datetime,
    licence: Licence | None = None,
    expires_on: date | None = None,
    licence_number: str = "",
    grade_bands: Sequence[str] = (),
    subject: str = "",
    degree: str = "",
    experience_years: Decimal | None = None,
    replaces: Licence | None = None,
) -> LicenceStatement:
    """State a licence, or what has changed of one. It holds once an office confirms it; what was confirmed before holds
    until then.

    Args:
        kind: the type of the licence, as policies name it.
        actor: the person themself; or a coordinator of their district or an officer of the agency, who confirm it with
            the same word.
        licence: the one that it is about; None: a new one.
    """
    _in_order(issued_on, expires_on)
    hold(person.pk)
    said = {
        "jurisdiction_id": jurisdiction.pk,
        "type": kind,
        "licence_number": licence_number_as_kept(licence_number),
        "grade_bands": sorted(set(grade_bands)),
        "subject": " ".join(subject.split()),
        "degree": degree,
        "experience_years": experience_years,
        "issued_on": issued_on,
        "expires_on": expires_on,
        "replaces_id": replaces.pk if replaces else None,
    }
    stated = list(LicenceStatement.objects.filter(licence__person=person).order_by("-number"))
    if replaces is not None:
        before = [one for one in stated if one.licence_id == replaces.pk]
        if replaces == licence or not before or before[0].issued_on >= issued_on:
            raise ReplacesItself
    if licence is None:
        if len({one.licence_id for one in stated}) >= MOST_LICENCES:
            raise TooManyOnRecord(count=MOST_LICENCES)
        same = ("jurisdiction_id", "type", "licence_number", "issued_on")
        if any(all(getattr(one, name) == said[name] for name in same) for one in stated):
            raise StatedAlready
        licence = Licence.objects.create(person=person)
        number = 1
    else:
        if licence.person_id != person.pk:
            raise NotAllowed
        mine = [one for one in stated if one.licence_id == licence.pk]
        if all(getattr(mine[0], name) == value for name, value in said.items()):
            raise NothingChanged
        number = mine[0].number + 1
    statement = LicenceStatement(licence=licence, number=number, stated_by=actor, stated_at=at, **said)
    if actor.pk != person.pk and not may_confirm_licence(actor, statement, at=at):
        raise NotAllowed
    statement.save(force_insert=True)
    _said(statement, actor, person, at)
    return statement


@operation
def state_employment(
    *,
    actor: Person,
    person: Person,
    district: Organization,
    first_day: date,
    at: datetime,
    last_day: date | None = None,
    role: str = "",
    employment: Employment | None = None,
) -> EmploymentStatement:
    """State for which district somebody works, since when and until when, or what has changed of it.

    Args:
        actor: the person themself, or a coordinator of the district, who confirms it with the same word.
    """
    _in_order(first_day, last_day)
    hold(person.pk)
    stated = list(
        EmploymentStatement.objects.filter(employment__person=person).select_related("employment").order_by("-number")
    )
    said = {"role": " ".join(role.split()), "first_day": first_day, "last_day": last_day}
    if employment is None:
        for one in stated:
            if one.employment.district_id == district.pk and one.first_day == first_day:
                raise StatedAlready
        if len({one.employment_id for one in stated}) >= MOST_LICENCES:
            raise TooManyOnRecord(count=MOST_LICENCES)
        employment = Employment.objects.create(person=person, district=district)
        number = 1
    else:
        if employment.person_id != person.pk or employment.district_id != district.pk:
            raise NotAllowed
        latest = next(one for one in stated if one.employment_id == employment.pk)
        if all(getattr(latest, name) == value for name, value in said.items()):
            raise NothingChanged
        number = latest.number + 1
    statement = EmploymentStatement(employment=employment, number=number, stated_by=actor, stated_at=at, **said)
    if actor.pk != person.pk and not may_confirm_employment(actor, statement, at=at):
        raise NotAllowed
    statement.save(force_insert=True)
    _said(statement, actor, person, at)
    return statement


@operation
def state_completion(
    *, actor: Person, person: Person, name: str, completed_on: date, at: datetime
) -> CompletionStatement:
    """State that somebody has completed what rules about them ask for, or when in truth they did.

    Args:
        name: as policies name it. What is on record by it already is stated anew.
        actor: as of a licence.
    """
    hold(person.pk)
    completion = Completion.objects.filter(person=person, name=name).select_related("person", "jurisdiction").first()
    said: CompletionStatement | None = None
    if completion is None:
        asked = next((one for one in completions_asked_of(person, at=at) if one.name == name), None)
        if asked is None:
            raise NothingAsksForIt
        completion = Completion(person=person, jurisdiction=asked.jurisdiction, name=name)
    else:
        said = completion.statements.select_related("ruling__retraction").latest("number")
        # Who was declined may show what was missing, and say the same again.
        ruling = getattr(said, "ruling", None)
        stands = ruling is None or not (
            ruling.outcome == CompletionRuling.Outcome.DECLINED or hasattr(ruling, "retraction")
        )
        if said.completed_on == completed_on and stands:
            raise NothingChanged
    if not in_reach(completed_on) or completed_on > day_in(at, completion.jurisdiction.time_zone):
        raise NotCompletedYet
    if actor.pk != person.pk and not may_confirm_completion(actor, completion, at=at):
        raise NotAllowed
    if said is None:
        completion.save(force_insert=True)
    statement = CompletionStatement.objects.create(
        completion=completion,
        number=said.number + 1 if said is not None else 1,
        completed_on=completed_on,
        stated_by=actor,
        stated_at=at,
    )
    _said(statement, actor, person, at)
    return statement


@operation
def state_fact(
    *,
    actor: Person,
    person: Person,
    name: str,
    is_so: bool,
    at: datetime,
    about: Award | ActivityStatement | None = None,
) -> FactStatement:
    """State whether something is so that rules ask and nothing else on record says: of somebody, or of one award or
    activity of theirs.

    Args:
        name: as policies name it. What is on record by it already is stated anew.
        actor: as of a licence.
        about: the award, or the statement of the activity by which rules know it; None: the person.
    """
    hold(person.pk)
    award = about if isinstance(about, Award) else None
    activity = about if isinstance(about, ActivityStatement) else None
    if not _is_of(person, award, activity):
        raise NotAllowed
    known = Fact.objects.filter(person=person, name=name)
    known = known.filter(award=award) if award is not None else known.filter(award__isnull=True)
    known = known.filter(activity=activity) if activity is not None else known.filter(activity__isnull=True)
    fact = known.select_related("person", "jurisdiction").first()
    said: FactStatement | None = None
    if fact is None:
        named = facts_asked_of(person, at=at) if about is None else facts_asked_of_things_of(person, at=at)
        asked = next((one for one in named if one.name == name), None)
        if asked is None:
            raise NothingAsksForIt
        fact = Fact(person=person, award=award, activity=activity, jurisdiction=asked.jurisdiction, name=name)
    else:
        said = fact.statements.select_related("ruling").latest("number")
        declined = hasattr(said, "ruling") and said.ruling.outcome == FactRuling.Outcome.DECLINED
        if said.is_so == is_so and not declined:
            raise NothingChanged
    if actor.pk != person.pk and not may_confirm_fact(actor, fact, at=at):
        raise NotAllowed
    if said is None:
        fact.save(force_insert=True)
    statement = FactStatement.objects.create(
        fact=fact, number=said.number + 1 if said is not None else 1, is_so=is_so, stated_by=actor, stated_at=at
    )
    _said(statement, actor, person, at)
    return statement


@operation
def confirm_statement(*, actor: Person, statement: Statement, at: datetime) -> StatementRuling:
    """Say that a statement is so: rules are applied to it from now on."""
    return _rule(actor, statement, "confirmed", "", at)


@operation
def decline_statement(*, actor: Person, statement: Statement, reason: str, at: datetime) -> StatementRuling:
    """Say that a statement is not so, and what of it. What was confirmed before still holds."""
    if not reason.strip():
        raise WhyNotMissing
    return _rule(actor, statement, "declined", reason.strip(), at)


def _is_of(person: Person, award: Award | None, activity: ActivityStatement | None) -> bool:
    """Whether an award or activity is the person's."""
    holder = award.person_id if award is not None else activity.activity.person_id if activity is not None else None
    return holder in (None, person.pk)


def _in_order(first: date, last: date | None) -> None:
    if not in_reach(first) or (last is not None and (last < first or not in_reach(last))):
        raise DaysOutOfOrder


def _said(statement: Statement, actor: Person, person: Person, at: datetime) -> None:
    announce(StatementMade(statement.pk, _about(statement)))
    if actor.pk != person.pk:
        confirm_statement(actor=actor, statement=statement, at=at)


def _about(statement: Statement) -> str:
    if isinstance(statement, LicenceStatement):
        return "licence"
    if isinstance(statement, EmploymentStatement):
        return "employment"
    return "completion" if isinstance(statement, CompletionStatement) else "fact"


def _rule(actor: Person, statement: Statement, outcome: str, reason: str, at: datetime) -> StatementRuling:
    newer: (
        QuerySet[LicenceStatement]
        | QuerySet[EmploymentStatement]
        | QuerySet[CompletionStatement]
        | QuerySet[FactStatement]
    )
    rulings: type[StatementRuling]
    if isinstance(statement, LicenceStatement):
        person, allowed = statement.licence.person, may_confirm_licence(actor, statement, at=at)
        newer = LicenceStatement.objects.filter(licence=statement.licence_id, number__gt=statement.number)
        rulings = LicenceRuling
    elif isinstance(statement, EmploymentStatement):
        person, allowed = statement.employment.person, may_confirm_employment(actor, statement, at=at)
        newer = EmploymentStatement.objects.filter(employment=statement.employment_id, number__gt=statement.number)
        rulings = EmploymentRuling
    elif isinstance(statement, CompletionStatement):
        person, allowed = statement.completion.person, may_confirm_completion(actor, statement.completion, at=at)
        newer = CompletionStatement.objects.filter(completion=statement.completion_id, number__gt=statement.number)
        rulings = CompletionRuling
    else:
        person, allowed = statement.fact.person, may_confirm_fact(actor, statement.fact, at=at)
        newer = FactStatement.objects.filter(fact=statement.fact_id, number__gt=statement.number)
        rulings = FactRuling
    if not allowed:
        raise NotAllowed
    if person.pk == actor.pk:
        raise OwnStatement
    hold(person.pk)
    if newer.exists() or rulings.objects.filter(statement=statement.pk).exists():
        raise RuledOnAlready
    ruling = rulings(outcome=outcome, ruled_at=at, ruled_by=actor, reason=reason)
    ruling.statement_id = statement.pk
    ruling.save(force_insert=True)
    announce(StatementRuled(statement.pk, _about(statement)))
    return ruling
