"""What billing does when it hears of something."""

from django.urls import reverse as address
from django.utils.translation import gettext_lazy as _

from microcred.billing.events import PayReversed, PeriodLocked
from microcred.billing.models import Period, Reversal
from microcred.billing.operations import record_reading, record_training
from microcred.billing.queries.service import ServedIn, served_in
from microcred.billing.rules import hours
from microcred.calibration.events import TrainingCompleted
from microcred.calibration.models import TrainingCompletion
from microcred.calibration.queries import module_title
from microcred.catalog.queries import title_for_readers
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.recognition.operations.taking_over import take_over_service
from microcred.scoring.events import ReadingSaved
from microcred.scoring.models import Scoring


@on(ReadingSaved)
def write_down_the_work(news: ReadingSaved) -> None:
    """Every reading is a unit of work, as soon as it is saved: whether it decided anything makes no difference."""
    scoring = Scoring.of_all.select_related("assessor", "submission__pursuit__version__micro_credential__owner").get(
        pk=news.scoring_id
    )
    record_reading(actor=None, scoring=scoring)


@on(TrainingCompleted)
def write_down_the_training(news: TrainingCompleted) -> None:
    """A module that is done is a unit of work: hours of service in any case, and pay where there is a rate."""
    around = ("person", "edition__module__organization", "edition__module__version")
    completion = TrainingCompletion.objects.select_related(*around).get(pk=news.completion_id)
    record_training(actor=None, completion=completion)


@on(PeriodLocked)
def count_the_service(news: PeriodLocked) -> None:
    """What a locked period counts as service stands on everybody's record of renewal, and nobody types it."""
    period = Period.objects.select_related("organization").get(pk=news.period_id)
    for served in served_in(period):
        _take_over(period, served)


@on(PayReversed)
def count_the_service_anew(news: PayReversed) -> None:
    """Service that is taken back leaves the record; what is left of its period stays."""
    around = ("line__unit__assessor", "line__period__organization")
    reversal = Reversal.objects.select_related(*around).get(pk=news.reversal_id)
    period = reversal.line.period
    for served in served_in(period, assessor=reversal.line.unit.assessor):
        _take_over(period, served)


def _take_over(period: Period, served: ServedIn) -> None:
    take_over_service(
        actor=None,
        person=served.assessor,
        source=f"billing.Period:{period.pk}",
        provider=period.organization.name,
        first=served.first,
        last=served.last,
        hours=hours(served.minutes),
        at=now(),
    )


@on(PayReversed)
def tell_of_the_reversal(news: PayReversed) -> None:
    """Whose pay is taken back hears why, and what follows."""
    reversal = Reversal.objects.select_related(
        "line__unit__assessor", "line__unit__version", "line__unit__training__edition"
    ).get(pk=news.reversal_id)
    again = _("The reading is paid anew, by the rate that holds for its day.")
    for_good = _(
        "The reading is not paid again. If you think that is wrong, write to whoever administers the organization."
    )
    unit = reversal.line.unit
    training = unit.training
    title = title_for_readers(unit.version) if unit.version is not None else None
    if training is not None:
        title = module_title(training.edition)
        again = _("The training is paid anew, by the rate that holds for its day.")
        for_good = _(
            "The training is not paid again. If you think that is wrong, write to whoever administers the organization."
        )
    subject = _("Your pay for a reading of “{title}” is corrected")
    tell(
        actor=None,
        person=reversal.line.unit.assessor,
        kind="pay_reversed",
        subject=subject if training is None else _("Your pay for the training “{title}” is corrected"),
        body=_("What you had been paid for it is taken back.\n\n{reason}\n\n{then}"),
        facts={
            "title": title,
            "reason": reversal.reason,
            "then": again if reversal.pay_again else for_good,
        },
        path=address("work_and_pay"),
        key=f"pay_reversed:{reversal.pk}",
        at=now(),
    )
