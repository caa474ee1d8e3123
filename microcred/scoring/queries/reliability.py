"""What the decisions of a time and the validity papers read in it say, without naming anybody."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from microcred.calendars.queries import calendar_of
from microcred.calibration.models import ConsensusLevel
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_of
from microcred.catalog.rules import Outcome
from microcred.scoring.models import Appeal, AppealDecision, Decision, QueueItem, Score
from microcred.scoring.queries.policies import was_narrow
from microcred.scoring.rules import DOUBLE, Appealed, Decided, PaperRead


def decided_within(version: Version, *, since: datetime, until: datetime) -> list[Decided]:
    """Everything that was decided of a version after a moment and up to another. Three queries, and the calendar's."""
    owner = version.micro_credential.owner
    calendar, zone = calendar_of(owner).calendar, ZoneInfo(owner.time_zone)
    decisions = Decision.objects.filter(
        submission__pursuit__version=version, decided_at__gt=since, decided_at__lte=until
    ).select_related("policy")
    rows = list(decisions.order_by("decided_at", "pk"))
    places = QueueItem.objects.filter(submission__in=[row.submission_id for row in rows])
    due = {key: (sent, by) for key, sent, by in places.values_list("submission", "submission__submitted_at", "due_at")}
    moved = set(
        Appeal.objects.filter(decision__in=[row.pk for row in rows]).values_list("decision__submission", flat=True)
    )
    found = []
    for row in rows:
        days = in_time = None
        if row.submission_id in due and row.submission_id not in moved:
            sent, by = due[row.submission_id]
            first, last = (moment.astimezone(zone).date() for moment in (sent, row.decided_at))
            days, in_time = calendar.between(first, last), row.decided_at <= by
        earned = row.outcome == Decision.Outcome.EARNED
        narrow = row.readings >= DOUBLE and was_narrow(row)
        found.append(Decided(row.submission_id, earned, row.readings, narrow, days, in_time))
    return found


def appealed_within(version: Version, *, since: datetime, until: datetime) -> Appealed:
    """The appeals, made by educators up to the end of a time, of decisions of that time, and what had come of them."""
    appeals = Appeal.objects.filter(
        case__isnull=True,
        decision__submission__pursuit__version=version,
        decision__decided_at__gt=since,
        decision__decided_at__lte=until,
        appealed_at__lte=until,
    ).select_related("screening", "withdrawal", "outcome")
    ends = Counter(_end(appeal, until) for appeal in appeals)
    return Appealed(sum(ends.values()), ends["refused"], ends["withdrawn"], ends["upheld"], ends["stands"])


def _end(appeal: Appeal, until: datetime) -> str:
    if hasattr(appeal, "outcome") and appeal.outcome.decided_at <= until:
        return "stands" if appeal.outcome.outcome == AppealDecision.Outcome.STANDS else "upheld"
    if hasattr(appeal, "withdrawal") and appeal.withdrawal.withdrawn_at <= until:
        return "withdrawn"
    if hasattr(appeal, "screening") and not appeal.screening.accepted and appeal.screening.screened_at <= until:
        return "refused"
    return "open"


def papers_read(version: Version, *, since: datetime, until: datetime) -> list[PaperRead]:
    """The readings of a version's validity papers in a time. Two queries, and the rubric's."""
    rows = list(
        Score.objects.filter(
            scoring__paper__version=version, scoring__scored_at__gt=since, scoring__scored_at__lte=until
        )
        .order_by("scoring__scored_at", "scoring", "criterion__position")
        .values_list("scoring", "scoring__paper", "criterion", "level__position", "carried_from")
    )
    agreed: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    levels = ConsensusLevel.objects.filter(consensus__paper__in={row[1] for row in rows})
    for paper, criterion, position in levels.values_list("consensus__paper", "criterion", "level__position"):
        agreed[paper][criterion] = position
    given: dict[tuple[UUID, UUID], dict[UUID, int]] = defaultdict(dict)
    judged: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for scoring, paper, criterion, position, carried in rows:
        given[scoring, paper][criterion] = position
        if carried is None and criterion in agreed[paper]:
            judged[scoring, paper].add(criterion)
    rubric = rubric_of(version)

    def earned(positions: Mapping[UUID, int]) -> bool:
        return rubric.verdict(dict(positions)).outcome is Outcome.EARNED

    return [
        PaperRead(
            paper,
            {
                criterion.id: (positions[criterion.id], agreed[paper][criterion.id])
                for criterion in rubric.criteria
                if criterion.id in judged[scoring, paper]
            },
            (earned(positions), earned({**positions, **agreed[paper]})),
        )
        for (scoring, paper), positions in given.items()
    ]
