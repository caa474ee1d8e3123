"""From the readings of a submission to its decision, and what that does to the educator's work."""

from collections.abc import Sequence
from datetime import datetime

from microcred.catalog.models import Criterion
from microcred.catalog.queries import rubric_of
from microcred.catalog.rules import Outcome, Verdict
from microcred.credentials.operations import award
from microcred.foundation.outbox import announce
from microcred.organizations.models import Person
from microcred.portfolios.operations import Short, complete, return_for_revision
from microcred.scoring.events import DecisionMade
from microcred.scoring.models import Decision, QueueItem, Result, Score
from microcred.scoring.operations.pins import tell_pins
from microcred.scoring.queries import SavedReading
from microcred.scoring.rules import RESOLUTION, Given, Way, outvoting, resolve, word_about_the_whole


def decide(
    item: QueueItem, criteria: Sequence[Criterion], readings: Sequence[SavedReading], actor: Person, at: datetime
) -> Decision:
    """Resolve all readings of a submission and carry out what they come to, in the transaction of the last of them.

    Args:
        readings: every one that was saved, in that order.
        actor: who saved the last one.
    """
    judge = rubric_of(item.version).verdict
    weighing = [readings[place] for place in outvoting(item.rule.third, [each.positions for each in readings], judge)]
    results = [result_of(criterion, weighing, of=len(readings)) for criterion in criteria]
    verdict = judge({each.criterion_id: each.score.level.position for each in results})
    outcome = verdict.outcome
    assert outcome is not None  # noqa: S101 - there are criteria, and each has its result
    decision = Decision.objects.create(
        submission=item.submission,
        scoring=readings[-1].scoring,
        outcome=outcome.value,
        decided_at=at,
        reasons=[reason.as_facts() for reason in verdict.reasons],
        readings=len(readings),
        feedback=_word(item, readings, outcome) if len(readings) > 1 else readings[0].reworded.get(None, ""),
        resolution=RESOLUTION,
        policy=item.policy,
        by_default=item.by_default,
    )
    for result in results:
        result.decision = decision
    Result.objects.bulk_create(results)
    tell_pins(results, weighing, item.submission_id)
    _carry_out(decision, verdict, results, actor, at)
    announce(DecisionMade(decision.pk, item.submission_id, outcome))
    return decision


def result_of(criterion: Criterion, readings: Sequence[SavedReading], *, of: int) -> Result:
    """What stands of one criterion. What an earlier attempt has settled, all readings carry alike.

    Args:
        readings: on which the decision rests.
        of: how many were made.
    """
    scores = [reading.scores[criterion.pk] for reading in readings]
    resolved = resolve(
        [Given(reading.scores[criterion.pk].level.position, reading.comment_on(criterion.pk)) for reading in readings],
        criterion.required_position,
    )
    stands = scores[resolved.reading]
    return Result(
        criterion=criterion,
        score=stands,
        way=_way(stands, resolved.way, outvoted=len(readings) < of).value,
        comment="" if resolved.comment == stands.comment else resolved.comment,
    )


def _way(stands: Score, way: Way, *, outvoted: bool) -> Way:
    if stands.carried_from_id:
        return Way.CARRIED
    return Way.MAJORITY if outvoted else way


def _word(item: QueueItem, readings: Sequence[SavedReading], outcome: Outcome) -> str:
    """What several readers say about the whole, as far as they came to what was decided."""
    rubric = rubric_of(item.version)
    words = [(rubric.verdict(reading.positions).outcome, reading.word) for reading in readings]
    return word_about_the_whole(words, outcome)


def _carry_out(decision: Decision, verdict: Verdict, results: Sequence[Result], actor: Person, at: datetime) -> None:
    """Let the decision have its effect on the educator's work, in the decision's own transaction."""
    submission = decision.submission
    pursuit = submission.pursuit
    if verdict.outcome is Outcome.EARNED:
        complete(actor=actor, pursuit=pursuit, at=at)
        award(
            actor=actor,
            person=pursuit.person,
            version=pursuit.version,
            source=decision.pk,
            levels=[result.score.level for result in results],
            evidence_digest=submission.digest,
            earned_at=at,
            at=at,
        )
    else:
        short = [
            Short(result.criterion, result.score.level, result.told)
            for result in results
            if result.criterion_id in verdict.short
        ]
        return_for_revision(actor=actor, submission=submission, short=short, at=at)
