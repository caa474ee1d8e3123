"""What a review says of a version becomes its quality statement."""

from datetime import datetime

from microcred.authoring.judging import Outcome
from microcred.authoring.models import Draft, QualityReview, ReviewCondition, ReviewOutcome
from microcred.authoring.queries import version_of
from microcred.authoring.queries.reviews import quality_outcome
from microcred.catalog.models import QualityStatement, Version
from microcred.catalog.operations import state_quality
from microcred.quality.queries import next_review


def state_what_was_reviewed(draft: Draft, version: Version, *, at: datetime) -> QualityStatement | None:
    """Of a draft that has become a version: what its review came to. None where none passed the design.

    A conditional pass may have been of an earlier wording, because its conditions are met by changing it.
    """
    outcome = quality_outcome(draft)
    if not outcome.passes or outcome.review is None:
        return None
    return _state(outcome.review, outcome.review.outcome, version, at)


def state_review_again(review: QualityReview, row: ReviewOutcome, *, at: datetime) -> QualityStatement | None:
    """Of a published version that was reviewed again. One that is not passed keeps its last statement, and its day."""
    if review.version is None or row.outcome == Outcome.NOT_PASSED:
        return None
    return _state(review, row, review.version, at)


def state_conditions_met(review: QualityReview, row: ReviewOutcome, *, at: datetime) -> QualityStatement | None:
    """Of a version that stood on conditions: that they are met, once the last one is. A newer review keeps its word."""
    version = review.version or (version_of(review.draft) if review.draft else None)
    if version is None or _waits(row):
        return None
    last = version.quality_statements.order_by("-stated_at", "-pk").first()
    if last is None or (last.edition_id, last.meet_by) != (review.edition_id, row.meet_by):
        return None
    return _state(review, row, version, at)


def _waits(row: ReviewOutcome) -> bool:
    """Whether a condition of a pass is open."""
    return ReviewCondition.objects.filter(outcome=row, met__isnull=True).exists()


def _state(review: QualityReview, row: ReviewOutcome, version: Version, at: datetime) -> QualityStatement:
    reviewed_on = row.concluded_at.date()
    on_conditions = row.outcome == Outcome.CONDITIONAL and _waits(row)
    return state_quality(
        actor=None,
        version=version,
        edition=review.edition,
        outcome=QualityStatement.Outcome.CONDITIONAL if on_conditions else QualityStatement.Outcome.PASSED,
        reviewed_on=reviewed_on,
        meet_by=row.meet_by if on_conditions else None,
        next_review_on=next_review(version.micro_credential.owner, after=reviewed_on),
        at=at,
    )
