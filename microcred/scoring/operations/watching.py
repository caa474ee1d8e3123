"""Looking after how assessors judge: alarms that a lead answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import RightPause
from microcred.calibration.operations import recalibrate
from microcred.calibration.queries import figures_in, pause_of
from microcred.catalog.models import Version
from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.scoring.models import Alarm, AlarmAnswer, FollowUp, Scoring
from microcred.scoring.queries import alarms_about, checks_of, is_due, most_read, severity_alarms, since_answered
from microcred.scoring.rules import Signal, exact_share, severity_signal, signals, stays_away


class NoAnswerGiven(Refusal):
    """A lead answers an alarm without a word."""

    message = _("Say what you found and what you did: whoever looks at this later has nothing else to go by.")
    field = "reason"
    status = 422


class AnsweredBefore(Refusal):
    """An alarm is answered, in other words."""

    message = _("This was answered before. What you wrote was not written down; it stands below, to be copied.")
    field = "reason"
    status = 422


@operation
def look_after(*, actor: None, scoring: Scoring, at: datetime) -> list[Alarm]:
    """After the reading of a validity paper, raise what the charts tell; who leads the assessing hears of it.

    Until it is answered each signal is raised once, and more papers come up for the assessor. Whoever stays away
    while they are looked at is recalibrated some readings later (`follow_alarm`); the rest a person decides.
    """
    if scoring.paper is None:
        return []
    organization, assessor = scoring.paper.version.micro_credential.owner, scoring.assessor
    hold(assessor.pk)
    checks = checks_of(organization, assessor=assessor, until=at)[assessor.pk]
    recent = since_answered(assessor, organization, checks)
    open_ones = list(alarms_about(organization, assessor).filter(answer__isnull=True))
    raised = {alarm.signal for alarm in open_ones if alarm.severity is None}
    told = signals(recent)
    if open_ones:
        first = min(alarm.raised_at for alarm in open_ones)
        stays = stays_away(recent, [each for each in recent if each.at > first])
        told += [stays] if stays else []
    alarms = [
        Alarm.objects.create(
            organization=organization,
            assessor=assessor,
            signal=one.signal.value,
            readings=list(one.readings),
            checks=len(recent),
            exact=exact_share(recent).hits,
            recalibrates=most_read(one.readings) if one.signal is Signal.STAYS else None,
            raised_at=at,
        )
        for one in told
        if one.signal.value not in raised
    ]
    if alarms and not raised:
        _tell_leads(alarms[0], at)
    for alarm in alarms:
        if alarm.recalibrates is not None:
            _tell_leads_of_stay(alarm, at)
    return alarms


@operation
def look_at_severity(
    *,
    actor: None,
    assessor: Person,
    version: Version,
    severity: float,
    error: float,
    readings: Sequence[UUID],
    beside: int,
    alike: int,
    at: datetime,
) -> Alarm | None:
    """Raise that somebody is much harsher or milder than all who read the same work; who leads the assessing hears.

    As long as nobody answered it, it is raised once. A recalibration follows some readings later (`follow_alarm`).
    None: there is nothing to raise.

    Args:
        severity, error: logits.
        readings: theirs, that it rests on.
        beside: criteria of these that another person judged too, `alike` of them at the same level.
    """
    signal = severity_signal(severity, error)
    if signal is None:
        return None
    hold(assessor.pk)
    organization = version.micro_credential.owner
    if severity_alarms(version).filter(assessor=assessor, answer__isnull=True).exists():
        return None
    alarm = Alarm.objects.create(
        organization=organization,
        assessor=assessor,
        signal=signal.value,
        readings=list(readings),
        checks=beside,
        exact=alike,
        severity=severity,
        severity_error=error,
        recalibrates=version,
        raised_at=at,
    )
    _tell_leads_of_severity(alarm, at)
    return alarm


@operation
def follow_alarm(*, actor: None, alarm: Alarm, at: datetime) -> FollowUp | None:
    """Recalibrate whom an alarm asks it for, some readings and hours later; once.

    Where the organization wants no pause by a rule, or there are too few papers, a lead is told and decides. None:
    nothing is due, or a lead answered before.
    """
    version = alarm.recalibrates
    if version is None:
        return None
    hold(alarm.assessor_id)
    if not is_due(alarm, at=at):
        return None
    came, pause = FollowUp.Came.IN_FORCE, pause_of(alarm.assessor, version)
    if pause is None and not figures_in(alarm.organization).pauses:
        came = FollowUp.Came.PROPOSED
    elif pause is None:
        pause = recalibrate(
            actor=None, assessor=alarm.assessor, version=version, because=RightPause.Because.DRIFT, at=at
        )
        came = FollowUp.Came.PAUSED if pause else FollowUp.Came.NO_PAPERS
    if pause is None:
        _tell_leads_to_decide(alarm, version, came, at)
    return FollowUp.objects.create(alarm=alarm, came=came, pause=pause, followed_at=at)


@operation
def answer_alarm(*, actor: Person, alarm: Alarm, reason: str, at: datetime) -> AlarmAnswer:
    """Say what was found and done about an alarm. The charts begin anew. Once.

    The same words of the same person again are that answer.

    Args:
        actor: a lead assessor of the organization, or above; not who it is about.

    Raises:
        NoAnswerGiven, AnsweredBefore, NotAllowed.
    """
    leads = acts_as(actor, Role.LEAD_ASSESSOR, for_organization=alarm.organization, at=at)
    if not leads or alarm.assessor_id == actor.pk:
        raise NotAllowed
    if not reason.strip():
        raise NoAnswerGiven
    hold(alarm.pk)
    answer, is_new = AlarmAnswer.objects.get_or_create(
        alarm=alarm, defaults={"reason": reason.strip(), "answered_by": actor, "answered_at": at}
    )
    if not is_new and (answer.answered_by_id, answer.reason) != (actor.pk, reason.strip()):
        raise AnsweredBefore
    return answer


def _tell_leads(alarm: Alarm, at: datetime) -> None:
    _tell_each_lead(
        alarm,
        "alarm_raised",
        _("Please look at how {name} judges"),
        _(
            "Readings of papers of which it is agreed what they show went away from that. It is a reason to look, "
            "not a judgement: see the readings, talk to them, and write down what you found. Until then more such "
            "papers come up for them; nothing else changes."
        ),
        {"name": alarm.assessor.name},
        at,
    )


def _tell_leads_of_stay(alarm: Alarm, at: datetime) -> None:
    _tell_each_lead(
        alarm,
        "alarm_stays",
        _("{name} stays away from what is agreed"),
        _(
            "More papers came up for them since you were asked to look, and they read those no nearer. A recalibration "
            "follows some readings from now, so that nobody can tell which papers it rests on. If that is too late, "
            "pause their right now; if it is not needed, answer what asked for a look."
        ),
        {"name": alarm.assessor.name},
        at,
    )


def _tell_leads_of_severity(alarm: Alarm, at: datetime) -> None:
    _tell_each_lead(
        alarm,
        "alarm_severity",
        _("{name} reads much harsher or milder than others"),
        _(
            "Beside everybody who read the same work, and allowing for whose work it was, they are more than a logit "
            "from the middle, and more than chance makes it. A recalibration follows some readings from now. If that "
            "is too late, pause their right now; if it is not needed, answer it. See as well what a reset of their "
            "readings would change."
        ),
        {"name": alarm.assessor.name},
        at,
    )


def _tell_leads_to_decide(alarm: Alarm, version: Version, came: FollowUp.Came, at: datetime) -> None:
    why = _("There are too few calibration papers that they never had.")
    if came is FollowUp.Came.PROPOSED:
        why = _("Your organization wants no right paused by a rule.")
    _tell_each_lead(
        alarm,
        "recalibration_proposed",
        _("Please decide how {name} goes on with “{title}”"),
        _(
            "They stay away from what is agreed, or from all who read the same work, so a recalibration would be due. "
            "{why} Nothing was paused: pause their right, ask for a recalibration, or answer what asked for a look."
        ),
        {"name": alarm.assessor.name, "title": title_for_readers(version), "why": why},
        at,
    )


def _tell_each_lead(
    alarm: Alarm, kind: str, subject: Promise, body: Promise, facts: Mapping[str, object], at: datetime
) -> None:
    for lead in people_with(Role.LEAD_ASSESSOR, organization=alarm.organization, at=at):
        if lead.pk == alarm.assessor_id:
            continue
        tell(
            actor=None,
            person=lead,
            kind=kind,
            subject=subject,
            body=body,
            facts=facts,
            path=reverse("reader", args=[alarm.organization.slug, alarm.assessor_id]),
            key=f"{kind}:{alarm.pk}",
            at=at,
        )
