"""The queue's side of promises: owning up to a broken one, and who may stop a clock by hand."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.moments import closing_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.models import Breach, Pause, Resumption
from microcred.portfolios.operations import apologize, pause_promise, resume_promise
from microcred.scoring.models import QueueItem
from microcred.scoring.queries import expected_day, is_among_the_first
from microcred.scoring.queries.late import FIRST_SUBMISSIONS


class NotAmongTheFirst(Refusal):
    """A new version excuses only its first submissions."""

    message = _(
        "Only the first {count} submissions of a newly released version may wait because of it, and this is a later "
        "one. Choose the reason that holds, or let the clock run."
    )
    field = "reason"


class PrivacyHasItsOwnWay(Refusal):
    """A privacy question stops and starts the clock itself."""

    message = _(
        "A privacy question stops the clock when evidence is flagged, and lets it go on when that is settled. Flag "
        "the evidence at the workbench instead."
    )
    field = "reason"


class AppealHasItsOwnWay(Refusal):
    """An appeal of the attempt before stops and starts the clock itself."""

    message = _(
        "An appeal of the attempt before stops the clock, and its outcome lets it go on. Choose the reason that holds."
    )
    field = "reason"


class QuestionHasItsOwnWay(Refusal):
    """A question to a lead stops and starts the clock itself."""

    message = _(
        "A question of whoever reads it stops the clock, and the answer lets it go on. Choose the reason that holds."
    )
    field = "reason"


@operation
def own_up(*, actor: None, item: QueueItem, at: datetime) -> Breach | None:
    """Tell an educator that their promise was broken, and those who can do something about it; each once.

    None while the promise holds, its clock stands still, or the submission has been decided meanwhile.
    """
    submission = item.submission
    breach = apologize(actor=None, submission=submission, estimated_day=expected_day(item, at=at), at=at)
    if breach is None:
        return None
    version, program = submission.pursuit.version, submission.pursuit.program
    owner = version.micro_credential.owner
    told = {lead: reverse("clocks") for lead in people_with(Role.LEAD_ASSESSOR, organization=owner, at=at)}
    if program is not None:
        for manager in people_with(Role.PROGRAM_MANAGER, organization=program.owner, at=at):
            told.setdefault(manager, reverse("program_board", args=[program.slug]))
    for person, path in told.items():
        tell(
            actor=None,
            person=person,
            kind="promise_broken_alert",
            subject=format_lazy(_("Past its promised date: {alias}"), alias=submission.alias),
            body=format_lazy(
                _(
                    "Submission {alias}, “{title}”, was promised by {moment} and is not decided. Its educator has had "
                    "an apology. {way}"
                ),
                alias=submission.alias,
                title=title_for_readers(version),
                moment=closing_in_words_lazy(breach.promised_by, owner.time_zone),
                way=_("See who could read it, and whether anything holds it up."),
            ),
            path=path,
            key=f"promise_broken_alert:{submission.pk}",
            at=at,
        )
    return breach


@operation
def stop_clock(*, actor: Person, item: QueueItem, reason: Pause.Reason, note: str, at: datetime) -> Pause:
    """Stop the clock of a submission's promise by hand: its educator reads why.

    Args:
        actor: a lead assessor of who offers the micro-credential, or above.
        note: more about it, in words to the educator.

    Raises:
        NotAmongTheFirst, PrivacyHasItsOwnWay, AppealHasItsOwnWay, QuestionHasItsOwnWay, NothingToPause, NotAllowed.
    """
    _leads(actor, item, at)
    _is_by_hand(reason)
    if reason is Pause.Reason.NEW_VERSION and not is_among_the_first(item.submission):
        raise NotAmongTheFirst(count=FIRST_SUBMISSIONS)
    return pause_promise(actor=actor, submission=item.submission, reason=reason, note=note, at=at)


@operation
def let_clock_go_on(*, actor: Person, item: QueueItem, reason: Pause.Reason, at: datetime) -> Resumption | None:
    """End a pause that was made by hand. None when there is none.

    Raises:
        PrivacyHasItsOwnWay, AppealHasItsOwnWay, QuestionHasItsOwnWay, NotAllowed.
    """
    _leads(actor, item, at)
    _is_by_hand(reason)
    return resume_promise(actor=actor, submission=item.submission, reason=reason, at=at)


def _is_by_hand(reason: Pause.Reason) -> None:
    """Refuse what stops and starts a clock by itself."""
    if reason is Pause.Reason.PRIVACY:
        raise PrivacyHasItsOwnWay
    if reason is Pause.Reason.APPEAL:
        raise AppealHasItsOwnWay
    if reason is Pause.Reason.QUESTION:
        raise QuestionHasItsOwnWay


def _leads(actor: Person, item: QueueItem, at: datetime) -> None:
    owner = item.version.micro_credential.owner
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at):
        raise NotAllowed
