"""Questions about versions in pilot, and where an organization's micro-credentials stand after they were published."""

from datetime import date, datetime
from enum import StrEnum

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import (
    ExitReport,
    MicroCredential,
    Pilot,
    QualityStatement,
    Retirement,
    ReviewTrigger,
    Version,
)
from microcred.organizations.models import Organization
from microcred.quality.models import Adoption


def in_pilot(version: Version) -> bool:
    """Whether a version is being tried out: it began in pilot, and nobody has reported yet."""
    return pilot_of(version) is not None


def pilot_of(version: Version) -> Pilot | None:
    """The pilot that a version is in now; None when it is in none."""
    return Pilot.objects.filter(version=version, report__isnull=True).first()


class Offering(StrEnum):
    """Where a micro-credential stands once it has a version."""

    PILOT = "pilot"
    REVISING = "revising"
    PUBLISHED = "published"
    UNREVIEWED = "unreviewed"
    MONITORED = "monitored"
    DUE = "due"
    RETIRED = "retired"

    @property
    def words(self) -> str | Promise:
        """The stage's name, for people."""
        return OFFERING_WORDS[self]


OFFERING_WORDS: dict[Offering, str | Promise] = {
    Offering.PILOT: _("In pilot"),
    Offering.REVISING: _("To be revised after its pilot"),
    Offering.PUBLISHED: _("Published"),
    Offering.UNREVIEWED: _("Published, never reviewed"),
    Offering.MONITORED: _("Published and watched"),
    Offering.DUE: _("Due for another review"),
    Offering.RETIRED: _("Retired"),
}


def offerings_of(places: QuerySet[Organization], *, today: date, at: datetime) -> QuerySet[MicroCredential]:
    """The micro-credentials of organizations with `.standing` (a value of `Offering`), `.title`,
    `.since` and `.review_on` of their newest version.

    What was reviewed is watched: it is due again on the day that its last statement names, as soon as something calls
    for it, and once its organization goes by other standards than it was judged by. What no review has judged, where
    the organization goes by a quality framework, was never reviewed. It is all said by rows, in one statement.

    Args:
        places: The organizations, as a QuerySet.
    """
    newest = Version.objects.filter(micro_credential=OuterRef("pk")).order_by("-number", "-revision")
    pilots = Pilot.objects.filter(version__micro_credential=OuterRef("pk")).order_by(
        "-version__number", "-version__revision"
    )
    last_pilot = pilots.filter(version__number=OuterRef("newest_number"))
    revised = last_pilot.filter(report__decision=ExitReport.Decision.REVISE)
    statements = QualityStatement.objects.filter(version__micro_credential=OuterRef("pk")).order_by(
        "-version__number", "-version__revision", "-stated_at", "-pk"
    )
    stated = statements.filter(version__number=OuterRef("newest_number"))
    adopted = Adoption.objects.filter(organization__lineage__contained_by=OuterRef("owner__lineage")).order_by(
        "-organization__lineage__len", "-adopted_at", "-pk"
    )
    called = ReviewTrigger.objects.filter(
        version__micro_credential=OuterRef("pk"),
        version__number=OuterRef("newest_number"),
        raised_at__gt=OuterRef("stated_at"),
    )
    return (
        MicroCredential.objects.filter(Exists(newest), owner__in=places)
        .alias(
            newest_number=Subquery(newest.values("number")[:1]),
            stated_at=Subquery(statements.values("stated_at")[:1]),
        )
        .annotate(
            title=Subquery(newest.values("title")[:1]),
            since=Coalesce(
                Subquery(Retirement.objects.filter(micro_credential=OuterRef("pk")).values("retired_at")[:1]),
                Subquery(newest.values("published_at")[:1]),
            ),
            review_on=Subquery(stated.values("next_review_on")[:1]),
        )
        .alias(
            goes_by=Subquery(adopted.values("edition")[:1]),
            judged_by=Subquery(stated.values("edition")[:1]),
        )
        .annotate(
            standing=Case(
                When(Q(retirement__retired_at__lte=at), then=Value(Offering.RETIRED.value)),
                When(Exists(last_pilot.filter(report__isnull=True)), then=Value(Offering.PILOT.value)),
                When(Exists(revised), then=Value(Offering.REVISING.value)),
                When(
                    Q(review_on__lte=today)
                    | Exists(called)
                    | (Q(judged_by__isnull=False) & ~Q(judged_by=F("goes_by"))),
                    then=Value(Offering.DUE.value),
                ),
                When(Q(review_on__isnull=False), then=Value(Offering.MONITORED.value)),
                When(Q(goes_by__isnull=False), then=Value(Offering.UNREVIEWED.value)),
                default=Value(Offering.PUBLISHED.value),
            )
        )
        .select_related("owner")
    )
