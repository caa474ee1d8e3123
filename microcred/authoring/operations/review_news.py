"""Who hears what of a quality review. No word to a reviewer says who wrote it, and none to an author who judged it."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import QualityReview, ReviewOutcome, ReviewSeat
from microcred.authoring.queries import reviews as queries
from microcred.foundation.moments import moment_in_words_lazy
from microcred.notices.operations import tell
from microcred.organizations.models import Person


def invited(seat: ReviewSeat, *, at: datetime) -> None:
    """The reviewer hears what they are asked, by whom and until when."""
    review = seat.review
    tell(
        actor=seat.invited_by,
        person=seat.reviewer,
        kind="review_invited",
        subject=format_lazy(_("Please review “{title}”"), title=str(review)),
        body=format_lazy(
            _(
                "{who} asks you to judge this design by {edition}. Please file your answers by {moment}.\n\n"
                "You judge on your own: you do not learn who wrote it, nor what the other reviewer says before both "
                "of you have filed."
            ),
            who=seat.invited_by.name,
            edition=str(review.edition),
            moment=moment_in_words_lazy(review.due_at, seat.reviewer.time_zone),
        ),
        path=_page(review),
        key=f"review-seat:{seat.pk}",
        at=at,
    )


def declined(review: QualityReview, *, at: datetime) -> None:
    """Whoever opened the round hears that a seat is free."""
    _tell_keeper(
        review,
        kind="review_declined",
        subject=format_lazy(_("A reviewer of “{title}” declined"), title=str(review)),
        body=_("Please invite somebody else to the seat."),
        key=f"review-declined:{review.pk}:{review.seats.count()}",
        at=at,
    )


def seen_differently(review: QualityReview, count: int, *, at: datetime) -> None:
    """Both reviewers and whoever opened the round hear that there is something to settle."""
    for seat in queries.seats_taken(review):
        tell(
            actor=None,
            person=seat.reviewer,
            kind="review_disputed",
            subject=format_lazy(_("You see “{title}” differently"), title=str(review)),
            body=format_lazy(
                _(
                    "Both reviews are filed. You say different things of {count} components. Please read what the "
                    "other reviewer wrote, and settle together what should stand."
                ),
                count=count,
            ),
            path=_page(review),
            key=f"review-disputed:{seat.pk}",
            at=at,
        )
    _tell_keeper(
        review,
        kind="review_disputed",
        subject=format_lazy(_("The reviewers see “{title}” differently"), title=str(review)),
        body=_("They are asked to settle it together. You can also name a third person who settles it."),
        key=f"review-disputed:{review.pk}",
        at=at,
    )


def asked_to_settle(review: QualityReview, person: Person, *, at: datetime) -> None:
    """The third person hears what they are asked."""
    tell(
        actor=None,
        person=person,
        kind="review_arbiter",
        subject=format_lazy(_("Please settle the review of “{title}”"), title=str(review)),
        body=_("Two reviewers see some components differently. Please read both and say what should stand, and why."),
        path=_page(review),
        key=f"review-arbiter:{review.pk}",
        at=at,
    )


def to_conclude(review: QualityReview, *, at: datetime) -> None:
    """Whoever opened the round hears that it waits for them."""
    _tell_keeper(
        review,
        kind="review_to_conclude",
        subject=format_lazy(_("The review of “{title}” waits for its outcome"), title=str(review)),
        body=_("Both reviews stand, and not every component is met. Pass it on conditions with a date, or not."),
        key=f"review-to-conclude:{review.pk}",
        at=at,
    )


def concluded(review: QualityReview, outcome: ReviewOutcome, *, at: datetime) -> None:
    """The writers hear what the round came to."""
    writers = queries.writers_behind(review.draft, review.version)
    for person in Person.objects.filter(pk__in=writers, is_active=True).order_by("pk"):
        tell(
            actor=None,
            person=person,
            kind="review_concluded",
            subject=format_lazy(
                _("Quality review of “{title}”: {outcome}"), title=str(review), outcome=outcome.get_outcome_display()
            ),
            body=_("What the reviewers found stands beside the design, component by component."),
            path=reverse("draft_quality", args=[review.draft_id]) if review.draft_id else "",
            key=f"review-concluded:{review.pk}",
            at=at,
        )


def _tell_keeper(review: QualityReview, *, kind: str, subject: object, body: object, key: str, at: datetime) -> None:
    tell(
        actor=None,
        person=review.opened_by,
        kind=kind,
        subject=subject,  # type: ignore[arg-type]
        body=body,  # type: ignore[arg-type]
        path=_page(review),
        key=key,
        at=at,
    )


def _page(review: QualityReview) -> str:
    return reverse("quality_review", args=[review.pk])
