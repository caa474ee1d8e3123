"""What scoring does when it hears of something."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.catalog.queries import said_in, title_for_readers
from microcred.foundation.clock import now
from microcred.foundation.moments import closing_in_words_lazy, moment_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.portfolios.events import SubmissionReceived
from microcred.portfolios.models import Submission
from microcred.scoring.events import DecisionMade
from microcred.scoring.operations import enqueue
from microcred.scoring.queries import feedback_on, next_step_after
from microcred.scoring.queries.feedback import Feedback


@on(SubmissionReceived)
def put_in_queue(news: SubmissionReceived) -> None:
    """A received submission waits for its reading."""
    enqueue(actor=None, submission=_submission(news.submission_id), at=now())


@on(DecisionMade)
def tell_of_the_decision(news: DecisionMade) -> None:
    """The educator hears what was decided, and what they can do next and until when."""
    at = now()
    submission = _submission(news.submission_id)
    feedback = feedback_on(submission)
    if feedback is None:
        raise LookupError(f"submission {submission.pk} has no decision")
    title = title_for_readers(submission.pursuit.version)
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind="decision_made",
        subject=format_lazy(
            _("Earned: your feedback on “{title}”") if feedback.earned else _("Not yet: your feedback on “{title}”"),
            title=title,
        ),
        body=_met_in_words(feedback, title) if feedback.earned else _short_in_words(feedback, submission, at),
        path=reverse("feedback", args=[submission.pk]),
        key=f"decision:{news.decision_id}",
        at=at,
    )


def _met_in_words(feedback: Feedback, title: Promise) -> Promise:
    words: Promise = format_lazy(
        _(
            "Congratulations. Your work on “{title}” meets all {count} criteria, so the micro-credential is yours.\n\n"
            "The assessor's comments are on the feedback page. Your credential is being signed; you will hear from us "
            "as soon as you can share it."
        ),
        title=title,
        count=len(feedback.judged),
    )
    return words


def _short_in_words(feedback: Feedback, submission: Submission, at: datetime) -> Promise:
    step, zone = next_step_after(submission, at=at), submission.pursuit.person.time_zone
    if step.window is not None:
        until = format_lazy(_("Resubmit by {moment}."), moment=closing_in_words_lazy(step.window.closes_at, zone))
    elif step.later_window is not None:
        until = format_lazy(
            _("Resubmissions open on {moment}."), moment=moment_in_words_lazy(step.later_window.opens_at, zone)
        )
    elif submission.pursuit.program is not None:
        until = _("The program has no resubmission window ahead; ask its manager how you can hand it in.")
    else:
        until = _("You can hand it in again whenever you are ready.")
    words: Promise = format_lazy(
        _(
            "Your work on “{title}” meets {met} of {count} criteria. Still short: {short}.\n\n"
            "The feedback says why, and what would meet it. Only what is short is open again; everything else stays "
            "met.\n\n{until}"
        ),
        title=title_for_readers(submission.pursuit.version),
        met=len(feedback.met),
        count=len(feedback.judged),
        short=_names_of(feedback, submission.pursuit.version),
        until=until,
    )
    return words


def _names_of(feedback: Feedback, version: Version) -> Promise:
    """What is short, by the names that the criteria have in the language of the words around them."""

    def names() -> str:
        said = {criterion.id: criterion.name for criterion in said_in(version, get_language() or "").rubric.criteria}
        return ", ".join(said[one.criterion.id] for one in feedback.short)

    return cast("Promise", lazy(names, str)())


def _submission(submission_id: UUID) -> Submission:
    return Submission.objects.select_related(
        "pursuit__person", "pursuit__program", "pursuit__version__micro_credential__owner"
    ).get(pk=submission_id)
