"""Papers: which there are, how far each has come, who may read it, and in which sets it stands."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from microcred.calibration.models import (
    Consensus,
    ConsensusLevel,
    ExemplarConsent,
    Panelist,
    Paper,
    PaperReading,
    PaperRetirement,
    PaperScore,
    PaperSet,
    SetPlace,
)
from microcred.calibration.rules.spread import Spread, spread_of
from microcred.catalog.models import Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where, people_with
from microcred.portfolios.models import Incompleteness, Judge, Submission, Withdrawal
from microcred.portfolios.queries import far_from, identity_of, set_aside_now

FEWEST_ON_PANEL = 2
"""Readings before which nothing is agreed: what one person finds is no consensus."""

SHOWN_KINDS = frozenset({PaperSet.Kind.ANCHOR, PaperSet.Kind.PRACTICE})
"""What is agreed of papers in these sets is shown to whoever learns by them; so they are no test of anybody."""


SHOWN_ONCE_READ = SHOWN_KINDS | {PaperSet.Kind.CALIBRATION}
"""The same, and those that are shown to whoever has read them: what is known is no test."""


class Stage(Enum):
    """How far a paper has come."""

    ASKED = "asked"
    """its educator has not answered yet"""
    REFUSED = "refused"
    CONSENTED = "consented"
    """nobody reads it yet"""
    READING = "reading"
    TO_AGREE = "to_agree"
    """all panelists are in"""
    AGREED = "agreed"
    RETIRED = "retired"


@dataclass(frozen=True)
class Seat:
    """One panelist, and their reading once it is saved."""

    panelist: Panelist
    reading: PaperReading | None


@dataclass(frozen=True)
class PaperStanding:
    """How far one paper has come, who is on its panel, where it stands and how often it was read since."""

    paper: Paper
    consent: ExemplarConsent | None
    """the last answer of its educator"""
    seats: tuple[Seat, ...]
    """of those who have not stepped back"""
    consensus: Consensus | None
    retirement: PaperRetirement | None
    sets: tuple[PaperSet, ...]
    """those of the newest editions in which it stands"""
    used: int
    """readings that were made to practise"""
    is_set_aside: bool = False
    """whether something in it is set aside for privacy, so that nobody reads it until that is settled"""

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.retirement is not None:
            return Stage.RETIRED
        if self.consent is None:
            return Stage.ASKED
        if not self.consent.granted:
            return Stage.REFUSED
        if self.consensus is not None:
            return Stage.AGREED
        if not self.seats:
            return Stage.CONSENTED
        return Stage.TO_AGREE if self.all_in else Stage.READING

    @property
    def is_in_use(self) -> bool:
        """Whether anybody may read it: its educator consents, it is not retired, and nothing of it is set aside."""
        return self.stage not in {Stage.ASKED, Stage.REFUSED, Stage.RETIRED} and not self.is_set_aside

    @property
    def read(self) -> int:
        """How many of the panel have scored."""
        return sum(seat.reading is not None for seat in self.seats)

    @property
    def all_in(self) -> bool:
        """Whether everybody on the panel has scored, and enough of them are there; only then anybody sees a reading."""
        return len(self.seats) >= FEWEST_ON_PANEL and self.read == len(self.seats)


def papers_in_use() -> QuerySet[Paper]:
    """The papers that may be read: with a consent in force, not retired, and with nothing in them set aside."""
    last = ExemplarConsent.objects.filter(paper=OuterRef("pk")).order_by("-number").values("granted")[:1]
    granted = Paper.objects.annotate(granted=Subquery(last)).filter(granted=True, retirement__isnull=True)
    return granted.filter(~set_aside_now(OuterRef("submission")))


def papers_of(version: Version) -> QuerySet[Paper]:
    """Everything that was nominated of a version, by number."""
    return Paper.objects.filter(version=version).order_by("number")


def finished_on(version: Version) -> QuerySet[Submission]:
    """The decided submissions of a version that nobody has nominated, the newest first: earned, or came back.

    `earned` says which. What was withdrawn or came back incomplete was judged by nobody.
    """
    ended = (Withdrawal, Incompleteness)
    later = Submission.objects.filter(pursuit=OuterRef("pursuit"), number__gt=OuterRef("number"))
    done = Submission.objects.filter(pursuit__version=version).annotate(
        earned=ExpressionWrapper(
            Q(pursuit__completion__isnull=False) & Q(return_row__isnull=True) & ~Exists(later),
            output_field=BooleanField(),
        )
    )
    for ending in ended:
        done = done.filter(~Exists(ending.objects.filter(submission=OuterRef("pk"))))
    decided = done.filter(Q(return_row__isnull=False) | Q(earned=True))
    nominated = Paper.objects.filter(submission=OuterRef("pk"))
    return decided.filter(~Exists(nominated)).order_by("-submitted_at", "-pk")


def standing_of(paper: Paper) -> PaperStanding:
    """How far one paper has come."""
    return standings_of([paper])[0]


def standings_of(papers: Sequence[Paper]) -> list[PaperStanding]:
    """The same for several, in their order; as many queries however many they are."""
    ids = [paper.pk for paper in papers]
    consents = {row.paper_id: row for row in ExemplarConsent.objects.filter(paper__in=ids).order_by("number")}
    readings = {
        (row.paper_id, row.person_id): row
        for row in PaperReading.objects.filter(paper__in=ids, purpose=PaperReading.Purpose.PANEL)
    }
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    for row in Panelist.objects.filter(paper__in=ids, departure__isnull=True).select_related("person"):
        seats[row.paper_id].append(Seat(row, readings.get((row.paper_id, row.person_id))))
    agreed = {row.paper_id: row for row in Consensus.objects.filter(paper__in=ids).select_related("recorded_by")}
    retired = {row.paper_id: row for row in PaperRetirement.objects.filter(paper__in=ids).select_related("retired_by")}
    sets: dict[UUID, list[PaperSet]] = defaultdict(list)
    for place in SetPlace.objects.filter(paper__in=ids, paper_set__in=newest_sets()).select_related("paper_set"):
        sets[place.paper_id].append(place.paper_set)
    used = times_read(papers)
    aside = set(Paper.objects.filter(set_aside_now(OuterRef("submission")), pk__in=ids).values_list("pk", flat=True))
    return [
        PaperStanding(
            paper,
            consents.get(paper.pk),
            tuple(seats[paper.pk]),
            agreed.get(paper.pk),
            retired.get(paper.pk),
            tuple(sets[paper.pk]),
            used[paper.pk],
            paper.pk in aside,
        )
        for paper in papers
    ]


def times_read(papers: Sequence[Paper]) -> Counter[UUID]:
    """How often each was read, by its panel not counted: here, and in a queue, where whoever holds it judges it."""
    ids = [paper.pk for paper in papers]
    here = list(PaperReading.objects.filter(paper__in=ids).values_list("paper", "person", "purpose"))
    panels = set(Panelist.objects.filter(paper__in=ids).values_list("paper", "person"))
    read = Counter(paper for paper, _person, purpose in here if purpose != PaperReading.Purpose.PANEL)
    known = panels | {(paper, person) for paper, person, _purpose in here}
    by_submission = {paper.submission_id: paper for paper in papers}
    held = Judge.objects.filter(submission__in=by_submission).values_list("submission", "person", "since")
    read.update(
        paper.pk
        for paper, person, since in ((by_submission[one], person, since) for one, person, since in held)
        if since > paper.nominated_at and (paper.pk, person) not in known
    )
    return read


def newest_sets() -> QuerySet[PaperSet]:
    """The sets that count: of each kind and version the one published last."""
    newer = PaperSet.objects.filter(version=OuterRef("version"), kind=OuterRef("kind"), number__gt=OuterRef("number"))
    return PaperSet.objects.filter(~Exists(newer))


def newest_set(version: Version, kind: PaperSet.Kind) -> PaperSet | None:
    """The set of a kind that counts for a version; None where none was ever published."""
    return newest_sets().filter(version=version, kind=kind).select_related("published_by").first()


def papers_in(chosen: PaperSet) -> list[Paper]:
    """The papers of a set that may be read, in their order."""
    return list(papers_in_use().filter(places__paper_set=chosen).order_by("places__position"))


def agreed_spread(papers: Sequence[Paper]) -> Spread:
    """How the levels lie that are agreed of papers."""
    return spread_of(pair for paper in agreed_positions(papers) for pair in paper.items())


def agreed_positions(papers: Sequence[Paper]) -> list[dict[UUID, int]]:
    """Of each paper, by criterion, the position of the level that is agreed."""
    found: dict[UUID, dict[UUID, int]] = {paper.pk: {} for paper in papers}
    rows = ConsensusLevel.objects.filter(consensus__paper__in=papers)
    for paper, criterion, position in rows.values_list("consensus__paper", "criterion", "level__position"):
        found[paper][criterion] = position
    return [levels for levels in found.values() if levels]


def is_far_from(person: Person, paper: Paper, *, at: datetime) -> bool:
    """Whether a person shares nothing with who wrote a paper, and never knew work of theirs."""
    return Paper.objects.filter(far_from(identity_of(person, at=at), at=at), pk=paper.pk).exists()


def has_opened(person: Person, paper: Paper) -> bool:
    """Whether somebody opened a paper, or held its submission to judge it."""
    return Judge.objects.filter(submission=paper.submission_id, person=person).exists()


def panel_seat(person: Person, paper: Paper) -> Panelist | None:
    """The person's place on the panel of a paper, unless they stepped back."""
    return Panelist.objects.filter(paper=paper, person=person, departure__isnull=True).first()


def candidates_for(paper: Paper, owner: Organization, *, at: datetime) -> list[Person]:
    """Who may be asked to a panel: whoever assesses for its owner, and does not sit on it, nor nominated the paper.

    Who is too close to the work is among them, and refused when they are named: leaving them out would tell whose it
    is.
    """
    people: dict[UUID, Person] = {}
    for role in (Role.ASSESSOR, Role.LEAD_ASSESSOR):
        people |= {person.pk: person for person in people_with(role, organization=owner, at=at)}
    taken = {paper.nominated_by_id, *Panelist.objects.filter(paper=paper).values_list("person", flat=True)}
    return sorted((one for pk, one in people.items() if pk not in taken), key=lambda one: (one.name, one.pk))


def scores_in(readings: Collection[PaperReading]) -> dict[UUID, dict[UUID, PaperScore]]:
    """What readings say, by reading and criterion."""
    found: dict[UUID, dict[UUID, PaperScore]] = defaultdict(dict)
    for row in PaperScore.objects.filter(reading__in=readings).select_related("level"):
        found[row.reading_id][row.criterion_id] = row
    return found


def agreed_levels(paper: Paper) -> dict[UUID, ConsensusLevel]:
    """What is agreed of a paper, by criterion; nothing before it is."""
    rows = ConsensusLevel.objects.filter(consensus__paper=paper).select_related("level")
    return {row.criterion_id: row for row in rows}


def versions_with_papers(person: Person, *, at: datetime) -> QuerySet[Version]:
    """The versions whose assessing a person leads and of which something was handed in, the newest first."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    handed = Submission.objects.filter(pursuit__version=OuterRef("pk"))
    led = Version.objects.filter(Exists(handed), micro_credential__owner__in=owners)
    papers = Paper.objects.filter(version=OuterRef("pk")).order_by().values("version").annotate(n=Count("pk"))
    counted = led.annotate(papers=Coalesce(Subquery(papers.values("n")), 0))
    return counted.select_related("micro_credential__owner").order_by("-published_at", "pk")


def panels_of(person: Person) -> list[Paper]:
    """The papers that a person is asked to score and has not yet, the longest waiting first."""
    done = PaperReading.objects.filter(paper=OuterRef("pk"), person=person, purpose=PaperReading.Purpose.PANEL)
    seats = Panelist.objects.filter(paper=OuterRef("pk"), person=person, departure__isnull=True)
    waiting = papers_in_use().filter(Exists(seats), ~Exists(done), consensus__isnull=True)
    return list(waiting.select_related("version").order_by("nominated_at", "pk"))


def own_papers(person: Person) -> list[PaperStanding]:
    """What a person has handed in and was asked for as an exemplar, the newest first."""
    asked = Paper.objects.filter(submission__pursuit__person=person).select_related("version", "submission")
    return standings_of(list(asked.order_by("-nominated_at", "-pk")))
