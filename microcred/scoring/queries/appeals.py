"""What was appealed, what may be, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise as Words
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calendars.queries import calendar_of
from microcred.measures import Interval, wilson
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import nearest_said, organizations_where
from microcred.portfolios.models import Pursuit, Sight, Submission
from microcred.portfolios.queries import Promise, judged_by, may_be_read_afresh, promise_of
from microcred.scoring.models import (
    Appeal,
    AppealDecision,
    AppealTerms,
    Claim,
    Decision,
)
from microcred.scoring.rules import APPEAL_DAYS, AppealOutcome, appeal_until

UNDER_WAY = Q(withdrawal__isnull=True, outcome__isnull=True) & ~Q(screening__accepted=False)
"""Of appeals: nothing has come of it yet."""

FEWEST_APPEALS = 5
"""Of fewer, no figure is shown: it would tell of single people."""


@dataclass(frozen=True)
class AppealRules:
    """What holds of appeals; `said` is who said so, None where nobody did."""

    days: int = APPEAL_DAYS
    screened: bool = False
    said: AppealTerms | None = None


def appeal_terms_of(organization: Organization) -> QuerySet[AppealTerms]:
    """Every edition of what an organization itself said of appeals, the newest first."""
    editions = AppealTerms.objects.filter(organization=organization)
    return editions.select_related("declared_by", "organization").order_by("-declared_at", "-pk")


def appeal_rules_in(organization: Organization, *, at: datetime) -> AppealRules:
    """What held of appeals in an organization at a moment: its own word, or that of the nearest above it."""
    said = AppealTerms.objects.filter(organization__in=organization.lineage, declared_at__lte=at)
    holds = nearest_said(organization, said.select_related("organization").order_by("declared_at", "pk"))
    return AppealRules(holds.days, holds.screened, holds) if holds else AppealRules()


def appealed_until(decision: Decision) -> datetime:
    """The end of the time in which a decision can be appealed, by what held when it was made."""
    owner = decision.submission.pursuit.version.micro_credential.owner
    rules = appeal_rules_in(owner, at=decision.decided_at)
    calendar = calendar_of(owner).calendar
    return appeal_until(decision.decided_at, days=rules.days, zone=owner.time_zone, calendar=calendar)


def appeal_of(decision: Decision) -> Appeal | None:
    """The appeal of a decision, with what came of it."""
    around = ("screening", "withdrawal", "outcome")
    return Appeal.objects.filter(decision=decision).select_related(*around).first()


def appeal_under_way(pursuit_id: UUID) -> Appeal | None:
    """The appeal of a decision about a piece of work of which nothing has come yet."""
    return Appeal.objects.filter(UNDER_WAY, decision__submission__pursuit=pursuit_id).first()


def appeal_being_read(submission: Submission) -> Appeal | None:
    """The appeal for which a submission waits for fresh readings, or gets them."""
    read = Q(screened=False) | Q(screening__accepted=True)
    waiting = Appeal.objects.filter(UNDER_WAY, read, decision__submission=submission)
    return waiting.select_related("decision", "screening").first()


def is_opened(appeal: Appeal) -> bool:
    """Whether somebody has taken the work up for an appeal: from then on it cannot be taken back."""
    since = appeal.screening.screened_at if hasattr(appeal, "screening") else appeal.appealed_at
    taken = Claim.objects.filter(item__submission=appeal.decision.submission_id, item__paper__isnull=True)
    return taken.filter(claimed_at__gte=since).exists()


@dataclass(frozen=True)
class AppealStanding:
    """Where the appeal of a decision stands, for its educator.

    Attributes:
        until: the end of the time in which one can be made.
        may: whether one can be made now.
        promise: while it is read: by when its outcome is promised.
        opened: whether somebody reads for it.
    """

    appeal: Appeal | None
    until: datetime
    may: bool
    promise: Promise | None = None
    opened: bool = False

    @property
    def outcome(self) -> AppealDecision | None:
        """What fresh readings made of it."""
        return getattr(self.appeal, "outcome", None)

    @property
    def refused(self) -> bool:
        """Whether a lead found that its grounds are not about the procedure."""
        return self.appeal is not None and hasattr(self.appeal, "screening") and not self.appeal.screening.accepted

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return hasattr(self.appeal, "withdrawal")

    @property
    def waits_for_lead(self) -> bool:
        """Whether a lead has yet to look at its grounds."""
        return (
            self.appeal is not None
            and self.appeal.screened
            and not hasattr(self.appeal, "screening")
            and not self.withdrawn
        )

    @property
    def may_withdraw(self) -> bool:
        """Whether it can still be taken back."""
        if self.appeal is not None and self.appeal.case_id is not None:
            return False
        return self.waits_for_lead or (self.promise is not None and not self.opened)

    @property
    def grounds(self) -> list[str]:
        """Its grounds in words."""
        return [str(Appeal.Ground(each).label) for each in self.appeal.grounds] if self.appeal else []


def appeal_standing(decision: Decision, *, at: datetime) -> AppealStanding:
    """Where the appeal of a decision "not yet" stands at a moment."""
    appeal, until = appeal_of(decision), appealed_until(decision)
    if appeal is None:
        may = decision.outcome == Decision.Outcome.NOT_YET and at < until and may_be_read_afresh(decision.submission)
        return AppealStanding(None, until, may)
    read = appeal_being_read(decision.submission) is not None
    promise = promise_of(decision.submission, at=at) if read else None
    return AppealStanding(appeal, until, may=False, promise=promise, opened=read and is_opened(appeal))


def appeals_to_screen(lead: Person, *, at: datetime) -> QuerySet[Appeal]:
    """What waits for a look at its grounds where a person leads the assessing, the oldest first.

    Not of their own work, nor of work on a micro-credential that they held of the same educator's to judge it.
    """
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    where = "decision__submission__pursuit"
    judged = judged_by(lead, educator=f"{where}__person", micro_credential=f"{where}__version__micro_credential")
    waiting = Appeal.objects.filter(
        UNDER_WAY,
        ~judged,
        screened=True,
        screening__isnull=True,
        **{f"{where}__version__micro_credential__owner__in": owners},
    )
    around = f"{where}__version__micro_credential__owner"
    return waiting.exclude(**{f"{where}__person": lead}).select_related(around).order_by("appealed_at", "pk")


def has_looked(lead: Person, pursuit: Pursuit) -> bool:
    """Whether a person has seen of a piece of work what may tell them whose it is."""
    return Sight.objects.filter(person=lead, pursuit=pursuit).exists()


@dataclass(frozen=True)
class GroundFigures:
    """How many appeals there were, of all or on one ground; None where there were few."""

    ground: str
    made: int | None
    decided: int | None
    upheld: float | None
    interval: Interval | None

    @property
    def share(self) -> str | Words:
        """The share upheld, in a hundred, with where it may lie."""
        if self.upheld is None or self.interval is None:
            return ""
        numbers = (round(100 * each) for each in (self.upheld, self.interval.low, self.interval.high))
        return format_lazy(
            _("{share} % ({low} to {high} %)"), **dict(zip(("share", "low", "high"), numbers, strict=True))
        )


def appeal_figures(owners: Sequence[Organization] | QuerySet[Organization]) -> list[GroundFigures]:
    """The appeals against decisions on what some organizations offer: of all, then by ground, without those that were
    taken back, and without what is read afresh of itself. An appeal on two grounds counts for both. What was upheld in
    part counts as upheld."""
    made = Appeal.objects.filter(
        case__isnull=True,
        withdrawal__isnull=True,
        decision__submission__pursuit__version__micro_credential__owner__in=owners,
    ).values_list("grounds", "outcome__outcome", "screening__accepted")
    rows = [(grounds, outcome or ("refused" if accepted is False else "")) for grounds, outcome, accepted in made]
    figures = [_figures("", [outcome for _grounds, outcome in rows])]
    for ground in Appeal.Ground:
        on_it = [outcome for grounds, outcome in rows if ground.value in grounds]
        figures.append(_figures(str(ground.label), on_it))
    return figures


def _figures(ground: str, outcomes: Sequence[str]) -> GroundFigures:
    if len(outcomes) < FEWEST_APPEALS:
        return GroundFigures(ground, None, None, None, None)
    decided = [each for each in outcomes if each]
    if len(decided) < FEWEST_APPEALS:
        return GroundFigures(ground, len(outcomes), None, None, None)
    upheld = sum(each in {AppealOutcome.UPHELD, AppealOutcome.IN_PART} for each in decided)
    return GroundFigures(ground, len(outcomes), len(decided), upheld / len(decided), wilson(upheld, len(decided)))
