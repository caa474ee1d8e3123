"""What the decisions of a time and the validity papers read in it say, without naming anybody."""

from collections import Counter, defaultdict
from datetime import datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from microcred.calendars.queries import calendar_of
from microcred.calibration.models import ConsensusLevel
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_of
from microcred.scoring.models import Appeal, AppealDecision, AssignmentPolicy, Decision, QueueItem, Score
from microcred.scoring.queries.policies import was_narrow
from microcred.scoring.rules import DOUBLE, Appealed, Decided, PaperRead


def decided_within(version: Version, *, since: datetime, until: datetime) -> list[Decided]:
    """Everything that was decided of a version after a moment and up to another. Three queries, and the calendar's."""
    owner = version.micro_credential.owner
    calendar, zone = calendar_of(owner).calendar, ZoneInfo(owner.time_zone)
    rows = list(
        Decision.objects.filter(submission__pursuit__version=version, decided_at__gt=since, decided_at__lte=until)
        .order_by("decided_at", "pk")
        .values_list("submission", "decided_at", "outcome", "readings", "policy", "by_default")
    )
    policies = AssignmentPolicy.objects.in_bulk({row[4] for row in rows})
    within = Decision.objects.filter(
        submission=OuterRef("submission"),
        submission__pursuit__version=version,
        decided_at__gt=since,
        decided_at__lte=until,
    )
    places = QueueItem.objects.filter(Exists(within))
    due = {key: (sent, by) for key, sent, by in places.values_list("submission", "submission__submitted_at", "due_at")}
    moved = set(
        Appeal.objects.filter(decision__submission__pursuit__version=version).values_list(
            "decision__submission", flat=True
        )
    )
    days_between = cache(calendar.between)
    found = []
    for submission, decided_at, outcome, readings, policy, by_default in rows:
        days = in_time = None
        if submission in due and submission not in moved:
            sent, by = due[submission]
            days = days_between(sent.astimezone(zone).date(), decided_at.astimezone(zone).date())
            in_time = decided_at <= by
        earned = outcome == Decision.Outcome.EARNED
        narrow = readings >= DOUBLE and was_narrow(
            policies.get(policy), submission, by_default_of=version.pk if by_default else None
        )
        found.append(Decided(submission, earned, readings, narrow, days, in_time))
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
    earned = rubric.earning()
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
