"""Scoring one's own work on the rubric, for oneself."""

from collections.abc import Collection
from datetime import datetime

from microcred.catalog.models import Level
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit, SelfScore
from microcred.portfolios.operations.gates import open_pursuit, own
from microcred.portfolios.queries.self_scores import self_scores_of


@operation
def score_oneself(*, actor: Person, pursuit: Pursuit, levels: Collection[Level], at: datetime) -> list[SelfScore]:
    """Note what levels one thinks one's own work reaches. What is as it was is not noted anew.

    Args:
        levels: at most one for each criterion; those left out stay as they were.

    Raises:
        BeingJudged, AlreadyEarned, MovedOver: only open work is looked at anew.
        NotAllowed: not the actor's work, or not its rubric.
    """
    own(actor, pursuit)
    if any(level.criterion.version_id != pursuit.version_id for level in levels):
        raise NotAllowed
    hold(pursuit.pk)
    open_pursuit(pursuit)
    before = {criterion: score.level_id for criterion, score in self_scores_of(pursuit).items()}
    return SelfScore.objects.bulk_create(
        SelfScore(pursuit=pursuit, criterion_id=level.criterion_id, level=level, scored_at=at)
        for level in levels
        if before.get(level.criterion_id) != level.pk
    )


@operation
def erase_self_scores(*, actor: Person, pursuit: Pursuit) -> None:
    """Forget all that one thought of one's own work.

    Raises:
        NotAllowed: not the actor's work.
    """
    own(actor, pursuit)
    SelfScore.objects.filter(pursuit=pursuit).delete()
