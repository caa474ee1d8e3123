"""From the fresh readings of appealed work to the outcome, and what that does to the educator's work."""

from collections.abc import Sequence
from datetime import datetime

from microcred.catalog.models import Criterion
from microcred.catalog.queries import rubric_of
from microcred.credentials.operations import award
from microcred.foundation.outbox import announce
from microcred.organizations.models import Person
from microcred.portfolios.operations import end_fresh_reading
from microcred.scoring.events import AppealDecided
from microcred.scoring.models import Appeal, AppealDecision, AppealResult, QueueItem, Result
from microcred.scoring.operations.appeals import let_later_go_on
from microcred.scoring.operations.deciding import result_of
from microcred.scoring.operations.pins import tell_pins
from microcred.scoring.queries import SavedReading
from microcred.scoring.rules import APPEALING, AppealOutcome, weigh, word_about_the_whole


def decide_appeal(
    item: QueueItem,
    appeal: Appeal,
    criteria: Sequence[Criterion],
    readings: Sequence[SavedReading],
    actor: Person,
    at: datetime,
) -> AppealDecision:
    """Weigh the fresh readings against what stood, and carry out what that comes to, in the last one's transaction.

    Args:
        readings: the fresh ones, in the order in which they were saved.
        actor: who saved the last one.
    """
    submission, judge = item.submission, rubric_of(item.version).verdict
    stood = {
        result.criterion_id: result
        for result in Result.objects.filter(decision=appeal.decision).select_related("score__level")
    }
    fresh = [result_of(criterion, readings, of=len(readings)) for criterion in criteria]
    weighed = weigh(
        {pk: result.score.level.position for pk, result in stood.items()},
        {each.criterion_id: each.score.level.position for each in fresh},
        {criterion.pk: criterion.required_position for criterion in criteria},
        judge,
    )
    words = [(judge(reading.positions).outcome, reading.scoring.feedback) for reading in readings]
    outcome = weighed.verdict.outcome
    assert outcome is not None  # noqa: S101 - every criterion has its level
    decision = AppealDecision.objects.create(
        appeal=appeal,
        scoring=readings[-1].scoring,
        outcome=weighed.outcome.value,
        decided_at=at,
        reasons=[reason.as_facts() for reason in weighed.verdict.reasons],
        readings=len(readings),
        feedback=word_about_the_whole(words, outcome),
        rule=APPEALING,
    )
    results = [
        AppealResult(
            decision=decision,
            criterion=each.criterion,
            score=each.score,
            way=each.way,
            comment=each.comment,
            raised=each.criterion_id in weighed.raised,
        )
        for each in fresh
    ]
    AppealResult.objects.bulk_create(results)
    tell_pins(results, readings, submission.pk)
    earned = weighed.outcome is AppealOutcome.UPHELD
    levels = {each.criterion_id: each.score.level for each in fresh}
    end_fresh_reading(
        actor=actor,
        submission=submission,
        raised={pk: levels[pk] for pk in weighed.raised},
        earned=earned,
        at=at,
    )
    if earned:
        award(
            actor=actor,
            person=submission.pursuit.person,
            version=submission.pursuit.version,
            source=decision.pk,
            levels=[levels[pk] if pk in weighed.raised else stood[pk].score.level for pk in stood],
            evidence_digest=submission.digest,
            earned_at=at,
            at=at,
        )
    else:
        let_later_go_on(submission, at)
    announce(AppealDecided(decision.pk, submission.pk))
    return decision
