"""What comments say to an educator is looked at before it is saved, and what was found is kept with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.refusals import Refusal
from microcred.scoring.models import BackReadStep, FeedbackFinding, QueueItem, Scoring
from microcred.scoring.queries import handed_in_with
from microcred.scoring.rules import FeedbackCheck, look_at_comment

Finding = tuple[UUID | None, FeedbackCheck]
"""What was found, and of which criterion; None for the word about the whole."""


class PlaceholderLeft(Refusal):
    """A placeholder of a kept comment that nobody edited."""

    message = _(
        "“{about}” still says “{words}”. Write what is meant in its place; words that are no placeholder can stand in "
        "round brackets."
    )
    status = 422


class WordRefused(Refusal):
    """A word that no educator is told."""

    message = _(
        "“{about}” says “{words}”, which no educator is told. Say what the work shows; words that you quote can stand "
        "in quotation marks."
    )
    status = 422


class WordsToLookAt(Refusal):
    """Something was found, and whoever read has not said that it stands."""

    message = _(
        "Something was found in your words, and may be wrong. Mend them, or say of each finding that your words stand."
    )
    status = 422


CERTAIN: Mapping[FeedbackCheck, type[Refusal]] = {
    FeedbackCheck.PLACEHOLDER: PlaceholderLeft,
    FeedbackCheck.INSULT: WordRefused,
}


@dataclass(frozen=True)
class Said:
    """What is said of one criterion, or of the whole."""

    criterion: Criterion | None
    comment: str
    is_short: bool = False

    @property
    def about(self) -> str | Promise:
        """What it is called, for people."""
        return self.criterion.name if self.criterion else _("A word about the whole")


def looked_at(item: QueueItem, said: Sequence[Said], stands: Collection[Finding] | None) -> list[FeedbackFinding]:
    """Look at what is said, and return what was found, not saved yet.

    Args:
        stands: the findings of which whoever read says that their words stand; None where nobody was asked.

    Raises:
        PlaceholderLeft, WordRefused: named by criterion, in the order of the rubric.
        WordsToLookAt: something was found that is not among them.
    """
    handed = handed_in_with(item)
    found = [(one, finding) for one in said for finding in look_at_comment(one.comment, handed, is_short=one.is_short)]
    for one, finding in found:
        if finding.is_certain:
            raise CERTAIN[finding.check](about=one.about, words=finding.words)
    heuristic = [(one.criterion.pk if one.criterion else None, finding.check) for one, finding in found]
    if stands is not None and not {*heuristic} <= {*stands}:
        raise WordsToLookAt
    return [
        FeedbackFinding(criterion_id=criterion, kind=check.value, stands=None if stands is None else True)
        for criterion, check in dict.fromkeys(heuristic)
    ]


def keep_found(found: Sequence[FeedbackFinding], scoring: Scoring, step: BackReadStep | None = None) -> None:
    """Save what was found with the reading, or with the other words for it."""
    for one in found:
        one.scoring, one.step = scoring, step
    FeedbackFinding.objects.bulk_create(found)
