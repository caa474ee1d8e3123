"""Mending what the privacy helper found, wherever a name stands in the work; and taking that back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Answer, AnswerHistory, Item, Pin, Pursuit
from microcred.portfolios.operations.alternatives import explain_alternative
from microcred.portfolios.operations.change_notes import save_change_note
from microcred.portfolios.operations.gates import open_pursuit, own
from microcred.portfolios.operations.pins import repin
from microcred.portfolios.operations.privacy import FindingGone, rename
from microcred.portfolios.operations.writing import save_answer
from microcred.portfolios.privacy import Finding, all_replaced
from microcred.portfolios.queries.alternatives import reasons_in
from microcred.portfolios.queries.change_notes import notes_wanted
from microcred.portfolios.queries.privacy import Noted, privacy_of
from microcred.portfolios.queries.workspace import Workspace, workspace_of
from microcred.portfolios.rules import plain_text

LONGEST_INSTEAD = 80
"""characters"""


class NothingInstead(Refusal):
    """Nothing is given to put in the place, or something that is too long."""

    message = _("Give up to {limit} characters to put in its place, such as “Student 1”.")
    field = "words"


class WrittenSince(Refusal):
    """The words changed again after they were mended."""

    message = _(
        "Something was written there after it was mended, so it is not taken back as a whole. Change the words where "
        "they stand; what was there before is kept in the history."
    )


@dataclass(frozen=True)
class Mended:
    """What a mending came to."""

    places: int
    """in how many places other words stand now"""
    revisions: Mapping[UUID, int] = field(default_factory=dict)
    """of the answers that changed, by requirement, as they are now"""
    is_whole: bool = True
    """whether nothing but answers changed"""

    @property
    def can_be_undone(self) -> bool:
        """Whether all of it can be taken back: of answers alone what they were is kept."""
        return self.is_whole and bool(self.revisions)


@operation
def mend(*, actor: Person, pursuit: Pursuit, instead: Mapping[str, str], at: datetime) -> Mended:
    """Put other words in the place of findings: ordinary saves; what was there in answers is kept as history.

    A name is mended wherever it stands in what is written and open, so that one student has one number.

    Args:
        instead: by the key of a finding, as the page had it, e.g. `Student 1`; of the name of a file or link, its new
            name. Another text has other keys.

    Raises:
        FindingGone, NothingInstead, TitleNeeded, BeingJudged, AlreadyEarned, MovedOver, SetAside, NotAllowed.
    """
    instead = {key: " ".join(plain_text(words).split()) for key, words in instead.items()}
    hold(pursuit.pk)
    own(actor, pursuit)
    open_pursuit(pursuit)
    workspace = workspace_of(pursuit)
    privacy = privacy_of(workspace, at=at)
    there = {one.key: one for one in privacy.mendable}
    if not instead or not instead.keys() <= there.keys():
        raise FindingGone
    if not all(
        words and (len(words) <= LONGEST_INSTEAD or there[key].place == "title") for key, words in instead.items()
    ):
        raise NothingInstead(limit=LONGEST_INSTEAD)
    chosen: dict[str, tuple[Noted, str]] = {}
    for key, words in instead.items():
        for one in privacy.like(there[key]):
            if one.key == key or one.key not in instead:
                chosen.setdefault(one.key, (one, words))
    by_source: dict[str, list[tuple[Noted, str]]] = {}
    for one, words in chosen.values():
        by_source.setdefault(one.source, []).append((one, words))
    hand = _Hand(actor, workspace, at)
    revisions = {}
    for mine in by_source.values():
        requirement_id = hand.write(mine[0][0], mine)
        if requirement_id is not None:
            revisions[requirement_id] = Answer.objects.get(pursuit=pursuit, requirement=requirement_id).revision
    return Mended(sum(one.count for one, _words in chosen.values()), revisions, len(revisions) == len(by_source))


@operation
def undo_mending(*, actor: Person, pursuit: Pursuit, revisions: Mapping[UUID, int], at: datetime) -> None:
    """Put back what stood in answers before they were mended. That is a save, too: nothing is lost by it.

    Args:
        revisions: of the answers, by requirement, as the mending left them.

    Raises:
        WrittenSince: one of them was changed since, or was not mended last.
        BeingJudged, AlreadyEarned, CriterionNotReopened, MovedOver, SetAside, NotAllowed.
    """
    hold(pursuit.pk)
    own(actor, pursuit)
    open_pursuit(pursuit)
    mended = Answer.objects.filter(pursuit=pursuit, requirement__in=revisions).select_related("requirement")
    answers = {answer.requirement_id: answer for answer in mended}
    if not revisions or answers.keys() != revisions.keys():
        raise WrittenSince
    for requirement_id, answer in answers.items():
        before = AnswerHistory.objects.filter(answer=answer, revision=answer.revision - 1, conflicting=False).first()
        if answer.revision != revisions[requirement_id] or before is None:
            raise WrittenSince
        save_answer(
            actor=actor,
            pursuit=pursuit,
            requirement=answer.requirement,
            text=before.text,
            revision=answer.revision,
            at=at,
        )


@dataclass(frozen=True)
class _Hand:
    """Who writes into which work, and when."""

    actor: Person
    workspace: Workspace
    at: datetime

    def write(self, where: Noted, instead: Iterable[tuple[Noted, str]]) -> UUID | None:
        """Save one text anew by the verb that saves it. Returns the requirement where it is an answer."""
        instead = list(instead)
        changes = [(one.finding, words) for one, words in instead if one.finding is not None]
        if where.place == "answer":
            return self._answer(UUID(where.whose), changes)
        if where.place == "title" and where.item is not None:
            rename(actor=self.actor, item=Item.objects.get(pk=where.item.pk), title=instead[0][1], at=self.at)
        elif where.place == "pin":
            pin = Pin.objects.select_related("item__pursuit", "item__requirement").get(pk=where.whose)
            words = all_replaced(pin.words, changes)
            criteria = list(Criterion.objects.filter(pk__in=pin.criteria))
            repin(actor=self.actor, pin=pin, words=words, criteria=criteria, place=pin.place, at=self.at)
        elif where.place == "note":
            self._note(where.whose, changes)
        elif where.place == "reason":
            requirement = next(
                work.requirement for work in self.workspace.work if str(work.requirement.pk) == where.whose
            )
            words = all_replaced(reasons_in(self.workspace.pursuit)[requirement.pk].words, changes)
            explain_alternative(
                actor=self.actor, pursuit=self.workspace.pursuit, requirement=requirement, words=words, at=self.at
            )
        return None

    def _answer(self, requirement_id: UUID, changes: list[tuple[Finding, str]]) -> UUID:
        pursuit = self.workspace.pursuit
        answer = Answer.objects.select_related("requirement").get(pursuit=pursuit, requirement=requirement_id)
        before, revision, written_at = answer.text, answer.revision, answer.saved_at
        saved: Answer = save_answer(
            actor=self.actor,
            pursuit=pursuit,
            requirement=answer.requirement,
            text=all_replaced(before, changes),
            revision=revision,
            at=self.at,
        )
        # A save keeps what it replaces now and then; what changes several places at once can always be taken back.
        AnswerHistory.objects.get_or_create(
            answer=saved, revision=revision, conflicting=False, defaults={"text": before, "saved_at": written_at}
        )
        return requirement_id

    def _note(self, key: str, changes: list[tuple[Finding, str]]) -> None:
        wanted = next(one for one in notes_wanted(self.workspace) if one.key == key)
        save_change_note(
            actor=self.actor,
            pursuit=self.workspace.pursuit,
            criterion=Criterion.objects.get(pk=wanted.criterion.id) if wanted.criterion else None,
            text=all_replaced(wanted.text, changes),
            revision=wanted.note.revision if wanted.note else 0,
            at=self.at,
        )
