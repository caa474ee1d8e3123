"""The verbs by which a reading, or a module of the training, becomes work."""

from django.db.models import Q

from microcred.billing.models import Unit
from microcred.billing.queries import rate_that_applied
from microcred.billing.rules import Work, work_of
from microcred.calibration.models import TrainingCompletion
from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.scoring.models import Scoring


@operation
def record_reading(*, actor: None, scoring: Scoring) -> Unit:
    """Write a reading down as a unit of work, with the rate that applies to it. Once, however often it is called.

    Args:
        actor: nobody: it follows from the reading.
    """
    hold(scoring.pk)
    there = Unit.objects.filter(scoring=scoring).first()
    if there is not None:
        return there
    version = scoring.submission.pursuit.version
    organization = version.micro_credential.owner
    earlier = Q(scored_at__lt=scoring.scored_at) | Q(scored_at=scoring.scored_at, pk__lt=scoring.pk)
    before = Scoring.objects.filter(earlier, submission=scoring.submission_id)
    # What is read to see how its reader judges is worked on like any first reading, and paid like it.
    work = work_of(1 if scoring.paper_id else before.count() + 1)
    on = day_in(scoring.scored_at, organization.time_zone)
    return Unit.objects.create(
        scoring=scoring,
        organization=organization,
        version=version,
        assessor=scoring.assessor,
        kind=work.value,
        read_at=scoring.scored_at,
        rate=rate_that_applied(organization, work, on=on),
    )


@operation
def record_training(*, actor: None, completion: TrainingCompletion) -> Unit:
    """Write a module of the training that was done down as a unit of work, with the minutes that were counted. Once.

    It is paid where a rate for training applies, and stands in the service record in any case.

    Args:
        actor: nobody: it follows from the completion.
    """
    hold(completion.pk)
    there = Unit.objects.filter(training=completion).first()
    if there is not None:
        return there
    module = completion.edition.module
    on = day_in(completion.completed_at, module.organization.time_zone)
    return Unit.objects.create(
        training=completion,
        organization=module.organization,
        version=module.version,
        assessor=completion.person,
        kind=Work.TRAINING.value,
        read_at=completion.completed_at,
        minutes=completion.minutes,
        rate=rate_that_applied(module.organization, Work.TRAINING, on=on),
    )
