"""Paused rights, and how far the recalibrations have come that end them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.calibration.models import (
    Certificate,
    Paper,
    PaperReading,
    PaperSet,
    Recalibration,
    RecalibrationPaper,
    RecalibrationReading,
    RightPause,
    RightPauseEnd,
)
from microcred.calibration.queries.exemplars import newest_sets, papers_in_use
from microcred.calibration.queries.qualifying import OffCriterion, distances, off_in_words, set_aside_by, terms_in
from microcred.calibration.queries.rights import holding, right_ended
from microcred.calibration.rules import USUAL, Came, Off, Terms, came_to, off_by_criterion, order_of
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_lineage_of, said_in
from microcred.credentials.models import DocumentIntent
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Judge
from microcred.portfolios.queries import far_from, identity_of

AROUND = ("version__micro_credential__owner", "assessor", "paused_by")


def figures_in(organization: Organization) -> Terms:
    """The figures that hold in an organization; where nobody said any, those that are proposed."""
    said = terms_in(organization)
    return said.figures if said else USUAL


def open_pauses(person: Person) -> QuerySet[RightPause]:
    """The rights of a person that are paused, the longest first."""
    mine = RightPause.objects.filter(assessor=person, end__isnull=True)
    return mine.select_related("version__micro_credential__owner").order_by("paused_at", "pk")


def pause_of(person: Person, version: Version) -> RightPause | None:
    """The pause of a person's right to score a version, while it lasts."""
    return open_pauses(person).filter(version=rubric_lineage_of(version)).first()


def paused_on(version: Version) -> set[UUID]:
    """Whose right to score a version is paused."""
    going_on = RightPause.objects.filter(version=rubric_lineage_of(version), end__isnull=True)
    return set(going_on.values_list("assessor", flat=True))


def pauses_at(organization: Organization, assessor: Person | None = None) -> QuerySet[RightPause]:
    """All pauses of what an organization offers, or those of one assessor, the newest first."""
    found = RightPause.objects.filter(version__micro_credential__owner=organization)
    about = found if assessor is None else found.filter(assessor=assessor)
    return about.select_related(*AROUND).order_by("-paused_at", "-pk")


def unseen_papers(person: Person, paper_set: PaperSet, *, at: datetime) -> list[UUID]:
    """The papers of a set that a person never had before them in any way, by nobody they are close to."""
    opened = Judge.objects.filter(submission=OuterRef("submission"), person=person)
    fresh = papers_in_use().filter(far_from(identity_of(person, at=at), at=at), ~Exists(opened))
    return list(fresh.filter(places__paper_set=paper_set).order_by("pk").values_list("pk", flat=True))


def set_to_recalibrate_by(person: Person, version: Version, papers: int, *, at: datetime) -> PaperSet | None:
    """The calibration set with at least so many papers that a person never had: that of the version, else the newest
    of one that shares its rubric; None where there is none."""
    rubric = rubric_lineage_of(version)
    shares = Q(version=rubric) | Q(version__succession__rubric_of=rubric)
    sets = newest_sets().filter(shares, kind=PaperSet.Kind.CALIBRATION).select_related("version")
    for one in sorted(sets, key=lambda one: (one.version_id != version.pk, -one.version.number)):
        if len(unseen_papers(person, one, at=at)) >= papers:
            return one
    return None


def certificates_to_recalibrate(*, at: datetime) -> QuerySet[Certificate]:
    """The certificates that hold, of versions with a calibration set: whoever holds one can be recalibrated by it."""
    sets = newest_sets().filter(kind=PaperSet.Kind.CALIBRATION, version=OuterRef("attempt__version"))
    held = Certificate.objects.filter(holding(at), ~right_ended(), Exists(sets))
    return held.select_related("assessor", "attempt__version__micro_credential__owner")


def badges_in_force(person: Person, rubric: Version, *, at: datetime) -> list[DocumentIntent]:
    """The credentials, not withdrawn, that say somebody may score by a rubric."""
    held = Certificate.objects.filter(assessor=person, version=rubric, expires_at__gt=at)
    return list(DocumentIntent.objects.filter(pk__in=held.values("badge"), withdrawal__isnull=True))


def pauses_to_decide(lead: Person, *, at: datetime) -> list[RightPause]:
    """Paused rights of which nothing comes before a lead decides, where somebody leads the assessing."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    going_on = RightPause.objects.filter(version__micro_credential__owner__in=owners, end__isnull=True)
    others = going_on.exclude(assessor=lead).select_related(*AROUND).order_by("paused_at", "pk")
    return [each for each in others if standing_of_pause(each, at=at).awaits_lead]


@dataclass(frozen=True)
class RecalibrationStanding:
    """How far a recalibration has come."""

    recalibration: Recalibration
    given: RecalibrationPaper | None
    """the paper that is opened and not read yet"""
    waiting: UUID | None
    """the paper that is to be given next, where none is open"""
    read: tuple[RecalibrationPaper, ...]
    """what was read, in its order"""
    papers: tuple[Mapping[UUID, int], ...]
    """of each of these, by criterion, how many levels above what is agreed it was judged"""
    came: Came

    @property
    def levels(self) -> int:
        """Levels that were given."""
        return sum(len(paper) for paper in self.papers)

    @property
    def alike(self) -> int:
        """Of these, as agreed."""
        return sum(distance == 0 for paper in self.papers for distance in paper.values())

    @property
    def off(self) -> tuple[Off, ...]:
        """What was judged otherwise than agreed, by criterion; the most frequent first."""
        return tuple(off_by_criterion(self.papers))


@dataclass(frozen=True)
class PauseStanding:
    """A paused right, and what was asked to win it back, the last round last."""

    pause: RightPause
    rounds: tuple[RecalibrationStanding, ...]
    end: RightPauseEnd | None

    @property
    def last(self) -> RecalibrationStanding | None:
        """The round that counts."""
        return self.rounds[-1] if self.rounds else None

    @property
    def is_open(self) -> bool:
        """Whether papers are to be read now."""
        return self.end is None and self.last is not None and self.last.came == "open"

    @property
    def awaits_lead(self) -> bool:
        """Whether nothing goes on before a lead decides."""
        return self.end is None and not self.is_open


def standing_of_pause(pause: RightPause, *, at: datetime) -> PauseStanding:
    """How far it has come with a paused right."""
    asked = Recalibration.objects.filter(pause=pause).select_related("paper_set__version", "asked_by")
    rounds = list(asked.order_by("asked_at", "pk"))
    # Asked anew: whoever decides has taken a lock since the pause was looked up.
    end = RightPauseEnd.objects.filter(pause=pause).select_related("ended_by").first()
    standings = (_of_round(one, pause.assessor, end is None and one is rounds[-1], at) for one in rounds)
    return PauseStanding(pause, tuple(standings), end)


def _of_round(recalibration: Recalibration, person: Person, goes_on: bool, at: datetime) -> RecalibrationStanding:
    rows = RecalibrationPaper.objects.filter(recalibration=recalibration)
    given = list(rows.select_related("paper__submission", "answer__reading").order_by("position"))
    read = [one for one in given if hasattr(one, "answer")]
    open_one, waiting = None, None
    if goes_on and len(read) < recalibration.asked:
        usable = {one.paper_id: one for one in given if not hasattr(one, "answer")}
        still = papers_in_use().filter(far_from(identity_of(person, at=at), at=at), pk__in=usable)
        open_one = next((usable[pk] for pk in still.values_list("pk", flat=True)), None)
        if open_one is None:
            fresh = unseen_papers(person, recalibration.paper_set, at=at)
            waiting = next(iter(order_of(fresh, {}, recalibration.seed)), None)
    papers = tuple(distances([one.answer.reading for one in read]))
    own = set_aside_by(person, since=recalibration.asked_at)
    came = came_to(
        papers,
        asked=recalibration.asked,
        enough=recalibration.enough,
        far_off=recalibration.far_off,
        is_more=open_one is not None or waiting is not None,
        aside=rows.filter(Exists(own), answer__isnull=True).count() if len(given) > len(read) else 0,
    )
    return RecalibrationStanding(recalibration, open_one, waiting, tuple(read), papers, came)


def rounds_in_words(
    standing: PauseStanding, language: str
) -> list[tuple[RecalibrationStanding, tuple[OffCriterion, ...]]]:
    """The rounds of a recalibration, the last one first, each with the criteria that were judged otherwise."""
    return [
        (one, off_in_words(one.off, said_in(one.recalibration.paper_set.version, language).rubric))
        for one in reversed(standing.rounds)
    ]


def is_given_to_recalibrate(person: Person, paper: Paper) -> bool:
    """Whether a person was given a paper in a recalibration."""
    return RecalibrationPaper.objects.filter(paper=paper, recalibration__pause__assessor=person).exists()


def reading_of_given(given: RecalibrationPaper) -> PaperReading | None:
    """The reading of a paper of a recalibration, once it is saved."""
    answer = RecalibrationReading.objects.filter(given=given).select_related("reading").first()
    return answer.reading if answer else None
