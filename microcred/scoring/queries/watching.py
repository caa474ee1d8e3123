"""How near assessors stay to what is agreed, and whom a lead is asked to look at."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.calibration.models import Certificate, ConsensusLevel, RightPause
from microcred.calibration.queries import (
    PauseStanding,
    certificates_to_recalibrate,
    figures_in,
    pauses_at,
    standing_of_pause,
    versions_for,
)
from microcred.catalog.models import Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.scoring.models import (
    Alarm,
    Claim,
    FeedbackFinding,
    QuestionStep,
    Recusal,
    Score,
    Scoring,
)
from microcred.scoring.queries.agreement import TwiceRead, double_readings
from microcred.scoring.rules import DOUBLE, ROLLING, Check, Share, Signal, adjacent_share, exact_share, follows


def checks_of(
    organization: Organization | None, *, assessor: Person | None = None, until: datetime
) -> dict[UUID, list[Check]]:
    """The checks of who read validity papers of an organization until a moment, by assessor, the first first.

    What an earlier attempt had settled nobody judged, and it is no check; nor is what a lead had told them how to read.

    Args:
        organization: None for all.
    """
    told = QuestionStep.objects.filter(
        Q(question__criterion=OuterRef("criterion")) | Q(question__criterion__isnull=True),
        kind=QuestionStep.Kind.ANSWERED,
        question__item=OuterRef("scoring__claim__item"),
        taken_at__lte=OuterRef("scoring__scored_at"),
    )
    scores = Score.objects.filter(
        ~Exists(told), scoring__paper__isnull=False, scoring__scored_at__lte=until, carried_from__isnull=True
    )
    if organization is not None:
        scores = scores.filter(scoring__paper__version__micro_credential__owner=organization)
    if assessor is not None:
        scores = scores.filter(scoring__assessor=assessor)
    rows = list(
        scores.order_by("scoring__scored_at", "scoring", "criterion__position").values_list(
            "scoring__assessor",
            "scoring",
            "scoring__scored_at",
            "scoring__paper",
            "criterion",
            "level__position",
            "criterion__required_position",
        )
    )
    levels = ConsensusLevel.objects.filter(consensus__paper__in={row[3] for row in rows})
    agreed = {
        (paper, criterion): position
        for paper, criterion, position in levels.values_list("consensus__paper", "criterion", "level__position")
    }
    checks: dict[UUID, list[Check]] = defaultdict(list)
    for person, reading, at, paper, criterion, position, needed in rows:
        checks[person].append(Check(reading, at, position, agreed[paper, criterion], needed, criterion))
    return checks


def alarms_about(organization: Organization, assessor: Person | None = None) -> QuerySet[Alarm]:
    """The alarms about an organization's assessors, or one of them, the newest first."""
    alarms = Alarm.objects.filter(organization=organization).select_related("answer__answered_by", "follow_up")
    about = alarms if assessor is None else alarms.filter(assessor=assessor)
    return about.order_by("-raised_at", "-pk")


def severity_alarms(version: Version) -> QuerySet[Alarm]:
    """The alarms about how harsh or mild somebody is by a rubric, the newest first."""
    about = alarms_about(version.micro_credential.owner)
    return about.filter(signal__in=[Signal.SEVERE.value, Signal.LENIENT.value], recalibrates=version)


def alarms_to_answer(lead: Person, *, at: datetime) -> QuerySet[Alarm]:
    """Alarms that nobody has answered about others, where somebody leads the assessing, the longest first."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    unanswered = Alarm.objects.filter(organization__in=owners, answer__isnull=True).exclude(assessor=lead)
    return unanswered.select_related("assessor", "organization").order_by("raised_at", "pk")


def is_watched(person: Person, organization: Organization) -> bool:
    """Whether more papers come up for somebody, because an alarm is not answered."""
    return alarms_about(organization, person).filter(answer__isnull=True).exists()


def since_answered(person: Person, organization: Organization, checks: Sequence[Check]) -> list[Check]:
    """Those checks that were made since a lead last answered an alarm about somebody."""
    answered = alarms_about(organization, person).filter(answer__isnull=False).order_by("-answer__answered_at")
    last = answered.values_list("answer__answered_at", flat=True).first()
    return [each for each in checks if last is None or each.at > last]


def most_read(readings: Sequence[UUID]) -> Version:
    """Of which version most of some readings were papers; of several as many, that of the last."""
    papers = Scoring.of_all.filter(pk__in=readings, paper__isnull=False)
    found = list(papers.select_related("paper__version__micro_credential__owner").order_by("-scored_at", "-pk"))
    versions = [one.paper.version for one in found if one.paper is not None]
    counted = Counter(version.pk for version in versions)
    return max(versions, key=lambda version: counted[version.pk])


def alarms_to_follow() -> QuerySet[Alarm]:
    """The alarms that ask for a recalibration of which nothing came yet, and that nobody answered; the oldest first."""
    asking = Alarm.objects.filter(recalibrates__isnull=False, follow_up__isnull=True, answer__isnull=True)
    return asking.select_related("organization", "assessor", "recalibrates__micro_credential__owner").order_by(
        "raised_at", "pk"
    )


def is_due(alarm: Alarm, *, at: datetime) -> bool:
    """Whether what an alarm asks for is to begin at a moment: enough time has passed, and enough was read since."""
    waits = follows(alarm.pk)
    if at < alarm.raised_at + waits.after or not alarms_to_follow().filter(pk=alarm.pk).exists():
        return False
    since = Scoring.of_all.filter(assessor=alarm.assessor_id, scored_at__gt=alarm.raised_at, scored_at__lte=at)
    return since.count() >= waits.readings


def long_away(*, at: datetime) -> list[Certificate]:
    """The certificates of whom a rule recalibrates because they read nothing by their rubric for as long as the terms
    say; for which there is a calibration set, and not those whose right was paused since. The oldest first."""
    found: list[Certificate] = []
    certified = certificates_to_recalibrate(at=at)
    owners = Organization.objects.filter(pk__in=certified.values("version__micro_credential__owner"))
    for owner in owners.order_by("pk"):
        figures = figures_in(owner)
        if not figures.pauses:
            continue
        since = at - timedelta(days=figures.away_days)
        by_rubric = Q(submission__pursuit__version=OuterRef("version")) | Q(
            submission__pursuit__version__succession__rubric_of=OuterRef("version")
        )
        read = Scoring.of_all.filter(by_rubric, assessor=OuterRef("assessor"), scored_at__gt=since)
        paused = RightPause.objects.filter(
            Q(end__isnull=True) | Q(end__ended_at__gt=since),
            assessor=OuterRef("assessor"),
            version=OuterRef("version"),
        )
        away = certified.filter(version__micro_credential__owner=owner, starts_at__lte=since)
        found += away.filter(~Exists(read), ~Exists(paused)).order_by("starts_at", "pk")
    return found


@dataclass(frozen=True)
class Watched:
    """One assessor, how near their newest checks are to what is agreed, and the alarms about them, the newest first."""

    assessor: Person
    exact: Share
    adjacent: Share
    papers: int
    alarms: tuple[Alarm, ...]

    @property
    def is_watched(self) -> bool:
        """Whether an alarm is not answered."""
        return any(not hasattr(alarm, "answer") for alarm in self.alarms)


def readers_of(organization: Organization, *, until: datetime) -> list[Watched]:
    """Everybody who read a validity paper of an organization: who is to be looked at first, then by name."""
    checks = checks_of(organization, until=until)
    alarms: dict[UUID, list[Alarm]] = defaultdict(list)
    for alarm in alarms_about(organization):
        alarms[alarm.assessor_id].append(alarm)
    people = Person.objects.filter(pk__in=list(checks)).order_by("name", "pk")
    found = [_watched(person, checks[person.pk], alarms[person.pk]) for person in people]
    return sorted(found, key=lambda one: not one.is_watched)


@dataclass(frozen=True)
class Evidence:
    """One criterion of a paper as it was judged, beside what is agreed: what an alarm rests on."""

    paper: int
    at: datetime
    criterion: str
    given: str
    agreed: str
    is_off: bool


@dataclass(frozen=True)
class LookedAt:
    """An alarm, its answer if it has one, and what it rests on."""

    alarm: Alarm
    evidence: tuple[Evidence, ...]


OF_LATE = timedelta(days=90)
SHOWN_STEPS = 20


@dataclass(frozen=True)
class SteppedBack:
    """From how much of what somebody held they stepped back for good: of late, and what they said, the newest first.

    Whoever holds something sees what it is before they step back: who does so often chooses what they read. Which work
    it was is not said, for who leads may come to read it.
    """

    times: int
    held: int
    newest: tuple[Recusal, ...]


@dataclass(frozen=True)
class ReaderReport:
    """What a lead sees of one assessor: checks, month by month, and double readings beside them."""

    watched: Watched
    months: tuple[tuple[datetime, Share], ...]
    alarms: tuple[LookedAt, ...]
    pauses: tuple[PauseStanding, ...]
    """of their rights there, the newest first"""
    may_score: tuple[Version, ...]
    """what they may score there now"""
    paired: Share
    """criteria of submissions that another person read too, and of how many both gave the same level"""
    stepped_back: SteppedBack


def reader_report(person: Person, organization: Organization, *, until: datetime) -> ReaderReport:
    """How near one assessor stays to what is agreed, and to whoever read the same."""
    checks = checks_of(organization, assessor=person, until=until)[person.pk]
    by_month: dict[tuple[int, int], list[Check]] = defaultdict(list)
    for each in checks:
        by_month[each.at.year, each.at.month].append(each)
    alarms = list(alarms_about(organization, person))
    return ReaderReport(
        _watched(person, checks, alarms),
        tuple((some[0].at, exact_share(some)) for some in by_month.values()),
        _looked_at(alarms),
        tuple(standing_of_pause(pause, at=until) for pause in pauses_at(organization, person)),
        tuple(_may_score(person, organization, until)),
        _paired(person, organization, until),
        _stepped_back(person, organization, until),
    )


def remarks_of(person: Person, organization: Organization) -> QuerySet[FeedbackFinding]:
    """What the person wrote that seems to be about people, and said to stand, the newest first.

    Without the submission that it is of, which who asks may yet read blind.
    """
    theirs = FeedbackFinding.objects.filter(
        scoring__assessor=person, scoring__claim__item__version__micro_credential__owner=organization
    )
    said = theirs.exclude(reason="").select_related("scoring__claim__item__version")
    return said.order_by("-scoring__scored_at", "-pk")


def _may_score(person: Person, organization: Organization, at: datetime) -> QuerySet[Version]:
    mine = Version.objects.filter(pk__in=versions_for(person, at=at), micro_credential__owner=organization)
    return mine.order_by("title", "number", "pk")


def _stepped_back(person: Person, organization: Organization, until: datetime) -> SteppedBack:
    of_late = {"item__version__micro_credential__owner": organization, "assessor": person}
    since = until - OF_LATE
    recusals = Recusal.objects.filter(**of_late, recused_at__gt=since, recused_at__lte=until)
    held = Claim.objects.filter(**of_late, claimed_at__gt=since, claimed_at__lte=until).values("item").distinct()
    newest = recusals.select_related("item__version").order_by("-recused_at", "-pk")[:SHOWN_STEPS]
    return SteppedBack(recusals.count(), held.count(), tuple(newest))


def _looked_at(alarms: Sequence[Alarm]) -> tuple[LookedAt, ...]:
    readings = {reading for alarm in alarms if alarm.severity is None for reading in alarm.readings}
    scores = Score.objects.filter(scoring__in=readings, carried_from__isnull=True).select_related(
        "scoring__paper", "criterion", "level"
    )
    levels = ConsensusLevel.objects.filter(consensus__paper__in={score.scoring.paper_id for score in scores})
    agreed = {
        (row.consensus.paper_id, row.criterion_id): row.level for row in levels.select_related("consensus", "level")
    }
    found: dict[UUID, list[Evidence]] = defaultdict(list)
    for score in scores.order_by("scoring__scored_at", "scoring", "criterion__position"):
        paper = score.scoring.paper
        if paper is None:
            continue
        level = agreed[paper.pk, score.criterion_id]
        is_off = level.pk != score.level_id
        said = (score.criterion.name, score.level.name, level.name, is_off)
        found[score.scoring_id].append(Evidence(paper.number, score.scoring.scored_at, *said))
    return tuple(
        LookedAt(alarm, tuple(one for reading in alarm.readings for one in found[reading])) for alarm in alarms
    )


def _paired(person: Person, organization: Organization, until: datetime) -> Share:
    counted = paired_with_others(person, organization, until)
    return Share(sum(pair.first == pair.second for pair in counted), len(counted))


def paired_with_others(person: Person, organization: Organization | None, until: datetime) -> list[TwiceRead]:
    """What the person read as one of the first two, before anything was resolved, at one organization or at all.

    In each pair what they gave comes first, and then what the other did.
    """
    mine = Scoring.objects.filter(submission=OuterRef("scoring__submission"), assessor=person)
    scores = Score.objects.filter(Exists(mine))
    if organization is not None:
        scores = scores.filter(scoring__submission__pursuit__version__micro_credential__owner=organization)
    pairs = list(double_readings(scores, until=until))
    readers: dict[UUID, list[UUID]] = defaultdict(list)
    counted_readings = Scoring.objects.filter(reset__isnull=True)
    rows = counted_readings.filter(submission__in={each.submission_id for each in pairs}).order_by("scored_at", "pk")
    for submission, assessor in rows.values_list("submission", "assessor"):
        readers[submission].append(assessor)
    found = []
    for pair in pairs:
        of_pair = readers[pair.submission_id][:DOUBLE]
        if person.pk in of_pair:
            is_first = of_pair[0] == person.pk
            found.append(pair if is_first else replace(pair, first=pair.second, second=pair.first))
    return found


def _watched(person: Person, checks: Sequence[Check], alarms: Sequence[Alarm]) -> Watched:
    newest = checks[-ROLLING:]
    papers = len({each.reading for each in newest})
    return Watched(person, exact_share(newest), adjacent_share(newest), papers, tuple(alarms))
