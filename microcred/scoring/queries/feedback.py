"""What an educator learns from a decision."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from microcred.catalog.models import Requirement
from microcred.catalog.queries import RubricCriterion, RubricLevel, VersionSaid, said_in
from microcred.catalog.rules import Verdict, Words, reasons_in_words
from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import counted_as_attempts, windows_at
from microcred.programs.models import Window
from microcred.scoring.models import AppealDecision, AppealResult, Decision, Result
from microcred.scoring.queries.pins import PinSeen, pins_told


@dataclass(frozen=True)
class Asked:
    """One requirement, by the number under which the workspace shows it."""

    number: int
    requirement: Requirement


@dataclass(frozen=True)
class Judged:
    """One criterion as it was judged, and the requirements whose evidence it looked at."""

    number: int
    criterion: RubricCriterion
    level: RubricLevel
    comment: str
    carried: bool
    asked: tuple[Asked, ...]
    excused: bool = False
    """below the level that is needed, in a part that passed all the same"""
    pins: tuple[PinSeen, ...] = ()
    """where in the evidence those point who say so"""

    @property
    def met(self) -> bool:
        """Whether the level suffices."""
        return self.level.position >= self.criterion.required_level.position


@dataclass(frozen=True)
class Feedback:
    """A decision in full. Who judged is nobody's to know."""

    decision: Decision
    judged: tuple[Judged, ...]
    word: str
    verdict: Verdict
    appealed: AppealDecision | None = None
    """what came of an appeal; what it found met stands among what was judged"""
    afresh: tuple[Judged, ...] = ()
    """of what had been short, what fresh readers say: met after all, or short to them too"""

    @property
    def earned(self) -> bool:
        """Whether the micro-credential was earned, by the decision or by an appeal of it."""
        return self.was_earned_at_once or _upheld(self.decision)

    @property
    def decided_at(self) -> datetime:
        """When it was decided as it stands: where an appeal turned it, that day."""
        afresh = _appealed(self.decision)
        return afresh.decided_at if afresh is not None and _upheld(self.decision) else self.decision.decided_at

    @property
    def is_word_of_before(self) -> bool:
        """Whether the word about the whole was said of what an appeal has changed since."""
        afresh = _appealed(self.decision)
        return afresh is not None and afresh.outcome != AppealDecision.Outcome.STANDS

    @property
    def was_earned_at_once(self) -> bool:
        """Whether the decision itself says so."""
        return self.decision.outcome == Decision.Outcome.EARNED

    @property
    def met(self) -> tuple[Judged, ...]:
        """What was met, in the order of the rubric."""
        return tuple(one for one in self.judged if one.met)

    @property
    def short(self) -> tuple[Judged, ...]:
        """What is short, in the order of the rubric: exactly this reopens."""
        return tuple(one for one in self.judged if not one.met and not one.excused)

    @property
    def excused(self) -> tuple[Judged, ...]:
        """What stayed below its level in a part that passed all the same; it does not reopen."""
        return tuple(one for one in self.judged if one.excused)

    @property
    def why(self) -> list[Words]:
        """Part by part what the decision rests on, where a part passes by another rule than the usual one."""
        return [] if self.verdict.is_by_the_usual_rule else reasons_in_words(self.verdict)

    @property
    def to_revise(self) -> tuple[Asked, ...]:
        """What feeds a short criterion and is therefore open again, each once, in the order of the workspace."""
        open_again = {asked.number: asked for one in self.short for asked in one.asked}
        return tuple(open_again[number] for number in sorted(open_again))


def _appealed(decision: Decision) -> AppealDecision | None:
    """What came of an appeal of a decision that was asked for with it."""
    afresh: AppealDecision | None = getattr(getattr(decision, "appeal", None), "outcome", None)
    return afresh


def _upheld(decision: Decision) -> bool:
    afresh = _appealed(decision)
    return afresh is not None and afresh.outcome == AppealDecision.Outcome.UPHELD


@dataclass(frozen=True)
class Attempt:
    """One attempt of a pursuit and what came of it. `outcome` is empty while it is being read."""

    submission: Submission
    outcome: str
    label: str


def decision_of(submission: Submission) -> Decision | None:
    """The decision on a submission, once there is one."""
    return _decision.first(submission_id=submission.pk)


@asked_often
def _decision(*, submission_id: UUID) -> QuerySet[Decision]:
    return Decision.objects.filter(submission=submission_id).select_related("scoring", "appeal__outcome")


def feedback_on(submission: Submission, said: VersionSaid | None = None) -> Feedback | None:
    """The feedback on a submission, by default with the rubric in its own language; None while it is being read."""
    decision = decision_of(submission)
    if decision is None:
        return None
    version = submission.pursuit.version
    said = said or said_in(version, version.language)
    decided = {result.criterion_id: result for result in _results(decision_id=decision.pk)}
    appealed = _appealed(decision)
    fresh = {row.criterion_id: row for row in _fresh_results(appeal_decision_id=appealed.pk)} if appealed else {}
    results = decided | {criterion: row for criterion, row in fresh.items() if row.raised}
    feeding: dict[UUID, list[Asked]] = {}
    for number, requirement in enumerate(said.requirements, start=1):
        for fed in requirement.criteria.all():
            feeding.setdefault(fed.pk, []).append(Asked(number, requirement))
    judged = []
    rubric = said.rubric
    place = {level.id: level for criterion in rubric.criteria for level in criterion.levels}
    verdict = rubric.verdict({each: place[result.score.level_id].position for each, result in results.items()})
    afresh = []
    pinned = pins_told(submission)
    for number, criterion in enumerate(rubric.criteria, start=1):
        result, again = results[criterion.id], fresh.get(criterion.id)
        one = Judged(
            number=number,
            criterion=criterion,
            level=place[result.score.level_id],
            comment=result.told,
            carried=result.way == Result.Way.CARRIED,
            asked=tuple(feeding.get(criterion.id, ())),
            excused=criterion.id in verdict.excused,
            pins=tuple(pinned.get(result.pk, ())),
        )
        judged.append(one)
        if again is not None and (again.raised or not one.met):
            afresh.append(
                replace(
                    one, level=place[again.score.level_id], comment=again.told, pins=tuple(pinned.get(again.pk, ()))
                )
            )
    return Feedback(decision, tuple(judged), decision.word, verdict, appealed, tuple(afresh))


def attempts_of(submission: Submission) -> tuple[Attempt, ...]:
    """All attempts of the same pursuit, the first first."""
    outcomes = {decision.submission_id: decision for decision in _decisions(pursuit_id=submission.pursuit_id)}
    attempts = []
    for row in _attempts(pursuit_id=submission.pursuit_id):
        decision = outcomes.get(row.pk)
        outcome = "" if decision is None else Decision.Outcome.EARNED if _upheld(decision) else decision.outcome
        attempts.append(Attempt(row, outcome, str(Decision.Outcome(outcome).label) if outcome else ""))
    return tuple(attempts)


@dataclass(frozen=True)
class NextStep:
    """What follows from a decision. Without a program there are no windows, and an educator resubmits at any time.

    `award_id` is there once the credential has been signed.
    """

    award_id: UUID | None
    window: Window | None
    later_window: Window | None

    @property
    def closes_at(self) -> datetime | None:
        """Until when, not including that moment, a revision is taken."""
        return self.window.closes_at if self.window else None


def next_step_after(submission: Submission, *, at: datetime) -> NextStep:
    """What an educator can do after the decision on a submission."""
    pursuit = submission.pursuit
    windows = windows_at(pursuit.program, at, resubmission=True, person_id=pursuit.person_id)
    now, after = (windows.now, windows.after) if windows else (None, None)
    return NextStep(_award_for.first(submission_id=submission.pk), now, None if now else after)


@asked_often
def _award_for(*, submission_id: UUID) -> QuerySet[Award, UUID]:
    decided = Decision.objects.filter(submission=submission_id).values("pk")
    upheld = AppealDecision.objects.filter(appeal__decision__submission=submission_id).values("pk")
    earned = Q(intent__source__in=decided) | Q(intent__source__in=upheld)
    return Award.objects.filter(earned).order_by("pk").values_list("pk", flat=True)[:1]


@asked_often
def _results(*, decision_id: UUID) -> QuerySet[Result]:
    return Result.objects.filter(decision=decision_id).select_related("score")


@asked_often
def _fresh_results(*, appeal_decision_id: UUID) -> QuerySet[AppealResult]:
    return AppealResult.objects.filter(decision=appeal_decision_id).select_related("score")


@asked_often
def _decisions(*, pursuit_id: UUID) -> QuerySet[Decision]:
    return Decision.objects.filter(submission__pursuit=pursuit_id).select_related("appeal__outcome")


@asked_often
def _attempts(*, pursuit_id: UUID) -> QuerySet[Submission]:
    return counted_as_attempts(Submission.objects.filter(pursuit=pursuit_id)).order_by("number")
