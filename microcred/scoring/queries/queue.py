"""Who may read what, what waits, and what an assessor holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.calibration.queries import versions_for, versions_listed
from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.foundation.ids import first_after
from microcred.foundation.planned import ask_planned
from microcred.organizations.models import Person
from microcred.portfolios.models import Quarantine, Submission
from microcred.portfolios.queries import (
    HOLDS_READING,
    held_up,
    identity_from,
    identity_of,
    open_quarantines,
    places_too_close_to,
    promise_of,
    promises_of,
)
from microcred.scoring.models import AppealDecision, Concern, Decision, Mark, QueueItem, Recusal, Scoring
from microcred.scoring.queries.availability import NOTHING_SAID, Offering, editions_of_availability, offering_to
from microcred.scoring.queries.questions import dues_of_papers
from microcred.scoring.queries.validity import closed_paper
from microcred.scoring.rules import PASSED_OVER


class Waiting(NamedTuple):
    """A place in the queue."""

    entered_at: datetime
    pk: UUID


HEAD_OF_QUEUE = Waiting(datetime.min.replace(tzinfo=UTC), UUID(int=0))


def free(at: datetime) -> Q:
    """What can be claimed at a moment: not decided, in need of a reading, held up by nothing, and held by nobody whose
    lease still runs."""
    waits = (
        Q(settled_at__isnull=True, readings_saved__lt=F("readings_asked"))
        & ~held_up(OuterRef("submission"))
        & ~closed_paper()
    )
    return waits & (Q(lease_expires_at__isnull=True) | Q(lease_expires_at__lte=at))


def active_claim(person: Person, *, at: datetime) -> QueueItem | None:
    """The submission a person holds at a moment. There is at most one."""
    return _held.first(person_id=person.pk, at=at)


class Standing(NamedTuple):
    """How somebody stands who asks for the next submission.

    Attributes:
        held: what they hold already; nothing else is told then.
        versions: what they may score.
        identity: what no submission may share with them, as `identity_of` tells it.
    """

    held: QueueItem | None
    offering: Offering = NOTHING_SAID
    versions: Sequence[UUID] = ()
    identity: Sequence[UUID] = ()


def standing_of(person: Person, *, at: datetime) -> Standing:
    """How a person stands who asks for the next submission: one query, and one for each of what only few have."""
    ((holds, said, versions, *places),) = _standing(person_id=person.pk, at=at)
    if holds:
        return Standing(active_claim(person, at=at))
    return Standing(None, offering_to(person, at=at) if said else NOTHING_SAID, versions, identity_from(person, places))


@plan_kept
@asked_often
def _standing(*, person_id: UUID, at: datetime) -> QuerySet[Person, tuple[Any, ...]]:
    person = Person(pk=person_id)
    return Person.objects.filter(pk=person_id).values_list(
        Exists(_held.question(person_id=person_id, at=at)),
        Exists(editions_of_availability(person)),
        ArraySubquery(versions_for(person, at=at)),
        *(ArraySubquery(places) for places in places_too_close_to(person, at=at)),
    )


def has_stepped_back(person: Person, item: QueueItem) -> bool:
    """Whether an assessor has said that they will not read a submission."""
    return Recusal.objects.filter(item=item, assessor=person).exists()


_MAY_TAKE = """
    item.settled_at IS NULL
    AND item.readings_saved < item.readings_asked
    AND (item.paper_id IS NULL OR (
        item.reader_id = %(person)s AND item.id < %(not_yet)s
        AND NOT EXISTS (
            SELECT FROM calibration_paperretirement AS retired WHERE retired.paper_id = item.paper_id)
        AND EXISTS (
            SELECT FROM calibration_exemplarconsent AS consent
            WHERE consent.paper_id = item.paper_id AND consent.granted)))
    AND (item.lease_expires_at IS NULL OR item.lease_expires_at <= %(at)s)
    AND NOT item.close_to && %(identity)s::uuid[]
    AND NOT EXISTS (
        SELECT FROM scoring_recusal AS recusal
        WHERE recusal.item_id = item.id AND recusal.assessor_id = %(person)s)
    AND NOT (item.claims_made > 0 AND EXISTS (
        SELECT FROM scoring_givenback AS back
        WHERE back.item_id = item.id AND back.assessor_id = %(person)s
          AND back.given_back_at <= %(at)s AND back.given_back_at > %(lately)s))
    AND NOT EXISTS (
        SELECT FROM portfolios_pause AS pause
        LEFT JOIN portfolios_resumption AS resumption ON resumption.pause_id = pause.id
        WHERE pause.submission_id = item.submission_id AND resumption.id IS NULL
          AND pause.reason = ANY(%(holding)s))
    AND NOT EXISTS (
        SELECT FROM portfolios_quarantine AS aside
        LEFT JOIN portfolios_cleancopy AS copy ON copy.quarantine_id = aside.id
        LEFT JOIN portfolios_ruling AS ruling ON ruling.quarantine_id = aside.id
        WHERE aside.submission_id = item.submission_id AND copy.id IS NULL AND ruling.opens IS NOT TRUE)
    AND NOT EXISTS (
        SELECT FROM portfolios_incompleteness AS incomplete WHERE incomplete.submission_id = item.submission_id)
    AND NOT (item.readings_saved > 0 AND EXISTS (
        SELECT FROM scoring_scoring AS reading
        WHERE reading.submission_id = item.submission_id AND reading.assessor_id = %(person)s))
"""
"""What a person may take, of rows of the queue called `item`: the same is listed, counted and looked for. A validity
paper waits for one reader, from the moment at which it seems to come into the queue, which its identifier tells, while
it may be read (`closed_paper`)."""


def is_held_up(item: QueueItem) -> bool:
    """Whether nobody reads a submission for now, though it waits for its decision."""
    return _held_up.first(item_id=item.pk) is not None


def waiting_for(
    person: Person,
    versions: Sequence[UUID],
    identity: Sequence[UUID],
    *,
    at: datetime,
    after: Waiting | None = None,
    most: int,
) -> list[Waiting]:
    """The first places of the queue that a person may take, oldest first, behind `after`.

    Looks into each version's own stretch of the index and merges the heads, so that neither a long queue of what the
    person may not score nor an empty queue of what they may is ever read through.

    Args:
        versions: what the person is qualified for.
        identity: of the person, from `identity_of`; what shares any of it is passed over.
        most: how many places to return at most. Fewer mean that there are no more.
    """
    entered_at, pk = after or HEAD_OF_QUEUE
    rows = ask_planned(
        _heads(most),
        {
            "versions": list(versions),
            "identity": list(identity),
            "person": person.pk,
            "at": at,
            "not_yet": first_after(at),
            "holding": HOLDS_READING,
            "lately": at - PASSED_OVER,
            "entered_at": entered_at,
            "pk": pk,
        },
    )
    return [Waiting(*row) for row in rows]


@cache
def _heads(most: int) -> str:
    # How many are wanted stands in the text: what is planned without knowing would sort all that waits.
    return f"""
        SELECT head.entered_at, head.id
        FROM unnest(%(versions)s::uuid[]) AS allowed(version_id)
        CROSS JOIN LATERAL (
            SELECT item.entered_at, item.id
            FROM scoring_queueitem AS item
            WHERE item.version_id = allowed.version_id
              AND (item.entered_at, item.id) > (%(entered_at)s, %(pk)s)
              AND {_MAY_TAKE}
            ORDER BY item.entered_at, item.id
            LIMIT {most:d}
        ) AS head
        ORDER BY head.entered_at, head.id
        LIMIT {most:d}
    """  # noqa: S608 - made of this module's constants and a number


SHOWN_WAITING = 50
COUNTED_WAITING = 1000
"""Counting stops here: beyond it only "more than" matters, and a count that reads the whole queue takes time."""


@dataclass(frozen=True)
class Place:
    """One waiting or held submission, as its assessor may know it: the work asked for, never who did it."""

    item: QueueItem
    attempt: int
    due_on: date
    days_left: int
    paused: bool
    """whether the clock of its promise stands still"""

    @property
    def title(self) -> str:
        """What is asked for, by its name."""
        return self.item.version.title

    @property
    def late(self) -> int:
        """By how many business days the promise is broken."""
        return max(-self.days_left, 0)


@dataclass(frozen=True)
class Read:
    """A reading of one's own that is saved for good. `outcome` and `label` are empty until all are that it needs."""

    scoring: Scoring
    outcome: str
    label: str


@dataclass(frozen=True)
class Queue:
    """What an assessor's queue page says. `waiting` counts up to `COUNTED_WAITING`; `next_up` are the first of them."""

    held: Place | None
    to_take_up_again: tuple[Place, ...]
    next_up: tuple[Place, ...]
    waiting: int
    read: tuple[Read, ...]
    for_clean_copies: tuple[Place, ...] = ()
    """what the assessor set something of aside, while that waits for a clean copy"""
    offering: Offering = NOTHING_SAID
    """how much they want offered, and what that keeps from them now"""

    @property
    def counted_all(self) -> bool:
        """Whether `waiting` is the whole truth."""
        return self.waiting <= COUNTED_WAITING

    @property
    def versions(self) -> list[Version]:
        """The versions that the page names; one more than once, each row having its own."""
        places = [*([self.held] if self.held else []), *self.for_clean_copies, *self.to_take_up_again, *self.next_up]
        read = [one.scoring.submission.pursuit.version for one in self.read]
        return [place.item.version for place in places] + read

    @property
    def kinds(self) -> dict[UUID, str]:
        """The titles among those that come next, by version, in the order of the queue."""
        return {place.item.version_id: place.title for place in self.next_up}


def queue_for(person: Person, *, at: datetime) -> Queue:
    """The queue as one assessor sees it at a moment, in a constant number of queries."""
    versions = versions_listed(person, at=at)
    identity = identity_of(person, at=at)
    held = active_claim(person, at=at)
    offering = offering_to(person, at=at)
    wanted = wanted_of(versions, offering)
    first = waiting_for(person, wanted, identity, at=at, most=SHOWN_WAITING)
    unfinished = set(_unfinished(person_id=person.pk, versions=versions, at=at))
    for_copies = {item.pk for item in waiting_for_clean_copies(person)}
    shown = {*(where.pk for where in first), *([held.pk] if held else []), *unfinished, *for_copies}
    places = {place.item.pk: place for place in _places(shown, at=at)}
    return Queue(
        held=places.get(held.pk) if held else None,
        to_take_up_again=tuple(place for pk, place in places.items() if pk in unfinished),
        next_up=tuple(places[where.pk] for where in first if where.pk in places),
        waiting=_count_waiting(person, wanted, identity, at=at),
        read=_read_lately(person, at=at),
        for_clean_copies=tuple(place for pk, place in places.items() if pk in for_copies),
        offering=offering,
    )


def wanted_of(versions: Sequence[UUID], offering: Offering) -> Sequence[UUID]:
    """Of some versions those of which something may be offered."""
    if offering.stops is not None:
        return []
    if not offering.unwanted:
        return versions
    return list(
        Version.objects.filter(pk__in=versions)
        .exclude(micro_credential__in=offering.unwanted)
        .values_list("pk", flat=True)
    )


def leases_about_to_end(*, at: datetime, within: timedelta) -> QuerySet[QueueItem]:
    """What somebody holds for no longer than a while, the one that ends first standing first."""
    held = QueueItem.of_all.filter(
        settled_at__isnull=True, assessor__isnull=False, lease_expires_at__gt=at, lease_expires_at__lte=at + within
    )
    return held.order_by("lease_expires_at", "pk")


def waiting_for_clean_copies(person: Person) -> list[QueueItem]:
    """What a person set something of aside for somebody's privacy, while that is not settled; the oldest first."""
    return list(_for_clean_copies(person_id=person.pk))


def may_go_on_with(person: Person, item: QueueItem) -> bool:
    """Whether a person has a reading of a submission to come back to: neither decided, saved, nor stepped back from."""
    read = Scoring.of_all.filter(submission=item.submission_id, assessor=person)
    return item.settled_at is None and not has_stepped_back(person, item) and not read.exists()


def place_of(item: QueueItem, *, at: datetime) -> Place:
    """One submission of the queue as its assessor may know it."""
    (place,) = _places([item.pk], at=at)
    return place


class Clock(NamedTuple):
    """The clock of a submission's promise as the queue keeps it: when it is due, and since when it stands still."""

    due_at: datetime
    paused_since: datetime | None


def clock_of(submission: Submission, *, at: datetime) -> Clock:
    """The clock of a submission's promise as it stands at a moment."""
    promise = promise_of(submission, at=at)
    still = [pause.paused_at for pause in promise.standing_still] if promise.is_paused else []
    return Clock(promise.by, min(still, default=None))


def _places(items: Collection[UUID], *, at: datetime) -> list[Place]:
    rows = _items(items=list(items))
    promises = promises_of([row.submission for row in rows], at=at)
    aside = _papers_aside(rows)
    dues = dues_of_papers([row for row in rows if row.paper_id is not None], at=at)
    places = []
    for row in rows:
        promise, due = promises[row.submission_id], dues.get(row.pk)
        if due is not None:
            paused = row.pk in aside or due.stands_still
            places.append(Place(row, row.submission.attempt, due.day, due.days_left, paused=paused))
            continue
        places.append(Place(row, row.submission.attempt, promise.day, promise.days_left, promise.is_paused))
    return places


def _papers_aside(rows: Collection[QueueItem]) -> set[UUID]:
    """Of some places the validity papers of which their reader set something aside: they stand still too."""
    papers = [row.pk for row in rows if row.paper_id is not None]
    return set(Concern.objects.filter(item__in=papers).values_list("item", flat=True)) if papers else set()


@plan_kept
@asked_often
def _held(*, person_id: UUID, at: datetime) -> QuerySet[QueueItem]:
    held = QueueItem.of_all.filter(
        ~closed_paper(), assessor=person_id, settled_at__isnull=True, lease_expires_at__gt=at
    )
    return held.select_related("submission", "version")


@plan_kept
@asked_often
def _held_up(*, item_id: UUID) -> QuerySet[QueueItem, UUID]:
    stopped = QueueItem.of_all.filter(held_up(OuterRef("submission")) | closed_paper(), pk=item_id)
    return stopped.values_list("pk", flat=True)


@asked_often
def _items(*, items: list[UUID]) -> QuerySet[QueueItem]:
    found = QueueItem.of_all.filter(pk__in=items).select_related(
        "submission__pursuit__version__micro_credential__owner", "version"
    )
    return found.order_by("entered_at", "pk")


@asked_often
def _unfinished(*, person_id: UUID, versions: list[UUID], at: datetime) -> QuerySet[QueueItem, UUID]:
    """What the person has notes on, or set something of aside, and could take up again: given back, the lease ran out,
    or a clean copy is there."""
    stepped_back = Recusal.objects.filter(item=OuterRef("pk"), assessor=person_id)
    read = Scoring.of_all.filter(submission=OuterRef("submission"), assessor=person_id)
    noted = Mark.objects.filter(item=OuterRef("pk"), assessor=person_id)
    set_aside = Quarantine.objects.filter(submission=OuterRef("submission"), raised_by=person_id, seen_elsewhere=False)
    begun = QueueItem.of_all.filter(free(at), Q(Exists(noted)) | Q(Exists(set_aside)), version__in=versions)
    mine = Q(reader__isnull=True) | Q(reader=person_id)
    # Whoever held work before it was appealed reads it no more.
    open_to = begun.filter(mine, ~Exists(stepped_back), ~Exists(read)).exclude(close_to__contains=[person_id])
    return open_to.values_list("pk", flat=True)


@asked_often
def _for_clean_copies(*, person_id: UUID) -> QuerySet[QueueItem]:
    stepped_back = Recusal.objects.filter(item=OuterRef("pk"), assessor=person_id)
    read = Scoring.of_all.filter(submission=OuterRef("submission"), assessor=person_id)
    aside = open_quarantines(submission=OuterRef("submission"), raised_by=person_id, seen_elsewhere=False)
    of_paper = Q(reader=person_id) & Q(Exists(Concern.objects.filter(item=OuterRef("pk"))))
    of_work = Q(paper__isnull=True) & Q(Exists(aside))
    waiting = QueueItem.of_all.filter(of_work | of_paper, ~Exists(stepped_back), ~Exists(read), settled_at__isnull=True)
    return waiting.select_related("submission", "version").order_by("entered_at", "pk")[:SHOWN_WAITING]


def _count_waiting(person: Person, versions: Sequence[UUID], identity: Sequence[UUID], *, at: datetime) -> int:
    """How many places a person may take, counted up to one more than `COUNTED_WAITING`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*)
            FROM (
                SELECT
                FROM scoring_queueitem AS item
                WHERE item.version_id = ANY(%(versions)s::uuid[])
                  AND {_MAY_TAKE}
                LIMIT %(most)s
            ) AS waiting
            """,  # noqa: S608 - made of this module's constants
            {
                "versions": list(versions),
                "identity": list(identity),
                "person": person.pk,
                "at": at,
                "not_yet": first_after(at),
                "holding": HOLDS_READING,
                "lately": at - PASSED_OVER,
                "most": COUNTED_WAITING + 1,
            },
        )
        return sum(count for (count,) in cursor.fetchall())


def _read_lately(person: Person, *, at: datetime) -> tuple[Read, ...]:
    """A person's last readings, the newest first, each with what came of the submission, or seems to have."""
    scorings = _scored_lately(person_id=person.pk)
    decisions = {row.submission_id: row for row in _decisions(submissions=[each.submission_id for each in scorings])}
    read = []
    for scoring in scorings:
        outcome = _came_to(scoring, decisions.get(scoring.submission_id), at)
        read.append(Read(scoring, outcome, str(Decision.Outcome(outcome).label) if outcome else ""))
    return tuple(read)


def _came_to(scoring: Scoring, decision: Decision | None, at: datetime) -> str:
    """What the readings came to of which one is a part, as far as its reader can see; empty before that. A fresh reader
    learns of no decision before theirs."""
    if scoring.paper_id is not None:
        return scoring.told_outcome if scoring.told_at is not None and scoring.told_at <= at else ""
    if decision is None:
        return ""
    if scoring.scored_at <= decision.decided_at:
        return decision.outcome
    afresh: AppealDecision | None = getattr(getattr(decision, "appeal", None), "outcome", None)
    if afresh is None:
        return ""
    upheld = afresh.outcome == AppealDecision.Outcome.UPHELD
    return Decision.Outcome.EARNED.value if upheld else Decision.Outcome.NOT_YET.value


@asked_often
def _scored_lately(*, person_id: UUID) -> QuerySet[Scoring]:
    saved = Scoring.of_all.filter(assessor=person_id).select_related("submission__pursuit__version", "claim__item")
    return saved.order_by("-scored_at")[:5]


@asked_often
def _decisions(*, submissions: list[UUID]) -> QuerySet[Decision]:
    return Decision.objects.filter(submission__in=submissions).select_related("appeal__outcome")
