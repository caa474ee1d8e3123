"""What billing does when it hears of something."""

from django.urls import reverse as address
from django.utils.translation import gettext_lazy as _

from microcred.billing.events import PayReversed
from microcred.billing.models import Reversal
from microcred.billing.operations import record_reading
from microcred.catalog.queries import title_for_readers
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.scoring.events import ReadingSaved
from microcred.scoring.models import Scoring


@on(ReadingSaved)
def write_down_the_work(news: ReadingSaved) -> None:
    """Every reading is a unit of work, as soon as it is saved: whether it decided anything makes no difference."""
    scoring = Scoring.of_all.select_related("assessor", "submission__pursuit__version__micro_credential__owner").get(
        pk=news.scoring_id
    )
    record_reading(actor=None, scoring=scoring)


@on(PayReversed)
def tell_of_the_reversal(news: PayReversed) -> None:
    """Whose pay is taken back hears why, and what follows."""
    reversal = Reversal.objects.select_related("line__unit__assessor", "line__unit__version").get(pk=news.reversal_id)
    again = _("The reading is paid anew, by the rate that holds for its day.")
    for_good = _(
        "The reading is not paid again. If you think that is wrong, write to whoever administers the organization."
    )
    tell(
        actor=None,
        person=reversal.line.unit.assessor,
        kind="pay_reversed",
        subject=_("Your pay for a reading of “{title}” is corrected"),
        body=_("What you had been paid for it is taken back.\n\n{reason}\n\n{then}"),
        facts={
            "title": title_for_readers(reversal.line.unit.version),
            "reason": reversal.reason,
            "then": again if reversal.pay_again else for_good,
        },
        path=address("work_and_pay"),
        key=f"pay_reversed:{reversal.pk}",
        at=now(),
    )
