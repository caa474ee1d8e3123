"""How one assessor judges beside others who read the same work, by each version that they read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.analytics.queries.quality import VersionQuality, version_quality
from microcred.analytics.rules import ENOUGH_READ, ReaderCriterion, ReaderQuality, by_criterion
from microcred.catalog.models import Version
from microcred.catalog.queries import RubricCriterion, rubric_of
from microcred.organizations.models import Organization, Person
from microcred.scoring.models import Scoring
from microcred.scoring.queries import OwnScoring, checks_of, read_side_by_side
from microcred.scoring.rules import FEWEST_OWN, Near, Share, counts_from, exact_share


@dataclass(frozen=True)
class OnCriterion:
    """One criterion, and how a reader agrees on it: with others, and with what a panel had agreed of papers.

    Attributes:
        papers: None where they read none of it.
    """

    criterion: RubricCriterion
    beside: ReaderCriterion
    papers: Share | None


@dataclass(frozen=True)
class ReaderOn:
    """One reader on one version.

    Attributes:
        figures: None where nobody else read what they did.
        readers: of how many people, with them, the figures are.
    """

    version: Version
    figures: ReaderQuality | None
    readers: int
    criteria: tuple[OnCriterion, ...]

    @property
    def read(self) -> int:
        """How much somebody else read too."""
        return self.figures.read if self.figures else 0


def reader_on_versions(person: Person, organization: Organization, *, until: datetime) -> list[ReaderOn]:
    """How somebody judges by each rubric of an organization by which they read, the most read with others first."""
    checks = checks_of(organization, assessor=person, until=until).get(person.pk, [])
    of_papers = {
        criterion: exact_share([each for each in checks if each.criterion == criterion])
        for criterion in {each.criterion for each in checks if each.criterion is not None}
    }
    owned = _read_by(person).filter(micro_credential__owner=organization)
    rows = [_reader_on(person, each, of_papers, until) for each in owned]
    return sorted(rows, key=lambda one: (-one.read, one.version.title, one.version.number))


def _reader_on(person: Person, version: Version, of_papers: Mapping[UUID, Share], until: datetime) -> ReaderOn:
    found = version_quality(version, since=None, until=until)
    criteria = found.rubric.criteria
    beside = by_criterion(person.pk, found.readings, [each.id for each in criteria])
    return ReaderOn(
        version,
        _figures_of(person, found),
        len(found.figures.readers),
        tuple(
            OnCriterion(criterion, one, of_papers.get(criterion.id))
            for criterion, one in zip(criteria, beside, strict=True)
        ),
    )


def _figures_of(person: Person, found: VersionQuality) -> ReaderQuality | None:
    return next((one for one in found.figures.readers if one.reader == person.pk), None)


def _read_by(person: Person) -> QuerySet[Version]:
    read = Scoring.objects.filter(submission__pursuit__version=OuterRef("pk"), assessor=person, reset__isnull=True)
    return Version.objects.filter(Exists(read)).select_related("micro_credential__owner").order_by("pk")


def own_on_versions(person: Person, *, until: datetime) -> Iterator[tuple[Version, ReaderQuality]]:
    """What an assessor is told of their severity and habits: of versions of which enough that they read, others read
    too.

    As of the moment by which the last whole ten of such work was decided, each counted some days later by lot, so that
    no figure moves for a single reading: whether it does would tell whether that one was read by others, or was a
    paper. Of papers nothing is in it.
    """
    for version in _read_by(person):
        read = read_side_by_side(version, until=until)
        theirs = [each for each in read.pairs if person.pk in each.readers]
        counted = sorted((counts_from(each.submission, each.decided_at), each.decided_at) for each in theirs)
        counted = [one for one in counted if one[0] < until]
        whole = len(counted) // FEWEST_OWN * FEWEST_OWN
        if whole < ENOUGH_READ:
            continue
        last = max(decided_at for _from, decided_at in counted[:whole])
        figures = _figures_of(person, version_quality(version, since=None, until=last))
        if figures is not None:
            yield version, figures


def own_by_criterion(own: OwnScoring) -> list[tuple[Version, Sequence[tuple[RubricCriterion, Near]]]]:
    """How near an assessor's levels are on each criterion, by version: of those of which enough was compared."""
    compared = Version.objects.filter(criteria__in=list(own.by_criterion)).distinct()
    return [
        (
            version,
            [(each, own.by_criterion[each.id]) for each in rubric_of(version).criteria if each.id in own.by_criterion],
        )
        for version in compared.order_by("title", "number", "pk")
    ]
