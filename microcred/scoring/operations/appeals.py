"""Appealing a decision, taking the appeal back, and looking at its grounds."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.ids import milliseconds_of, uuid7
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words_lazy, weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.models import Judge, Pause, Sight, Submission
from microcred.portfolios.operations import end_fresh_reading, note_sight, read_afresh, resume_promise
from microcred.portfolios.privacy import look
from microcred.portfolios.queries import has_judged, known_of, promise_of, waiting_after
from microcred.scoring.models import Appeal, AppealScreening, AppealTerms, AppealWithdrawal, Decision, QueueItem
from microcred.scoring.operations.claims import put_back
from microcred.scoring.queries import appeal_rules_in, appeal_standing, appeal_terms_of, on_its_way
from microcred.scoring.rules import DOUBLE, FEWEST_APPEAL_DAYS, MOST_APPEAL_DAYS

LONGEST_WORDS = 2_000
"""characters"""


class NothingToAppeal(Refusal):
    """What was decided was not "not yet", or something was handed in or judged since."""

    message = _(
        "This decision cannot be appealed: it is not the last one about your work, or it is no “not yet”. What you "
        "handed in since is read on its own."
    )


class AppealWindowClosed(Refusal):
    """The time for it is over."""

    message = _(
        "This decision could be appealed until {closes}. You can still revise what is short and hand it in again: only "
        "that is judged anew."
    )


class AppealedAlready(Refusal):
    """There is one appeal for each decision."""

    message = _(
        "You have appealed this decision before, and each decision can be appealed once. The page of its feedback says "
        "what came of it."
    )


class ReadAfreshAlready(Refusal):
    """Whoever leads the assessing has it read afresh."""

    message = _(
        "Your work was given to people who had never seen it, to be read afresh: that is what an appeal would bring. "
        "The page of its feedback says where that stands."
    )


class NoGround(Refusal):
    """Seeing it differently is no ground."""

    message = _(
        "Seeing a level differently is a good reason to show your work from its best side: revise what is short and "
        "hand it in again, and only that is judged anew. An appeal is for when something went wrong in the judging; "
        "if it did, tick what."
    )
    field = "grounds"
    status = 422


class WordsName(Refusal):
    """The privacy helper finds somebody in the words."""

    message = _(
        "Your words may say who somebody is: {found}. Nothing was sent yet. Write “a student” or “a colleague”; if it "
        "cannot be said without, tick that the words may stand."
    )
    field = "words"
    status = 422


class OpenedByNow(Refusal):
    """Somebody reads for it, or it is over."""

    message = _(
        "Somebody has opened your work for this appeal, or it is over: it cannot be taken back any more. Whatever "
        "comes of it, nothing that you have met gets lower."
    )


class ScreenedAlready(Refusal):
    """Its grounds were looked at, or it was taken back."""

    message = _("This appeal needs no look at its grounds any more: somebody else saw to it, or it was taken back.")


class ScreeningReasonMissing(Refusal):
    """Who is refused needs to know why, and what to do instead."""

    message = _(
        "Say why these grounds are not about the procedure, and what they can do instead: the educator reads it."
    )
    field = "reason"
    status = 422


class AppealDaysOutOfRange(Refusal):
    """A time in which nobody could appeal, or that never ends."""

    message = _("A decision can be appealed for {least} to {most} days. Choose a number between them.")
    field = "days"
    status = 422


class AppealTermsStand(Refusal):
    """What was chosen is what holds already."""

    message = _("This holds already. Choose something else, or leave it as it is.")


@operation
def appeal(
    *,
    actor: Person,
    decision: Decision,
    grounds: Collection[Appeal.Ground],
    at: datetime,
    words: str = "",
    words_stand: bool = False,
) -> Appeal:
    """Ask for a fresh reading of what was decided "not yet". The same asked twice is asked.

    Fresh readers read the work as any other, and learn neither that it was appealed nor on what grounds.

    Args:
        grounds: at least one.
        words: more about it, for who looks at the grounds.
        words_stand: whether they may stand although the privacy helper finds somebody in them.

    Raises:
        NoGround, WordsName, AppealedAlready, ReadAfreshAlready, AppealWindowClosed, NothingToAppeal, NotAllowed.
    """
    submission = decision.submission
    if submission.pursuit.person_id != actor.pk:
        raise NotAllowed
    item = QueueItem.objects.select_for_update(no_key=True).get(submission=submission)
    hold(submission.pursuit_id)
    words = words.strip()[:LONGEST_WORDS]
    chosen = [ground.value for ground in Appeal.Ground if ground in grounds]
    standing = appeal_standing(decision, at=at)
    if standing.appeal is not None:
        if standing.appeal.case_id is not None:
            raise ReadAfreshAlready
        if (standing.appeal.grounds, standing.appeal.words) != (chosen, words):
            raise AppealedAlready
        return standing.appeal
    if not chosen:
        raise NoGround
    if at >= standing.until:
        raise AppealWindowClosed(closes=closing_in_words_lazy(standing.until, actor.time_zone))
    if not standing.may:
        raise NothingToAppeal
    found = [] if words_stand else [each.words for each in look(words, known_of(actor, at=at))]
    if found:
        raise WordsName(found=", ".join(f"“{each}”" for each in found[:5]))
    owner = submission.pursuit.version.micro_credential.owner
    made = Appeal.objects.create(
        decision=decision,
        grounds=chosen,
        words=words,
        screened=appeal_rules_in(owner, at=decision.decided_at).screened,
        appealed_at=at,
    )
    if made.screened:
        _tell_leads(made, at)
    else:
        let_wait(item, at)
    _tell_received(made, at)
    return made


@operation
def withdraw_appeal(*, actor: Person, appeal: Appeal, at: datetime) -> AppealWithdrawal:
    """Take an appeal back that nobody has opened the work for. Withdrawn twice is withdrawn.

    Raises:
        OpenedByNow, NotAllowed.
    """
    submission = appeal.decision.submission
    if submission.pursuit.person_id != actor.pk:
        raise NotAllowed
    item = QueueItem.objects.select_for_update(no_key=True).get(submission=submission)
    hold(submission.pursuit_id)
    there = AppealWithdrawal.objects.filter(appeal=appeal).first()
    if there is not None:
        return there
    standing = appeal_standing(appeal.decision, at=at)
    if not standing.may_withdraw:
        raise OpenedByNow
    if standing.promise is not None:
        end_fresh_reading(actor=actor, submission=submission, raised={}, at=at)
        put_back(item)
        item.settled_at, item.readings_asked = at, item.readings_saved
        item.save(update_fields=["settled_at", "readings_asked"])
    withdrawal = AppealWithdrawal.objects.create(appeal=appeal, withdrawn_at=at)
    let_later_go_on(submission, at)
    return withdrawal


@operation
def look_at_appeal(*, actor: Person, appeal: Appeal, at: datetime) -> Sight:
    """See the grounds of an appeal that waits for a look at them. Whoever did judges nothing of its educator's.

    Raises:
        ForSomebodyElse: they have held the work to judge it.
        NotAllowed.
    """
    _leads(actor, appeal, at)
    sight: Sight = note_sight(actor=actor, pursuit=appeal.decision.submission.pursuit, way=Sight.Way.APPEAL, at=at)
    return sight


@operation
def screen_appeal(*, actor: Person, appeal: Appeal, accepted: bool, at: datetime, reason: str = "") -> AppealScreening:
    """Say whether the grounds of an appeal are about the procedure; and no more than that. Once.

    Raises:
        ScreeningReasonMissing, ScreenedAlready, ForSomebodyElse, NotAllowed.
    """
    _leads(actor, appeal, at)
    submission = appeal.decision.submission
    note_sight(actor=actor, pursuit=submission.pursuit, way=Sight.Way.APPEAL, at=at)
    item = QueueItem.objects.select_for_update(no_key=True).get(submission=submission)
    hold(submission.pursuit_id)
    reason = reason.strip()[:LONGEST_WORDS]
    standing = appeal_standing(appeal.decision, at=at)
    if not standing.waits_for_lead:
        raise ScreenedAlready
    if not accepted and not reason:
        raise ScreeningReasonMissing
    screening = AppealScreening.objects.create(
        appeal=appeal, accepted=accepted, reason=reason, screened_at=at, screened_by=actor
    )
    if accepted:
        let_wait(item, at)
    else:
        let_later_go_on(submission, at)
    _tell_screened(screening, at)
    return screening


@operation
def declare_appeal_terms(
    *, actor: Person, organization: Organization, days: int, screened: bool, reason: str, at: datetime
) -> AppealTerms:
    """Say for how long decisions can be appealed, and whether a lead looks at the grounds first; for decisions from now
    on.

    Args:
        actor: a lead assessor of the organization, or above.
        days: of the calendar on the wall.

    Raises:
        AppealDaysOutOfRange, AppealTermsStand, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed
    if not FEWEST_APPEAL_DAYS <= days <= MOST_APPEAL_DAYS:
        raise AppealDaysOutOfRange(least=FEWEST_APPEAL_DAYS, most=MOST_APPEAL_DAYS)
    hold(organization.pk)
    before = appeal_terms_of(organization).first()
    if before is not None and (before.days, before.screened) == (days, screened):
        raise AppealTermsStand
    return AppealTerms.objects.create(
        organization=organization, days=days, screened=screened, reason=reason, declared_at=at, declared_by=actor
    )


def let_later_go_on(submission: Submission, at: datetime) -> None:
    """Let what was handed in meanwhile wait for its own readers, now that nothing of the appeal is open."""
    for later in waiting_after(submission):
        resume_promise(actor=None, submission=later, reason=Pause.Reason.APPEAL, at=at)


def _leads(actor: Person, appeal: Appeal, at: datetime) -> None:
    pursuit = appeal.decision.submission.pursuit
    owner = pursuit.version.micro_credential.owner
    if pursuit.person_id == actor.pk or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at):
        raise NotAllowed


def let_wait(item: QueueItem, at: datetime) -> None:
    """Let a locked item wait in the queue again, for readers to whom all of the work is new.

    It waits as if it had been handed in now: its turn, its days and every identifier that its readers get say so, and
    nothing tells them that it was decided before.
    """
    reading = read_afresh(actor=None, submission=item.submission, at=at)
    item.own_key, item.entered_at = uuid7(milliseconds_of(at)), at - on_its_way(item.submission)
    held = Judge.objects.filter(submission__pursuit=item.submission.pursuit_id).values_list("person", flat=True)
    item.settled_at, item.due_at, item.paused_since = None, reading.by, None
    item.readings_asked = item.readings_saved + DOUBLE
    # Nor for those in whose queue it is as a validity paper: nobody reads the same work twice.
    given = QueueItem.of_all.filter(submission=item.submission, paper__isnull=False).values_list("reader", flat=True)
    item.close_to = [*item.close_to, *sorted({*held, *given} - {*item.close_to, None})]
    put_back(item)
    changed = ("own_key", "entered_at", "settled_at", "due_at", "paused_since", "readings_asked", "close_to")
    item.save(update_fields=changed)


def _tell_received(made: Appeal, at: datetime) -> None:
    submission = made.decision.submission
    title = title_for_readers(submission.pursuit.version)
    if made.screened:
        next_thing = _(
            "First a lead assessor looks at the grounds, and only at whether they are about the procedure. You hear of "
            "that either way."
        )
    else:
        day = weekday_in_words_lazy(promise_of(submission, at=at).day)
        next_thing = format_lazy(_("You will hear what came of it by {day}."), day=day)
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind="appeal_received",
        subject=format_lazy(_("We have your appeal: {title}"), title=title),
        body=format_lazy(
            _(
                "You appealed the decision on “{title}”. At least two people who have never seen this work read it as "
                "any other: they learn neither that it was appealed nor why.\n\n{next_thing}\n\nNothing that you have "
                "met can get lower by it. Meanwhile you may revise and hand in again; that waits for the outcome."
            ),
            title=title,
            next_thing=next_thing,
        ),
        path=reverse("feedback", args=[submission.pk]),
        key=f"appeal_received:{made.pk}",
        at=at,
    )


def _tell_leads(made: Appeal, at: datetime) -> None:
    pursuit = made.decision.submission.pursuit
    for lead in people_with(Role.LEAD_ASSESSOR, organization=pursuit.version.micro_credential.owner, at=at):
        if lead.pk == pursuit.person_id or has_judged(lead, pursuit):
            continue
        tell(
            actor=None,
            person=lead,
            kind="appeal_to_screen",
            subject=_("An appeal waits for a look at its grounds"),
            body=_(
                "An educator appealed a decision. Say whether the grounds are about the procedure; what the work is "
                "worth is for fresh readers. Whoever opens it judges nothing of this educator's."
            ),
            path=reverse("appeals"),
            key=f"appeal_to_screen:{made.pk}",
            at=at,
        )


def _tell_screened(screening: AppealScreening, at: datetime) -> None:
    submission = screening.appeal.decision.submission
    title = title_for_readers(submission.pursuit.version)
    if screening.accepted:
        subject = format_lazy(_("Your appeal goes on: {title}"), title=title)
        day = weekday_in_words_lazy(promise_of(submission, at=at).day)
        body = format_lazy(
            _("The grounds of your appeal of “{title}” were accepted. You will hear what came of it by {day}."),
            title=title,
            day=day,
        )
    else:
        subject = format_lazy(_("Your appeal does not go on: {title}"), title=title)
        body = format_lazy(
            _(
                "A lead assessor looked at the grounds of your appeal of “{title}”. They are not about the procedure, "
                "so nobody reads it afresh:\n\n{reason}\n\nYou can revise what is short and hand it in again."
            ),
            title=title,
            reason=screening.reason,
        )
    tell(
        actor=None,
        person=submission.pursuit.person,
        kind="appeal_screened",
        subject=subject,
        body=body,
        path=reverse("feedback", args=[submission.pk]),
        key=f"appeal_screened:{screening.pk}",
        at=at,
    )
