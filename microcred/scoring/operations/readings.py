"""The reading itself: notes that save themselves, and the score that decides."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level
from microcred.catalog.queries import rubric_of
from microcred.catalog.rules import Outcome, Verdict
from microcred.credentials.operations import award
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.operations import Short, complete, return_for_revision
from microcred.scoring.events import DecisionMade
from microcred.scoring.models import Claim, Decision, Mark, QueueItem, Score, Scoring
from microcred.scoring.operations.claims import extended_if_half_gone, held_by, locked
from microcred.scoring.queries import carried_into
from microcred.scoring.rules import comment_is_needed


class CriterionLocked(Refusal):
    """The criterion was settled in an earlier attempt."""

    message = _("“{criterion}” was settled in an earlier attempt and stays so. Score the criteria that are open.")


class LevelOfAnother(Refusal):
    """The level, or the criterion, belongs to another rubric."""

    message = _("This level does not belong to this rubric. Reload the page and choose again.")


LONGEST_COMMENT = 20_000
"""characters"""


class CommentTooLong(Refusal):
    """A comment of more characters than anyone reads."""

    message = _(
        "The comment has {length} characters, and at most {limit} can be saved. "
        "Shorten it; nothing of it was saved yet."
    )
    field = "text"
    status = 413


class MarkOvertaken(Refusal):
    """The comment was changed in another tab since this one read it. `theirs` is what stands now."""

    message = _("This comment was changed in another tab. Compare the two and keep what you mean.")

    def __init__(self, theirs: Mark) -> None:
        super().__init__()
        self.theirs = theirs


class LevelMissing(Refusal):
    """A criterion has not been judged."""

    message = _("“{criterion}” has no level yet. Choose the level that the evidence shows.")


class CommentMissing(Refusal):
    """A criterion fell short and nothing says why."""

    message = _(
        "“{criterion}” is below the level that is needed, and the comment is empty. "
        "Tell the educator what is missing and what would meet it."
    )


class NothingToJudge(Refusal):
    """The version has no criteria, so that nothing could fall short."""

    message = _("This version has no criteria and cannot be scored. Tell the author of the micro-credential.")


@operation
def note(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    criterion: Criterion | None,
    level: Level | None = None,
    comment: str | None = None,
    revision: int | None = None,
    at: datetime,
) -> Mark:
    """Note down a level or a comment, to be saved for good by `score`. What is None stays as it was noted.

    Args:
        criterion: None for the word to the educator about the whole.
        revision: of the comment that the new one is based on, 0 for none; None to write over whatever stands.

    Raises:
        CommentTooLong: nothing is changed.
        MarkOvertaken: another tab changed the comment meanwhile; nothing is changed.
    """
    if comment is not None and len(comment) > LONGEST_COMMENT:
        raise CommentTooLong(length=len(comment), limit=LONGEST_COMMENT)
    held = held_by(actor, item, claim_number, at)
    if criterion is not None and criterion.version_id != held.version_id:
        raise LevelOfAnother
    if level is not None and (criterion is None or level.criterion_id != criterion.pk):
        raise LevelOfAnother
    if criterion is not None and criterion.pk in carried_into(held.submission):
        raise CriterionLocked(criterion=criterion.name)
    extended_if_half_gone(held, at)
    # The item's lock keeps two tabs of one assessor apart, so that nobody can slip in between these two steps.
    mark, created = Mark.objects.get_or_create(
        item=held,
        assessor=actor,
        criterion=criterion,
        # A level alone leaves the comment unwritten, so that the comment after it, based on none, is no conflict.
        defaults={"level": level, "comment": comment or "", "revision": 0 if comment is None else 1, "saved_at": at},
    )
    if created:
        return mark
    if comment is not None and comment != mark.comment:
        if revision is not None and revision != mark.revision:
            raise MarkOvertaken(mark)
        mark.comment = comment
        mark.revision += 1
    if level is not None:
        mark.level = level
    mark.saved_at = at
    mark.save(update_fields=["level", "comment", "revision", "saved_at"])
    return mark


@operation
def score(*, actor: Person, item: QueueItem, claim_number: int, at: datetime, feedback: str | None = None) -> Decision:
    """Save the reading for good, as noted, and decide by the version's rule.

    In the same transaction an earned micro-credential is awarded and the pursuit completed; a submission that falls
    short goes back with exactly the short criteria open. A second call for the same claim returns the same decision.

    Args:
        feedback: the word about the whole; None for the one that was noted.

    Raises:
        LevelMissing, CommentMissing: named by criterion, in the order of the rubric.
        LeaseExpired, ClaimedByAnother, AlreadyDecided: the actor no longer holds the submission.
    """
    locked(item)
    done = Decision.objects.filter(
        scoring__claim__item=item, scoring__claim__number=claim_number, scoring__assessor=actor
    ).first()
    if done is not None:
        return done
    held = held_by(actor, item, claim_number, at)
    criteria = list(Criterion.objects.filter(version=held.version_id).order_by("position"))
    scoring, scores = _write_down(held, criteria, actor, feedback, at)
    verdict = rubric_of(held.version).verdict({score.criterion_id: score.level.position for score in scores})
    decision = Decision.objects.create(
        submission=held.submission,
        scoring=scoring,
        outcome=_outcome_of(verdict).value,
        decided_at=at,
        reasons=[reason.as_facts() for reason in verdict.reasons],
    )
    held.settled_at = at
    held.save(update_fields=["settled_at"])
    _carry_out(decision, verdict, scores, actor, at)
    announce(DecisionMade(decision.pk, held.submission_id, _outcome_of(verdict)))
    return decision


def _write_down(
    item: QueueItem, criteria: Sequence[Criterion], actor: Person, feedback: str | None, at: datetime
) -> tuple[Scoring, list[Score]]:
    """Turn the actor's notes, and what earlier attempts have shown, into a reading that is never changed again."""
    marks = {mark.criterion_id: mark for mark in Mark.objects.filter(item=item, assessor=actor).select_related("level")}
    carried = carried_into(item.submission)
    whole = marks.get(None)
    scoring = Scoring(
        submission=item.submission,
        assessor=actor,
        claim=Claim.objects.get(item=item, number=item.claim_number),
        scored_at=at,
        feedback=feedback if feedback is not None else whole.comment if whole else "",
    )
    scores = []
    for criterion in criteria:
        earlier = carried.get(criterion.pk)
        if earlier is not None:
            level, comment = earlier.level, earlier.comment
        else:
            level, comment = _judged(criterion, marks.get(criterion.pk))
        scores.append(Score(scoring=scoring, criterion=criterion, level=level, comment=comment, carried_from=earlier))
    scoring.save(force_insert=True)
    Score.objects.bulk_create(scores)
    return scoring, scores


def _judged(criterion: Criterion, mark: Mark | None) -> tuple[Level, str]:
    """Return the level and comment that were noted for a criterion."""
    if mark is None or mark.level is None:
        raise LevelMissing(criterion=criterion.name)
    needed = comment_is_needed(reached=mark.level.position, required=criterion.required_position)
    if needed and not mark.comment.strip():
        raise CommentMissing(criterion=criterion.name)
    return mark.level, mark.comment.strip()


def _outcome_of(verdict: Verdict) -> Outcome:
    """Return the outcome of a whole reading; a rubric without criteria decides nothing."""
    if verdict.outcome is None:
        raise NothingToJudge
    return verdict.outcome


def _carry_out(decision: Decision, verdict: Verdict, scores: Sequence[Score], actor: Person, at: datetime) -> None:
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
            levels=[score.level for score in scores],
            evidence_digest=submission.digest,
            earned_at=at,
            at=at,
        )
    else:
        short = [
            Short(score.criterion, score.level, score.comment)
            for score in scores
            if score.criterion_id in verdict.short
        ]
        return_for_revision(actor=actor, submission=submission, short=short, at=at)
