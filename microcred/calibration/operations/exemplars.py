"""The verbs of a paper: nominating it, its educator's answer, opening it, retiring it."""

from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import ExemplarConsent, Paper, PaperRetirement, UseLimit
from microcred.calibration.queries import (
    finished_on,
    has_opened,
    is_far_from,
    panel_seat,
    papers_in_use,
    papers_to_learn_by,
)
from microcred.catalog.models import Stack
from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.models import FrozenWords, Quarantine, Submission, SubmittedItem
from microcred.portfolios.operations import note_judge, quarantine_piece
from microcred.portfolios.queries import close_to, has_judged, open_quarantines


class NotFinished(Refusal):
    """The submission is not decided, or was nominated before."""

    message = _(
        "Only a submission that is decided can be nominated, and each once. Look at the list again and choose another."
    )


class TooCloseToPaper(Refusal):
    """The actor, or whom they name, wrote the work, knows whose it is, shares a school with them, or judged it."""

    message = _(
        "Somebody else must see to this paper: who wrote it, knows its educator, works where they do or has judged "
        "the work may not. Ask another person."
    )


class ConsentMissing(Refusal):
    """The educator has not consented."""

    message = _("Its educator has not consented, so nobody reads this paper. Wait for their answer, or choose another.")


class PaperSetAside(Refusal):
    """Something in the paper is set aside for privacy."""

    message = _(
        "Something in this paper was set aside for privacy, so nobody reads it until that is settled. Come back later, "
        "or choose another one."
    )


class PaperRetired(Refusal):
    """The paper is used no more."""

    message = _("This paper is retired and is used no more. Choose another one.")


class KeepingUnreasoned(Refusal):
    """A paper gets a limit of its own, and nothing says why."""

    message = _("Say why this paper has a limit of its own: whoever leads after you has nothing else to go by.")
    field = "reason"
    status = 422


@operation
def nominate(*, actor: Person, submission: Submission, at: datetime) -> Paper:
    """Nominate a decided submission as an exemplar; its educator is asked for their consent.

    Whoever nominates may read it from the consent on, and so may not be told whose it is.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential.

    Raises:
        NotFinished, TooCloseToPaper, NotAllowed.
    """
    version = submission.pursuit.version
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=version.micro_credential.owner, at=at):
        raise NotAllowed
    hold(actor.pk)
    hold(version.pk)
    if not finished_on(version).filter(pk=submission.pk).exists():
        raise NotFinished
    last = Paper.objects.filter(version=version).aggregate(last=Max("number"))["last"] or 0
    paper = Paper.objects.create(
        submission=submission,
        version=version,
        number=last + 1,
        nominated_by=actor,
        nominated_at=at,
        close_to=close_to(submission.pursuit, at=submission.submitted_at),
    )
    if not is_far_from(actor, paper, at=at):
        raise TooCloseToPaper
    note_judge(actor=actor, submission=submission, at=at)
    _ask_for_consent(paper)
    return paper


@operation
def answer_for_exemplar(
    *, actor: Person, paper: Paper, granted: bool, words: str, language: str, at: datetime
) -> ExemplarConsent:
    """Let one's work be used as an exemplar, or not, or not any more: another answer each time, the last one counts.

    A consent that is taken back retires the paper at once, wherever it stands.

    Args:
        words: what was asked, as the actor read it.
        language: in which.

    Raises:
        PaperRetired, NotAllowed.
    """
    if paper.submission.pursuit.person_id != actor.pk:
        raise NotAllowed
    hold(paper.pk)
    last = paper.consents.order_by("-number").first()
    if last is not None and last.granted == granted:
        return last
    if granted and PaperRetirement.objects.filter(paper=paper).exists():
        raise PaperRetired
    row = ExemplarConsent.objects.create(
        paper=paper,
        number=last.number + 1 if last else 1,
        granted=granted,
        words=words,
        language=language,
        answered_at=at,
    )
    if last is not None and not granted:
        PaperRetirement.objects.get_or_create(
            paper=paper, defaults={"reason": PaperRetirement.Reason.CONSENT_WITHDRAWN, "retired_at": at}
        )
    _tell_of_answer(paper, row)
    return row


@operation
def open_paper(*, actor: Person, paper: Paper, at: datetime) -> Paper:
    """Begin to read a paper. From then on nobody tells the actor whose it is.

    Args:
        actor: on its panel, a lead assessor of its owner, or whoever it is shown to.

    Raises:
        ConsentMissing, PaperRetired, TooCloseToPaper, NotAllowed.
    """
    # Whoever learns whose something is takes this lock first, so that of knowing and reading only one comes about.
    hold(actor.pk)
    in_use(paper)
    seat = panel_seat(actor, paper)
    leads = acts_as(actor, Role.LEAD_ASSESSOR, for_organization=paper.version.micro_credential.owner, at=at)
    if seat is None and not leads and not papers_to_learn_by(actor, at=at).filter(pk=paper.pk).exists():
        raise NotAllowed
    if not is_far_from(actor, paper, at=at):
        raise TooCloseToPaper
    if seat is not None and not has_opened(actor, paper) and has_judged(actor, paper.submission.pursuit):
        raise TooCloseToPaper
    note_judge(actor=actor, submission=paper.submission, at=at)
    return paper


@operation
def retire_paper(
    *,
    actor: Person | None,
    paper: Paper,
    reason: PaperRetirement.Reason,
    note: str = "",
    read: int = 0,
    at: datetime,
) -> PaperRetirement:
    """Use a paper no more, wherever it stands. Once. Who leads hears of what nobody decided.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential; None where the limit of its use
            is reached.
        read: how often it was read by then, where that is the reason.

    Raises:
        NotAllowed.
    """
    owner = paper.version.micro_credential.owner
    by_limit = actor is None and reason is PaperRetirement.Reason.OVER_USED
    if not by_limit and (actor is None or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at)):
        raise NotAllowed
    hold(paper.pk)
    row, is_new = PaperRetirement.objects.get_or_create(
        paper=paper, defaults={"reason": reason, "note": note, "retired_by": actor, "retired_at": at}
    )
    if is_new and by_limit:
        _tell_of_over_use(row, read)
    return row


LONGEST_REASON = 1_000
"""characters"""


@operation
def limit_use(*, actor: Person, stack: Stack, most: int, at: datetime) -> UseLimit:
    """Say how often a paper of a stack is read before it is retired, where it tries people; 0 for no limit.

    Args:
        actor: A lead assessor of the organization that owns the stack.

    Raises:
        NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=stack.owner, at=at):
        raise NotAllowed
    return UseLimit.objects.create(stack=stack, most=most, said_by=actor, said_at=at)


@operation
def limit_use_of_paper(*, actor: Person, paper: Paper, most: int, reason: str, at: datetime) -> UseLimit:
    """Let one paper be used longer than others of its stack, or less long; 0 for no limit.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential.

    Raises:
        KeepingUnreasoned, PaperRetired, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=paper.version.micro_credential.owner, at=at):
        raise NotAllowed
    hold(paper.pk)
    if PaperRetirement.objects.filter(paper=paper).exists():
        raise PaperRetired
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise KeepingUnreasoned
    return UseLimit.objects.create(paper=paper, most=most, reason=reason, said_by=actor, said_at=at)


@operation
def set_paper_aside(
    *,
    actor: Person,
    paper: Paper,
    piece: SubmittedItem | FrozenWords,
    reason: Quarantine.Reason,
    at: datetime,
    words: str = "",
) -> Quarantine:
    """Set a piece of a paper aside for somebody's privacy: nobody reads the paper, on a panel or to learn by it, until
    its educator put something clean in the place, or a person found the alarm to be false.

    Args:
        actor: whoever has opened the paper.
        words: where in it, for the educator; who says so is told to nobody.

    Raises:
        ConsentMissing, PaperRetired, NotAllowed.
    """
    hold(paper.pk)
    if not has_opened(actor, paper) or piece.submission_id != paper.submission_id:
        raise NotAllowed
    if not has_aside(paper):
        in_use(paper)
    return quarantine_piece(actor=actor, piece=piece, reason=reason, words=words, at=at, is_exemplar=True)


def has_aside(paper: Paper) -> bool:
    """Whether something in a paper is set aside for privacy."""
    return open_quarantines(submission=paper.submission_id).exists()


@operation
def retire_paper_for_privacy(*, actor: None, paper: Paper, reason: str, at: datetime) -> PaperRetirement:
    """Use a paper no more, because somebody who read it saw something private in it; who nominated it hears of it.

    Its educator is asked nothing: what they handed in was decided before.

    Args:
        actor: nobody: who read it is told to nobody.
        reason: what was seen, as one of the reasons that a reader chooses from.
    """
    hold(paper.pk)
    row, is_new = PaperRetirement.objects.get_or_create(
        paper=paper, defaults={"reason": PaperRetirement.Reason.UNFIT, "note": reason, "retired_at": at}
    )
    if is_new:
        tell(
            actor=None,
            person=paper.nominated_by,
            kind="exemplar_set_aside",
            subject=format_lazy(
                _("Paper {number} of “{title}” is retired"),
                number=paper.number,
                title=title_for_readers(paper.version),
            ),
            body=_(
                "Whoever read it saw something private in it, so it is shown to nobody any more. See whether the "
                "evidence itself has to be set aside, and publish its set without it."
            ),
            path=reverse("paper", args=[paper.pk]),
            key=f"exemplar_set_aside:{row.pk}",
            at=at,
        )
    return row


def in_use(paper: Paper) -> None:
    """Refuse what nobody may read.

    Raises:
        PaperRetired, PaperSetAside, ConsentMissing.
    """
    if PaperRetirement.objects.filter(paper=paper).exists():
        raise PaperRetired
    if has_aside(paper):
        raise PaperSetAside
    if not papers_in_use().filter(pk=paper.pk).exists():
        raise ConsentMissing


def may_sit(person: Person, paper: Paper, *, at: datetime) -> bool:
    """Whether a person neither knows whose a paper is nor has judged that work."""
    return is_far_from(person, paper, at=at) and not has_judged(person, paper.submission.pursuit)


def _ask_for_consent(paper: Paper) -> None:
    version, title = paper.version, title_for_readers(paper.version)
    tell(
        actor=None,
        person=paper.submission.pursuit.person,
        kind="exemplar_asked",
        subject=format_lazy(_("May your work help assessors learn? {title}"), title=title),
        body=format_lazy(
            _(
                "{place} would like to use what you handed in for “{title}” as an example by which assessors learn to "
                "judge alike. It would be read as assessors read it: without your name. You decide, and can change "
                "your mind later; whatever you answer changes nothing about your micro-credential."
            ),
            place=version.micro_credential.owner.name,
            title=title,
        ),
        path=reverse("exemplar_consent", args=[paper.pk]),
        key=f"exemplar_asked:{paper.pk}",
        at=paper.nominated_at,
    )


def _tell_of_over_use(row: PaperRetirement, read: int) -> None:
    paper = row.paper
    owner = paper.version.micro_credential.owner
    for lead in people_with(Role.LEAD_ASSESSOR, organization=owner, at=row.retired_at):
        tell(
            actor=None,
            person=lead,
            kind="exemplar_over_used",
            subject=format_lazy(
                _("Paper {number} of “{title}” was read too often"),
                number=paper.number,
                title=title_for_readers(paper.version),
            ),
            body=format_lazy(
                _(
                    "It was read {read} times, as often as the limit of its stack allows, and is retired: too many "
                    "know it by now for it to try anybody. Nominate other work, and publish its sets anew with it."
                ),
                read=read,
            ),
            path=reverse("exemplar_bank", args=[paper.version_id]),
            key=f"exemplar_over_used:{row.pk}",
            at=row.retired_at,
        )


def _tell_of_answer(paper: Paper, row: ExemplarConsent) -> None:
    """Who nominated it hears of the answer, without a name."""
    facts = {"number": paper.number, "title": title_for_readers(paper.version)}
    said = _("Paper {number} of “{title}” may be used")
    what = _("Its educator consents. Name a panel; each of them scores it alone.")
    if not row.granted:
        said = _("Paper {number} of “{title}” may not be used")
        what = _("Its educator does not consent, or not any more. Nobody reads it from now on.")
    tell(
        actor=None,
        person=paper.nominated_by,
        kind="exemplar_answered",
        subject=format_lazy(said, **facts),
        body=what,
        path=reverse("paper", args=[paper.pk]),
        key=f"exemplar_answered:{row.pk}",
        at=row.answered_at,
    )
