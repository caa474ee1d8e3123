"""What readings say of the rubrics and the readers of a version, and the pairs of readings that differ."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q

from microcred.analytics.rules import Quality, ReaderQuality, quality_of
from microcred.catalog.models import Version
from microcred.catalog.queries import Rubric, RubricCriterion, rubric_of
from microcred.foundation.kept_figures import KeptFigures
from microcred.organizations.models import Organization, Person
from microcred.scoring.models import AssignmentPolicy, Decision, Scoring
from microcred.scoring.queries import (
    AimsHeld,
    SideBySide,
    aims_in_force,
    read_side_by_side,
    read_side_by_side_of_each,
    severity_alarms,
    was_narrow,
)
from microcred.scoring.rules import DOUBLE, TwoReadings, severity_signal


@dataclass(frozen=True)
class VersionRead:
    """How much was read of a version.

    Attributes:
        twice: submissions that were read twice or more, `third` of them three times.
    """

    version: Version
    decided: int
    twice: int
    third: int


def versions_read(owners: Collection[Organization], *, until: datetime) -> list[VersionRead]:
    """What was decided of each version of some organizations up to a moment, the most read first."""
    counted = (
        Decision.objects.filter(submission__pursuit__version__micro_credential__owner__in=owners, decided_at__lte=until)
        .order_by()
        .values_list("submission__pursuit__version")
        .annotate(
            decided=Count("pk"),
            twice=Count("pk", filter=Q(readings__gte=DOUBLE)),
            third=Count("pk", filter=Q(readings__gt=DOUBLE)),
        )
    )
    found = {pk: numbers for pk, *numbers in counted}
    versions = Version.objects.filter(pk__in=found).select_related("micro_credential__owner")
    rows = [VersionRead(version, *found[version.pk]) for version in versions]
    return sorted(rows, key=lambda row: (-row.twice, -row.decided, row.version.title))


def compared_of(versions: Collection[Version], *, until: datetime) -> dict[UUID, int]:
    """Of each version, how many submissions were read twice whatever the first reading said, as its page counts.

    Not those whose second reading was asked for because the first decided narrowly, nor those that were reset. Four
    queries, however many they are.
    """
    of = {pk: side.version for side in read_side_by_side_of_each(versions, until=until).values() for pk in side.decided}
    rows = Decision.objects.filter(pk__in=of).values_list("pk", "submission", "policy", "by_default")
    policies = AssignmentPolicy.objects.in_bulk({row[2] for row in rows})
    found: Counter[UUID] = Counter()
    for pk, submission, policy, by_default in rows:
        version = of[pk].pk
        if not was_narrow(policies.get(policy), submission, by_default_of=version if by_default else None):
            found[version] += 1
    return found


@dataclass(frozen=True)
class VersionQuality:
    """The figures of one version, with the people they speak of, and what they are held against."""

    version: Version
    rubric: Rubric
    figures: Quality
    people: dict[UUID, Person]
    read: SideBySide
    held: AimsHeld

    @property
    def criteria(self) -> dict[UUID, RubricCriterion]:
        """The criteria of the rubric, by identifier."""
        return {each.id: each for each in self.rubric.criteria}

    @cached_property
    def readings(self) -> list[TwoReadings]:
        """The readings that the figures were counted from."""
        return _in_an_order_that_tells_nothing(self.read)


_KEPT: KeptFigures[Quality] = KeptFigures(200)
"""Figures of that many versions and periods, in each server process; a few kilobytes each."""


def version_quality(version: Version, *, since: datetime | None, until: datetime) -> VersionQuality:
    """What the first two readings of the same work say of a version, as decided within a time."""
    rubric = rubric_of(version)
    read = read_side_by_side(version, since=since, until=until)
    owner = version.micro_credential.owner
    held = aims_in_force(owner, version, at=until)

    def counted() -> Quality:
        return quality_of(
            _in_an_order_that_tells_nothing(read),
            {each.id: len(each.levels) for each in rubric.criteria},
            {each.id: each.required_position for each in rubric.criteria},
            zone=owner.time_zone,
            aims=held.aims,
        )

    figures = _KEPT.of((read.key, held.aims, owner.time_zone), counted)
    people = Person.objects.in_bulk([one.reader for one in figures.readers])
    return VersionQuality(version, rubric, figures, people, read, held)


@dataclass(frozen=True)
class SeverityFound:
    """How much harsher or milder a reader is than all who read the same work, and what that rests on.

    Attributes:
        severity, error: logits; more is harsher.
        readings: theirs, the first first.
        beside: criteria of these that another person judged too, `alike` of them at the same level.
    """

    reader: Person
    severity: float
    error: float
    readings: tuple[UUID, ...]
    beside: int
    alike: int


def severities_to_look_at(version: Version, *, at: datetime) -> list[SeverityFound]:
    """Readers of a version whose severity asks for more than a look, from what they read since a lead last answered it;
    without those about whom that is being looked at already."""
    found = version_quality(version, since=None, until=at)
    newest = {alarm.assessor_id: alarm for alarm in reversed(severity_alarms(version))}
    asking = []
    for each in found.figures.readers:
        counted, one, before = found, each, newest.get(each.reader)
        if before is not None:
            if not hasattr(before, "answer"):
                continue
            counted = version_quality(version, since=before.answer.answered_at, until=at)
            since = [again for again in counted.figures.readers if again.reader == each.reader]
            if not since:
                continue
            one = since[0]
        asks = _more_than_a_look(counted, one)
        asking += [asks] if asks else []
    return asking


def _more_than_a_look(found: VersionQuality, one: ReaderQuality) -> SeverityFound | None:
    person, told = found.people[one.reader], one.severity
    if told is None or told.corrected is None or told.corrected_error is None:
        return None
    if severity_signal(told.corrected, told.corrected_error) is None:
        return None
    pairs = [each for each in found.readings if one.reader in each.readers]
    levels = [levels for each in pairs for levels in each.found_by(one.reader)]
    theirs = Scoring.objects.filter(
        assessor=person, submission__in={each.submission for each in pairs}, reset__isnull=True
    )
    return SeverityFound(
        person,
        told.corrected,
        told.corrected_error,
        tuple(theirs.order_by("scored_at", "pk").values_list("pk", flat=True)),
        len(levels),
        sum(own == other for own, other in levels),
    )


def _in_an_order_that_tells_nothing(read: SideBySide) -> list[TwoReadings]:
    """Not of the work: identifiers and dates do."""
    return sorted(read.pairs, key=lambda each: hashlib.sha256(each.submission.bytes).digest())
