"""Educators say whether their feedback helped, and who judged sees what it adds up to."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

from microcred.scoring.models import Decision, FeedbackRating
from microcred.scoring.operations import rate_feedback
from microcred.scoring.queries import rating_standing
from microcred.site.demo.world import World

SAID = (
    (FeedbackRating.Said.HELPED, "It says which sentence of mine shows it, so I knew what to keep."),
    (FeedbackRating.Said.HELPED, ""),
    (FeedbackRating.Said.PARTLY, "I understood what is missing, but not where it should go."),
    (FeedbackRating.Said.HELPED, ""),
    (FeedbackRating.Said.HELPED, "Short and kind. I revised it the same evening."),
    (FeedbackRating.Said.NOT, "It repeats the words of the rubric."),
    (FeedbackRating.Said.PARTLY, ""),
)
"""What invented educators say, one after the other."""

MOST = 24
"""decisions, the first ones"""


def tell_of_ratings(world: World) -> Iterator[str]:
    """Let educators say whether feedback helped. Yield what is being told."""
    yield "Did the feedback help?"
    around = ("submission__pursuit__person",)
    decided = Decision.objects.filter(decided_at__gte=world.at).select_related(*around).order_by("decided_at", "pk")
    for decision, (said, words) in zip(decided[:MOST], cycle(SAID), strict=False):
        at = decision.decided_at + timedelta(hours=2)
        if rating_standing(decision, at=at).may:
            person = decision.submission.pursuit.person
            rate_feedback(actor=person, decision=decision, said=said, words=words, words_stand=True, at=at)
