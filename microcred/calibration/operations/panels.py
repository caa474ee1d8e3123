"""The verbs of a panel: naming it, scoring alone, agreeing on what a paper shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import (
    Consensus,
    ConsensusLevel,
    PanelDeparture,
    Panelist,
    Paper,
    PaperReading,
    PaperScore,
)
from microcred.calibration.operations.exemplars import TooCloseToPaper, in_use, may_sit
from microcred.calibration.operations.rights import NotAnAssessor
from microcred.calibration.queries import FEWEST_ON_PANEL, candidates_for, has_opened, panel_seat, standing_of
from microcred.catalog.models import Level
from microcred.catalog.queries import rubric_of, title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class AlreadyOnPanel(Refusal):
    """They sit on the panel, or did."""

    message = _("{name} is or was on this panel. Choose somebody else.")


class AlreadyScored(Refusal):
    """Their reading is saved for good."""

    message = _("This reading is saved for good. Nothing is to be done; you are told when all are in.")


class AlreadyAgreed(Refusal):
    """What the paper shows is agreed."""

    message = _("What this paper shows is agreed. Whoever finds it wrong retires the paper and nominates another.")


class NotOnPanel(Refusal):
    """They are not on the panel, or have not begun to read."""

    message = _("You are not on the panel of this paper, or have not begun to read it. Open it from your list.")


class PanelNotIn(Refusal):
    """Somebody has not scored yet, or too few are on the panel."""

    message = _(
        "Nothing is agreed before everybody on the panel has scored, and at least {fewest} of them are there. Wait, "
        "or let go who will not come to it."
    )


class CriterionUnscored(Refusal):
    """A criterion has no level."""

    message = _("Choose a level for every criterion; “{criterion}” has none.")


class RationaleMissing(Refusal):
    """A criterion has no reason."""

    message = _("Say for every criterion why it is this level; “{criterion}” says nothing yet.")


@dataclass(frozen=True)
class Judgement:
    """The level given to one criterion, and why."""

    level: UUID
    words: str = ""


@operation
def ask_to_panel(*, actor: Person, paper: Paper, person: Person, at: datetime) -> Panelist:
    """Ask an assessor to score a paper alone and blind.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential.

    Raises:
        ConsentMissing, PaperRetired, AlreadyAgreed, AlreadyOnPanel, NotAnAssessor, TooCloseToPaper, NotAllowed.
    """
    owner = _led(actor, paper, at)
    hold(paper.pk)
    in_use(paper)
    if Consensus.objects.filter(paper=paper).exists():
        raise AlreadyAgreed
    if Panelist.objects.filter(paper=paper, person=person).exists():
        raise AlreadyOnPanel(name=person.name)
    if person.pk == paper.nominated_by_id or not may_sit(person, paper, at=at):
        raise TooCloseToPaper
    if person not in candidates_for(paper, owner, at=at):
        raise NotAnAssessor(name=person.name)
    row = Panelist.objects.create(paper=paper, person=person, named_by=actor, named_at=at)
    title = title_for_readers(paper.version)
    tell(
        actor=actor,
        person=person,
        kind="panel_asked",
        subject=format_lazy(_("Please score a paper: {title}"), title=title),
        body=format_lazy(
            _(
                "{lead} asks you to score paper {number} of “{title}”, alone and without talking to anybody about it. "
                "From your reading and those of the others it is agreed what the paper shows; it decides nothing "
                "about its educator."
            ),
            lead=actor.name,
            number=paper.number,
            title=title,
        ),
        path=reverse("panel_reading", args=[paper.pk]),
        key=f"panel_asked:{row.pk}",
        at=at,
    )
    return row


@operation
def step_back_from_panel(*, actor: Person, panelist: Panelist, at: datetime) -> PanelDeparture:
    """Leave a panel before one has scored, or let somebody go who will not come to it. Once.

    Args:
        actor: the panelist, or a lead assessor of the organization that offers the micro-credential.

    Raises:
        AlreadyScored, NotAllowed.
    """
    paper = panelist.paper
    if actor.pk != panelist.person_id:
        _led(actor, paper, at)
    hold(paper.pk)
    if PaperReading.objects.filter(paper=paper, person=panelist.person, purpose=PaperReading.Purpose.PANEL).exists():
        raise AlreadyScored
    row, is_new = PanelDeparture.objects.get_or_create(
        panelist=panelist, defaults={"departed_at": at, "ended_by": actor}
    )
    if is_new:
        _tell_if_all_in(paper, at)
    return row


@operation
def score_for_panel(
    *, actor: Person, paper: Paper, judgements: Mapping[UUID, Judgement], form_key: UUID, at: datetime
) -> PaperReading:
    """Save one's reading of a paper for good, each criterion with a level and why it is that one. Once.

    Raises:
        ConsentMissing, PaperRetired, NotOnPanel, AlreadyScored, AlreadyAgreed, CriterionUnscored, RationaleMissing.
    """
    hold(paper.pk)
    in_use(paper)
    if panel_seat(actor, paper) is None or not has_opened(actor, paper):
        raise NotOnPanel
    before = PaperReading.objects.filter(paper=paper, person=actor, purpose=PaperReading.Purpose.PANEL).first()
    if before is not None:
        if before.form_key == form_key:
            return before
        raise AlreadyScored
    if Consensus.objects.filter(paper=paper).exists():
        raise AlreadyAgreed
    reading = read_paper(actor, paper, judgements, PaperReading.Purpose.PANEL, form_key=form_key, at=at)
    _tell_if_all_in(paper, at)
    return reading


@operation
def record_consensus(*, actor: Person, paper: Paper, judgements: Mapping[UUID, Judgement], at: datetime) -> Consensus:
    """Record what a panel agreed that a paper shows, criterion by criterion, and why. For good.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential, who has opened the paper.

    Raises:
        ConsentMissing, PaperRetired, AlreadyAgreed, PanelNotIn, TooCloseToPaper, CriterionUnscored, RationaleMissing,
        NotAllowed.
    """
    _led(actor, paper, at)
    hold(paper.pk)
    in_use(paper)
    standing = standing_of(paper)
    if standing.consensus is not None:
        raise AlreadyAgreed
    if not standing.all_in:
        raise PanelNotIn(fewest=FEWEST_ON_PANEL)
    if not has_opened(actor, paper):
        raise TooCloseToPaper
    levels = chosen_levels(paper, judgements, with_words=True)
    row = Consensus.objects.create(paper=paper, recorded_by=actor, recorded_at=at)
    ConsensusLevel.objects.bulk_create(
        ConsensusLevel(
            consensus=row, criterion_id=level.criterion_id, level=level, rationale=judgements[level.criterion_id].words
        )
        for level in levels
    )
    return row


def read_paper(
    person: Person,
    paper: Paper,
    judgements: Mapping[UUID, Judgement],
    purpose: PaperReading.Purpose,
    *,
    form_key: UUID,
    at: datetime,
) -> PaperReading:
    """Write a reading down. On a panel every level has its reason.

    Raises:
        CriterionUnscored, RationaleMissing.
    """
    levels = chosen_levels(paper, judgements, with_words=purpose == PaperReading.Purpose.PANEL)
    reading = PaperReading.objects.create(paper=paper, person=person, purpose=purpose, form_key=form_key, read_at=at)
    PaperScore.objects.bulk_create(
        PaperScore(
            reading=reading, criterion_id=level.criterion_id, level=level, comment=judgements[level.criterion_id].words
        )
        for level in levels
    )
    return reading


def chosen_levels(paper: Paper, judgements: Mapping[UUID, Judgement], *, with_words: bool) -> Sequence[Level]:
    """The level chosen for each criterion of a paper's rubric.

    Raises:
        CriterionUnscored, RationaleMissing: of the first that lacks something; the refusal's field is its.
    """
    there = {level.pk: level for level in Level.objects.filter(criterion__version=paper.version_id)}
    found = []
    for criterion in rubric_of(paper.version).criteria:
        said = judgements.get(criterion.id)
        level = there.get(said.level) if said else None
        if said is None or level is None or level.criterion_id != criterion.id:
            raise CriterionUnscored(criterion=criterion.name)
        if with_words and not said.words.strip():
            raise RationaleMissing(criterion=criterion.name)
        found.append(level)
    return found


def _led(actor: Person, paper: Paper, at: datetime) -> Organization:
    owner = paper.version.micro_credential.owner
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at):
        raise NotAllowed
    return owner


def _tell_if_all_in(paper: Paper, at: datetime) -> None:
    standing = standing_of(paper)
    if not standing.all_in or standing.consensus is not None:
        return
    title = title_for_readers(paper.version)
    tell(
        actor=None,
        person=paper.nominated_by,
        kind="panel_in",
        subject=format_lazy(_("All have scored paper {number} of “{title}”"), number=paper.number, title=title),
        body=_("Look at what they found, talk about where they differ, and record what the paper shows and why."),
        path=reverse("paper", args=[paper.pk]),
        key=f"panel_in:{paper.pk}:{len(standing.seats)}",
        at=at,
    )
