"""Questions about versions in pilot, and where an organization's micro-credentials stand after they were published."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value, When
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
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.quality.models import Adoption

if TYPE_CHECKING:
    from microcred.catalog.queries.pages import VersionPage

Row = TypeVar("Row", bound=Model)

LAST_STATED = ("-version__number", "-version__revision", "-stated_at", "-pk")
"""The order of statements of one micro-credential in which the last comes first."""


LEADERS = (Role.AUTHOR, Role.LEAD_ASSESSOR, Role.ORG_ADMIN)


def leads_pilot(person: Person, version: Version, *, at: datetime) -> bool:
    """Whether a person sees how the pilot of a version goes, and may end it."""
    owner = version.micro_credential.owner
    return any(acts_as(person, role, for_organization=owner, at=at) for role in LEADERS)


def pilot_shown_to(person: object, page: "VersionPage", *, at: datetime) -> bool:
    """Whether to lead a reader from a version to its pilot: while it lasts, those who may see it."""
    return page.in_pilot and isinstance(person, Person) and leads_pilot(person, page.version, at=at)


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
    the organization goes by a quality framework, was never reviewed. It is all said by rows.

    Each stage is a set of which PostgreSQL makes a list once, not a question that it asks of every micro-credential.

    Args:
        places: The organizations, as a QuerySet.
    """
    newest = Version.objects.filter(micro_credential=OuterRef("pk")).order_by("-number", "-revision")
    stated = _of_newest(QualityStatement.objects.filter(pk__in=_last_statements()))
    tried_out, called = _of_newest(Pilot.objects.all()), _of_newest(_triggers_since())
    overdue, goes_by = stated.filter(next_review_on__lte=today), _editions_by_owner(places)
    return (
        MicroCredential.objects.filter(Exists(newest), owner__in=places)
        .annotate(
            title=Subquery(newest.values("title")[:1]),
            since=Coalesce(
                Subquery(Retirement.objects.filter(micro_credential=OuterRef("pk")).values("retired_at")[:1]),
                Subquery(newest.values("published_at")[:1]),
            ),
            review_on=Subquery(stated.filter(version__micro_credential=OuterRef("pk")).values("next_review_on")[:1]),
            standing=Case(
                When(Q(retirement__retired_at__lte=at), then=Value(Offering.RETIRED.value)),
                When(_is_of(tried_out.filter(report__isnull=True)), then=Value(Offering.PILOT.value)),
                When(
                    _is_of(tried_out.filter(report__decision=ExitReport.Decision.REVISE)),
                    then=Value(Offering.REVISING.value),
                ),
                When(
                    _is_of(overdue) | _is_of(called) | _judged_otherwise(stated, goes_by),
                    then=Value(Offering.DUE.value),
                ),
                When(_is_of(stated), then=Value(Offering.MONITORED.value)),
                When(Q(owner__in=list(goes_by)), then=Value(Offering.UNREVIEWED.value)),
                default=Value(Offering.PUBLISHED.value),
            ),
        )
        .select_related("owner")
    )


def _is_of(rows: QuerySet[Any]) -> Q:
    """Whether some rows about versions are about one of a micro-credential's."""
    return Q(pk__in=rows.order_by().values("version__micro_credential"))


def _of_newest(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Of rows about versions those about the newest number of their micro-credential, whatever its revision."""
    later = Version.objects.filter(
        micro_credential=OuterRef("version__micro_credential"), number__gt=OuterRef("version__number")
    )
    return rows.filter(~Exists(later))


def _last_statements() -> QuerySet[QualityStatement, Any]:
    """The last statement of each micro-credential that has any."""
    by_time = QualityStatement.objects.order_by("version__micro_credential", *LAST_STATED)
    return by_time.distinct("version__micro_credential").values("pk")


def _triggers_since() -> QuerySet[ReviewTrigger]:
    """What called for another review after the last statement of its micro-credential."""
    before = QualityStatement.objects.filter(version__micro_credential=OuterRef("version__micro_credential"))
    return ReviewTrigger.objects.filter(raised_at__gt=Subquery(before.order_by(*LAST_STATED).values("stated_at")[:1]))


def _editions_by_owner(places: QuerySet[Organization]) -> dict[UUID, UUID]:
    """By which edition of a quality framework the owners among some organizations go, if they go by one."""
    adopted = Adoption.objects.filter(organization__lineage__contained_by=OuterRef("lineage")).order_by(
        "-organization__lineage__len", "-adopted_at", "-pk"
    )
    owners = Organization.objects.filter(pk__in=MicroCredential.objects.filter(owner__in=places).values("owner"))
    found = owners.annotate(goes_by=Subquery(adopted.values("edition")[:1])).values_list("pk", "goes_by")
    return {owner: edition for owner, edition in found if edition is not None}


def _judged_otherwise(stated: QuerySet[QualityStatement], goes_by: Mapping[UUID, UUID]) -> Q:
    """Whether the last statement was made by another edition than the owner goes by."""
    otherwise = _is_of(stated) & ~Q(owner__in=list(goes_by))
    for edition in set(goes_by.values()):
        owners = [owner for owner, theirs in goes_by.items() if theirs == edition]
        otherwise |= Q(owner__in=owners) & _is_of(stated.exclude(edition=edition))
    return otherwise
