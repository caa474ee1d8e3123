"""What is promised and asked for a version: said for itself, by its owner, by who stands above, or by nobody."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise as Words

from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization
from microcred.portfolios.models import PreCheckWay, Terms
from microcred.portfolios.rules import PROMISED_BUSINESS_DAYS

PRE_CHECK_BUSINESS_DAYS = 1
"""Business days until a pre-check is done."""

ATTEMPTS = 3
"""Attempts before a coach signs off each further one."""


@dataclass(frozen=True)
class TermsInForce:
    """What counts. `said` are the rows that say it, the nearest first."""

    promised_days: int = PROMISED_BUSINESS_DAYS
    pre_check_days: int = PRE_CHECK_BUSINESS_DAYS
    attempts: int = ATTEMPTS
    shows_earlier: bool = False
    pre_check: str = PreCheckWay.AUTOMATIC
    captions_asked: bool = False
    said: tuple[Terms, ...] = ()

    @property
    def way_in_words(self) -> str | Words:
        """How submissions are looked at before they are judged."""
        return PreCheckWay(self.pre_check).label


def terms_of(version: Version) -> TermsInForce:
    """What is promised and asked for a version, in one query where its owner is at hand."""
    owner = version.micro_credential.owner
    rows = list(_for_version(version_id=version.pk)) + _nearest_first(owner)
    return _merged(rows)


def terms_in(organization: Organization) -> TermsInForce:
    """What an organization promises and asks for all its versions that say nothing themselves."""
    return _merged(_nearest_first(organization))


def said_in_place(organization: Organization) -> QuerySet[Terms]:
    """Everything that an organization itself has said, of all versions or of one, the last first."""
    said = Terms.objects.filter(organization=organization).select_related("version", "set_by")
    return said.order_by("-set_at", "-pk")[:50]


def _nearest_first(organization: Organization) -> list[Terms]:
    latest = {row.organization_id: row for row in _for_places(places=organization.lineage)}
    return [latest[place] for place in reversed(organization.lineage) if place in latest]


def _merged(rows: list[Terms]) -> TermsInForce:
    """Field by field, the first that says something."""
    said = {
        field: next((value for row in rows if (value := getattr(row, field)) not in (None, "")), None)
        for field in ("promised_days", "pre_check_days", "pre_check", "captions_asked", "attempts", "shows_earlier")
    }
    return TermsInForce(**{field: value for field, value in said.items() if value is not None}, said=tuple(rows))


@asked_often
def _for_version(*, version_id: UUID) -> QuerySet[Terms]:
    said = Terms.objects.filter(version=version_id).select_related("organization", "set_by")
    return said.order_by("-set_at", "-pk")[:1]


@asked_often
def _for_places(*, places: list[UUID]) -> QuerySet[Terms]:
    said = Terms.objects.filter(organization__in=places, version__isnull=True)
    return (
        said.select_related("organization", "set_by")
        .order_by("organization", "-set_at", "-pk")
        .distinct("organization")
    )
