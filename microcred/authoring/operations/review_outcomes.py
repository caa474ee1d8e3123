"""What a round comes to, and the conditions it may set."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Outcome, Stage, meets_all, outcome_of, stage_of, unmet
from microcred.authoring.models import (
    ConditionMet,
    QualityReview,
    ReviewCondition,
    ReviewOutcome,
)
from microcred.authoring.operations import review_news
from microcred.authoring.operations.review_rounds import may_keep, not_concluded
from microcred.authoring.operations.statements import state_conditions_met, state_review_again
from microcred.authoring.queries import reviews as queries
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person


class ReasonMissing(Refusal):
    """A settlement says why."""

    message = _("Say why this should stand; the authors read it.")
    field = "reason"


class StillOpen(Refusal):
    """The round cannot be concluded yet."""

    message = _(
        "Both reviewers must have filed, and what they see differently must be settled, before it is concluded."
    )


class FeedbackMissing(Refusal):
    """A round ends without a pass and without a word to the authors."""

    message = _(
        "Say why it is not passed and what should come first: it is what the authors read before anything else."
    )
    field = "feedback"


class ConditionsIncomplete(Refusal):
    """A conditional pass has a condition for each component that is not met, and a date to come."""

    message = _("A conditional pass names a date to come, and a condition for each component that is not met: {codes}.")
    field = "meet_by"


class ConditionMetAlready(Refusal):
    """It was found met before, by something else."""

    message = _(
        "This condition was found met already ({when}), by this: “{note}” That stands, and your words were not taken "
        "in. Where they matter to the authors, write to them, or call for another review."
    )


@operation
def conclude_review(
    *,
    actor: Person,
    review: QualityReview,
    at: datetime,
    meet_by: date | None = None,
    conditions: Mapping[UUID, str] | None = None,
    feedback: str = "",
) -> ReviewOutcome:
    """Say what a round comes to in which a component is not met: a pass on conditions with a date, or no pass.

    Args:
        actor: Who looks after quality for the organization and wrote none of it.
        meet_by: The last day for the conditions; without it the design is not passed.
        conditions: What has to be done, by component that is not met.
        feedback: A word to the authors about the whole; needed when the design is not passed.

    Raises:
        NotAllowed, ReviewByItsAuthor, StillOpen, ReviewConcluded, ConditionsIncomplete, FeedbackMissing.
    """
    may_keep(actor, review.owner, review.draft, review.version, at)
    hold(review.pk)
    not_concluded(review)
    verdicts = queries.judged(review).verdicts
    if verdicts is None:
        raise StillOpen
    wanted = {key: words.strip() for key, words in (conditions or {}).items() if words.strip()}
    outcome = outcome_of(verdicts, conditions=wanted, meet_by=meet_by)
    if meet_by is not None and (outcome is not Outcome.CONDITIONAL or meet_by <= at.date()):
        codes = {asked.id: asked.code for asked in queries.asked_of_design(review.edition)}
        raise ConditionsIncomplete(codes=", ".join(codes[key] for key in unmet(verdicts)))
    if outcome is Outcome.NOT_PASSED and not feedback.strip():
        raise FeedbackMissing
    row = _conclude(review, outcome, actor=actor, meet_by=meet_by, feedback=feedback.strip(), at=at)
    if outcome is Outcome.CONDITIONAL:
        ReviewCondition.objects.bulk_create(
            ReviewCondition(outcome=row, component_id=key, words=words) for key, words in wanted.items()
        )
    state_review_again(review, row, at=at)
    review_news.concluded(review, row, at=at)
    return row


@operation
def accept_condition(*, actor: Person, condition: ReviewCondition, note: str, at: datetime) -> ConditionMet:
    """Find a condition met, and say by what. With the last one met, a version that stood on conditions stands without.

    The same said twice is said once.

    Raises:
        NotAllowed, ReviewByItsAuthor; ReasonMissing without a note.
        ConditionMetAlready: it was found met by something else.
    """
    review = condition.outcome.review
    may_keep(actor, review.owner, review.draft, review.version, at)
    note = note.strip()
    if not note:
        raise ReasonMissing(field="note")
    hold(review.pk)
    met, is_new = ConditionMet.objects.get_or_create(
        condition=condition, defaults={"note": note, "accepted_by": actor, "accepted_at": at}
    )
    if is_new:
        state_conditions_met(review, condition.outcome, at=at)
    elif met.note != note:
        raise ConditionMetAlready(when=moment_in_words_lazy(met.accepted_at), note=met.note)
    return met


def go_on(review: QualityReview, at: datetime) -> None:
    """What follows when somebody filed, or the last dispute was settled."""
    state = queries.judged(review)
    if stage_of(state, concluded=False) is Stage.READING:
        return
    if state.open_disputes:
        review_news.seen_differently(review, len(state.open_disputes), at=at)
    elif meets_all(state.verdicts or {}):
        row = _conclude(review, Outcome.PASSED, actor=None, meet_by=None, feedback="", at=at)
        state_review_again(review, row, at=at)
        review_news.concluded(review, row, at=at)
    else:
        review_news.to_conclude(review, at=at)


def _conclude(
    review: QualityReview, outcome: Outcome, *, actor: Person | None, meet_by: date | None, feedback: str, at: datetime
) -> ReviewOutcome:
    return ReviewOutcome.objects.create(
        review=review,
        outcome=outcome.value,
        meet_by=meet_by if outcome is Outcome.CONDITIONAL else None,
        feedback=feedback,
        concluded_at=at,
        concluded_by=actor,
    )
