"""What a pilot's page counts, and how far each of its submissions is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Pilot
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Pursuit, Submission
from microcred.portfolios.queries import pilot_submissions
from microcred.scoring.models import Decision, QueueItem
from microcred.scoring.queries import readable_by, waiting_without_reader
from microcred.scoring.rules import DOUBLE

COUNTED: dict[str, str | Promise] = {
    "started": _("people started it"),
    "submitted": _("first submissions came in"),
    "decided": _("of these are decided"),
    "earned": _("earned it at the first attempt"),
    "returned": _("got it back to revise"),
    "read_twice": _("were read twice, independently"),
    "split": _("needed a third reading"),
}


@dataclass(frozen=True)
class Counted:
    """One number of a pilot, with what it counts."""

    name: str
    words: str | Promise
    number: int


@dataclass(frozen=True)
class Marked:
    """One submission of a pilot, by the name under which it is read, and how far its readings are, in words."""

    place: int
    alias: str
    submitted_at: datetime
    state: str | Promise
    tone: str


def numbers_of(pilot: Pilot, counted: Collection[UUID]) -> dict[str, int]:
    """What there is to count of a pilot now: of first attempts, as many as the pilot waits for.

    Args:
        counted: the submissions that it waits for.
    """
    # What is read afresh counts as decided when that is over, so that no reader can count it out from the others.
    again = Q(submission__fresh_reading__isnull=False, submission__fresh_reading__end__isnull=True)
    decided = Decision.objects.filter(~again, submission__in=counted).aggregate(
        decided=Count("pk"),
        earned=Count("pk", filter=Q(outcome=Decision.Outcome.EARNED)),
        returned=Count("pk", filter=Q(outcome=Decision.Outcome.NOT_YET)),
        read_twice=Count("pk", filter=Q(readings__gte=DOUBLE)),
        split=Count("pk", filter=Q(readings__gt=DOUBLE)),
    )
    started = Pursuit.objects.filter(version=pilot.version_id).count()
    return {"started": started, "submitted": len(counted), **decided}


def in_words(numbers: dict[str, int]) -> list[Counted]:
    """The numbers of a pilot for its page, in order; a report from before something was counted lacks it."""
    return [Counted(name, words, numbers[name]) for name, words in COUNTED.items() if name in numbers]


def marked_of(pilot: Pilot, person: Person, *, at: datetime) -> list[Marked]:
    """The submissions of a pilot, the first first, as far as a person may know how far they are.

    Who may still read one themselves does not see whether, or how often, it was read before.
    """
    submissions = list(pilot_submissions(pilot))
    items = {item.submission_id: item for item in QueueItem.objects.filter(submission__in=submissions)}
    waiting = readable_by(person, at=at).filter(submission__in=submissions, paper__isnull=True)
    own = set(waiting.values_list("submission", flat=True))
    owner = Organization.objects.filter(pk=pilot.version.micro_credential.owner_id)
    alone = {item.submission_id for item in waiting_without_reader(owner, at=at)}
    return list(_marked(submissions, items, own, alone))


def _marked(
    submissions: Iterable[Submission], items: dict[UUID, QueueItem], own: Collection[UUID], alone: Collection[UUID]
) -> Iterable[Marked]:
    for place, submission in enumerate(submissions, start=1):
        state, tone = _state(items.get(submission.pk), is_own=submission.pk in own, is_alone=submission.pk in alone)
        yield Marked(place, submission.alias, submission.submitted_at, state, tone)


def _state(item: QueueItem | None, *, is_own: bool, is_alone: bool) -> tuple[str | Promise, str]:
    """How far a submission is, in words, and the tone in which to say it."""
    if item is not None and item.settled_at is not None:
        return _("Decided"), "success"
    if item is None or is_own:
        return _("Not decided yet"), "neutral"
    read = format_lazy(_("{saved} of {asked} readings"), saved=item.readings_saved, asked=item.readings_asked)
    if is_alone:
        nobody = _(
            "{read}; nobody is left for the next: all who are qualified have read it, stepped back or are too close"
        )
        return format_lazy(nobody, read=read), "warning"
    if item.readings_asked > DOUBLE:
        return format_lazy(_("{read}; a third decides what the first two do not"), read=read), "info"
    return read, "info"
