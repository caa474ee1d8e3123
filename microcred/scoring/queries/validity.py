"""Validity papers in the queue: which are left for whom, when one is closed, and how an assessor knows their parts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from microcred.calendars.queries import calendar_of
from microcred.calibration.models import ExemplarConsent, Paper, PaperRetirement, PaperSet
from microcred.calibration.queries import newest_set, papers_in_use
from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often
from microcred.foundation.ids import made_at
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.models import FreshReading, PreCheck, Submission
from microcred.portfolios.queries import far_from, held_up, identity_of, judged_by, terms_of
from microcred.portfolios.rules import promised_by
from microcred.scoring.models import Concern, QueueItem

PASSED_BY = timedelta(days=1)
"""between something handed in and what came before it: then the queue has gone past it"""

SHOWN_ASIDE = timedelta(days=4)
"""how long a paper that was set aside waits for a clean copy, as its reader sees it"""


USUALLY_PICKED_UP, MOST_PICKED_UP = timedelta(seconds=1), timedelta(minutes=5)
"""between something handed in, or passed on, and its place in the queue; more means that the worker stood still"""


def closed_paper() -> Q:
    """That a place in the queue is a validity paper that nobody may read any more."""
    retired = PaperRetirement.objects.filter(paper=OuterRef("paper"))
    consented = ExemplarConsent.objects.filter(paper=OuterRef("paper"), granted=True)
    return Q(paper__isnull=False) & (Q(Exists(retired)) | ~Q(Exists(consented)))


def is_blinded(person: Person, owner: Organization, *, at: datetime) -> bool:
    """Whether somebody does not know the validity papers of an organization: who leads its assessing published them."""
    return not acts_as(person, Role.LEAD_ASSESSOR, for_organization=owner, at=at)


def papers_left_for(person: Person, version: Version, *, at: datetime) -> list[Paper]:
    """The validity papers of a version that somebody may read and never had before them, whatever for, by number."""
    newest = newest_set(version, PaperSet.Kind.VALIDITY)
    if newest is None:
        return []
    return _papers_left(person_id=person.pk, newest_id=newest.pk, identity=identity_of(person, at=at), at=at)


@asked_often
def _papers_left(*, person_id: UUID, newest_id: UUID, identity: list[UUID], at: datetime) -> QuerySet[Paper]:
    known = judged_by(
        person_id,
        educator="submission__pursuit__person",
        micro_credential="submission__pursuit__version__micro_credential",
    )
    had = QueueItem.of_all.filter(submission=OuterRef("submission"), reader=person_id)
    left = papers_in_use().filter(far_from(identity, at=at), places__paper_set=newest_id)
    # What is appealed waits for readers to whom it is new.
    appealed = FreshReading.objects.filter(submission=OuterRef("submission"), end__isnull=True)
    left = left.filter(~known, ~Exists(had), ~Exists(appealed)).exclude(held_up(OuterRef("submission")))
    return left.select_related("submission__pursuit").order_by("number")


def due_for(version: Version, entered_at: datetime) -> datetime:
    """By when something handed in at a moment is promised to be decided."""
    owner = version.micro_credential.owner
    return promised_by(
        entered_at,
        zone=owner.time_zone,
        business_days=terms_of(version).promised_days,
        calendar=calendar_of(owner).calendar,
    )


def on_its_way(submission: Submission) -> timedelta:
    """How long what was handed in was on its way into the queue: its pre-check, and what a worker needs.

    The identifier of what waits tells when it came there, and those of its pieces when they were handed in. A paper
    that had come at once, or before its own pieces, would be known by that.
    """
    check = PreCheck.objects.filter(submission=submission, settled_at__isnull=False).first()
    since: datetime = check.settled_at if check is not None and check.settled_at else submission.submitted_at
    item = QueueItem.objects.filter(submission=submission).first()
    picked_up = made_at(item.pk) - since if item is not None else USUALLY_PICKED_UP
    if not timedelta(0) < picked_up <= MOST_PICKED_UP:
        picked_up = USUALLY_PICKED_UP
    return since - submission.submitted_at + picked_up


def passed_by(*, at: datetime) -> QuerySet[QueueItem]:
    """The validity papers that are to be taken out of a queue that has gone past them: late, in nobody's hands, and
    with nothing that waits for a decision before them. Nobody else takes them, and what only grows old in one person's
    list would be known by that. So too what was set aside, after a while."""
    in_hand = Q(assessor__isnull=False, lease_expires_at__gt=at)
    before = QueueItem.of_all.filter(
        version=OuterRef("version"),
        settled_at__isnull=True,
        paper__isnull=True,
        entered_at__lte=OuterRef("entered_at") + PASSED_BY,
    )
    aside = Concern.objects.filter(item=OuterRef("pk"), raised_at__lte=at - SHOWN_ASIDE)
    late = Q(due_at__lte=at) & ~Exists(before) & ~Q(Exists(Concern.objects.filter(item=OuterRef("pk"))))
    papers = QueueItem.of_all.filter(paper__isnull=False, settled_at__isnull=True)
    return papers.exclude(in_hand).filter(late | Q(Exists(aside))).order_by("pk")


def is_read_now(paper: Paper, *, at: datetime) -> bool:
    """Whether somebody has a validity paper in hand."""
    held = QueueItem.of_all.filter(paper=paper, settled_at__isnull=True)
    return held.filter(assessor__isnull=False, lease_expires_at__gt=at).exists()


def known_by(key: UUID, of: str = "") -> Q:
    """That a place in the queue is the one which an address means: by its own identifier, or by the one that its
    readers know it by.

    Args:
        of: the way to the place, such as `item__`.
    """
    return Q(**{f"{of}pk": key}) | Q(**{f"{of}own_key": key})


def shown_as(item: QueueItem, pk: UUID) -> UUID:
    """The identifier by which the reader of an item knows a row of what was frozen: mostly its own.

    Identifiers tell when they were made. Those of a validity paper, and of what is read afresh, say the moment at which
    it came into the queue, and share nothing with the ones that others saw. Undone by itself (`known_as`).
    """
    return _moved(item, pk, _later(item)) if _is_moved(item) else pk


def known_as(item: QueueItem, pk: UUID) -> UUID:
    """The identifier of a row that the reader of an item knows by another one."""
    return _moved(item, pk, -_later(item)) if _is_moved(item) else pk


def _is_moved(item: QueueItem) -> bool:
    """Whether it waits at another moment than that at which it was handed in."""
    return item.paper_id is not None or item.own_key is not None


def _later(item: QueueItem) -> int:
    """By how many milliseconds something came into the queue after it was handed in."""
    return (item.entered_at - item.submission.submitted_at) // timedelta(milliseconds=1)


_RANDOM = (0xFFF << 64) | 0x3FFF_FFFF_FFFF_FFFF
"""the random bits of a UUID of version 7"""


def _moved(item: QueueItem, pk: UUID, by: int) -> UUID:
    made, rest = pk.int >> 80, pk.int & ((1 << 80) - 1)
    mask = int.from_bytes(salted_hmac("validity", str(item.key), algorithm="sha256").digest()[:10], "big") & _RANDOM
    return UUID(int=(((made + by) & 0xFFFF_FFFF_FFFF) << 80) | (rest ^ mask))
