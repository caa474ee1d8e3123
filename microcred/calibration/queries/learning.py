"""What assessors learn by: anchor and practice papers, and how near they came."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.calibration.models import ConsensusLevel, Paper, PaperReading, PaperSet, SetPlace
from microcred.calibration.queries.exemplars import SHOWN_KINDS, newest_sets, papers_in_use, scores_in
from microcred.calibration.queries.rights import ASSESSING
from microcred.catalog.models import Version
from microcred.catalog.queries import Rubric, RubricCriterion, RubricLevel
from microcred.organizations.models import Person
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Judge
from microcred.portfolios.queries import far_from, identity_of


@dataclass(frozen=True)
class Tried:
    """One paper that a person may learn by, and how near their last reading came to what is agreed."""

    paper: Paper
    is_anchor: bool
    is_for_practice: bool
    times: int
    alike: int | None
    """criteria with the agreed level in the last reading; None where there is none"""
    criteria: int


@dataclass(frozen=True)
class Lessons:
    """What a person may learn one version's rubric by: anchors first, then practice papers, as their sets have them."""

    version: Version
    papers: tuple[Tried, ...]


def papers_to_learn_by(person: Person, *, at: datetime) -> QuerySet[Paper]:
    """The anchor and practice papers of whom a person assesses for; none by somebody they are close to."""
    owners = organizations_where(person, *sorted(ASSESSING), at=at)
    shown = SetPlace.objects.filter(paper=OuterRef("pk"), paper_set__in=newest_sets(), paper_set__kind__in=SHOWN_KINDS)
    mine = papers_in_use().filter(Exists(shown), version__micro_credential__owner__in=owners)
    return mine.filter(far_from(identity_of(person, at=at), at=at))


def lessons_for(person: Person, *, at: datetime) -> list[Lessons]:
    """The same by version, with how near the person came; as many queries however many there are."""
    papers = list(papers_to_learn_by(person, at=at).select_related("version__micro_credential").order_by("pk"))
    places: dict[UUID, tuple[str, int]] = {}
    for_practice: set[UUID] = set()
    standing = SetPlace.objects.filter(paper__in=papers, paper_set__in=newest_sets(), paper_set__kind__in=SHOWN_KINDS)
    for place in standing.select_related("paper_set").order_by("-paper_set__kind", "position"):
        places[place.paper_id] = (place.paper_set.kind, place.position)
        if place.paper_set.kind == PaperSet.Kind.PRACTICE:
            for_practice.add(place.paper_id)
    tried = _tried(person, papers)
    by_version: dict[UUID, list[Paper]] = defaultdict(list)
    for paper in sorted(papers, key=lambda one: places[one.pk]):
        by_version[paper.version_id].append(paper)
    return [
        Lessons(
            mine[0].version,
            tuple(
                Tried(paper, places[paper.pk][0] == PaperSet.Kind.ANCHOR, paper.pk in for_practice, *tried[paper.pk])
                for paper in mine
            ),
        )
        for mine in sorted(by_version.values(), key=lambda mine: (mine[0].version.title, mine[0].version.number))
    ]


def practice_reading(person: Person, paper: Paper) -> PaperReading | None:
    """The last reading by which a person practised on a paper."""
    mine = PaperReading.objects.filter(paper=paper, person=person, purpose=PaperReading.Purpose.PRACTICE)
    return mine.order_by("-read_at", "-pk").first()


def stands_among(paper: Paper, kind: PaperSet.Kind) -> bool:
    """Whether a paper stands in the set of a kind that counts."""
    return SetPlace.objects.filter(paper=paper, paper_set__in=newest_sets(), paper_set__kind=kind).exists()


def standing_among(kind: PaperSet.Kind) -> Exists:
    """That a paper of the query around it stands in the set of a kind that counts."""
    return Exists(SetPlace.objects.filter(paper=OuterRef("pk"), paper_set__in=newest_sets(), paper_set__kind=kind))


def _tried(person: Person, papers: Sequence[Paper]) -> dict[UUID, tuple[int, int | None, int]]:
    """By paper how often a person practised on it, and how many levels of the last time are as agreed, of how many."""
    agreed: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    rows = ConsensusLevel.objects.filter(consensus__paper__in=papers)
    for of, criterion, level in rows.values_list("consensus__paper", "criterion", "level"):
        agreed[of][criterion] = level
    readings: dict[UUID, list[PaperReading]] = defaultdict(list)
    mine = PaperReading.objects.filter(paper__in=papers, person=person, purpose=PaperReading.Purpose.PRACTICE)
    for reading in mine.order_by("read_at", "pk"):
        readings[reading.paper_id].append(reading)
    scores = scores_in([made[-1] for made in readings.values()])
    found: dict[UUID, tuple[int, int | None, int]] = {}
    for paper in papers:
        truth, made = agreed[paper.pk], readings.get(paper.pk, [])
        alike = None
        if made:
            alike = sum(row.level_id == truth[criterion] for criterion, row in scores[made[-1].pk].items())
        found[paper.pk] = (len(made), alike, len(truth))
    return found


@dataclass(frozen=True)
class AnchorSays:
    """What is agreed of one criterion of an anchor paper, and why."""

    paper: Paper
    level: RubricLevel
    rationale: str


@dataclass(frozen=True)
class Anchors:
    """The anchor papers of a version that a person may read: what those show that they have opened, by criterion, the
    lowest level first; and which they have not opened."""

    by_criterion: tuple[tuple[RubricCriterion, tuple[AnchorSays, ...]], ...]
    unopened: tuple[Paper, ...]


def anchor_papers(person: Person, version: Version, *, at: datetime) -> QuerySet[Paper]:
    """The anchor papers of a version that a person may read; none by somebody they are close to."""
    return papers_to_learn_by(person, at=at).filter(standing_among(PaperSet.Kind.ANCHOR), version=version)


def anchors_for(person: Person, version: Version, rubric: Rubric, *, at: datetime) -> Anchors:
    """The same, with what is agreed of them; as many queries however many there are."""
    opened = Judge.objects.filter(submission=OuterRef("submission"), person=person)
    papers = anchor_papers(person, version, at=at).annotate(is_opened=Exists(opened)).order_by("number")
    rows = list(papers)
    agreed = ConsensusLevel.objects.filter(consensus__paper__in=[row.pk for row in rows if vars(row)["is_opened"]])
    by_pk = {row.pk: row for row in rows}
    said: dict[UUID, list[AnchorSays]] = defaultdict(list)
    levels = {level.id: level for criterion in rubric.criteria for level in criterion.levels}
    for row in agreed.select_related("consensus"):
        paper = by_pk[row.consensus.paper_id]
        said[row.criterion_id].append(AnchorSays(paper, levels[row.level_id], row.rationale))
    return Anchors(
        tuple(
            (criterion, tuple(sorted(said[criterion.id], key=lambda one: (one.level.position, one.paper.number))))
            for criterion in rubric.criteria
            if criterion.id in said
        ),
        tuple(row for row in rows if not vars(row)["is_opened"]),
    )
