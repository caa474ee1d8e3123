"""What was uploaded and is no evidence yet, in words for whoever uploaded it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.asked_often import asked_often
from microcred.foundation.inspection import FileActsMalicious
from microcred.foundation.inspection.kept import refusal_again
from microcred.foundation.models import Emptied
from microcred.portfolios.models import Arrival, ExaminationStep, FoundMetadata, Item, Pursuit

MALICIOUS_KEPT = timedelta(days=30)
"""For so long an operator can look at what a scanner found, and at a finding that somebody holds to be wrong."""


class Checking(StrEnum):
    """Where an examination stands."""

    CHECKED = "being checked"
    HELD = "held"
    REFUSED = "refused"


_CHECKED = _("“{name}” is still being checked. You can go on meanwhile; this page says when it is done.")
_NO_ANSWER = _(
    "“{name}” waits: the search for malicious software does not answer at the moment. It is tried again by itself, and "
    "whoever runs the server sees it. You need do nothing."
)
_NOT_FULLY = _(
    "“{name}” could not be searched to its end for malicious software, so whoever runs this server has to look at it "
    "first. A smaller file, or the pages as a plain PDF without a password, goes through by itself."
)


@dataclass(frozen=True)
class Pending:
    """An arrival that is no evidence yet."""

    id: UUID
    title: str
    size: int
    stage: Checking
    words: str | Promise
    requirement_id: UUID
    arrived_at: datetime

    @property
    def is_refused(self) -> bool:
        """Whether nothing more will come of it."""
        return self.stage is Checking.REFUSED


def pending_of(pursuit: Pursuit) -> list[Pending]:
    """What was uploaded for a pursuit and neither became evidence nor was put aside, in the order in which it came."""
    return [_pending(arrival) for arrival in _arrivals(pursuit_id=pursuit.pk)]


def found_in(item: Item) -> list[dict[str, str]]:
    """What the file said of its author, place and making before that was taken out: for its owner's eyes alone."""
    found = FoundMetadata.objects.filter(arrival__examined__item=item).first()
    return list(found.facts) if found else []


def held() -> QuerySet[Arrival]:
    """What waits for the scanner, or for an operator, the oldest first."""
    scans = ExaminationStep.objects.filter(step=ExaminationStep.Step.SCAN)
    waits = scans.filter(outcome__in=[ExaminationStep.Outcome.HELD, ExaminationStep.Outcome.NOT_FULLY_SCANNED])
    refused = ExaminationStep.objects.filter(outcome=ExaminationStep.Outcome.REFUSED)
    return (
        Arrival.objects.filter(examined__isnull=True, dismissal__isnull=True, pk__in=waits.values("arrival"))
        .exclude(pk__in=refused.values("arrival"))
        .select_related("original", "pursuit__version__micro_credential__owner")
        .order_by("arrived_at")
    )


def unended() -> QuerySet[Arrival]:
    """Arrivals whose examination has not ended, whoever or whatever holds it up."""
    refused = ExaminationStep.objects.filter(outcome=ExaminationStep.Outcome.REFUSED)
    open_ones = Arrival.objects.filter(examined__isnull=True, dismissal__isnull=True)
    return open_ones.exclude(pk__in=refused.values("arrival"))


def unneeded(*, at: datetime) -> QuerySet[Arrival]:
    """Arrivals that will never be evidence and whose bytes still lie there, though nobody needs them.

    What was refused or put aside is needed by nobody from that moment on; what a scanner found, after
    `MALICIOUS_KEPT`, put aside or not.
    """
    refused = ExaminationStep.objects.filter(outcome=ExaminationStep.Outcome.REFUSED)
    found = refused.filter(fact=FileActsMalicious.__name__)
    looked_at = found.filter(done_at__gt=at - MALICIOUS_KEPT)
    over = Arrival.objects.filter(Q(dismissal__isnull=False) | Q(pk__in=refused.values("arrival")))
    return (
        over.filter(examined__isnull=True)
        .exclude(pk__in=looked_at.values("arrival"))
        .exclude(original__in=Emptied.objects.values("pk"))
        .select_related("original")
        .order_by("arrived_at")
    )


def _pending(arrival: Any) -> Pending:
    steps = {(step["step"], step["outcome"]): step for step in arrival.outcomes}
    stage, words = _said(arrival.title, steps)
    return Pending(
        arrival.pk, arrival.title, arrival.original.size, stage, words, arrival.requirement_id, arrival.arrived_at
    )


def _said(name: str, steps: dict[tuple[str, str], dict[str, Any]]) -> tuple[Checking, str | Promise]:
    refused = next((step for (_step, outcome), step in steps.items() if outcome == "refused"), None)
    if refused:
        return Checking.REFUSED, str(refusal_again(refused["fact"], refused["facts"]))
    if ("scan", "not_fully_scanned") in steps:
        return Checking.HELD, format_lazy(_NOT_FULLY, name=name)
    if ("scan", "held") in steps:
        return Checking.HELD, format_lazy(_NO_ANSWER, name=name)
    return Checking.CHECKED, format_lazy(_CHECKED, name=name)


@asked_often
def _arrivals(*, pursuit_id: UUID) -> QuerySet[Arrival]:
    steps = ExaminationStep.objects.filter(arrival=OuterRef("pk"))
    said = steps.values(said=JSONObject(step="step", outcome="outcome", fact="fact", facts="facts"))
    return (
        Arrival.objects.filter(pursuit=pursuit_id, examined__isnull=True, dismissal__isnull=True)
        .select_related("original")
        .annotate(outcomes=ArraySubquery(said))
        .order_by("arrived_at", "pk")
    )
