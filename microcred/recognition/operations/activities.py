"""The verbs of what educators did beside awards: stating it, correcting, withdrawing; confirming, declining, taking
back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noted

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.events import ActivityEnded, ActivityRuled, ActivityStated, CreditReversed
from microcred.recognition.models import (
    Activity,
    ActivityEnding,
    ActivityRuling,
    ActivityStatement,
    Delegation,
    Entry,
    Reversal,
)
from microcred.recognition.operations.rulings import DelegatorsCredit, whose_word
from microcred.recognition.operations.standing import DaysOutOfOrder, NothingChanged, TooManyOnRecord, WhyNotMissing
from microcred.recognition.queries.activities import held_titles, today_of, words_for
from microcred.recognition.queries.keeping import offices_of
from microcred.recognition.rules.activities import MOST, NOT_TYPED
from microcred.recognition.rules.engine.values import in_reach
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES, About

MOST_ACTIVITIES = 500
"""of one person, those that ended included"""


class UnitUnknown(Refusal):
    """No rules count in it."""

    message = _("No rules count in “{unit}”. Use one of these: {units}.")
    field = "unit"


class KindUnknown(Refusal):
    """Neither rules nor this house know it."""

    message = _("“{kind}” is no kind of activity that rules know. Choose one of the list.")
    field = "kind"


class TakenOverAnyway(Refusal):
    """It comes from other books."""

    message = _(
        "Service as an assessor here and micro-credentials stand on your record without being typed. State what you "
        "did elsewhere under another kind."
    )
    field = "kind"


class AmountOutOfRange(Refusal):
    """Nothing, or more than anybody did."""

    message = _("State how much it was: more than 0, at most 10,000, with at most two places.")
    field = "amount"


class NotOverYet(Refusal):
    """Credit is for what was done."""

    message = _("This is not over yet. State it once it is completed.")
    field = "ended_on"


class CertificateBeforeCompletion(Refusal):
    """No certificate is issued before what it certifies was completed: one of the two days is mistyped."""

    message = _(
        "The certificate is of {certificate}, before the {ended} on which this was completed. Correct one of them."
    )
    field = "certificate_on"


class OnRecordAlready(Refusal):
    """The same kind, title and day."""

    message = _("“{title}” of this day stands on your record already. Open it there instead.")
    field = "title"


class CountsAsAward(Refusal):
    """The micro-credential itself is on record."""

    message = _(
        "You hold the micro-credential “{title}”, and the rules look at it anyway. Stated here too, it would count "
        "twice."
    )
    field = "title"


class ActivityOver(Refusal):
    """It was withdrawn, or taken back."""

    message = _("“{title}” was withdrawn or taken back before. State it as a new one.")


class ConfirmedAlready(Refusal):
    """What is confirmed is not edited."""

    message = _("“{title}” is confirmed, and stays as it is. Withdraw it and state it anew, or ask your coordinator.")


class ActivityRuledAlready(Refusal):
    """Somebody was faster, or it was corrected meanwhile."""

    message = _("“{title}” was ruled on, corrected or withdrawn since you looked. Look at the list again.")


class OwnActivity(Refusal):
    """Nobody confirms what they did themselves."""

    message = _("“{title}” is your own. Somebody else of the office that confirms it must look at it.")


class NotConfirmed(Refusal):
    """There is nothing to take back."""

    message = _("“{title}” is not confirmed, so there is nothing to take back. Look at the list again.")


@dataclass(frozen=True)
class Said:
    """What is stated of an activity.

    Args:
        kind: as policies name it; `unit` alike.
        ended_on: the day on which it was completed.
        certificate_on: the day that its certificate bears.
        topic: what it is about, where a policy has categories.
    """

    kind: str
    title: str
    ended_on: date
    amount: Decimal
    unit: str
    provider: str = ""
    provider_kind: str = ""
    started_on: date | None = None
    certificate_on: date | None = None
    topic: str = ""
    level: str = ""


@operation
def state_activity(*, actor: Person, said: Said, at: datetime) -> ActivityStatement:
    """State something that one did and that may be worth credit. It counts once the office that keeps one's cycle
    has confirmed it; until then it can be corrected.

    Raises:
        UnitUnknown, KindUnknown, TakenOverAnyway, AmountOutOfRange, DaysOutOfOrder, NotOverYet,
        CertificateBeforeCompletion, OnRecordAlready, CountsAsAward, TooManyOnRecord.
    """
    said = _sound(actor, said, at)
    hold(actor.pk)
    if Activity.objects.filter(person=actor, source="").count() >= MOST_ACTIVITIES:
        raise TooManyOnRecord(count=MOST_ACTIVITIES)
    _once(actor, said, None)
    activity = Activity.objects.create(person=actor)
    statement = ActivityStatement.objects.create(
        activity=activity, number=1, stated_by=actor, stated_at=at, **columns_of(said)
    )
    announce(ActivityStated(statement.pk))
    return statement


@operation
def correct_activity(*, actor: Person, activity: Activity, said: Said, at: datetime) -> ActivityStatement:
    """State an activity anew, before it is confirmed, or after it was declined. Its documents stay with it.

    Raises:
        ConfirmedAlready, ActivityOver, NothingChanged, NotAllowed, and what stating raises.
    """
    said = _sound(actor, said, at)
    last = _own_open(actor, activity)
    if all(getattr(last, name) == value for name, value in columns_of(said).items()):
        raise NothingChanged
    _once(actor, said, activity)
    statement = ActivityStatement.objects.create(
        activity=activity, number=last.number + 1, stated_by=actor, stated_at=at, **columns_of(said)
    )
    announce(ActivityStated(statement.pk))
    return statement


@operation
def withdraw_activity(*, actor: Person, activity: Activity, at: datetime) -> ActivityEnding:
    """Withdraw an activity, confirmed or not. Credit that it brought is reversed with it. A second click does nothing.

    Raises:
        NotAllowed: it is not one's own, or stands in other books.
    """
    if activity.person_id != actor.pk or activity.source:
        raise NotAllowed
    hold(actor.pk)
    ending = ActivityEnding.objects.filter(activity=activity).first()
    if ending is not None:
        return ending
    why = noted("Its educator has withdrawn the activity.")
    return end_activity(activity, ActivityEnding.Why.WITHDRAWN, why, actor, at)


@operation
def confirm_activities(*, actor: Person, statements: Sequence[ActivityStatement], at: datetime) -> list[ActivityRuling]:
    """Say that activities took place as they are stated, and are approved where rules leave that to the office: all, or
    none.

    Raises:
        OwnActivity, ActivityRuledAlready, DelegatorsCredit, NotAllowed.
    """
    return [_rule(actor, one, ActivityRuling.Outcome.CONFIRMED, at) for one in sorted(statements, key=_person_first)]


@operation
def decline_activity(
    *, actor: Person, statement: ActivityStatement, code: str, reason: str = "", at: datetime
) -> ActivityRuling:
    """Say that an activity is not so or does not count, and why: by a code of the list, and words where it says nothing
    without. The educator reads them, and can correct it.

    Raises:
        WhyNotMissing, and what confirming raises.
    """
    refuse_without_reason(code, reason)
    return _rule(actor, statement, ActivityRuling.Outcome.DECLINED, at, code=code, reason=reason.strip())


@operation
def take_back_confirmation(
    *, actor: Person, statement: ActivityStatement, code: str, reason: str = "", at: datetime
) -> ActivityEnding:
    """Take back that an activity was confirmed, with the reason. Its credit is reversed, and stays in the ledger as
    reversed; the educator can state it as a new one.

    Raises:
        WhyNotMissing, NotConfirmed, OwnActivity, DelegatorsCredit, NotAllowed.
    """
    refuse_without_reason(code, reason)
    activity = statement.activity
    _office_for(actor, activity.person, statement.title, at)
    hold(activity.person_id)
    confirmed = ActivityRuling.objects.filter(statement=statement, outcome=ActivityRuling.Outcome.CONFIRMED)
    if not confirmed.exists() or ActivityEnding.objects.filter(activity=activity).exists():
        raise NotConfirmed(title=statement.title)
    why = noted("The renewal coordinator has taken the confirmation of the activity back.")
    return end_activity(activity, ActivityEnding.Why.TAKEN_BACK, why, actor, at, code=code, reason=reason.strip())


def _sound(person: Person, said: Said, at: datetime) -> Said:
    """The same without needless spaces, if it can be so."""
    kinds, units, _topics = words_for(person, at=at)
    lines = {name: " ".join(getattr(said, name).split()) for name in ("kind", "title", "provider", "unit", "topic")}
    said = Said(**{one.name: getattr(said, one.name) for one in fields(said)} | lines)
    if said.kind in NOT_TYPED:
        raise TakenOverAnyway
    if said.kind not in kinds:
        raise KindUnknown(kind=said.kind)
    if said.unit not in units:
        raise UnitUnknown(unit=said.unit, units=", ".join(_now(unit) for unit in units))
    if not 0 < said.amount <= MOST or said.amount != said.amount.quantize(Decimal("0.01")):
        raise AmountOutOfRange
    days = [day for day in (said.started_on, said.ended_on, said.certificate_on) if day is not None]
    if not all(in_reach(day) for day in days) or (said.started_on is not None and said.ended_on < said.started_on):
        raise DaysOutOfOrder(field="started_on")
    if said.ended_on > today_of(person, at=at):
        raise NotOverYet
    if said.certificate_on is not None and said.certificate_on < said.ended_on:
        days_said = {"certificate": date_format(said.certificate_on), "ended": date_format(said.ended_on)}
        raise CertificateBeforeCompletion(**days_said)
    return said


def _once(person: Person, said: Said, activity: Activity | None) -> None:
    """Refuse what is on record already: as another activity, or as an award."""
    same = ActivityStatement.objects.filter(
        activity__person=person,
        activity__ending__isnull=True,
        kind=said.kind,
        title__iexact=said.title,
        ended_on=said.ended_on,
    )
    if same.exclude(activity=activity).exists():
        raise OnRecordAlready(title=said.title)
    held = {title.casefold() for title in held_titles(person)}
    if said.title.casefold() in held:
        raise CountsAsAward(title=said.title)


def _own_open(actor: Person, activity: Activity) -> ActivityStatement:
    """The last statement of one's own activity, while it can be changed; from here on nobody else changes it."""
    if activity.person_id != actor.pk or activity.source:
        raise NotAllowed
    hold(actor.pk)
    last = ActivityStatement.objects.filter(activity=activity).select_related("ruling").latest("number")
    if ActivityEnding.objects.filter(activity=activity).exists():
        raise ActivityOver(title=last.title)
    ruling = getattr(last, "ruling", None)
    if ruling is not None and ruling.outcome == ActivityRuling.Outcome.CONFIRMED:
        raise ConfirmedAlready(title=last.title)
    return last


def refuse_unless_open(actor: Person, activity: Activity) -> ActivityStatement:
    """Refuse what is not one's own, is confirmed, or over; for the verbs of its documents."""
    return _own_open(actor, activity)


def _person_first(one: ActivityStatement) -> tuple[str, str]:
    return str(one.activity.person_id), str(one.pk)


def refuse_without_reason(code: str, reason: str) -> None:
    """Refuse a no by a code that is not of the list, or by one that says nothing without words."""
    known = REASON_CODES.get(code)
    if known is None or About.CREDIT not in known.about or (code in NEEDS_WORDS and not reason.strip()):
        raise WhyNotMissing(field="code")


def _office_for(actor: Person, person: Person, title: str, at: datetime) -> tuple[Organization, Delegation | None]:
    """The office in whose name somebody rules on a person's activity, and the delegation by which they do.

    Raises:
        NotAllowed, OwnActivity, DelegatorsCredit.
    """
    refused: Exception = NotAllowed()
    for office in offices_of(person, at=at):
        try:
            delegation = whose_word(actor, office, person.pk, at=at)
        except NotAllowed:
            continue
        except DelegatorsCredit as no:
            refused = no
        else:
            if person.pk == actor.pk:
                raise OwnActivity(title=title)
            return office, delegation
    raise refused


def _rule(
    actor: Person,
    statement: ActivityStatement,
    outcome: ActivityRuling.Outcome,
    at: datetime,
    *,
    code: str = "",
    reason: str = "",
) -> ActivityRuling:
    activity = statement.activity
    office, delegation = _office_for(actor, activity.person, statement.title, at)
    hold(activity.person_id)
    newest = ActivityStatement.objects.filter(activity=activity).latest("number")
    ruled = ActivityRuling.objects.filter(statement=statement).exists()
    if newest.pk != statement.pk or ruled or ActivityEnding.objects.filter(activity=activity).exists():
        raise ActivityRuledAlready(title=statement.title)
    ruling = ActivityRuling.objects.create(
        statement=statement,
        office=office,
        outcome=outcome,
        code=code,
        reason=reason,
        ruled_at=at,
        ruled_by=actor,
        delegation=delegation,
    )
    if outcome == ActivityRuling.Outcome.DECLINED:
        # What stands in other books counts before anybody rules on it.
        _reverse(activity, noted("The renewal coordinator has declined the activity."), at)
    announce(ActivityRuled(ruling.pk))
    return ruling


def end_activity(
    activity: Activity,
    why: ActivityEnding.Why,
    in_words: str,
    actor: Person | None,
    at: datetime,
    *,
    code: str = "",
    reason: str = "",
) -> ActivityEnding:
    """End an activity, and reverse the credit that it brought; for the verbs by which it ends."""
    ending = ActivityEnding.objects.create(
        activity=activity, why=why, code=code, reason=reason, ended_at=at, ended_by=actor
    )
    _reverse(activity, in_words, at)
    announce(ActivityEnded(ending.pk))
    return ending


def _reverse(activity: Activity, in_words: str, at: datetime) -> None:
    for entry in Entry.objects.filter(statement__activity=activity, reversal__isnull=True).order_by("pk"):
        Reversal.objects.create(entry=entry, reversed_at=at, reason=in_words)
        announce(CreditReversed(entry.pk))


def columns_of(said: Said) -> dict[str, object]:
    """What is said of an activity, as columns of a statement."""
    return {one.name: getattr(said, one.name) for one in fields(said)}
