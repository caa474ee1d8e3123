"""Who hears what of a quality review. No word to a reviewer says who wrote it, and none to an author who judged it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import QualityReview, ReviewOutcome, ReviewSeat
from microcred.authoring.operations import co_author_news
from microcred.authoring.queries import reviews as queries
from microcred.authoring.queries.independence import writers_behind
from microcred.foundation.moments import moment_in_words_lazy
from microcred.notices.operations import tell
from microcred.organizations.models import Person

Words = Any
"""A text, or one that is put together once it is known for whom: what `gettext_lazy` gives has no public type."""


def invited(seat: ReviewSeat, *, at: datetime) -> None:
    """The reviewer hears what they are asked, by whom and until when."""
    body = _(
        "{who} asks you to judge this design by {edition}. Please file your answers by {moment}.\n\n"
        "You judge on your own: you do not learn who wrote it, nor what the other reviewer says before both "
        "of you have filed."
    )
    _tell(
        seat.review,
        seat.reviewer,
        "review_invited",
        _("Please review “{title}”"),
        body,
        key=f"review-seat:{seat.pk}",
        at=at,
        by=seat.invited_by,
        who=seat.invited_by.name,
        edition=str(seat.review.edition),
        moment=moment_in_words_lazy(seat.review.due_at, seat.reviewer.time_zone),
    )


def declined(review: QualityReview, *, at: datetime) -> None:
    """Whoever opened the round hears that a seat is free."""
    subject, body = _("A reviewer of “{title}” declined"), _("Please invite somebody else to the seat.")
    key = f"review-declined:{review.pk}:{review.seats.count()}"
    _tell(review, review.opened_by, "review_declined", subject, body, key=key, at=at)


def seen_differently(review: QualityReview, count: int, *, at: datetime) -> None:
    """Both reviewers and whoever opened the round hear that there is something to settle."""
    subject = _("You see “{title}” differently")
    body = _(
        "Both reviews are filed. You say different things of {count} components. Please read what the other reviewer "
        "wrote, and settle together what should stand."
    )
    for seat in queries.seats_taken(review):
        key = f"review-disputed:{seat.pk}"
        _tell(review, seat.reviewer, "review_disputed", subject, body, key=key, at=at, count=count)
    subject = _("The reviewers see “{title}” differently")
    body = _("They are asked to settle it together. You can also name a third person who settles it.")
    _tell(review, review.opened_by, "review_disputed", subject, body, key=f"review-disputed:{review.pk}", at=at)


def asked_to_settle(review: QualityReview, person: Person, *, at: datetime) -> None:
    """The third person hears what they are asked."""
    subject = _("Please settle the review of “{title}”")
    body = _("Two reviewers see some components differently. Please read both and say what should stand, and why.")
    _tell(review, person, "review_arbiter", subject, body, key=f"review-arbiter:{review.pk}", at=at)


def to_conclude(review: QualityReview, *, at: datetime) -> None:
    """Whoever opened the round hears that it waits for them."""
    subject = _("The review of “{title}” waits for its outcome")
    body = _("Both reviews stand, and not every component is met. Pass it on conditions with a date, or not.")
    key = f"review-to-conclude:{review.pk}"
    _tell(review, review.opened_by, "review_to_conclude", subject, body, key=key, at=at)


def concluded(review: QualityReview, outcome: ReviewOutcome, *, at: datetime) -> None:
    """The writers hear what the round came to. Its page is not for them: the page of their draft is.

    Who judged hears what waited meanwhile: an invitation to write says whose the draft is.
    """
    subject = _("Quality review of “{title}”: {outcome}")
    body = _("What the reviewers found stands beside the design, component by component.")
    path = reverse("draft_quality", args=[review.draft_id]) if review.draft_id else ""
    key, said = f"review-concluded:{review.pk}", outcome.get_outcome_display()
    writers = writers_behind(review.draft, review.version)
    for person in Person.objects.filter(pk__in=writers, is_active=True).order_by("pk"):
        _tell(review, person, "review_concluded", subject, body, key=key, at=at, path=path, outcome=said)
    co_author_news.asked_meanwhile(review, at=at)


def _tell(
    review: QualityReview,
    person: Person,
    kind: str,
    subject: Words,
    body: Words,
    *,
    key: str,
    at: datetime,
    by: Person | None = None,
    path: str | None = None,
    **words: object,
) -> None:
    """Tell one person one thing of a round. Subject and body take the round's `title` and the `words` given."""
    tell(
        actor=by,
        person=person,
        kind=kind,
        subject=format_lazy(subject, title=str(review), **words),
        body=format_lazy(body, title=str(review), **words),
        path=reverse("quality_review", args=[review.pk]) if path is None else path,
        key=key,
        at=at,
    )
