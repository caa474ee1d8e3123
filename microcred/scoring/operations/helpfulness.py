"""Saying whether feedback helped."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.privacy import look
from microcred.portfolios.queries import known_of
from microcred.scoring.models import Decision, FeedbackRating
from microcred.scoring.operations.appeals import WordsName
from microcred.scoring.queries import rating_standing

LONGEST_RATING = 1_000
"""characters"""


class RatingSettled(Refusal):
    """The work was handed in again, or the time is over."""

    message = _(
        "This feedback can no longer be rated: you handed your work in again since, or thirty days have passed. "
        "The feedback on your next attempt asks you anew."
    )


@operation
def rate_feedback(
    *,
    actor: Person,
    decision: Decision,
    said: FeedbackRating.Said,
    at: datetime,
    words: str = "",
    words_stand: bool = False,
) -> FeedbackRating:
    """Say whether the feedback on a decision about one's own work helped, or say otherwise than before.

    It changes nothing about the decision. The same said twice is said.

    Args:
        words: for who leads the assessing; who judged never sees them.
        words_stand: whether they may stand although the privacy helper finds somebody in them.

    Raises:
        RatingSettled, WordsName, NotAllowed.
    """
    submission = decision.submission
    if submission.pursuit.person_id != actor.pk:
        raise NotAllowed
    # Whoever hands in the next attempt holds this too.
    hold(submission.pursuit_id)
    standing = rating_standing(decision, at=at)
    words = words.strip()[:LONGEST_RATING]
    before = standing.rating
    if before is not None and (before.said, before.words) == (said.value, words):
        return before
    if not standing.may:
        raise RatingSettled
    found = [] if words_stand else [each.words for each in look(words, known_of(actor, at=at))]
    if found:
        raise WordsName(found=", ".join(f"“{each}”" for each in found[:5]))
    return FeedbackRating.objects.create(
        decision=decision, number=before.number + 1 if before else 1, said=said.value, words=words, rated_at=at
    )
