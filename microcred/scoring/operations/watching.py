"""Looking after how assessors judge: alarms that a lead answers."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.scoring.models import Alarm, AlarmAnswer, Scoring
from microcred.scoring.queries import alarms_about, checks_of, since_answered
from microcred.scoring.rules import exact_share, signals


class NoAnswerGiven(Refusal):
    """A lead answers an alarm without a word."""

    message = _("Say what you found and what you did: whoever looks at this later has nothing else to go by.")
    field = "reason"
    status = 422


@operation
def look_after(*, actor: None, scoring: Scoring, at: datetime) -> list[Alarm]:
    """After the reading of a validity paper, raise what the charts tell; who leads the assessing hears of it.

    Until it is answered each signal is raised once, and more papers come up for the assessor. Nothing else happens of
    itself: a person decides.
    """
    if scoring.paper is None:
        return []
    organization, assessor = scoring.paper.version.micro_credential.owner, scoring.assessor
    hold(assessor.pk)
    checks = checks_of(organization, assessor=assessor, until=at)[assessor.pk]
    recent = since_answered(assessor, organization, checks)
    raised = set(alarms_about(organization, assessor).filter(answer__isnull=True).values_list("signal", flat=True))
    alarms = [
        Alarm.objects.create(
            organization=organization,
            assessor=assessor,
            signal=told.signal.value,
            readings=list(told.readings),
            checks=len(recent),
            exact=exact_share(recent).hits,
            raised_at=at,
        )
        for told in signals(recent)
        if told.signal.value not in raised
    ]
    if alarms and not raised:
        _tell_leads(alarms[0], at)
    return alarms


@operation
def answer_alarm(*, actor: Person, alarm: Alarm, reason: str, at: datetime) -> AlarmAnswer:
    """Say what was found and done about an alarm. The charts begin anew. Once.

    Args:
        actor: a lead assessor of the organization, or above; not who it is about.

    Raises:
        NoAnswerGiven, NotAllowed.
    """
    leads = acts_as(actor, Role.LEAD_ASSESSOR, for_organization=alarm.organization, at=at)
    if not leads or alarm.assessor_id == actor.pk:
        raise NotAllowed
    if not reason.strip():
        raise NoAnswerGiven
    hold(alarm.pk)
    answer, _is_new = AlarmAnswer.objects.get_or_create(
        alarm=alarm, defaults={"reason": reason.strip(), "answered_by": actor, "answered_at": at}
    )
    return answer


def _tell_leads(alarm: Alarm, at: datetime) -> None:
    for lead in people_with(Role.LEAD_ASSESSOR, organization=alarm.organization, at=at):
        if lead.pk == alarm.assessor_id:
            continue
        tell(
            actor=None,
            person=lead,
            kind="alarm_raised",
            subject=format_lazy(_("Please look at how {name} judges"), name=alarm.assessor.name),
            body=_(
                "Readings of papers of which it is agreed what they show went away from that. It is a reason to look, "
                "not a judgement: see the readings, talk to them, and write down what you found. Until then more such "
                "papers come up for them; nothing else changes."
            ),
            path=reverse("reader", args=[alarm.organization.slug, alarm.assessor_id]),
            key=f"alarm_raised:{alarm.pk}",
            at=at,
        )
