"""The reading itself: notes that save themselves, and the score that saves it for good."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level
from microcred.catalog.queries import rubric_of
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.scoring.events import ReadingSaved
from microcred.scoring.models import Claim, Mark, QueueItem, Score, Scoring
from microcred.scoring.operations.back_reads import let_wait_for_a_look, why_looked_at
from microcred.scoring.operations.claims import (
    CameClose,
    extended_if_half_gone,
    held_by,
    is_close,
    locked,
    not_on_hold,
    put_back,
    step_back,
)
from microcred.scoring.operations.deciding import decide
from microcred.scoring.operations.deciding_appeals import decide_appeal
from microcred.scoring.operations.feedback import Finding, Said, keep_found, looked_at
from microcred.scoring.operations.pins import freeze_noted_pins
from microcred.scoring.operations.validity import what_is_told
from microcred.scoring.operations.waits import leave_wait
from microcred.scoring.queries import SavedReading, appeal_being_read, carried_into, readings_saved_of
from microcred.scoring.rules import PANEL, comment_is_needed, readings_asked


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
def score(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    at: datetime,
    feedback: str | None = None,
    stands: Collection[Finding] | None = None,
    reasons: Mapping[Finding, str] | None = None,
) -> Scoring:
    """Save the reading for good, as noted; with the last reading that the submission needs, decide.

    While readings are missing the submission goes back into its place in the queue, for somebody who has not read it,
    and nothing is decided. Whether one is enough, and which two do not stand together, says the policy under which the
    submission came in (`rules.readings_asked`). The same policy says whether the decision then waits for a lead's look.

    With the decision, in the same transaction, an earned micro-credential is awarded and the pursuit completed; a
    submission that falls short goes back with exactly the short criteria open. A second call for the same claim returns
    the same reading and does nothing.

    A validity paper is read in the same way, and decides nothing.

    Args:
        feedback: the word about the whole; None for the one that was noted.
        stands: what was found in the words and stands all the same, as whoever reads says; None where nobody was asked.
        reasons: why, of what seems to be about people; leads are told.

    Raises:
        LevelMissing, CommentMissing, PlaceholderLeft, StandInLeft, WordRefused: named by criterion, in the order of
            the rubric.
        WordsToLookAt: something was found, and is not said to stand.
        RemarkWithoutReason: it seems to be about people, and nothing says why it stands.
        OnHold: nobody reads it for now.
        CameClose: the actor came too close to it meanwhile, and holds it no longer.
        LeaseExpired, ClaimedByAnother, AlreadyRead, AlreadyDecided: the actor no longer holds the submission.
    """
    locked(item)
    done = Scoring.of_all.filter(claim__item=item, claim__own_number=claim_number, assessor=actor).first()
    if done is not None:
        return done
    held = held_by(actor, item, claim_number, at)
    not_on_hold(held)
    if is_close(actor, held, at):
        step_back(actor, held, at)
        raise CameClose
    leave_wait(held, at)
    criteria = list(Criterion.objects.filter(version=held.version_id).order_by("position"))
    if not criteria:
        raise NothingToJudge
    reading = _read(held, criteria, actor, feedback, at)
    found = looked_at(held, _said_in(reading, criteria), stands, reasons)
    if held.paper_id is not None:
        saved = _saved_for_itself(held, criteria, reading, at)
        keep_found(found, saved, at=at)
        return saved
    before = readings_saved_of(held.submission_id) if held.readings_saved else []
    appeal = appeal_being_read(held.submission) if before else None
    # What was decided before rests on the first of them; an appeal rests on none of those.
    rested = appeal.decision.readings if appeal else 0
    readings = [*before[rested:], _written_down(reading)]
    keep_found(found, reading.scoring, at=at)
    held.readings_saved = rested + len(readings)
    held.readings_asked = rested + readings_asked(
        PANEL if appeal else held.rule,
        held.readings_asked - rested,
        [reading.positions for reading in readings],
        {criterion.pk: criterion.required_position for criterion in criteria},
        rubric_of(held.version).verdict,
    )
    is_complete = held.readings_saved == held.readings_asked
    look = why_looked_at(held, [reading.scoring for reading in readings], at) if is_complete and not appeal else ()
    held.settled_at = at if is_complete and not look else None
    held.save(update_fields=["readings_saved", "readings_asked", "settled_at"])
    announce(ReadingSaved(readings[-1].scoring.pk))
    if look:
        let_wait_for_a_look(held, readings, look, at)
        put_back(held)
    elif is_complete and appeal:
        decide_appeal(held, appeal, criteria, readings, actor, at)
    elif is_complete:
        decide(held, criteria, readings, actor, at)
    else:
        put_back(held)
    return readings[-1].scoring


def _read(
    item: QueueItem, criteria: Sequence[Criterion], actor: Person, feedback: str | None, at: datetime
) -> SavedReading:
    """Turn the actor's notes, and what earlier attempts have shown, into a reading that is not saved yet."""
    marks = {mark.criterion_id: mark for mark in Mark.objects.filter(item=item, assessor=actor).select_related("level")}
    carried = carried_into(item.submission)
    whole = marks.get(None)
    scoring = Scoring(
        submission=item.submission,
        assessor=actor,
        claim=Claim.objects.get(item=item, number=item.claims_made),
        scored_at=at,
        feedback=feedback if feedback is not None else whole.comment if whole else "",
    )
    scores = []
    for criterion in criteria:
        earlier = carried.get(criterion.pk)
        if earlier is not None:
            level, comment, carried_from = earlier.score.level, earlier.told, earlier.score
        else:
            (level, comment), carried_from = _judged(criterion, marks.get(criterion.pk)), None
        scores.append(
            Score(scoring=scoring, criterion=criterion, level=level, comment=comment, carried_from=carried_from)
        )
    return SavedReading(scoring, {score.criterion_id: score for score in scores})


def _said_in(reading: SavedReading, criteria: Sequence[Criterion]) -> list[Said]:
    """What a reading says in its own words; what was carried into it was said, and looked at, before."""
    said = []
    for criterion in criteria:
        score = reading.scores[criterion.pk]
        if score.carried_from is None:
            is_short = comment_is_needed(reached=score.level.position, required=criterion.required_position)
            said.append(Said(criterion, score.comment, is_short))
    return [*said, Said(None, reading.scoring.feedback)]


def _saved_for_itself(held: QueueItem, criteria: Sequence[Criterion], reading: SavedReading, at: datetime) -> Scoring:
    """Save the reading of a validity paper. It is paid like any other and decides nothing; no educator hears of it."""
    told = what_is_told(held, criteria, reading, at)
    reading.scoring.paper = held.paper
    reading.scoring.told_outcome, reading.scoring.told_at = told.outcome.value, told.at
    _written_down(reading)
    held.readings_saved, held.readings_asked, held.settled_at = 1, 1, at
    held.save(update_fields=["readings_saved", "readings_asked", "settled_at"])
    announce(ReadingSaved(reading.scoring.pk))
    return reading.scoring


def _written_down(reading: SavedReading) -> SavedReading:
    """Save a reading, which is never changed again."""
    reading.scoring.save(force_insert=True)
    Score.objects.bulk_create(reading.scores.values())
    freeze_noted_pins(reading, reading.scoring.claim.item_id)
    return reading


def _judged(criterion: Criterion, mark: Mark | None) -> tuple[Level, str]:
    """Return the level and comment that were noted for a criterion."""
    if mark is None or mark.level is None:
        raise LevelMissing(criterion=criterion.name)
    needed = comment_is_needed(reached=mark.level.position, required=criterion.required_position)
    if needed and not mark.comment.strip():
        raise CommentMissing(criterion=criterion.name)
    return mark.level, mark.comment.strip()
