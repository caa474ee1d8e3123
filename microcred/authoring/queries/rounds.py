"""The rounds that somebody looks after, by where they stand: for their list, and for what is theirs to do next."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Outcome
from microcred.authoring.models import Arbiter, QualityReview, ReviewAnswer, ReviewCondition, Settlement
from microcred.authoring.queries.reviews import all_filed
from microcred.organizations.models import Person
from microcred.quality.queries import places_to_keep


class RoundAt(StrEnum):
    """Where a round stands for whoever looks after it; what waits for them comes first."""

    TO_CONCLUDE = "to_conclude"
    DISPUTED = "disputed"
    LATE = "late"
    READING = "reading"
    CONDITIONS = "conditions"
    CONCLUDED = "concluded"

    @property
    def words(self) -> str | Promise:
        """What it is called, for people."""
        return ROUND_WORDS[self]


ROUND_WORDS: dict[RoundAt, str | Promise] = {
    RoundAt.TO_CONCLUDE: _("To be concluded"),
    RoundAt.DISPUTED: _("To be settled"),
    RoundAt.LATE: _("Past due"),
    RoundAt.READING: _("Being judged"),
    RoundAt.CONDITIONS: _("Conditions open"),
    RoundAt.CONCLUDED: _("Concluded"),
}


def rounds_kept_by(person: Person, *, at: datetime) -> QuerySet[Any]:
    """The rounds of the organizations for which a person looks after quality, with `.stands` (a value of `RoundAt`) and
    `.has_arbiter`; the open ones first, by due date."""
    return _standing(QualityReview.objects.filter(owner__in=places_to_keep(person, at=at)), at=at).order_by(
        F("outcome__concluded_at").desc(nulls_first=True), "due_at", "pk"
    )


def _standing(rounds: QuerySet[QualityReview], *, at: datetime) -> QuerySet[Any]:
    said = ReviewAnswer.objects.filter(filing__seat__decline__isnull=True)
    otherwise = said.filter(
        component=OuterRef("component"), filing__seat__review=OuterRef("filing__seat__review")
    ).exclude(verdict=OuterRef("verdict"))
    settled = Settlement.objects.filter(review=OuterRef("filing__seat__review"), component=OuterRef("component"))
    dispute = said.filter(Exists(otherwise), ~Exists(settled), filing__seat__review=OuterRef("pk"))
    waiting = ReviewCondition.objects.filter(outcome__review=OuterRef("pk"), met__isnull=True)
    return (
        rounds.alias(all_filed=all_filed())
        .annotate(
            has_arbiter=Exists(Arbiter.objects.filter(review=OuterRef("pk"))),
            stands=Case(
                When(Q(outcome__outcome=Outcome.CONDITIONAL) & Exists(waiting), then=Value(RoundAt.CONDITIONS.value)),
                When(outcome__isnull=False, then=Value(RoundAt.CONCLUDED.value)),
                When(Q(all_filed=True) & Exists(dispute), then=Value(RoundAt.DISPUTED.value)),
                When(all_filed=True, then=Value(RoundAt.TO_CONCLUDE.value)),
                When(due_at__lt=at, then=Value(RoundAt.LATE.value)),
                default=Value(RoundAt.READING.value),
            ),
        )
        .select_related("edition", "owner", "outcome", "opened_by")
    )
