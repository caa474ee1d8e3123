"""Who hears what of a retreat: who was asked to it, and who owns what was decided there."""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import RetreatDecision, RetreatGuest
from microcred.authoring.queries import retreats as queries
from microcred.foundation.moments import weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.notices.operations import tell
from microcred.organizations.models import Person


def invited(guest: RetreatGuest, *, at: datetime) -> None:
    """The guest hears where and when."""
    retreat = guest.retreat
    tell(
        actor=guest.invited_by,
        person=guest.person,
        kind="retreat_invited",
        subject=format_lazy(_("You are asked to “{name}”"), name=retreat.name),
        body=format_lazy(
            _(
                "{who} asks you to a retreat of {owner} on micro-credentials and what becomes of them.\n\n"
                "It begins on {day}. Place: {place}. The agenda, with the data pack of each micro-credential, is there "
                "to read beforehand."
            ),
            who=guest.invited_by.name,
            owner=str(retreat.owner),
            day=weekday_in_words_lazy(retreat.starts_on),
            place=retreat.place,
        ),
        path=f"/retreats/{retreat.pk}/",
        key=f"retreat-guest:{guest.pk}",
        at=at,
    )


def decided(decision: RetreatDecision, before: RetreatDecision | None, *, at: datetime) -> None:
    """The owner hears what they are to see to; the owner of the decision before, that it is theirs no more."""
    if decision.owner is not None:
        _tell(
            decision,
            decision.owner,
            kind="retreat_decision",
            subject=format_lazy(_("“{title}”: {course}"), title=_title(decision), course=decision.get_course_display()),
            body=format_lazy(
                _("“{retreat}” decided this, and you see to it{by}.\n\nThe reason: {reason}"),
                retreat=decision.item.retreat.name,
                by=format_lazy(_(" by {day}"), day=weekday_in_words_lazy(decision.due_on)) if decision.due_on else "",
                reason=decision.reason,
            ),
            key=f"retreat-decision:{decision.pk}",
            at=at,
        )
    if before is not None and before.owner is not None and before.owner_id != decision.owner_id:
        _tell(
            decision,
            before.owner,
            kind="retreat_decision",
            subject=format_lazy(_("“{title}” is decided anew"), title=_title(decision)),
            body=format_lazy(
                _("“{retreat}” decided again: {course}. You no longer have to see to it."),
                retreat=decision.item.retreat.name,
                course=decision.get_course_display(),
            ),
            key=f"retreat-decision-before:{decision.pk}",
            at=at,
        )


@operation
def remind_of_decision(*, actor: None, decision: RetreatDecision, is_over: bool, at: datetime) -> None:
    """Remind the owner of a decision before its day; after it, them and whoever decided. Each is told once."""
    if decision.due_on is None:
        return
    day = weekday_in_words_lazy(decision.due_on)
    if not is_over:
        people, subject = [decision.owner], _("“{title}” is due soon")
        body = _("“{retreat}” decided: {course}, by {day}. It is not done yet.")
    else:
        people, subject = [decision.owner, decision.decided_by], _("“{title}” is overdue")
        body = _(
            "“{retreat}” decided: {course}, by {day}. That day is over and it is not done. Finish it, or decide on "
            "another day or course."
        )
    for person in dict.fromkeys(people):
        if person is None:
            continue
        _tell(
            decision,
            person,
            kind="retreat_decision_overdue" if is_over else "retreat_decision_due",
            subject=format_lazy(subject, title=_title(decision)),
            body=format_lazy(body, retreat=decision.item.retreat.name, course=decision.get_course_display(), day=day),
            key=f"retreat-decision-{'overdue' if is_over else 'due'}:{decision.pk}",
            at=at,
        )


def _tell(
    decision: RetreatDecision, person: Person, *, kind: str, subject: object, body: object, key: str, at: datetime
) -> None:
    tell(
        actor=None,
        person=person,
        kind=kind,
        subject=subject,  # type: ignore[arg-type]
        body=body,  # type: ignore[arg-type]
        path=f"/retreats/{decision.item.retreat_id}/",
        key=key,
        at=at,
    )


def _title(decision: RetreatDecision) -> str:
    return queries.title_of(decision.item.micro_credential)
