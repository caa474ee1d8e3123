"""What scoring does when it hears of something."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import PaperRetirement, RightPause
from microcred.calibration.operations import recalibrate, retire_paper
from microcred.calibration.queries import over_used
from microcred.catalog.models import Version
from microcred.catalog.queries import said_in, title_for_readers
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.moments import closing_in_words_lazy, moment_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.portfolios.events import (
    PreCheckPassed,
    PromiseMoved,
    QuarantineEnded,
    SubmissionIncomplete,
    SubmissionReceived,
    SubmissionWithdrawn,
)
from microcred.portfolios.models import Pause, Quarantine, Submission
from microcred.portfolios.operations import TakenBack, WentBackIncomplete, tell_why_it_stands_still
from microcred.scoring.events import AppealDecided, DecisionMade, ReadingSaved, WorkTaken
from microcred.scoring.models import AppealDecision, Claim, Decision, QueueItem, Scoring
from microcred.scoring.operations import (
    InPreCheck,
    ask_assistant,
    enqueue,
    find_differences,
    follow_alarm,
    let_wait_no_more,
    look_after,
    look_ahead,
    move_due,
    own_up,
    pass_by,
    remind_of_lease,
    remind_of_question,
    reset,
    seed_validity,
    take_out_of_queue,
)
from microcred.scoring.queries import (
    alarms_to_follow,
    broken,
    cases_to_do,
    feedback_on,
    is_held_up,
    is_read_now,
    leases_about_to_end,
    long_away,
    may_go_on_with,
    next_step_after,
    owners_with_work,
    passed_by,
    standing_since_before,
    unanswered_unreminded,
    waits_to_look_at,
)
from microcred.scoring.queries.feedback import Feedback

MOST_AT_ONCE = 500
"""Apologies of one run; the next one follows a quarter of an hour later."""

REMINDED_BEFORE = timedelta(minutes=15)
"""its end, who holds something is told; a lease is an hour unless the operator says otherwise"""


@on(SubmissionReceived)
def put_in_queue(news: SubmissionReceived) -> None:
    """A received submission waits for its reading, unless it is looked at first, taken back or found incomplete."""
    _enqueue_if_it_waits(news.submission_id)


@on(PreCheckPassed)
def put_in_queue_after_pre_check(news: PreCheckPassed) -> None:
    """What was found complete and legible waits for its reading."""
    _enqueue_if_it_waits(news.submission_id)


def _enqueue_if_it_waits(submission_id: UUID) -> None:
    try:
        enqueue(actor=None, submission=_submission(submission_id), at=now())
    except (InPreCheck, TakenBack, WentBackIncomplete):
        return


@on(WorkTaken)
def ask_where_to_look(news: WorkTaken) -> None:
    """A program is asked where it would look, while who took the work begins to read."""
    ask_assistant(actor=None, claim=Claim.objects.select_related("assessor").get(pk=news.claim_id), at=now())


@on(SubmissionWithdrawn)
def take_from_queue(news: SubmissionWithdrawn) -> None:
    """What its educator took back waits no more."""
    take_out_of_queue(actor=None, submission=_submission(news.submission_id), at=now())


@on(SubmissionIncomplete)
def take_incomplete_from_queue(news: SubmissionIncomplete) -> None:
    """What went back incomplete is read by nobody."""
    take_out_of_queue(actor=None, submission=_submission(news.submission_id), at=now())


@on(PromiseMoved)
def keep_the_queue_in_step(news: PromiseMoved) -> None:
    """The queue's clock stands still, or goes on, with that of the promise."""
    move_due(actor=None, submission=_submission(news.submission_id), at=now())


@on(QuarantineEnded)
def tell_who_set_it_aside(news: QuarantineEnded) -> None:
    """Whoever paused their reading for somebody's privacy hears that it can go on, once nothing holds it up any more.

    They hear nothing of what was done, and nothing of who reads it by then.
    """
    ended = Quarantine.objects.select_related("submission__pursuit__version").get(pk=news.quarantine_id)
    item = QueueItem.objects.filter(submission=ended.submission_id).first()
    if item is None or is_held_up(item):
        return
    last_pause = ended.submission.pauses.filter(reason=Pause.Reason.PRIVACY).order_by("paused_at").last()
    if last_pause is None:  # it had come back already when it was set aside in a teammate's work
        return
    together = Quarantine.objects.filter(
        submission=ended.submission_id, quarantined_at__gte=last_pause.paused_at, seen_elsewhere=False
    ).select_related("raised_by")
    for person in {one.raised_by_id: one.raised_by for one in together}.values():
        if not may_go_on_with(person, item):
            continue
        tell(
            actor=None,
            person=person,
            kind="reading_goes_on",
            subject=_("Your reading can go on: {alias}"),
            body=_(
                "What you set aside in submission {alias} for “{title}” is settled, so it can be read again. What you "
                "had noted is kept: take it up again from your queue, if nobody else has."
            ),
            facts={"alias": ended.submission.alias, "title": title_for_readers(ended.submission.pursuit.version)},
            path=reverse("queue"),
            key=f"reading_goes_on:{last_pause.pk}:{person.pk}",
            at=now(),
        )


@jobs.every(minutes=15)
def own_up_to_broken_promises() -> None:
    """Whose promise ran out hears of it, and so do those who can do something; each once, however often this runs."""
    at = now()
    for item in broken(at=at)[:MOST_AT_ONCE]:
        own_up(actor=None, item=item, at=at)


@jobs.every(minutes=1)
def end_waits_for_answers() -> None:
    """Waits that are over by themselves end, so that no promise stands still for nobody."""
    at = now()
    for step in waits_to_look_at()[:MOST_AT_ONCE]:
        let_wait_no_more(actor=None, step=step, at=at)


@jobs.every(minutes=60)
def remind_of_questions() -> None:
    """Who may answer is reminded once; an educator hears of a clock that has stood still for a question since the day
    before."""
    at = now()
    for step in unanswered_unreminded(before=at)[:MOST_AT_ONCE]:
        remind_of_question(actor=None, step=step, at=at)
    for pause in standing_since_before(at=at)[:MOST_AT_ONCE]:
        tell_why_it_stands_still(actor=None, pause=pause, at=at)


@jobs.every(minutes=5)
def remind_of_leases() -> None:
    """Who holds something and notes nothing on it hears that their time ends soon, once for each end."""
    at = now()
    for item in leases_about_to_end(at=at, within=REMINDED_BEFORE)[:MOST_AT_ONCE]:
        remind_of_lease(actor=None, item=item, at=at)


@jobs.every(minutes=24 * 60)
def look_ahead_each_day() -> None:
    """Whether promises hold is looked at for each organization of which anything waits. One that fails holds up no
    other, and is looked at again the next day."""
    at = now()
    failed: Exception | None = None
    for organization in owners_with_work():
        try:
            look_ahead(actor=None, organization=organization, at=at)
        except Exception as no:  # noqa: BLE001 - it is raised again once the others are looked at
            failed = no
    if failed is not None:
        raise failed


@on(ReadingSaved)
def draw_the_lot(news: ReadingSaved) -> None:
    """For each reading the lot is drawn whether its reader gets a validity paper, whatever was read."""
    around = ("assessor", "submission__pursuit__version__micro_credential__owner")
    scoring = Scoring.of_all.select_related(*around).get(pk=news.scoring_id)
    seed_validity(actor=None, scoring=scoring, at=now())


@on(ReadingSaved)
def look_after_who_read(news: ReadingSaved) -> None:
    """After the reading of a validity paper the charts are looked at."""
    around = ("assessor", "paper__version__micro_credential__owner")
    look_after(actor=None, scoring=Scoring.of_all.select_related(*around).get(pk=news.scoring_id), at=now())


@jobs.every(minutes=60)
def take_out_what_was_passed_by() -> None:
    """Validity papers that a queue has gone past leave it."""
    at = now()
    for item in passed_by(at=at)[:MOST_AT_ONCE]:
        pass_by(actor=None, item=item, at=at)


@jobs.every(minutes=60)
def retire_what_was_read_too_often() -> None:
    """Papers that have tried as many people as their limit allows are retired, but for those that somebody reads."""
    at = now()
    for paper, read, _limit in over_used()[:MOST_AT_ONCE]:
        if not is_read_now(paper, at=at):
            retire_paper(actor=None, paper=paper, reason=PaperRetirement.Reason.OVER_USED, read=read, at=at)


@jobs.every(minutes=60)
def follow_alarms() -> None:
    """Whom an alarm asks it for is recalibrated, once enough was read since."""
    at = now()
    for alarm in alarms_to_follow()[:MOST_AT_ONCE]:
        follow_alarm(actor=None, alarm=alarm, at=at)


@jobs.every(minutes=60)
def recalibrate_after_absence() -> None:
    """Whoever read nothing for long by the rubric of their certificate reads a few papers before they go on."""
    at = now()
    for certificate in long_away(at=at)[:MOST_AT_ONCE]:
        recalibrate(
            actor=None,
            assessor=certificate.assessor,
            version=certificate.attempt.version,
            because=RightPause.Because.ABSENCE,
            at=at,
        )


@jobs.every(minutes=1)
def go_on_with_resets() -> None:
    """What resets reach is seen to, one submission after the other, each in a transaction of its own: whenever this is
    cut off it goes on where it was. One that fails holds up no other, and is tried again."""
    failed: Exception | None = None
    for case in cases_to_do(most=MOST_AT_ONCE):
        try:
            reset(actor=None, case=case, at=now())
        except Exception as no:  # noqa: BLE001 - it is raised again once the others are seen to
            failed = no
    if failed is not None:
        raise failed


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


@on(DecisionMade)
def look_for_the_same_artifact(news: DecisionMade) -> None:
    """Where somebody else's work holds the same file and a decision about it differs, who leads hears of it."""
    around = ("submission__pursuit__program__owner", "submission__pursuit__version__micro_credential__owner")
    decision = Decision.objects.select_related(*around).get(pk=news.decision_id)
    find_differences(actor=None, decision=decision, at=now())


@on(AppealDecided)
def tell_of_the_appeal(news: AppealDecided) -> None:
    """The educator hears what came of their appeal, and where the fresh readers' words stand; and of what was read
    afresh without one, what got better."""
    at = now()
    submission = _submission(news.submission_id)
    decided = AppealDecision.objects.select_related("appeal__case__campaign").get(pk=news.appeal_decision_id)
    outcome, case = AppealDecision.Outcome(decided.outcome), decided.appeal.case
    if case is not None and outcome is AppealDecision.Outcome.STANDS and not case.campaign.tells_at_start:
        # Nothing became better, and nobody was told that it might.
        return
    title = title_for_readers(submission.pursuit.version)
    subject, body = (_APPEALS if case is None else _READ_AFRESH)[outcome]
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind="appeal_decided",
        subject=format_lazy(subject, title=title),
        body=format_lazy(body, title=title),
        path=reverse("feedback", args=[submission.pk]),
        key=f"appeal_decided:{news.appeal_decision_id}",
        at=at,
    )


_APPEALS = {
    AppealDecision.Outcome.UPHELD: (
        _("Your appeal was upheld: {title} is earned"),
        _(
            "People who had never seen your work on “{title}” read it afresh, and it meets what is needed. The "
            "micro-credential is yours; your credential is being signed. We are sorry that it took an appeal.\n\nWhat "
            "you may have handed in meanwhile is not needed any more, and nobody read it. The feedback page has what "
            "the fresh readers say."
        ),
    ),
    AppealDecision.Outcome.IN_PART: (
        _("Your appeal was upheld in part: {title}"),
        _(
            "People who had never seen your work on “{title}” read it afresh. Some of what had been short is met, and "
            "stays met whatever you change. What is still short is open; the feedback page has what the fresh readers "
            "say of each."
        ),
    ),
    AppealDecision.Outcome.STANDS: (
        _("Your appeal is decided, and the decision stands: {title}"),
        _(
            "People who had never seen your work on “{title}” read it afresh and independently, and found short what "
            "had been found short. Nothing that you have met changed. The feedback page has what they say and would "
            "meet it; you can revise and hand in again."
        ),
    ),
}

_READ_AFRESH = {
    AppealDecision.Outcome.UPHELD: (
        _("Earned after all: {title}"),
        _(
            "We looked again at how work was judged, and had yours on “{title}” read afresh by people who had never "
            "seen it. It meets what is needed: the micro-credential is yours; your credential is being signed. We are "
            "sorry that it was not found so at first.\n\nWhat you may have handed in meanwhile is not needed any more, "
            "and nobody read it. The feedback page has what the fresh readers say."
        ),
    ),
    AppealDecision.Outcome.IN_PART: (
        _("More of your work is met: {title}"),
        _(
            "We looked again at how work was judged, and had yours on “{title}” read afresh by people who had never "
            "seen it. Some of what had been short is met, and stays met whatever you change. What is still short is "
            "open; the feedback page has what the fresh readers say of each."
        ),
    ),
    AppealDecision.Outcome.STANDS: (
        _("Your work was read afresh, and the decision stands: {title}"),
        _(
            "People who had never seen your work on “{title}” read it afresh and independently, and found short what "
            "had been found short. Nothing that you have met changed. The feedback page has what they say and would "
            "meet it; you can revise and hand in again."
        ),
    ),
}


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
            "met, unless you change evidence that it rests on too.\n\n{until}"
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
