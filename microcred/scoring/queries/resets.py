"""Which readings a reset campaign reaches, what it would do and what it has done."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.calendars.queries import calendar_of
from microcred.calibration.queries import assessors_of, versions_for
from microcred.catalog.models import Version
from microcred.catalog.rules import Outcome
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Completion, Submission
from microcred.scoring.models import (
    Appeal,
    AppealDecision,
    Decision,
    QueueItem,
    ResetCampaign,
    ResetCase,
    ResetOutcome,
    ResetReading,
    Scoring,
)
from microcred.scoring.queries.appeals import UNDER_WAY
from microcred.scoring.rules import AppealState, Consequence, Reached, Sums, business_days_expected, consequence, sums

OF_LATE = timedelta(days=28)
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Scope:
    """Whose readings, of what and when, are not to count. At least one of version and assessor is there.

    Attributes:
        version: None for all that the organization offers.
        assessor: None for everybody.
        since: of readings saved from then on; None for all.
        until: of readings saved before.
        begun_by: who would have it reset. That their own work is read afresh, or that readings of their own count no
            more, is another lead's to say.
    """

    organization: Organization
    version: Version | None
    assessor: Person | None
    since: datetime | None
    until: datetime
    begun_by: Person


def scope_of(campaign: ResetCampaign) -> Scope:
    """What a campaign is about."""
    return Scope(
        campaign.organization, campaign.version, campaign.assessor, campaign.since, campaign.until, campaign.begun_by
    )


def readings_in(scope: Scope) -> QuerySet[Scoring]:
    """The readings of a scope that count still. None of papers: these tell of the reader, and decide nothing; and none
    that who begins it gave, or that is of their work."""
    return _counting(scope).exclude(assessor=scope.begun_by)


def own_readings_in(scope: Scope) -> QuerySet[Scoring]:
    """The readings that who would begin it gave themselves: nobody decides about themselves."""
    return _counting(scope).filter(assessor=scope.begun_by)


def _counting(scope: Scope) -> QuerySet[Scoring]:
    found = Scoring.objects.exclude(submission__pursuit__person=scope.begun_by).filter(
        reset__isnull=True,
        scored_at__lt=scope.until,
        submission__pursuit__version__micro_credential__owner=scope.organization,
    )
    if scope.version is not None:
        found = found.filter(submission__pursuit__version=scope.version)
    if scope.assessor is not None:
        found = found.filter(assessor=scope.assessor)
    if scope.since is not None:
        found = found.filter(scored_at__gte=scope.since)
    return found


def reached_by(readings: QuerySet[Scoring]) -> dict[UUID, Reached]:
    """How each submission stands that some readings are of, by submission, in six questions whatever their number."""
    scored: dict[UUID, list[datetime]] = defaultdict(list)
    for read, scored_at in readings.values_list("submission", "scored_at"):
        scored[read].append(scored_at)
    found = list(scored)
    waits = set(
        QueueItem.objects.filter(submission__in=found, settled_at__isnull=True).values_list("submission", flat=True)
    )
    decisions = {each.submission_id: each for each in Decision.objects.filter(submission__in=found)}
    appeals = Appeal.objects.filter(decision__submission__in=found)
    any_appeal = set(appeals.values_list("decision__submission", flat=True))
    open_appeal = set(appeals.filter(UNDER_WAY).values_list("decision__submission", flat=True))
    earned = Exists(Completion.objects.filter(pursuit=OuterRef("pursuit")))
    later = Submission.objects.filter(
        pursuit=OuterRef("pursuit"),
        number__gt=OuterRef("number"),
        withdrawal__isnull=True,
        incompleteness__isnull=True,
    )
    stand = Submission.objects.filter(pk__in=found).annotate(is_earned=earned, is_followed=Exists(later))
    reached = {}
    for submission in stand:
        decision = decisions.get(submission.pk)
        appealed = (
            AppealState.OPEN
            if submission.pk in open_appeal
            else AppealState.OVER
            if submission.pk in any_appeal
            else AppealState.NOT
        )
        resting = 0
        if decision is not None:
            # Of what is being read for an appeal, the fresh readings decide nothing yet.
            resting = sum(appealed is not AppealState.OPEN or at <= decision.decided_at for at in scored[submission.pk])
        reached[submission.pk] = Reached(
            resting=resting,
            open=len(scored[submission.pk]) - resting,
            outcome=Outcome(decision.outcome) if decision else None,
            earned=vars(submission)["is_earned"],
            waits=submission.pk in waits,
            followed=vars(submission)["is_followed"],
            appealed=appealed,
        )
    return reached


@dataclass(frozen=True)
class ResetPreview:
    """What a campaign would do, before anybody begins it.

    Attributes:
        educators: how many people's work it reaches.
        readers: how many could read instead, of whoever is qualified now.
        days: business days that the new readings take at the pace of late; None where too little was read of late.
        soon: how many undecided submissions whose readings would be replaced are promised within a week, or late.
        pairs: decisions by two readings and more that leave the figures of agreement, or stand on fewer.
        own: readings among what was chosen that are left out, as who would begin it gave them.
        reached: how each submission stands, by identifier: first those of which something becomes, then by when they
            were handed in.
    """

    sums: Sums
    educators: int
    readers: int
    days: int | None
    soon: int
    pairs: int
    own: int
    reached: dict[UUID, Reached]


@dataclass(frozen=True)
class ReachedSubmission:
    """A submission that a campaign would reach, and what would become of it. It names nobody.

    Attributes:
        readings: how many of its readings would count no more.
        due_at: until when a decision is promised, where it waits for one.
        is_named: whether a lead may know which it is: not where they might be asked to read it themselves, who would
            then know what was found before.
    """

    submission: Submission
    readings: int
    outcome: Outcome | None
    consequence: Consequence
    due_at: datetime | None
    is_named: bool = True


FIRST = (Consequence.REPLACED, Consequence.AFRESH)


def _in_order(reached: dict[UUID, Reached]) -> dict[UUID, Reached]:
    """What something becomes of first, and then by when it was handed in."""
    handed_in = dict(Submission.objects.filter(pk__in=reached).values_list("pk", "submitted_at"))
    places = {each: place for place, each in enumerate((*FIRST, *(each for each in Consequence if each not in FIRST)))}
    return dict(sorted(reached.items(), key=lambda one: (places[consequence(one[1])], handed_in[one[0]], one[0])))


def reached_submissions(
    reached: Sequence[tuple[UUID, Reached]], lead: Person, *, at: datetime
) -> list[ReachedSubmission]:
    """Submissions that a campaign would reach, with what would become of each, in their order. Four queries."""
    keys = [pk for pk, _how in reached]
    submissions = Submission.objects.select_related("pursuit__version__micro_credential__owner").in_bulk(keys)
    waiting = QueueItem.objects.filter(submission__in=keys, settled_at__isnull=True)
    due = dict(waiting.values_list("submission", "due_at"))
    read_by_lead = set(versions_for(lead, at=at).values_list("pk", flat=True))
    found = []
    for pk, how in reached:
        what = consequence(how)
        is_named = what not in FIRST or submissions[pk].pursuit.version_id not in read_by_lead
        found.append(
            ReachedSubmission(submissions[pk], how.resting + how.open, how.outcome, what, due.get(pk), is_named)
        )
    return found


def reset_preview(scope: Scope, *, at: datetime) -> ResetPreview:
    """What a campaign about a scope would do now."""
    readings = readings_in(scope)
    reached = _in_order(reached_by(readings))
    replaced = [pk for pk, each in reached.items() if consequence(each) is Consequence.REPLACED]
    needed = sums(reached.values())
    versions = list(Version.objects.filter(pk__in=readings.values("submission__pursuit__version")))
    qualified = {person.pk for version in versions for person in assessors_of(version, at=at)}
    without = {scope.assessor.pk} if scope.assessor else set(readings.values_list("assessor", flat=True))
    return ResetPreview(
        needed,
        educators=readings.values("submission__pursuit__person").distinct().count(),
        readers=len(qualified - without),
        days=_days_for(needed.needed, scope, versions, without, at),
        soon=QueueItem.objects.filter(
            submission__in=replaced, paused_since__isnull=True, due_at__lte=at + SOON
        ).count(),
        pairs=Decision.objects.filter(submission__in=list(reached), readings__gte=2).count(),
        own=own_readings_in(scope).count(),
        reached=reached,
    )


def _days_for(needed: int, scope: Scope, versions: Sequence[Version], without: set[UUID], at: datetime) -> int | None:
    """In how many business days others would have made so many readings more, at the pace of late."""
    zone_day = at.date()
    calendar = calendar_of(scope.organization).calendar
    others = Scoring.objects.filter(
        submission__pursuit__version__in=versions, scored_at__gt=at - OF_LATE, scored_at__lte=at
    ).exclude(assessor__in=without)
    waiting = QueueItem.objects.filter(version__in=versions, settled_at__isnull=True).count()
    return business_days_expected(
        ahead=needed + waiting,
        decided=others.count(),
        in_days=calendar.between(zone_day - OF_LATE, zone_day),
    )


def resets_led_by(lead: Person, *, at: datetime) -> QuerySet[ResetCampaign]:
    """The campaigns where a person leads the assessing, the newest first."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    campaigns = ResetCampaign.objects.filter(organization__in=owners)
    return campaigns.select_related("organization", "version", "assessor", "begun_by").order_by("-begun_at", "-pk")


def cases_to_do(*, most: int) -> list[ResetCase]:
    """The submissions of all campaigns of which nothing has become yet, the first campaign's first."""
    waiting = ResetCase.objects.filter(outcome__isnull=True).select_related(
        "campaign__organization",
        "campaign__version",
        "campaign__assessor",
        "campaign__begun_by",
        "submission__pursuit__version__micro_credential__owner",
        "submission__pursuit__person",
    )
    return list(waiting.order_by("campaign__begun_at", "pk")[:most])


@dataclass(frozen=True)
class ResetProgress:
    """How far a campaign is.

    Attributes:
        cases: submissions that it reaches.
        done: of these, how many it has seen to.
        came_to: what became of them, with how many each, by label.
        readings: that do not count any more.
        afresh: of what is read afresh: how many wait still, were earned, raised in part, or stand.
    """

    cases: int
    done: int
    came_to: tuple[tuple[str, int], ...]
    readings: int
    waiting: int
    earned: int
    in_part: int
    stands: int

    @property
    def has_afresh(self) -> bool:
        """Whether any of it is, or was, read afresh."""
        return bool(self.waiting or self.earned or self.in_part or self.stands)

    @property
    def to_do(self) -> int:
        """How many it has not seen to."""
        return self.cases - self.done


def reset_progress(campaign: ResetCampaign) -> ResetProgress:
    """How far a campaign is."""
    outcomes = Counter(ResetOutcome.objects.filter(case__campaign=campaign).values_list("consequence", flat=True))
    appeals = Appeal.objects.filter(case__campaign=campaign)
    decided = Counter(appeals.values_list("outcome__outcome", flat=True))
    return ResetProgress(
        cases=campaign.cases.count(),
        done=sum(outcomes.values()),
        came_to=tuple((str(each.label), outcomes[each.value]) for each in ResetOutcome.Consequence if outcomes[each]),
        readings=ResetReading.objects.filter(case__campaign=campaign).count(),
        waiting=appeals.filter(outcome__isnull=True).count(),
        earned=decided[AppealDecision.Outcome.UPHELD],
        in_part=decided[AppealDecision.Outcome.IN_PART],
        stands=decided[AppealDecision.Outcome.STANDS],
    )


def versions_read(organization: Organization) -> QuerySet[Version]:
    """The versions of an organization of which anything was read, for whoever chooses one."""
    read = Scoring.objects.filter(submission__pursuit__version=OuterRef("pk"))
    own = Version.objects.filter(Exists(read), micro_credential__owner=organization)
    return own.order_by("micro_credential__slug", "number")


def people_who_read(organization: Organization) -> QuerySet[Person]:
    """Who read anything that an organization offers, by name."""
    read = Scoring.objects.filter(
        assessor=OuterRef("pk"), submission__pursuit__version__micro_credential__owner=organization
    )
    return Person.objects.filter(Exists(read)).order_by("name", "pk")
