"""What was handed in, as far as comments are held beside it. Work and papers alike cost two questions."""

from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.queries import rubric_of
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import SubmittedItem, SubmittedText
from microcred.scoring.models import QueueItem
from microcred.scoring.rules import HandedIn, handed_in_as


def handed_in_with(item: QueueItem) -> HandedIn:
    """The names of the files, the words that were written, and those of the rubric, which say nothing of either."""
    rubric = rubric_of(item.version)
    return handed_in_as(
        aliases=aliases_in(item),
        texts=[row.text for row in _texts(submission_id=item.submission_id)],
        rubric=[
            words
            for criterion in rubric.criteria
            for words in (criterion.name, criterion.description, *(level.descriptor for level in criterion.levels))
        ],
    )


def aliases_in(item: QueueItem) -> list[str]:
    """The names by which the files of a submission are known to who reads it."""
    return [row.alias for row in _aliases(submission_id=item.submission_id)]


@asked_often
def _texts(*, submission_id: UUID) -> QuerySet[SubmittedText]:
    return SubmittedText.objects.filter(submission=submission_id)


@asked_often
def _aliases(*, submission_id: UUID) -> QuerySet[SubmittedItem]:
    return SubmittedItem.objects.filter(submission=submission_id).order_by("position")
