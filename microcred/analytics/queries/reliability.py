"""How far the decisions of a time can be trusted, version by version, and the readings that this is counted from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from microcred.analytics.queries.groups import by_grade
from microcred.analytics.rules import Reliability, reliability_of
from microcred.authoring.pack import Groups
from microcred.catalog.models import Version
from microcred.catalog.queries import Rubric, rubric_of
from microcred.organizations.models import Organization
from microcred.scoring.models import AssignmentPolicy, Decision, QualityAims
from microcred.scoring.queries import (
    AimsHeld,
    aims_in_force,
    aims_said_within,
    appealed_within,
    decided_once_before_default,
    decided_within,
    papers_read,
    policies_within,
    side_by_side,
)
from microcred.scoring.rules import TwoReadings

INSTANT = timedelta(microseconds=1)
"""The shortest there is between two moments: questions ask after a moment and up to another, times are half-open."""


@dataclass(frozen=True)
class VersionReliability:
    """What is told of one version.

    Attributes:
        held: what was aimed at when the time began. `said`: what was said of aims within it.
        policies: by what submissions got their readers, each with since when; None where the default held.
        before_default: whether something was decided by one reading that came in when there was no default.
        by_grade: whether criteria are harder for people whose licences are for some grades.
        pairs: the readings, in an order that tells of nothing.
    """

    version: Version
    rubric: Rubric
    found: Reliability
    held: AimsHeld
    said: Sequence[QualityAims]
    policies: Sequence[tuple[datetime | None, AssignmentPolicy | None]]
    pairs: Sequence[TwoReadings]
    before_default: bool = False
    by_grade: Groups = field(default_factory=Groups)


@dataclass(frozen=True)
class ReliabilityReport:
    """What is told of an organization's versions in a time, which ends before `until`."""

    organization: Organization
    since: datetime
    until: datetime
    versions: Sequence[VersionReliability]

    @property
    def first_day(self) -> date:
        """The first day, by the organization's calendar."""
        return self.since.astimezone(ZoneInfo(self.organization.time_zone)).date()

    @property
    def last_day(self) -> date:
        """The last day that is in it, be it in part."""
        return (self.until - INSTANT).astimezone(ZoneInfo(self.organization.time_zone)).date()

    @property
    def told(self) -> list[VersionReliability]:
        """The versions of which enough was decided to tell anything."""
        return [each for each in self.versions if not each.found.is_held_back]


def versions_decided(organization: Organization, *, since: datetime, until: datetime) -> list[Version]:
    """The versions of an organization of which anything was decided in a time, by title."""
    decided = Decision.objects.filter(
        submission__pursuit__version__micro_credential__owner=organization, decided_at__gte=since, decided_at__lt=until
    ).order_by()
    keys = decided.values_list("submission__pursuit__version", flat=True).distinct()
    found = Version.objects.filter(pk__in=list(keys)).select_related("micro_credential__owner")
    return sorted(found, key=lambda each: (str(each.title), each.label, each.pk))


def reliability_report(
    organization: Organization, versions: Sequence[Version], *, since: datetime, until: datetime
) -> ReliabilityReport:
    """How far the decisions of a time can be trusted: the same as long as nothing of it changes."""
    return ReliabilityReport(
        organization, since, until, [_of_version(each, since=since, until=until) for each in versions]
    )


def _of_version(version: Version, *, since: datetime, until: datetime) -> VersionReliability:
    owner, rubric = version.micro_credential.owner, rubric_of(version)
    after, to = since - INSTANT, until - INSTANT
    pairs = [each for each in side_by_side(version, since=after, until=to) if not each.narrow]
    # In no order that tells of work: whoever knows its identifier could find its place otherwise.
    pairs.sort(key=_place_of)
    held = aims_in_force(owner, version, at=since)
    found = reliability_of(
        decided_within(version, since=after, until=to),
        pairs,
        papers_read(version, since=after, until=to),
        appealed_within(version, since=after, until=to),
        levels={each.id: len(each.levels) for each in rubric.criteria},
        required={each.id: each.required_position for each in rubric.criteria},
        aims=held.aims,
    )
    policies = policies_within(owner, version, since=since, until=to)
    nobody_said = any(policy is None for _since, policy in policies)
    return VersionReliability(
        version,
        rubric,
        found,
        held,
        aims_said_within(owner, version, since=since, until=to),
        policies,
        pairs,
        before_default=nobody_said and decided_once_before_default(version, since=after, until=to),
        by_grade=by_grade(version, since=after, until=to),
    )


def _place_of(pair: TwoReadings) -> bytes:
    return salted_hmac("reliability report", pair.submission.bytes, algorithm="sha256").digest()


def is_turned(pair: TwoReadings) -> bool:
    """Whether the second reading stands first in what is handed out: drawn, so that nobody is told by their place."""
    return bool(_place_of(pair)[-1] & 1)
