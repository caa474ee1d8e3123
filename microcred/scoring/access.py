"""May this person? Returns the row, or 404: "not yours" and "not there" look the same."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from microcred.calibration.queries import ASSESSING
from microcred.catalog.models import Criterion, Level
from microcred.foundation.asked_often import asked_often
from microcred.foundation.models import StoredFile
from microcred.organizations.models import Person
from microcred.organizations.queries import roles_of
from microcred.portfolios.models import Submission, SubmittedItem
from microcred.scoring.models import Decision, QueueItem
from microcred.scoring.queries import free, has_stepped_back


def at_the_queue(person: Person, *, at: datetime) -> Person:
    """The person, when they hold an assessor's role somewhere; qualified or not, for the queue tells them which."""
    if not ASSESSING & roles_of(person, at=at):
        raise Http404
    return person


def claimed_item(person: Person, item_id: UUID, *, at: datetime) -> QueueItem:
    """A submission that an assessor has claimed at some time and has not stepped back from."""
    at_the_queue(person, at=at)
    item = _claimed.first(item_id=item_id, person_id=person.pk)
    if item is None or has_stepped_back(person, item):
        raise Http404
    return item


def item_in_hand(person: Person, item_id: UUID, *, at: datetime) -> QueueItem:
    """A submission that an assessor holds at this moment: the only time at which they see the work itself."""
    item = claimed_item(person, item_id, at=at)
    if item.assessor_id != person.pk or item.settled_at is not None or QueueItem.objects.filter(free(at), pk=item.pk):
        raise Http404
    return item


def criterion_in(item: QueueItem, criterion_id: UUID) -> Criterion:
    """A criterion of the rubric by which a submission is judged."""
    criterion = Criterion.objects.filter(pk=criterion_id, version=item.version_id).first()
    if criterion is None:
        raise Http404
    return criterion


def level_in(criterion: Criterion, level_id: UUID) -> Level:
    """A level of a criterion."""
    level = Level.objects.filter(pk=level_id, criterion=criterion).first()
    if level is None:
        raise Http404
    return level


def file_in_hand(person: Person, item_id: UUID, piece_id: UUID, *, at: datetime) -> tuple[StoredFile, str]:
    """A file among the evidence that an assessor holds at this moment, and its alias."""
    item = item_in_hand(person, item_id, at=at)
    piece = (
        SubmittedItem.objects.filter(pk=piece_id, submission=item.submission_id).select_related("item__file").first()
    )
    if piece is None or piece.item.file is None:
        raise Http404
    return piece.item.file, piece.alias


def own_submission(person: Person, submission_id: UUID) -> Submission:
    """A submission of the person's own work."""
    submission = _own.first(submission_id=submission_id, person_id=person.pk)
    if submission is None:
        raise Http404
    return submission


def own_decided_submission(person: Person, submission_id: UUID) -> Submission:
    """A submission of the person's own work that has its decision."""
    submission = own_submission(person, submission_id)
    if not Decision.objects.filter(submission=submission).exists():
        raise Http404
    return submission


@asked_often
def _claimed(*, item_id: UUID, person_id: UUID) -> QuerySet[QueueItem]:
    claimed = QueueItem.objects.filter(pk=item_id, claims__assessor=person_id)
    return claimed.select_related("submission__pursuit__version", "version__micro_credential__owner")[:1]


@asked_often
def _own(*, submission_id: UUID, person_id: UUID) -> QuerySet[Submission]:
    own = Submission.objects.filter(pk=submission_id, pursuit__person=person_id)
    return own.select_related("pursuit__version__micro_credential", "pursuit__program", "pursuit__person")
