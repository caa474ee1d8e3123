"""The test by which people qualify for a version: who may take it, and where an attempt stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.calibration.models import (
    AttemptEnd,
    AttemptPaper,
    AttemptRuling,
    Certificate,
    ConsensusLevel,
    Paper,
    PaperReading,
    PaperSet,
    QualifyingAttempt,
    QualifyingTerms,
)
from microcred.calibration.queries.exemplars import newest_set, newest_sets, papers_in_use, scores_in
from microcred.calibration.queries.learning import papers_to_learn_by, standing_among
from microcred.calibration.queries.rights import ASSESSING, right_ended
from microcred.calibration.queries.training import Step, missing_before
from microcred.calibration.rules import FAR, Off, again_from, off_by_criterion, order_of, reached
from microcred.catalog.models import Version
from microcred.catalog.queries import Rubric, RubricCriterion, rubric_lineage_of
from microcred.credentials.models import DocumentIntent
from microcred.measures.sequential import Standing as Evidence
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, nearest_said, organizations_where
from microcred.portfolios.models import Judge, Quarantine
from microcred.portfolios.queries import far_from, identity_of

RENEWED_FROM = timedelta(days=60)
"""Before a certificate ends: from then on the test may be taken again."""


@dataclass(frozen=True)
class AttemptStanding:
    """Where one attempt stands: what is to be read next, what the readings say so far, and what it came to."""

    attempt: QualifyingAttempt
    read: int
    given: AttemptPaper | None
    """the paper that is opened and not read yet"""
    waiting: UUID | None
    """the paper that is to be given next, where none is open"""
    evidence: Evidence
    papers: tuple[Mapping[UUID, int], ...]
    """of each that was read, by criterion, how many levels above what is agreed it was judged"""
    end: AttemptEnd | None
    ruling: AttemptRuling | None
    certificate: Certificate | None

    @property
    def off(self) -> tuple[Off, ...]:
        """What was judged otherwise than agreed, by criterion; the most frequent first."""
        return tuple(off_by_criterion(self.papers))

    @property
    def share(self) -> int:
        """Of all levels given, those as agreed, in hundredths."""
        return round(100 * self.evidence.exact / self.read) if self.read else 0

    @property
    def awaits_ruling(self) -> bool:
        """Whether a lead is still to decide it."""
        return self.end is not None and self.end.verdict == AttemptEnd.Verdict.UNDECIDED and self.ruling is None


@dataclass(frozen=True)
class Offer:
    """What stands between a person and the test of a version."""

    version: Version
    terms: QualifyingTerms | None
    paper_set: PaperSet | None
    papers: int
    """that the person could be given now: of the set of the test that goes on, else of the newest"""
    training: tuple[Step, ...]
    """modules that must be done before, and are not"""
    to_open: tuple[Paper, ...]
    """anchors they have not read"""
    to_practise: tuple[Paper, ...]
    """practice papers they have not scored"""
    leads: bool
    """whether they may see what is agreed"""
    last: AttemptStanding | None
    again_at: datetime | None
    certificate: Certificate | None
    """the last one, whether it holds or has ended"""

    @property
    def most_papers(self) -> int:
        """After how many papers the test that goes on, or one that began now, ends at the latest: what there is."""
        if self.last and self.is_open:
            there_are = self.last.read + bool(self.last.given) + self.papers
            return min(self.last.attempt.terms.figures.most, there_are)
        return min(self.terms.figures.most, self.papers) if self.terms else self.papers

    @property
    def is_open(self) -> bool:
        """Whether an attempt goes on."""
        return self.last is not None and self.last.end is None


def terms_in(organization: Organization) -> QualifyingTerms | None:
    """The terms of an organization: what it said last itself, else the nearest above it; None where nobody said any."""
    said = QualifyingTerms.objects.filter(organization__in=organization.lineage)
    return nearest_said(organization, said.select_related("organization", "declared_by").order_by("declared_at", "pk"))


def versions_to_qualify_for(person: Person, *, at: datetime) -> QuerySet[Version]:
    """The versions with papers to qualify by, of whom a person assesses for."""
    owners = organizations_where(person, *sorted(ASSESSING), at=at)
    tried = newest_sets().filter(kind=PaperSet.Kind.QUALIFICATION, version=OuterRef("pk"))
    found = Version.objects.filter(Exists(tried), micro_credential__owner__in=owners)
    return found.select_related("micro_credential__owner").order_by("title", "number", "pk")


def attempts_of(person: Person, version: Version) -> QuerySet[QualifyingAttempt]:
    """A person's attempts at the test of a version, in their order."""
    mine = QualifyingAttempt.objects.filter(person=person, version=version)
    around = ("terms", "paper_set", "end", "ruling", "certificate", "person", "version__micro_credential__owner")
    return mine.select_related(*around).order_by("started_at", "pk")


def offer_to(person: Person, version: Version, *, at: datetime) -> Offer:
    """What stands between a person and the test of a version."""
    owner = version.micro_credential.owner
    attempts = list(attempts_of(person, version))
    last = attempts[-1] if attempts else None
    newest = newest_set(version, PaperSet.Kind.QUALIFICATION)
    tried_by = last.paper_set if last and not _of(last, "end") else newest
    terms = terms_in(owner)
    learned = Judge.objects.filter(submission=OuterRef("submission"), person=person)
    practised = PaperReading.objects.filter(paper=OuterRef("pk"), person=person, purpose=PaperReading.Purpose.PRACTICE)
    lessons = papers_to_learn_by(person, at=at).filter(version=version).order_by("number")
    anchors = lessons.filter(standing_among(PaperSet.Kind.ANCHOR), ~Exists(learned))
    practice = lessons.filter(standing_among(PaperSet.Kind.PRACTICE), ~Exists(practised))
    failed = _ended_since_the_last_certificate(attempts)
    again_at = again_from(failed, wait_days=terms.wait_days, attempts=terms.attempts) if terms else None
    return Offer(
        version=version,
        terms=terms,
        paper_set=newest,
        papers=len(untried_by(person, tried_by, attempts, at=at)) if tried_by else 0,
        training=missing_before(person, version, at=at),
        to_open=tuple(anchors),
        to_practise=tuple(practice),
        leads=acts_as(person, Role.LEAD_ASSESSOR, for_organization=owner, at=at),
        last=standing_in(last, attempts, at=at) if last else None,
        again_at=again_at,
        certificate=_certificates(person, version).last(),
    )


def untried_by(
    person: Person, paper_set: PaperSet, attempts: Sequence[QualifyingAttempt], *, at: datetime
) -> dict[UUID, int]:
    """The papers of a set that a person may still be given, each with the number of the attempt it was given in last.

    0: in none. Not what they were given since they qualified last, what they opened in any other way (as a panelist, as
    a lead, as who judged the work), nor what is by somebody they are close to.

    Args:
        attempts: theirs at the test of the version, in their order.
    """
    certified = max((n for n, one in enumerate(attempts, 1) if _of(one, "certificate")), default=0)
    numbers = {one.pk: number for number, one in enumerate(attempts, start=1)}
    given: dict[UUID, int] = {}
    for attempt, paper in AttemptPaper.objects.filter(attempt__in=numbers).values_list("attempt", "paper"):
        given[paper] = max(given.get(paper, 0), numbers[attempt])
    opened = Judge.objects.filter(submission=OuterRef("submission"), person=person)
    mine = papers_in_use().filter(far_from(identity_of(person, at=at), at=at), places__paper_set=paper_set)
    fresh = mine.filter(Q(pk__in=given) | ~Exists(opened)).values_list("pk", flat=True)
    return {pk: given.get(pk, 0) for pk in fresh if given.get(pk, 0) <= certified}


def standing_in(
    attempt: QualifyingAttempt, attempts: Sequence[QualifyingAttempt] | None = None, *, at: datetime
) -> AttemptStanding:
    """Where an attempt stands.

    Args:
        attempts: all of the person's at the test of the version, where they were asked for already.
    """
    if attempts is None:
        attempts = list(attempts_of(attempt.person, attempt.version))
    rows = AttemptPaper.objects.filter(attempt=attempt).select_related("paper__submission", "answer__reading")
    given = list(rows.order_by("position"))
    answered = [one for one in given if _of(one, "answer")]
    end = _of(attempt, "end")
    open_one, waiting = None, None
    if end is None:
        open_one = _still_open([one for one in given if not _of(one, "answer")], attempt.person, at)
        if open_one is None and len(answered) < attempt.terms.figures.most:
            fresh = untried_by(attempt.person, attempt.paper_set, attempts, at=at)
            waiting = next(iter(order_of(fresh, fresh, attempt.seed)), None)
    papers = tuple(distances([one.answer.reading for one in answered]))
    return AttemptStanding(
        attempt=attempt,
        read=len(answered),
        given=open_one,
        waiting=waiting,
        evidence=reached(attempt.terms.figures.test, papers),
        papers=papers,
        end=end,
        ruling=_of(attempt, "ruling"),
        certificate=_of(attempt, "certificate"),
    )


def passed_over_in(attempt: QualifyingAttempt) -> int:
    """How many papers of an attempt whoever took it set aside for privacy instead of reading them."""
    own = set_aside_by(attempt.person, since=attempt.started_at)
    return AttemptPaper.objects.filter(Exists(own), attempt=attempt, answer__isnull=True).count()


def set_aside_by(person: Person, *, since: datetime) -> QuerySet[Quarantine]:
    """What somebody set aside for privacy since a moment of the submission of the paper around."""
    return Quarantine.objects.filter(
        submission=OuterRef("paper__submission"), raised_by=person, quarantined_at__gte=since
    )


def distances(readings: Sequence[PaperReading]) -> list[Mapping[UUID, int]]:
    """Of each reading, by criterion, how many levels it lies above what is agreed."""
    agreed: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = ConsensusLevel.objects.filter(consensus__paper__in=[one.paper_id for one in readings])
    for paper, criterion, position in rows.values_list("consensus__paper", "criterion", "level__position"):
        agreed[paper][criterion] = position
    scores = scores_in(readings)
    return [
        {criterion: row.level.position - agreed[one.paper_id][criterion] for criterion, row in scores[one.pk].items()}
        for one in readings
    ]


def paper_under_test(person: Person, paper: Paper) -> bool:
    """Whether a person has a paper open in a test that goes on."""
    return AttemptPaper.objects.filter(
        paper=paper, attempt__person=person, attempt__end__isnull=True, answer__isnull=True
    ).exists()


def may_read_now(given: AttemptPaper, *, at: datetime) -> bool:
    """Whether a paper that was given is the one to be read now."""
    return standing_in(given.attempt, at=at).given == given


@dataclass(frozen=True)
class OffCriterion:
    """A criterion with how often it was judged otherwise than agreed."""

    criterion: RubricCriterion
    off: Off


def off_in_words(found: Sequence[Off], rubric: Rubric) -> tuple[OffCriterion, ...]:
    """What was judged otherwise than agreed, with the criteria as the rubric has them; the most frequent first."""
    criteria = {one.id: one for one in rubric.criteria}
    return tuple(OffCriterion(criteria[off.criterion], off) for off in found)


@dataclass(frozen=True)
class Given:
    """A paper of an attempt, and how its reading differs from what is agreed: for who leads."""

    row: AttemptPaper
    alike: int
    """criteria with the agreed level"""
    far: int
    """criteria two or more levels off"""
    criteria: int


def papers_given(standing: AttemptStanding) -> tuple[Given, ...]:
    """The papers that were read in an attempt, in the order in which they came."""
    rows = AttemptPaper.objects.filter(attempt=standing.attempt, answer__isnull=False).select_related("paper")
    return tuple(
        Given(
            row,
            sum(one == 0 for one in distance.values()),
            sum(abs(one) >= FAR for one in distance.values()),
            len(distance),
        )
        for row, distance in zip(rows.order_by("position"), standing.papers, strict=True)
    )


def badge_of(certificate: Certificate | None) -> DocumentIntent | None:
    """The signed credential of a certificate; None where there is none, or not yet."""
    if certificate is None or certificate.badge_id is None:
        return None
    return DocumentIntent.objects.filter(pk=certificate.badge_id, signed__isnull=False).first()


def _certificates(person: Person, version: Version) -> QuerySet[Certificate]:
    earned = Certificate.objects.filter(~right_ended(), assessor=person, version=rubric_lineage_of(version))
    return earned.order_by("starts_at", "pk")


def _ended_since_the_last_certificate(attempts: Sequence[QualifyingAttempt]) -> list[datetime]:
    found: list[datetime] = []
    for one in attempts:
        if _of(one, "certificate"):
            found = []
        elif end := _of(one, "end"):
            found.append(end.ended_at)
    return found


def _still_open(given: Sequence[AttemptPaper], person: Person, at: datetime) -> AttemptPaper | None:
    """The paper that was given and not read, unless it may not be read any more, or not by this person."""
    if not given:
        return None
    usable = papers_in_use().filter(far_from(identity_of(person, at=at), at=at), pk__in=[one.paper_id for one in given])
    still = set(usable.values_list("pk", flat=True))
    return next((one for one in given if one.paper_id in still), None)


def _of(row: QualifyingAttempt | AttemptPaper, name: str) -> Any:
    """What stands to a row one to one, if anything does."""
    return getattr(row, name, None)
