"""Submitting: what is in the workspace is frozen, named, hashed and announced, all at once or not at all."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise as Words
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words, moment_in_words, moment_in_words_lazy, weekday_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.portfolios.events import SubmissionReceived
from microcred.portfolios.models import (
    Attestation,
    Pursuit,
    Submission,
    SubmittedItem,
    SubmittedText,
    TimeClosing,
    ToolDisclosure,
)
from microcred.portfolios.operations.change_notes import changes_said
from microcred.portfolios.operations.coaching import coach_has_signed_off
from microcred.portfolios.operations.gates import open_state, own
from microcred.portfolios.operations.keeping import keep_along
from microcred.portfolios.operations.pre_checking import begin_pre_check
from microcred.portfolios.operations.promising import give_promise
from microcred.portfolios.operations.time_closing import close_time_requests
from microcred.portfolios.queries.completeness import completeness_of, held_back
from microcred.portfolios.queries.manifest import FrozenItem, FrozenText, fingerprint_of, freeze, manifest_of
from microcred.portfolios.queries.moving import overtaken
from microcred.portfolios.queries.privacy import privacy_of, problems_of
from microcred.portfolios.queries.promise import Promise, promise_of
from microcred.portfolios.queries.readiness import Unready, in_order, unready
from microcred.portfolios.queries.statements import Statements, statements_for
from microcred.portfolios.queries.windows import windows_around
from microcred.portfolios.queries.workspace import Workspace, workspace_of
from microcred.portfolios.rules import ATTESTATIONS, digest_of, new_alias, plain_text
from microcred.portfolios.statements import LONGEST_DISCLOSURE
from microcred.programs.models import Window


class WindowClosed(Refusal):
    """The program does not take submissions at this moment any more."""

    message = _("“{program}” took {what} until {closed}. {way}")


class WindowNotYetOpen(Refusal):
    """The program takes submissions later."""

    message = _("“{program}” takes {what} from {opens} on. Your work is saved and waits.")


class AttestationMissing(Refusal):
    """Not everything was attested."""

    message = _("Please read and confirm every statement before you submit. Your work is saved.")
    field = "attested"


class StatementsChanged(Refusal):
    """The words of a statement changed between opening the form and sending it."""

    message = _(
        "The statements have changed since you opened this page. Read and confirm them as they are now; everything "
        "else is as you left it."
    )
    field = "attested"


class WorkChanged(Refusal):
    """What would be frozen is not what the page showed."""

    message = _(
        "Your work has changed since you opened this page, in another window or on another device. Below it stands as "
        "it is now: look at it, and submit it if it is what you mean."
    )


class DisclosureTooLong(Refusal):
    """More about tools than is kept."""

    message = _("Say it in at most {most} characters; these are {length}. Everything is still in the field.")
    field = "disclosure"
    status = 422


class FormUsedElsewhere(Refusal):
    """The form belongs to another piece of work."""

    message = _("This form is out of date. Open the review once more and submit from there. Your work is saved.")


class VersionOver(Refusal):
    """A later version was published, or it retired, and the grace for work in progress has ended."""

    message = _("Work on version {label} of “{title}” was taken until {ended}. {way}")


_MOVE = _(
    "Move over to “{version}”: your workspace shows beforehand what is copied. Everything you wrote and put in is kept."
)
_WRITE_TO_OWNER = _("Nothing takes its place yet. Everything is kept; write to {owner}, who offers it.")
_SUBMISSIONS = _("submissions")
_RESUBMISSIONS = _("resubmissions")
_NEXT_WINDOW = _("The next window, {window}, opens {opens}. Your work is saved until then.")
_LAST_WINDOW = _("It was the last window. Your work is saved; write to who runs the program, {owner}.")


class EvidenceUnready(Refusal):
    """Something is missing or over its limit; `problems` lists it all."""

    message = _("{count} of what is asked cannot be submitted yet. {first} Everything you wrote is saved.")

    def __init__(self, problems: list[Unready]) -> None:
        self.problems = problems
        super().__init__(count=len(problems), first=problems[0].words)


class NothingChanged(Refusal):
    """What came back stands as it was judged."""

    message = _(
        "Nothing that is open has changed since attempt {attempt}, so it would be judged as before. Revise at least "
        "one open answer or file: the feedback beside it says what would meet the level. If you think that the "
        "judgement was wrong, write to {owner}."
    )


@operation
def submit(
    *,
    actor: Person,
    pursuit: Pursuit,
    attested: frozenset[str],
    form_key: UUID,
    at: datetime,
    stated: str | None = None,
    shown: str | None = None,
    language: str = "en",
    disclosure: str = "",
) -> Submission:
    """Freeze the evidence as it stands, hash it, and hand it in. The same form sent twice is one submission.

    Args:
        attested: the kinds of attestation that were confirmed; all of `rules.ATTESTATIONS` are needed.
        form_key: came with the form.
        stated: the fingerprint of the statements as they were shown; None where no page showed them before.
        shown: the fingerprint of the work as it was shown (`fingerprint_of`); None where no page showed it before.
        language: in which the statements were shown.
        disclosure: which generative tools were used and for what, where the policy asks for that; else it is not kept.
        at: when it arrived; windows are judged by this moment.

    Raises:
        EvidenceUnready, NothingChanged, WorkChanged, AttestationMissing, StatementsChanged, DisclosureTooLong,
        WindowClosed, WindowNotYetOpen, ChangeNoteMissing, CoachNeeded, VersionOver, BeingJudged, AlreadyEarned,
        MovedOver, FormUsedElsewhere, NotAllowed.
    """
    own(actor, pursuit)
    # Saving, taking out and submitting come one after the other, so what is frozen is one state of the work.
    hold(pursuit.pk)
    there = Submission.objects.filter(form_key=form_key).first()
    if there is not None:
        if there.pursuit_id != pursuit.pk:
            raise FormUsedElsewhere
        return there
    workspace = workspace_of(pursuit)
    open_state(workspace.state)
    _version_is_taken(workspace, at)
    _window_is_open(actor, workspace, at)
    coach_has_signed_off(workspace)
    completeness = completeness_of(workspace, at=at)
    problems = in_order(
        [
            *unready(workspace),
            *problems_of(workspace, privacy_of(workspace, at=at)),
            *held_back(workspace, completeness),
        ]
    )
    if problems:
        raise EvidenceUnready(problems)
    if workspace.is_unchanged:
        owner = pursuit.program.owner if pursuit.program else pursuit.version.micro_credential.owner
        raise NothingChanged(attempt=workspace.came_back.attempt if workspace.came_back else 0, owner=owner.name)
    changes_said(workspace)
    if shown is not None and shown != fingerprint_of(workspace, freeze(workspace)):
        raise WorkChanged
    statements = statements_for(pursuit.version.micro_credential.owner, at=at, language=language)
    if stated is not None and stated != statements.stated:
        raise StatementsChanged
    if not attested >= frozenset(ATTESTATIONS):
        raise AttestationMissing
    disclosed = plain_text(disclosure).strip() if statements.asks_disclosure else ""
    if len(disclosed) > LONGEST_DISCLOSURE:
        raise DisclosureTooLong(most=LONGEST_DISCLOSURE, length=len(disclosed))
    submission = _freeze(workspace, statements, disclosed, form_key, at)
    give_promise(submission)
    begin_pre_check(submission, completeness)
    asked = close_time_requests(pursuit, why=TimeClosing.Why.HANDED_IN, at=at)
    announce(SubmissionReceived(submission.pk))
    _tell(submission, actor, at, asked_for_time=asked)
    return submission


def _version_is_taken(workspace: Workspace, at: datetime) -> None:
    """Refuse a submission on a version whose grace has ended, in the words of its owner's zone: the day was theirs."""
    version = workspace.pursuit.version
    follows = overtaken(workspace.pursuit, workspace.state, at=at)
    if follows is None or follows.ends_at is None or not follows.is_over:
        return
    owner = version.micro_credential.owner
    way = format_lazy(_MOVE, version=follows.by) if follows.by else format_lazy(_WRITE_TO_OWNER, owner=owner.name)
    ended = closing_in_words(follows.ends_at, owner.time_zone)
    raise VersionOver(label=version.label, title=version.title, ended=ended, way=way)


def _window_is_open(actor: Person, workspace: Workspace, at: datetime) -> None:
    """Refuse a submission outside the windows of the program that it belongs to, in the words of the actor's zone."""
    program, windows = workspace.pursuit.program, windows_around(workspace, at)
    if program is None or windows is None or windows.now is not None:
        return
    what = _RESUBMISSIONS if windows.takes == Window.Takes.RESUBMISSIONS else _SUBMISSIONS
    opens = moment_in_words(windows.after.opens_at, actor.time_zone) if windows.after else ""
    if windows.before is None:
        raise WindowNotYetOpen(program=program.name, what=what, opens=opens)
    if windows.after:
        way = format_lazy(_NEXT_WINDOW, window=windows.after.name, opens=opens)
    else:
        way = format_lazy(_LAST_WINDOW, owner=program.owner.name)
    closed = closing_in_words(windows.before.closes_at, actor.time_zone)
    raise WindowClosed(program=program.name, what=what, closed=closed, way=way)


def _freeze(workspace: Workspace, statements: Statements, disclosed: str, form_key: UUID, at: datetime) -> Submission:
    frozen = freeze(workspace)
    manifest = manifest_of(workspace, frozen, statements, disclosed, attempt=workspace.next_attempt, at=at)
    submission = Submission.objects.create(
        pursuit=workspace.pursuit,
        number=workspace.next_number,
        attempt=workspace.next_attempt,
        alias=_fresh_alias(),
        submitted_at=at,
        manifest=manifest.decode(),
        digest=hashlib.sha256(manifest).hexdigest(),
        form_key=form_key,
    )
    texts = [entry for entry in frozen if isinstance(entry, FrozenText)]
    items = [entry for entry in frozen if isinstance(entry, FrozenItem)]
    SubmittedText.objects.bulk_create(
        SubmittedText(
            submission=submission, requirement=entry.work.requirement, text=entry.work.text, digest=entry.sha256
        )
        for entry in texts
    )
    SubmittedItem.objects.bulk_create(
        SubmittedItem(submission=submission, item=entry.item, position=entry.position, alias=entry.alias)
        for entry in items
    )
    Attestation.objects.bulk_create(
        Attestation(
            submission=submission,
            kind=one.kind,
            text=text,
            language=statements.language,
            edition=one.edition,
            digest=digest_of(text),
            attested_at=at,
        )
        for one, text in statements.said
    )
    if disclosed:
        ToolDisclosure.objects.create(
            submission=submission,
            text=disclosed,
            digest=digest_of(disclosed),
            shown_to_assessors=statements.shows_assessors,
        )
    keep_along(submission, workspace)
    return submission


def _fresh_alias() -> str:
    while Submission.objects.filter(alias=(alias := new_alias())).exists():
        pass
    return alias


_TIME_NOT_NEEDED = _(
    "You had asked for more time and had no answer yet. Now that it is handed in, nobody needs to decide that.\n\n"
)


def _first_look(promise: Promise) -> str | Words:
    """That a person looks at it first, where one does."""
    if not promise.pre_checked_by_person or promise.pre_check_day is None:
        return ""
    words: str | Words = format_lazy(_FIRST_LOOK, day=weekday_in_words_lazy(promise.pre_check_day))
    return words


_FIRST_LOOK = _(
    "By {day} the pre-check is done: is everything there, and can it be opened? Should something be missing, it comes "
    "back to you with what it is, and does not use up an attempt.\n\n"
)


def _tell(submission: Submission, person: Person, at: datetime, *, asked_for_time: bool) -> None:
    title, promise = title_for_readers(submission.pursuit.version), promise_of(submission, at=at)
    tell(
        actor=None,
        person=person,
        kind="submission_received",
        subject=format_lazy(_("We have your submission: {title}"), title=title),
        body=format_lazy(
            _(
                "Your work on “{title}” arrived {when} as attempt {attempt}.\n\n"
                "{first}You will have your feedback by {day}: the end of business day {days} after you submitted. "
                "Nothing is left to do until then; we will write to you when it has been judged.\n\n"
                "Keep this mail. Your work is frozen as you submitted it; your receipt shows how anyone can tell, by "
                "this digest (SHA-256), that nothing was changed since:\n\n{digest}"
            ),
            first=format_lazy(
                "{time}{look}", time=_TIME_NOT_NEEDED if asked_for_time else "", look=_first_look(promise)
            ),
            title=title,
            when=moment_in_words_lazy(at, person.time_zone),
            attempt=submission.attempt,
            digest=submission.digest,
            day=weekday_in_words_lazy(promise.day),
            days=promise.business_days,
        ),
        path=reverse("submission", args=[submission.pk]),
        key=f"submission_received:{submission.pk}",
        at=at,
    )
