"""What two reviewers see differently, and how it is settled."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Verdict
from microcred.authoring.models import (
    Arbiter,
    QualityReview,
    Settlement,
    SettlementProposal,
)
from microcred.authoring.operations import review_news
from microcred.authoring.operations.review_outcomes import ReasonMissing, go_on
from microcred.authoring.operations.review_rounds import (
    TwoPeopleNeeded,
    may_judge,
    may_keep,
    may_still_judge,
    not_concluded,
)
from microcred.authoring.queries import reviews as queries
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class NotInDispute(Refusal):
    """There is nothing to settle about the component."""

    message = _("You both say the same of this component, or it is settled already.")


@operation
def name_arbiter(*, actor: Person, review: QualityReview, person: Person, at: datetime) -> Arbiter:
    """Have a third person settle what the two see differently.

    Raises:
        NotAllowed, ReviewByItsAuthor, NotBlind, AskedToWrite, NotAReviewer; TwoPeopleNeeded when it is one of the two.
    """
    may_keep(actor, review.owner, review.draft, review.version, at)
    hold(review.pk)
    not_concluded(review)
    if review.seats.filter(reviewer=person).exists():
        raise TwoPeopleNeeded
    if not queries.judged(review).open_disputes:
        raise NotInDispute
    may_judge(person, review.owner, review.draft, review.version, at)
    arbiter, made = Arbiter.objects.get_or_create(
        review=review, defaults={"person": person, "named_by": actor, "named_at": at}
    )
    if made:
        review_news.asked_to_settle(review, person, at=at)
    return arbiter


@operation
def settle(
    *, actor: Person, review: QualityReview, component_id: UUID, verdict: Verdict, reason: str, at: datetime
) -> Settlement | None:
    """Say what should stand of a component in dispute, and why.

    It stands when both reviewers have said the same, or when the arbiter says it. Return the settlement, or None while
    the other reviewer's word is awaited.

    Raises:
        NotAllowed, IndependenceLost, NotInDispute, ReasonMissing, ReviewConcluded.
    """
    hold(review.pk)
    seats = list(queries.seats_taken(review))
    is_arbiter = Arbiter.objects.filter(review=review, person=actor).exists()
    if not is_arbiter and actor.pk not in {seat.reviewer_id for seat in seats}:
        raise NotAllowed
    not_concluded(review)
    may_still_judge(actor, review, at)
    if component_id not in queries.judged(review).open_disputes:
        raise NotInDispute
    if not reason.strip():
        raise ReasonMissing
    if not is_arbiter:
        SettlementProposal.objects.create(
            review=review,
            component_id=component_id,
            verdict=verdict.value,
            reason=reason.strip(),
            proposed_by=actor,
            proposed_at=at,
        )
        if not _other_agrees(review, component_id, verdict, but=actor):
            return None
    settlement = Settlement.objects.create(
        review=review,
        component_id=component_id,
        verdict=verdict.value,
        reason=reason.strip(),
        by_arbiter=is_arbiter,
        settled_by=actor,
        settled_at=at,
    )
    if not queries.judged(review).open_disputes:
        go_on(review, at)
    return settlement


def _other_agrees(review: QualityReview, component_id: UUID, verdict: Verdict, *, but: Person) -> bool:
    """Whether what the other reviewer proposed last is the same."""
    proposals = SettlementProposal.objects.filter(review=review, component=component_id).exclude(proposed_by=but)
    latest = proposals.order_by("-proposed_at", "-pk").first()
    return latest is not None and latest.verdict == verdict
