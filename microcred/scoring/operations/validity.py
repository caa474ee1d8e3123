"""Validity papers among an assessor's work: how they come into the queue, and leave it unheard of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from microcred.calibration.operations import retire_paper_for_privacy
from microcred.calibration.queries import agreed_levels
from microcred.catalog.models import Criterion
from microcred.catalog.queries import in_pilot, rubric_of
from microcred.foundation.ids import milliseconds_of, uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.portfolios.models import Quarantine, Submission
from microcred.portfolios.rules import new_alias
from microcred.scoring.models import Concern, QueueItem, Scoring, Seeding
from microcred.scoring.operations.back_reads import why_looked_at
from microcred.scoring.queries import (
    SavedReading,
    asked_by,
    due_for,
    entered_before,
    is_blinded,
    is_watched,
    on_its_way,
    papers_left_for,
    passed_by,
    policy_in_force,
)
from microcred.scoring.rules import (
    DOUBLE,
    ONE_IN,
    ONE_IN_WATCHED,
    Told,
    chosen,
    falls_on,
    handed_in,
    told_of,
)


@operation
def seed_validity(*, actor: None, scoring: Scoring, at: datetime) -> QueueItem | None:
    """Draw the lot for a reading that was saved; where it falls, a validity paper comes into its reader's queue.

    It seems to be handed in some time later and then waits its turn: nothing tells it from what waits. None where the
    lot fell elsewhere, where no paper of the version is left that the reader never had before them, and for who leads
    the assessing there and knows the papers. Once for each reading.
    """
    hold(scoring.assessor_id)
    there = Seeding.objects.select_related("item").filter(drawn_by=scoring).first()
    if there is not None:
        return there.item
    version = scoring.submission.pursuit.version
    owner = version.micro_credential.owner
    policy = policy_in_force(owner, version)
    one_in, seed = (policy.one_in, policy.seed) if policy else (ONE_IN, 0)
    if one_in and is_watched(scoring.assessor, owner):
        one_in = min(one_in, ONE_IN_WATCHED)
    if not falls_on(seed, scoring.pk, one_in) or not is_blinded(scoring.assessor, owner, at=at):
        return None
    left = {paper.pk: paper for paper in papers_left_for(scoring.assessor, version, at=at)}
    if not left:
        return None
    paper = left[chosen(seed, scoring.pk, list(left))]
    # Whoever appeals takes this lock too: either what is appealed is found here, or the paper is found by the appeal.
    hold(paper.submission.pursuit_id)
    if paper not in papers_left_for(scoring.assessor, version, at=at):
        return None
    came_at = handed_in(seed, scoring.pk, scoring.scored_at)
    entered_at = came_at - on_its_way(paper.submission)
    item = QueueItem(
        id=uuid7(milliseconds_of(came_at)),
        submission=paper.submission,
        paper=paper,
        reader=scoring.assessor,
        own_alias=_fresh_alias(),
        version=version,
        entered_at=entered_at,
        due_at=due_for(version, entered_at),
        close_to=paper.close_to,
        policy=policy,
        by_default=policy is None and not in_pilot(version),
    )
    item.readings_asked = _asked(item)
    item.save(force_insert=True)
    Seeding.objects.create(item=item, drawn_by=scoring, one_in=one_in, seed=seed, seeded_at=at)
    return item


@operation
def pass_by(*, actor: None, item: QueueItem, at: datetime) -> QueueItem | None:
    """Take a validity paper out of a queue that has gone past it; None where somebody took it meanwhile."""
    row: QueueItem | None = passed_by(at=at).select_for_update(no_key=True, of=("self",)).filter(pk=item.pk).first()
    if row is None:
        return None
    row.settled_at, row.assessor, row.lease_expires_at = at, None, None
    row.save(update_fields=["settled_at", "assessor", "lease_expires_at"])
    return row


@operation
def set_validity_paper_aside(
    *, actor: None, item: QueueItem, piece: UUID, reason: Quarantine.Reason, at: datetime
) -> Concern:
    """Show a validity paper to nobody any more, as its reader set something of it aside. To them it waits for a clean
    copy, as anything else would; whoever nominated it hears of it."""
    concern, is_new = Concern.objects.get_or_create(
        item=item, defaults={"piece": piece, "reason": str(reason), "raised_at": at}
    )
    if is_new and item.paper is not None:
        said = str(Quarantine.Reason(reason).label)
        retire_paper_for_privacy(actor=None, paper=item.paper, reason=said, at=at)
    return concern


def what_is_told(item: QueueItem, criteria: Sequence[Criterion], reading: SavedReading, at: datetime) -> Told:
    """What the reader of a validity paper finds said of it, as if others had found what is agreed."""
    if item.paper is None:
        raise LookupError("no paper, no agreement")
    own = reading.positions
    agreed = {criterion: row.level.position for criterion, row in agreed_levels(item.paper).items()}
    carried = {criterion: own[criterion] for criterion, score in reading.scores.items() if score.carried_from_id}
    return told_of(
        own,
        agreed | carried,
        policy=item.rule,
        asked=item.readings_asked,
        required={criterion.pk: criterion.required_position for criterion in criteria},
        judge=rubric_of(item.version).verdict,
        seed=item.seed,
        reading=reading.scoring.pk,
        scored_at=at,
        looked_at=not in_pilot(item.version) and bool(why_looked_at(item, [reading.scoring], at)),
    )


def _asked(item: QueueItem) -> int:
    """How many readings work like it needs whatever they say."""
    if in_pilot(item.version):
        return DOUBLE
    return asked_by(item.rule, item.seed, item.pk, before=entered_before(item.policy, item.version_id))


def _fresh_alias() -> str:
    """A name that no submission and no other paper in a queue has."""
    while True:
        alias = new_alias()
        taken = Submission.objects.filter(alias=alias).exists() or QueueItem.of_all.filter(own_alias=alias).exists()
        if not taken:
            return alias
