"""Looking at a decision before it is released: a lead changes no level; who read may say it in better words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.portfolios.operations import note_judge
from microcred.scoring.models import BackRead, BackReadStep, QueueItem, Rewording, Scoring
from microcred.scoring.operations.claims import locked
from microcred.scoring.operations.deciding import decide
from microcred.scoring.operations.feedback import Finding, Said, keep_found, looked_at
from microcred.scoring.queries import (
    SavedReading,
    end_of,
    has_opened,
    has_somebody_to_look,
    is_held_up,
    may_look_at,
    readers_of_readings,
    readings_saved_of,
)
from microcred.scoring.rules import (
    NO_BACK_READS,
    SINGLE,
    Why,
    comment_is_needed,
    lot_falls,
    may_ask_afresh,
    why_back_read,
)

LONGEST_REQUEST = 2_000
"""characters"""

Kind = BackReadStep.Kind


class LookIsOver(Refusal):
    """It was released, or another reading was asked for."""

    message = _("Somebody else saw to this one: it was released, or is read once more. Take the next one of the list.")


class NotLookedAt(Refusal):
    """The actor has not opened it."""

    message = _("Look at the work and its readings first: open it from the list.")


class HeldUp(Refusal):
    """Its clock stands still for something that others see to."""

    message = _(
        "This submission is on hold for something that others see to, so nothing is released now. It stays in the "
        "list; release it once that is over."
    )


class NothingSaidOfIt(Refusal):
    """A request or a reason without a word."""

    message = _("Say in a few words what should be better, or why: the next person has nothing else to go by.")
    field = "words"
    status = 422


class AskedAlready(Refusal):
    """Its reader is asked for better words and has not answered."""

    message = _("Its reader has been asked for better words and has not answered yet. Wait, or release it as it is.")


class ReadByThree(Refusal):
    """Three people have read it."""

    message = _(
        "Three people have read this, and what most of them find stands: a fourth reading could only undo that. "
        "Release it, or ask for better words."
    )


class NoRewordingAsked(Refusal):
    """Nobody asks for other words any more."""

    message = _("This decision has been released, or you have answered. Nothing was changed; thank you for looking.")


class WordsMissing(Refusal):
    """Words that were there would be gone."""

    message = _("“{about}” has no words any more. Say it in other words; the educator reads them.")
    status = 422


def why_looked_at(item: QueueItem, scorings: Sequence[Scoring], at: datetime) -> tuple[Why, ...]:
    """For what the decision of a locked item waits for a look; nothing where no policy asks for one, a lead has asked
    for its last reading already, or no lead is left who may look: a promise is not broken for that."""
    if item.policy is None or item.policy.back_reads == NO_BACK_READS:
        return ()
    if BackReadStep.objects.filter(back_read__item=item, kind=Kind.FRESH).exists():
        return ()
    rule = item.policy.back_reads
    # A paper has a lot of its own, or who read the submission of it would have had the same.
    drawn = lot_falls(item.policy.seed, item.submission_id if item.paper_id is None else item.pk, rule.share)
    readers = readers_of_readings(item, scorings) if rule.alarms or rule.first else []
    why = why_back_read(rule, readers, drawn=drawn)
    return why if why and (item.paper_id is not None or has_somebody_to_look(item, at=at)) else ()


def let_wait_for_a_look(
    item: QueueItem, readings: Sequence[SavedReading], why: Sequence[Why], at: datetime
) -> BackRead:
    """Let the decision of a locked item wait until a lead has looked."""
    return BackRead.objects.create(
        item=item,
        scoring=readings[-1].scoring,
        readings=len(readings),
        why=[each.value for each in why],
        waits_since=at,
    )


@operation
def open_back_read(*, actor: Person, back_read: BackRead, at: datetime) -> BackReadStep:
    """See a submission with its readings, before it is released. Whoever does never reads it, nor learns whose it is.

    Raises:
        LookIsOver, NotAllowed.
    """
    # Whoever claims something takes this lock first, so that of reading it and seeing its readings one comes about.
    hold(actor.pk)
    item = _going_on(actor, back_read, at)
    note_judge(actor=actor, submission=item.submission, at=at)
    step, _new = BackReadStep.objects.get_or_create(
        back_read=back_read, kind=Kind.OPENED, taken_by=actor, defaults={"taken_at": at}
    )
    return step


@operation
def ask_for_better_words(
    *, actor: Person, back_read: BackRead, scoring: Scoring, words: str, at: datetime
) -> BackReadStep:
    """Ask who read to say it in better words. Its levels stay as they were given.

    Args:
        words: what should be better.

    Raises:
        NothingSaidOfIt, AskedAlready, NotLookedAt, LookIsOver, NotAllowed.
    """
    item = _looked_at(actor, back_read, at)
    if scoring.submission_id != item.submission_id or scoring.paper_id is not None:
        raise NotAllowed
    words = words.strip()[:LONGEST_REQUEST]
    if not words:
        raise NothingSaidOfIt
    if back_read.steps.filter(kind=Kind.WORDS_ASKED, scoring=scoring, answer__isnull=True).exists():
        raise AskedAlready
    step = BackReadStep.objects.create(
        back_read=back_read, kind=Kind.WORDS_ASKED, scoring=scoring, words=words, taken_by=actor, taken_at=at
    )
    _tell_reader(step, item, at)
    return step


@operation
def reword(
    *,
    actor: Person,
    asked: BackReadStep,
    comments: Mapping[UUID | None, str],
    at: datetime,
    stands: Collection[Finding] | None = None,
    reasons: Mapping[Finding, str] | None = None,
) -> BackReadStep:
    """Say in other words what one's own reading says. Once for each request; what is said the same is let be.

    Args:
        comments: by criterion; None for the word about the whole. A criterion that is not among them stays as it was.
        stands: what was found in the new words and stands all the same; None where nobody was asked.
        reasons: why, of what seems to be about people.

    Raises:
        WordsMissing, PlaceholderLeft, StandInLeft, WordRefused, WordsToLookAt, RemarkWithoutReason: nothing is changed.
        NoRewordingAsked, NotAllowed.
    """
    scoring = asked.scoring
    if scoring is None or asked.kind != Kind.WORDS_ASKED or scoring.assessor_id != actor.pk:
        raise NotAllowed
    item = locked(asked.back_read.item)
    if end_of(asked.back_read) or BackReadStep.objects.filter(answers=asked).exists():
        raise NoRewordingAsked
    reading = next(each for each in readings_saved_of(item.submission_id) if each.scoring.pk == scoring.pk)
    criteria = {each.pk: each for each in Criterion.objects.filter(version=item.version_id).order_by("position")}
    names = {pk: each.name for pk, each in criteria.items()}
    changed = {}
    for criterion, typed in comments.items():
        if criterion is not None and (criterion not in names or reading.scores[criterion].carried_from_id):
            raise NotAllowed
        before = reading.word if criterion is None else reading.comment_on(criterion)
        if before.strip() and not typed.strip():
            raise WordsMissing(about=_("A word about the whole") if criterion is None else names[criterion])
        if typed.strip() != before.strip():
            changed[criterion] = typed.strip()
    found = looked_at(item, _said_anew(reading, criteria, changed), stands, reasons)
    step = BackReadStep.objects.create(
        back_read=asked.back_read, kind=Kind.REWORDED, scoring=scoring, answers=asked, taken_by=actor, taken_at=at
    )
    Rewording.objects.bulk_create(
        Rewording(step=step, criterion_id=criterion, comment=comment) for criterion, comment in changed.items()
    )
    keep_found(found, scoring, step, at=at)
    _tell_lead(asked, item, at)
    return step


def _said_anew(
    reading: SavedReading, criteria: Mapping[UUID, Criterion], changed: Mapping[UUID | None, str]
) -> list[Said]:
    """The words that are new, in the order of the rubric; of the whole they come last."""
    said = []
    for pk, criterion in criteria.items():
        if pk in changed:
            reached = reading.scores[pk].level.position
            is_short = comment_is_needed(reached=reached, required=criterion.required_position)
            said.append(Said(criterion, changed[pk], is_short))
    return said if None not in changed else [*said, Said(None, changed[None])]


@operation
def release(*, actor: Person, back_read: BackRead, at: datetime) -> BackReadStep:
    """Let the decision be made, with the levels that were given and the newest words. Released twice is released.

    Raises:
        HeldUp, NotLookedAt, LookIsOver, NotAllowed.
    """
    item = locked(back_read.item)
    there = end_of(back_read)
    if there is not None and there.kind == Kind.RELEASED and there.taken_by_id == actor.pk:
        return there
    _looked_at(actor, back_read, at)
    if is_held_up(item):
        raise HeldUp
    step = BackReadStep.objects.create(back_read=back_read, kind=Kind.RELEASED, taken_by=actor, taken_at=at)
    item.settled_at = at
    item.save(update_fields=["settled_at"])
    criteria = list(Criterion.objects.filter(version=item.version_id).order_by("position"))
    decide(item, criteria, readings_saved_of(item.submission_id), actor, at)
    return step


@operation
def ask_for_another_reading(*, actor: Person, back_read: BackRead, words: str, at: datetime) -> BackReadStep:
    """Let somebody read it afresh who knows of nothing: it waits in its old place, for one reading more, or for a third
    where two differ. What they come to is released without another look.

    Args:
        words: why; for those who look later.

    Raises:
        NothingSaidOfIt, ReadByThree, NotLookedAt, LookIsOver, NotAllowed.
    """
    item = _looked_at(actor, back_read, at)
    words = words.strip()[:LONGEST_REQUEST]
    if not words:
        raise NothingSaidOfIt
    if not may_ask_afresh(item.readings_saved):
        raise ReadByThree
    step = BackReadStep.objects.create(back_read=back_read, kind=Kind.FRESH, words=words, taken_by=actor, taken_at=at)
    item.readings_asked = item.readings_saved + SINGLE
    # Whoever saw its readings is no fresh reader.
    seen = back_read.steps.filter(kind=Kind.OPENED).values_list("taken_by", flat=True)
    item.close_to = [*item.close_to, *sorted({*seen} - {*item.close_to})]
    item.save(update_fields=["readings_asked", "close_to"])
    return step


def _going_on(actor: Person, back_read: BackRead, at: datetime) -> QueueItem:
    """The item of a back-read that goes on and at which the actor may look, locked."""
    item = locked(back_read.item)
    is_over = end_of(back_read) is not None
    # Who asked for another reading is too close to it since.
    if not may_look_at(actor, item, at=at) and not (is_over and has_opened(actor, back_read)):
        raise NotAllowed
    if is_over:
        raise LookIsOver
    return item


def _looked_at(actor: Person, back_read: BackRead, at: datetime) -> QueueItem:
    """The same of one that the actor has opened."""
    item = _going_on(actor, back_read, at)
    if not has_opened(actor, back_read):
        raise NotLookedAt
    return item


def _tell_reader(step: BackReadStep, item: QueueItem, at: datetime) -> None:
    assert step.scoring is not None  # noqa: S101 - it is about a reading
    tell(
        actor=None,
        person=step.scoring.assessor,
        kind="better_words_asked",
        subject=format_lazy(_("Please say it in better words: {alias}"), alias=item.submission.alias),
        body=format_lazy(
            _(
                "A lead assessor looked at your reading of submission {alias}, “{title}”, before it is released, and "
                "asks you to say something better:\n\n{words}\n\nYour levels stay as you gave them. The educator waits "
                "for it, so please do it soon."
            ),
            alias=item.submission.alias,
            title=title_for_readers(item.version),
            words=step.words,
        ),
        path=reverse("rewording", args=[step.pk]),
        key=f"better_words_asked:{step.pk}",
        at=at,
    )


def _tell_lead(asked: BackReadStep, item: QueueItem, at: datetime) -> None:
    tell(
        actor=None,
        person=asked.taken_by,
        kind="said_in_better_words",
        subject=format_lazy(_("Said in other words: {alias}"), alias=item.submission.alias),
        body=_("Whoever read it has answered. Look once more, and release it."),
        path=reverse("back_read", args=[asked.back_read_id]),
        key=f"said_in_better_words:{asked.pk}",
        at=at,
    )
