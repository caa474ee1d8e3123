"""Questions about quality: what is stated of a version, what is due for another review, what of others is accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from microcred.catalog.models import (
    AcceptanceReview,
    ExternalMicroCredential,
    QualityStatement,
    Retirement,
    ReviewTrigger,
    Version,
)
from microcred.catalog.queries.pilots import Offering, offerings_of
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.quality.queries import edition_of, going_by, keeps_quality

if TYPE_CHECKING:
    from microcred.catalog.queries.pages import VersionPage

SOON = 60
"""Days ahead from which a review that comes due is shown."""


def quality_statement_of(version: Version) -> QualityStatement | None:
    """What is stated of a version: its own newest statement, else that of the version that it says in better words."""
    stated = _statements(micro_credential_id=version.micro_credential_id)
    own = (row for row in stated if row.version.number == version.number and row.version.revision <= version.revision)
    return next(own, None)


@asked_often
def _statements(*, micro_credential_id: UUID) -> QuerySet[QualityStatement]:
    """All statements about a micro-credential: a handful, the latest wording and the latest word first."""
    found = QualityStatement.objects.filter(version__micro_credential=micro_credential_id)
    found = found.select_related("edition__framework", "version").defer("version__design")
    return found.order_by("-version__number", "-version__revision", "-stated_at", "-pk")


def review_overdue_for(person: object, page: "VersionPage", *, at: datetime) -> str:
    """As whom a reader is told that the review of a version is overdue: "keeper" who looks after quality and opens the
    round, "author" who writes for its organization; empty: nobody else is, who could do nothing about it."""
    statement = page.quality
    if statement is None or page.next_review_on is not None or not isinstance(person, Person):
        return ""
    owner = page.version.micro_credential.owner
    if keeps_quality(person, owner, at=at):
        return "keeper"
    return "author" if acts_as(person, Role.AUTHOR, for_organization=owner, at=at) else ""


def unreviewed_for(person: object, page: "VersionPage", *, at: datetime) -> bool:
    """Whether to tell a reader that no quality review judged a version: those who look after quality, nobody else.

    Only where its organization goes by a quality framework: elsewhere nothing asks for a review.
    """
    if page.quality is not None or not isinstance(person, Person):
        return False
    owner = page.version.micro_credential.owner
    return keeps_quality(person, owner, at=at) and edition_of(owner) is not None


@dataclass(frozen=True)
class Due:
    """A version that wants another review: since when, or what calls for it."""

    version: Version
    statement: QualityStatement
    by: date
    is_overdue: bool
    triggers: tuple[ReviewTrigger, ...]
    other_edition: bool
    """that the organization goes by another edition now than the one that it was judged by"""


def reviews_due(owners: Iterable[Organization], *, today: date) -> list[Due]:
    """What organizations offer that is due for another quality review, or soon will be; the first due first.

    The newest version of each micro-credential that takes starts and has a statement counts. What was never reviewed
    has no day: see `never_reviewed`.
    """
    places = {place.pk: place for place in owners}
    newest = (
        Version.objects.filter(micro_credential=OuterRef("version__micro_credential"))
        .order_by("-number", "-revision")
        .values("number")[:1]
    )
    rows = (
        QualityStatement.objects.filter(
            version__micro_credential__owner__in=places,
            version__number=Subquery(newest),
        )
        .exclude(version__micro_credential__in=Retirement.objects.values("micro_credential"))
        .select_related("version__micro_credential", "edition__framework")
        .prefetch_related(Prefetch("version__review_triggers", ReviewTrigger.objects.order_by("raised_at")))
        .order_by("version__micro_credential", "-version__revision", "-stated_at")
        .distinct("version__micro_credential")
    )
    editions = {each.organization.pk: each.edition for each in going_by(places.values())}
    found = []
    for row in rows:
        goes_by = editions[row.version.micro_credential.owner_id]
        triggers = tuple(each for each in row.version.review_triggers.all() if each.raised_at > row.stated_at)
        other = goes_by is not None and goes_by.pk != row.edition_id
        if triggers or other or (row.next_review_on - today).days <= SOON:
            found.append(Due(row.version, row, row.next_review_on, row.next_review_on <= today, triggers, other))
    return sorted(found, key=lambda due: (not due.triggers, due.by, str(due.version.pk)))


def never_reviewed(owners: Iterable[Organization], *, today: date, at: datetime) -> QuerySet[Version]:
    """What organizations offer that no quality review has judged, though they go by a quality framework; by title.

    The newest version of each micro-credential. What is in pilot or to be revised after it has another way before it.
    """
    places = Organization.objects.filter(pk__in=[place.pk for place in owners])
    offered: QuerySet[Any] = offerings_of(places, today=today, at=at)
    waiting = offered.filter(standing=Offering.UNREVIEWED.value)
    newest = Version.objects.filter(micro_credential=OuterRef("micro_credential")).order_by("-number", "-revision")
    return (
        Version.objects.filter(pk=Subquery(newest.values("pk")[:1]), micro_credential__in=waiting.values("pk"))
        .select_related("micro_credential__owner")
        .defer("design")
        .order_by("title", "pk")
    )


def stated_versions(owners: Iterable[Organization]) -> QuerySet[Version]:
    """The versions of organizations of which something is stated; by title, the latest first."""
    stated = QualityStatement.objects.filter(version=OuterRef("pk"))
    found = Version.objects.filter(Exists(stated), micro_credential__owner__in=list(owners)).defer("design")
    return found.order_by("title", "-number", "-revision")


def externals(organizations: Iterable[UUID] | None = None) -> QuerySet[ExternalMicroCredential]:
    """References to micro-credentials of others with what was decided last (`.decided`); of these organizations."""
    last = AcceptanceReview.objects.filter(external=OuterRef("pk")).order_by("-reviewed_at", "-pk")
    rows = ExternalMicroCredential.objects.select_related("organization").annotate(
        decided=Subquery(last.values("outcome")[:1]), decided_at=Subquery(last.values("reviewed_at")[:1])
    )
    if organizations is not None:
        rows = rows.filter(organization__in=list(organizations))
    return rows.order_by("title", "pk")


def accepted_externals() -> QuerySet[ExternalMicroCredential]:
    """Those that some organization accepts, with or without conditions."""
    taken = (AcceptanceReview.Outcome.ACCEPTED, AcceptanceReview.Outcome.CONDITIONAL)
    return externals().alias(last=F("decided")).filter(last__in=taken)


def acceptance_of(external: ExternalMicroCredential) -> AcceptanceReview | None:
    """What was decided last."""
    found = external.reviews.select_related("edition__framework", "reviewed_by").prefetch_related("answers__component")
    return found.order_by("-reviewed_at", "-pk").first()
