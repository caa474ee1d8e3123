"""What is aimed at where several people read the same work, whose aims they are, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from microcred.catalog.models import Version
from microcred.organizations.models import Organization
from microcred.organizations.queries import nearest_said
from microcred.scoring.models import QualityAims
from microcred.scoring.rules import PLATFORM_AIMS, Aims


@dataclass(frozen=True)
class AimsHeld:
    """What is aimed at; `said` is who said so, None where nobody did and the platform's aims hold."""

    aims: Aims = PLATFORM_AIMS
    said: QualityAims | None = None


def aims_of(organization: Organization, version: Version | None = None) -> QuerySet[QualityAims]:
    """Every edition of an organization's own aims, or of those for one version, the newest first."""
    editions = QualityAims.objects.filter(organization=organization, version=version)
    return editions.select_related("declared_by", "organization").order_by("-declared_at", "-pk")


def aims_in_force(owner: Organization, version: Version | None = None, *, at: datetime) -> AimsHeld:
    """What was aimed at, at a moment: for the version, else by who offers it, else by the nearest above who said so."""
    return _nearest(owner, version, _speaking(owner, version).filter(declared_at__lte=at).order_by("declared_at", "pk"))


def aims_said_within(
    owner: Organization, version: Version | None = None, *, since: datetime, until: datetime
) -> list[QualityAims]:
    """What was said of aims after a moment and up to another, by whoever may say so, the first first."""
    said = _speaking(owner, version).filter(declared_at__gt=since, declared_at__lte=until)
    return list(said.order_by("declared_at", "pk"))


def _speaking(owner: Organization, version: Version | None) -> QuerySet[QualityAims]:
    of_all = Q(organization__in=owner.lineage, version__isnull=True)
    said = QualityAims.objects.filter(of_all | Q(version=version) if version is not None else of_all)
    return said.select_related("organization", "version")


def _nearest(owner: Organization, version: Version | None, said: Iterable[QualityAims]) -> AimsHeld:
    rows = list(said)
    own = [row for row in rows if row.version_id is not None]
    holds = own[-1] if own else nearest_said(owner, rows)
    return AimsHeld(holds.aims, holds) if holds is not None else AimsHeld()
