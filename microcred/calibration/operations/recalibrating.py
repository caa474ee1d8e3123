"""The verbs of paused rights: pausing one, winning it back by a recalibration, and what a lead decides."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import (
    Paper,
    PaperReading,
    PaperSet,
    Recalibration,
    RecalibrationPaper,
    RecalibrationReading,
    RightPause,
    RightPauseEnd,
)
from microcred.calibration.operations.exemplars import in_use
from microcred.calibration.operations.panels import Judgement, read_paper
from microcred.calibration.operations.qualifying import AnotherPaper, ReasonMissing
from microcred.calibration.queries import (
    ASSESSING,
    PauseStanding,
    badges_in_force,
    figures_in,
    is_qualified,
    set_to_recalibrate_by,
    standing_of_pause,
)
from microcred.calibration.rules import Terms
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_lineage_of, title_for_readers
from microcred.credentials.operations import withdraw
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, people_with, roles_of
from microcred.portfolios.operations import note_judge


class NothingToPause(Refusal):
    """Who is to be paused may not score it now: they hold no right, or it is paused already."""

    message = _("{name} may not score “{version}” now, so there is nothing to pause.")


class PauseOver(Refusal):
    """The pause has ended."""

    message = _("This pause has ended already. Nothing is to be done.")


class RoundGoesOn(Refusal):
    """A recalibration goes on, and another is asked for."""

    message = _("The last recalibration goes on. Wait until its papers are read, or reinstate the right yourself.")


class TooFewCalibrationPapers(Refusal):
    """No calibration set has enough papers that the assessor never had."""

    message = _(
        "A recalibration needs {papers} calibration papers that {name} never had, and no set has so many. Publish more "
        "of them first, or decide by what you know."
    )


class NothingToRead(Refusal):
    """No recalibration goes on."""

    message = _("There is nothing to read now. A lead assessor decides how it goes on, and you are told.")


class KnowsThePapers(Refusal):
    """Who leads the assessing sees what is agreed of every paper."""

    message = _(
        "You lead the assessing here and can see what is agreed of every paper, so the papers would show nothing. "
        "Another lead assessor can reinstate you."
    )


@operation
def recalibrate(
    *,
    actor: None,
    assessor: Person,
    version: Version,
    because: RightPause.Because,
    at: datetime,
    seed: int | None = None,
) -> RightPause | None:
    """Pause an assessor's right by the rubric of a version until they have read a few calibration papers well.

    Both hear of it, they and who leads the assessing. None, and nothing is paused, where no calibration set has enough
    papers that they never had, or where there is no right that could be paused.

    Args:
        seed: of the order of the papers; by default a new one. It is kept.
    """
    # Whoever claims takes this lock first: either they find the pause, or they held their work before it.
    hold(assessor.pk)
    figures = figures_in(version.micro_credential.owner)
    papers = set_to_recalibrate_by(assessor, version, figures.recalibration, at=at)
    if papers is None or not is_qualified(assessor, version, at=at):
        return None
    pause = RightPause.objects.create(
        assessor=assessor, version=rubric_lineage_of(version), because=because, paused_at=at
    )
    asked = _ask(pause, papers, figures, None, seed, at)
    _tell_assessor_to_recalibrate(pause, asked, at)
    _tell_leads(
        pause,
        "right_paused",
        _("Paused by the rule: {name}, “{title}”"),
        _(
            "They read {papers} calibration papers before they take new work by this rubric. If that ends well they go "
            "on by themselves; if not, you decide. You can lift the pause at any time."
        ),
        str(pause.pk),
        at,
        papers=asked.asked,
    )
    return pause


@operation
def pause_right(*, actor: Person, assessor: Person, version: Version, reason: str, at: datetime) -> RightPause:
    """Pause an assessor's right by the rubric of a version, until a lead reinstates it or a recalibration ends well.

    What they hold they may finish. They read the reason.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential; not the assessor.

    Raises:
        NothingToPause, ReasonMissing, NotAllowed.
    """
    if assessor.pk == actor.pk or not _leads(actor, version, at):
        raise NotAllowed
    said = _said(reason)
    hold(assessor.pk)
    if not is_qualified(assessor, version, at=at):
        raise NothingToPause(name=assessor.name, version=version)
    pause = RightPause.objects.create(
        assessor=assessor,
        version=rubric_lineage_of(version),
        because=RightPause.Because.LEAD,
        reason=said,
        paused_by=actor,
        paused_at=at,
    )
    _tell_assessor(
        pause,
        "right_paused",
        _("Your right to score “{title}” is paused"),
        _(
            "{lead} paused it: {reason}\n\nYou may finish what you hold, and score everything else as before. Until "
            "the pause ends no new work of this micro-credential comes to you. Talk to {lead} if something is unclear."
        ),
        str(pause.pk),
        at,
        lead=actor.name,
        reason=said,
    )
    return pause


@operation
def ask_recalibration(*, actor: Person, pause: RightPause, at: datetime, seed: int | None = None) -> Recalibration:
    """Ask the assessor of a paused right for a recalibration, or for another round of papers they never had.

    Raises:
        PauseOver, RoundGoesOn, TooFewCalibrationPapers, NotAllowed.
    """
    _decides(actor, pause, at)
    if standing_of_pause(pause, at=at).is_open:
        raise RoundGoesOn
    figures = figures_in(pause.version.micro_credential.owner)
    papers = set_to_recalibrate_by(pause.assessor, pause.version, figures.recalibration, at=at)
    if papers is None:
        raise TooFewCalibrationPapers(papers=figures.recalibration, name=pause.assessor.name)
    asked = _ask(pause, papers, figures, actor, seed, at)
    _tell_assessor_to_recalibrate(pause, asked, at)
    return asked


@operation
def reinstate_right(*, actor: Person, pause: RightPause, reason: str, at: datetime) -> RightPauseEnd:
    """Let an assessor score by the rubric again, whatever papers say. They read the reason.

    Raises:
        ReasonMissing, PauseOver, NotAllowed.
    """
    return _end_by_hand(
        actor,
        pause,
        RightPauseEnd.How.REINSTATED,
        reason,
        _("You may score “{title}” again"),
        _("{lead} ended the pause: {reason}\n\nNew work of this micro-credential comes to you again from now on."),
        at,
    )


@operation
def end_right(*, actor: Person, pause: RightPause, reason: str, at: datetime) -> RightPauseEnd:
    """End an assessor's right by the rubric for good; a later certificate or qualification gives it anew.

    The credentials that say so are withdrawn with it: nobody outside could know otherwise.

    Raises:
        ReasonMissing, PauseOver, NotAllowed.
    """
    end = _end_by_hand(
        actor,
        pause,
        RightPauseEnd.How.RIGHT_ENDED,
        reason,
        _("Your right to score “{title}” has ended"),
        _(
            "{lead} decided so: {reason}\n\nYou may finish what you hold. You score everything else as before, and can "
            "qualify for this micro-credential again, as everybody does."
        ),
        at,
    )
    for badge in badges_in_force(pause.assessor, pause.version, at=at):
        # What a lead said of it is for the assessor; whoever looks the credential up learns that it ended.
        withdraw(actor=None, intent=badge, reason=str(_("The right to score has ended.")), at=at)
    return end


@operation
def take_recalibration(*, actor: Person, pause: RightPause, at: datetime) -> RecalibrationPaper | None:
    """Open the paper of a recalibration that is to be read now, the same until it is read.

    From then on nobody tells the actor whose it is. None: no paper is left that may be read; a lead decides.

    Args:
        actor: The assessor whose right is paused, for whomever they work; not who leads the assessing.

    Raises:
        PauseOver, NothingToRead, KnowsThePapers, NotAllowed.
    """
    _own(actor, pause, at)
    standing = standing_of_pause(pause, at=at)
    if standing.end is not None:
        raise PauseOver
    now_to_read = standing.last
    if now_to_read is None or now_to_read.came in {"well", "not_well", "set_aside"}:
        raise NothingToRead
    if now_to_read.given is not None:
        return now_to_read.given
    if now_to_read.waiting is None:
        _tell_leads_to_decide(pause, now_to_read.recalibration, at)
        return None
    paper = Paper.objects.select_related("submission").get(pk=now_to_read.waiting)
    note_judge(actor=actor, submission=paper.submission, at=at)
    round_ = now_to_read.recalibration
    return RecalibrationPaper.objects.create(
        recalibration=round_, paper=paper, position=round_.papers.count() + 1, given_at=at
    )


@operation
def answer_recalibration_paper(
    *, actor: Person, given: RecalibrationPaper, judgements: Mapping[UUID, Judgement], form_key: UUID, at: datetime
) -> PauseStanding:
    """Save the reading of a paper of a recalibration for good; from then on what is agreed stands beside it.

    After the last the rule says whether the right is reinstated; if not, a lead decides. The same form sent twice is
    one reading.

    Raises:
        AnotherPaper, KnowsThePapers, ConsentMissing, PaperRetired, CriterionUnscored, NotAllowed.
    """
    pause = RightPause.objects.select_related("version__micro_credential__owner", "assessor").get(
        pk=given.recalibration.pause_id
    )
    _own(actor, pause, at)
    if RecalibrationReading.objects.filter(given=given, reading__form_key=form_key).exists():
        return standing_of_pause(pause, at=at)
    before = standing_of_pause(pause, at=at)
    if before.last is None or before.last.given != given:
        raise AnotherPaper
    in_use(given.paper)
    reading = read_paper(actor, given.paper, judgements, PaperReading.Purpose.RECALIBRATION, form_key=form_key, at=at)
    RecalibrationReading.objects.create(given=given, reading=reading)
    return _conclude(pause, at)


def _conclude(pause: RightPause, at: datetime) -> PauseStanding:
    """Reinstate the right where the papers say so; where they do not, ask a lead to decide."""
    standing = standing_of_pause(pause, at=at)
    last = standing.last
    if last is None or last.came == "open":
        return standing
    if last.came != "well":
        _tell_leads_to_decide(pause, last.recalibration, at)
        return standing
    RightPauseEnd.objects.create(pause=pause, how=RightPauseEnd.How.RECALIBRATED, ended_at=at)
    key = str(last.recalibration.pk)
    _tell_assessor(
        pause,
        "right_reinstated",
        _("You may score “{title}” again"),
        _("Your recalibration ended well. New work of this micro-credential comes to you again from now on."),
        key,
        at,
    )
    _tell_leads(
        pause,
        "right_reinstated",
        _("Reinstated by the rule: {name}, “{title}”"),
        _("Their recalibration ended well, so they take new work again. An alarm that is open waits for your answer."),
        key,
        at,
    )
    return standing_of_pause(pause, at=at)


def _ask(
    pause: RightPause, papers: PaperSet, figures: Terms, actor: Person | None, seed: int | None, at: datetime
) -> Recalibration:
    return Recalibration.objects.create(
        pause=pause,
        paper_set=papers,
        asked=figures.recalibration,
        enough=figures.enough,
        far_off=figures.far_off,
        seed=secrets.randbits(62) if seed is None else seed,
        asked_by=actor,
        asked_at=at,
    )


def _end_by_hand(
    actor: Person,
    pause: RightPause,
    how: RightPauseEnd.How,
    reason: str,
    subject: Promise,
    body: Promise,
    at: datetime,
) -> RightPauseEnd:
    said = _said(reason)
    _decides(actor, pause, at)
    end = RightPauseEnd.objects.create(pause=pause, how=how, reason=said, ended_by=actor, ended_at=at)
    _tell_assessor(pause, how.value, subject, body, str(pause.pk), at, lead=actor.name, reason=said)
    return end


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _leads(actor: Person, version: Version, at: datetime) -> bool:
    return acts_as(actor, Role.LEAD_ASSESSOR, for_organization=version.micro_credential.owner, at=at)


def _decides(actor: Person, pause: RightPause, at: datetime) -> None:
    """Refuse whoever may not decide about a pause, and everybody once it has ended."""
    if pause.assessor_id == actor.pk or not _leads(actor, pause.version, at):
        raise NotAllowed
    hold(pause.assessor_id)
    if RightPauseEnd.objects.filter(pause=pause).exists():
        raise PauseOver


def _own(actor: Person, pause: RightPause, at: datetime) -> None:
    """Refuse whoever is not the assessor of a pause, or could look up what they would be asked."""
    if pause.assessor_id != actor.pk or not ASSESSING & roles_of(actor, at=at):
        raise NotAllowed
    # Whoever learns whose something is takes this lock first, as whoever opens a paper.
    hold(actor.pk)
    if _leads(actor, pause.version, at):
        raise KnowsThePapers


def _tell_assessor_to_recalibrate(pause: RightPause, asked: Recalibration, at: datetime) -> None:
    """Of why, as little as is true of all that their readings show together: no paper and no day is told apart."""
    why = {
        RightPause.Because.DRIFT: _(
            "Over many readings, taken together, the levels you give have moved away from those that panels agree on. "
            "That happens to everyone who reads a lot."
        ),
        RightPause.Because.ABSENCE: _("It is a while since you last read by this rubric."),
        RightPause.Because.LEAD: _("A lead assessor asked for it."),
    }[RightPause.Because(pause.because)]
    _tell_assessor(
        pause,
        "recalibration_asked",
        _("Before you go on with “{title}”: a short recalibration"),
        _(
            "{why} Read {papers} papers of which a panel agreed what they show; right after each you see what was "
            "agreed, and why.\n\nYou may finish what you hold, and score everything else as before. New work of this "
            "micro-credential comes to you again the moment the recalibration ends well."
        ),
        str(asked.pk),
        at,
        why=why,
        papers=asked.asked,
    )


def _tell_leads_to_decide(pause: RightPause, asked: Recalibration, at: datetime) -> None:
    _tell_leads(
        pause,
        "recalibration_undecided",
        _("Please decide: {name}, “{title}”"),
        _(
            "Their recalibration did not end well, no paper is left for it, or they set more than one paper of it "
            "aside. Look at where they differ from what is agreed, talk to them, and decide: another round, go on, or "
            "end the right. Until then it stays paused."
        ),
        str(asked.pk),
        at,
    )


def _tell_assessor(
    pause: RightPause, kind: str, subject: Promise, body: Promise, key: str, at: datetime, **facts: object
) -> None:
    tell(
        actor=None,
        person=pause.assessor,
        kind=kind,
        subject=subject,
        body=body,
        facts={"title": title_for_readers(pause.version), **facts},
        path=reverse("recalibration", args=[pause.pk]),
        key=f"{kind}:{key}",
        at=at,
    )


def _tell_leads(
    pause: RightPause, kind: str, subject: Promise, body: Promise, key: str, at: datetime, **facts: object
) -> None:
    known = {"name": pause.assessor.name, "title": title_for_readers(pause.version), **facts}
    for lead in people_with(Role.LEAD_ASSESSOR, organization=pause.version.micro_credential.owner, at=at):
        if lead.pk == pause.assessor_id:
            continue
        tell(
            actor=None,
            person=lead,
            kind=kind,
            subject=subject,
            body=body,
            facts=known,
            path=reverse("reader", args=[pause.version.micro_credential.owner.slug, pause.assessor_id]),
            key=f"{kind}:{key}",
            at=at,
        )
