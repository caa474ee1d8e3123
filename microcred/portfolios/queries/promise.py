"""By when a decision is promised to the educator: as it was given, and as pauses have moved it since."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from microcred.calendars.queries import calendars_by
from microcred.calendars.rules import WEEKDAYS, BusinessCalendar, Stop
from microcred.foundation.asked_often import asked_often
from microcred.portfolios import rules
from microcred.portfolios.models import (
    FreshReading,
    GivenPromise,
    Pause,
    PreCheck,
    PreCheckWay,
    Pursuit,
    Submission,
)
from microcred.portfolios.rules import PROMISED_BUSINESS_DAYS, State


@dataclass(frozen=True)
class Promise:
    """The promise of a decision as it stands at a moment: `by` is the midnight that ends its last `day`.

    While the clock is stopped, `day` is what it would be if it went on today: it moves on with every business day.
    """

    by: datetime
    day: date
    is_late: bool
    zone: str
    """in which its days are counted"""
    business_days: int
    """how many were promised, counted from the submission"""
    given_day: date
    """its last day as it was given"""
    days_left: int
    """business days until its last day: 0 on that day, negative after it"""
    pauses: tuple[Pause, ...]
    """all there were, the first first"""
    being_read: bool = False
    """whether it was taken up, and again after each pause in which nobody read; who reads it, how many and how far they
    are is told to nobody who waits"""
    pre_check: PreCheck | None = None
    """how it is looked at before it is judged, where it is"""
    pre_check_days: int = 0
    pre_check_day: date | None = None
    """the last day of the promise that it is looked at"""
    pre_check_days_left: int = 0
    """business days until then: negative when it is late"""
    estimated_day: date | None = None
    """where it was broken: until when an answer can be expected, if that could be computed"""

    @property
    def standing_still(self) -> tuple[Pause, ...]:
        """The pauses that have not ended."""
        return tuple(pause for pause in self.pauses if not hasattr(pause, "resumption"))

    @property
    def is_paused(self) -> bool:
        """Whether the clock is stopped, and was so before the promise ran out."""
        return bool(self.standing_still) and not self.is_late

    @property
    def waits_for_educator(self) -> bool:
        """Whether its clock was stopped because something is wanted from whoever handed it in."""
        return any(pause.reason == Pause.Reason.EDUCATOR for pause in self.standing_still)

    @property
    def in_pre_check(self) -> bool:
        """Whether it is still looked at for completeness and legibility."""
        return self.pre_check is not None and self.pre_check.settled_at is None

    @property
    def pre_checked_by_person(self) -> bool:
        """Whether a person looks at it before it is judged."""
        return self.pre_check is not None and self.pre_check.way == PreCheckWay.PERSON

    @property
    def has_moved(self) -> bool:
        """Whether it is another day than the one that was given."""
        return self.day != self.given_day


@dataclass(frozen=True)
class Counted:
    """A promise as given, with the calendar it is counted by."""

    submitted_at: datetime
    zone: str
    business_days: int
    calendar: BusinessCalendar
    pre_check_days: int = 0

    def by(self, pauses: Iterable[Pause], *, at: datetime, business_days: int | None = None) -> datetime:
        """The end of its last day, with the days left out on which the clock was stopped until a moment."""
        stops = [self._stop(pause, at) for pause in pauses]
        return rules.promised_by(
            self.submitted_at,
            zone=self.zone,
            business_days=self.business_days if business_days is None else business_days,
            calendar=self.calendar,
            stops=stops,
        )

    def days_left(self, by: datetime, *, at: datetime) -> int:
        """Business days from a moment until the last day of the promise."""
        return self.calendar.between(self.local(at), rules.last_day(by, self.zone))

    def local(self, moment: datetime) -> date:
        """The day on which a moment lies, where the promise was given."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def _stop(self, pause: Pause, at: datetime) -> Stop:
        ended = pause.resumption.resumed_at if hasattr(pause, "resumption") else at
        return Stop(self.local(pause.paused_at), self.local(max(ended, pause.paused_at)))


def pauses_of(submission: Submission) -> list[Pause]:
    """The pauses of a submission's clock, the first first, each with its end at hand, if it has ended."""
    return _pauses(submissions=[submission.pk])


def promised_by(submission: Submission, *, at: datetime | None = None) -> datetime:
    """The moment by which a decision on a submission is promised. The same moment stands in the assessors' queue.

    Args:
        at: until when a clock that stands still is known to have stood still; by default since it was submitted.
    """
    at = at or submission.submitted_at
    return promises_of([submission], at=at)[submission.pk].by


def promise_of(submission: Submission, *, at: datetime) -> Promise:
    """What is promised for a submission, in two or three queries."""
    return promises_of([submission], at=at)[submission.pk]


def promises_of(submissions: Collection[Submission], *, at: datetime) -> dict[UUID, Promise]:
    """What is promised for some submissions, in as many queries as for one."""
    if not submissions:
        return {}
    ids = [submission.pk for submission in submissions]
    given = {row.submission_id: row for row in _given(submissions=ids)}
    afresh = {pk: reading for pk, row in given.items() if (reading := _read_afresh(row)) is not None}
    promised: list[GivenPromise | FreshReading] = [*given.values(), *afresh.values()]
    editions = {row.edition_id: row.edition for row in promised if row.edition is not None}
    calendars = calendars_by(list(editions.values()))
    pauses: dict[UUID, list[Pause]] = {pk: [] for pk in ids}
    for pause in _pauses(submissions=ids):
        pauses[pause.submission_id].append(pause)
    return {
        submission.pk: _promise_afresh(afresh[submission.pk], calendars, pauses[submission.pk], at)
        if submission.pk in afresh
        else _promise(submission, given.get(submission.pk), calendars, pauses[submission.pk], at)
        for submission in submissions
    }


def promises_of_listed(pursuits: Sequence[Pursuit], *, at: datetime) -> dict[UUID, Promise]:
    """The promises for those of some pursuits from `pursuits_of` that are being judged, by pursuit."""
    waiting = [pursuit.pk for pursuit in pursuits if vars(pursuit)["state"] == State.SUBMITTED]
    if not waiting:
        return {}
    latest = {submission.pursuit_id: submission for submission in _latest(pursuits=waiting)}
    by_submission = promises_of(list(latest.values()), at=at)
    return {pursuit: by_submission[submission.pk] for pursuit, submission in latest.items()}


def _promise(
    submission: Submission,
    given: GivenPromise | None,
    calendars: dict[UUID, BusinessCalendar],
    pauses: list[Pause],
    at: datetime,
) -> Promise:
    counted = _counted(submission, given, calendars)
    given_by = given.by if given else counted.by((), at=at)
    by = counted.by(pauses, at=at) if pauses else given_by
    breach = getattr(given.submission, "breach", None) if given else None
    pre_check = getattr(given.submission, "pre_check", None) if given else None
    look_by = _pre_check_by(counted, pauses, at) if pre_check else None
    return Promise(
        by,
        rules.last_day(by, counted.zone),
        is_late=by <= at,
        zone=counted.zone,
        business_days=counted.business_days,
        given_day=rules.last_day(given_by, counted.zone),
        days_left=counted.days_left(by, at=at),
        pauses=tuple(pauses),
        being_read=given is not None
        and hasattr(given.submission, "opening")
        and not any(pause.keeps_from_reading for pause in pauses),
        estimated_day=breach.estimated_day if breach else None,
        pre_check=pre_check,
        pre_check_days=counted.pre_check_days,
        pre_check_day=rules.last_day(look_by, counted.zone) if look_by else None,
        pre_check_days_left=counted.days_left(look_by, at=at) if look_by else 0,
    )


def _read_afresh(given: GivenPromise) -> FreshReading | None:
    """The fresh reading of what came back, while it is under way: its promise is the one that counts then."""
    reading: FreshReading | None = getattr(given.submission, "fresh_reading", None)
    return None if reading is None or hasattr(reading, "end") else reading


def _promise_afresh(
    reading: FreshReading, calendars: dict[UUID, BusinessCalendar], pauses: list[Pause], at: datetime
) -> Promise:
    calendar = calendars[reading.edition_id] if reading.edition_id else WEEKDAYS
    counted = Counted(reading.asked_at, reading.zone, reading.business_days, calendar)
    stopped = [pause for pause in pauses if pause.paused_at >= reading.asked_at]
    by = counted.by(stopped, at=at) if stopped else reading.by
    return Promise(
        by,
        rules.last_day(by, counted.zone),
        is_late=by <= at,
        zone=counted.zone,
        business_days=counted.business_days,
        given_day=rules.last_day(reading.by, counted.zone),
        days_left=counted.days_left(by, at=at),
        pauses=tuple(stopped),
    )


def _pre_check_by(counted: Counted, pauses: list[Pause], at: datetime) -> datetime:
    """The end of the promise of the pre-check: a clock that stands still stops it as well."""
    return counted.by(pauses, at=at, business_days=counted.pre_check_days)


def _counted(submission: Submission, given: GivenPromise | None, calendars: dict[UUID, BusinessCalendar]) -> Counted:
    """What was submitted before promises were written down was promised by weekdays alone."""
    if given is None:
        zone = submission.pursuit.version.micro_credential.owner.time_zone
        return Counted(submission.submitted_at, zone, PROMISED_BUSINESS_DAYS, WEEKDAYS)
    calendar = calendars[given.edition_id] if given.edition_id else WEEKDAYS
    return Counted(submission.submitted_at, given.zone, given.business_days, calendar, given.pre_check_days)


@asked_often
def _given(*, submissions: list[UUID]) -> QuerySet[GivenPromise]:
    given = GivenPromise.objects.filter(submission__in=submissions)
    return given.select_related(
        "edition",
        "submission__breach",
        "submission__opening",
        "submission__pre_check",
        "submission__fresh_reading__edition",
        "submission__fresh_reading__end",
    )


@asked_often
def _pauses(*, submissions: list[UUID]) -> QuerySet[Pause]:
    stopped = Pause.objects.filter(submission__in=submissions).select_related("resumption__taken_up")
    return stopped.order_by("paused_at", "pk")


@asked_often
def _latest(*, pursuits: list[UUID]) -> QuerySet[Submission]:
    handed_in = Submission.objects.filter(pursuit__in=pursuits)
    return (
        handed_in.select_related("pursuit__version__micro_credential__owner")
        .order_by("pursuit", "-attempt")
        .distinct("pursuit")
    )
