"""Writing down who knows whose work something is, and who has held it to judge it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.foundation.asked_often import asked_often
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Judge, Pursuit, Sight, Submission
from microcred.portfolios.queries.acquaintance import has_judged, judged_by


class ForSomebodyElse(Refusal):
    """The actor may not learn whose it is. They are not told why: that would tell them."""

    message = _("Somebody else sees to this one. What is yours to see to stands in your list.")
    status = 404


@operation
def note_sight(*, actor: Person, pursuit: Pursuit, way: Sight.Way, at: datetime) -> Sight:
    """Write down that the actor learns whose a piece of work is. Once; from then on they judge nothing of theirs.

    Raises:
        ForSomebodyElse: they have held it to judge it.
    """
    # Whoever claims something takes this lock first, so that of claiming and knowing only one comes about.
    hold(actor.pk)
    if has_judged(actor, pursuit):
        raise ForSomebodyElse
    sight, _new = Sight.objects.get_or_create(pursuit=pursuit, person=actor, defaults={"way": way, "seen_at": at})
    return sight


@operation
def note_sights(*, actor: Person, pursuits: Sequence[Pursuit], way: Sight.Way, at: datetime) -> None:
    """The same of several pieces of work that are shown together: of all, or of none; in as many questions as of one.

    Raises:
        ForSomebodyElse: they have held one of them to judge it.
    """
    hold(actor.pk)
    judged = judged_by(actor, educator="person", micro_credential="version__micro_credential")
    if Pursuit.objects.filter(judged, pk__in=[one.pk for one in pursuits]).exists():
        raise ForSomebodyElse
    Sight.objects.bulk_create(
        (Sight(pursuit=one, person=actor, way=way, seen_at=at) for one in pursuits), ignore_conflicts=True
    )


@operation
def note_judge(*, actor: Person, submission: Submission, at: datetime) -> Judge:
    """Write down that the actor holds a submission to judge it, or to check it before. Once; whoever calls this holds
    the actor's lock."""
    there = _judging.first(submission_id=submission.pk, person_id=actor.pk)
    return there or Judge.objects.create(submission=submission, person=actor, since=at)


@asked_often
def _judging(*, submission_id: UUID, person_id: UUID) -> QuerySet[Judge]:
    return Judge.objects.filter(submission=submission_id, person=person_id)
