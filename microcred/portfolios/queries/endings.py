"""What became of a submission, and whether it can be taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Completion, Incompleteness, Return, Submission, Withdrawal
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.windows import WindowWords, windows_at, words_of_windows
from microcred.portfolios.rules import State


@dataclass(frozen=True)
class Ending:
    """How a submission ended, if it did: it was withdrawn, came back incomplete or "not yet", or earned."""

    is_opened: bool
    withdrawal: Withdrawal | None
    incompleteness: Incompleteness | None
    returned: Return | None
    earned: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it waits to be checked or judged."""
        return not (self.withdrawal or self.incompleteness or self.returned or self.earned)

    @property
    def may_withdraw(self) -> bool:
        """Whether its educator can take it back."""
        return self.is_waiting and not self.is_opened

    @property
    def took_attempt(self) -> bool:
        """Whether it counts as an attempt."""
        return not (self.withdrawal or self.incompleteness)


def ending_of(submission: Submission) -> Ending:
    """What became of a submission, in one query, or two when it neither came back nor was taken back."""
    row = _with_endings.first(submission_id=submission.pk)
    assert row is not None  # noqa: S101 - it is there
    withdrawal, incompleteness = getattr(row, "withdrawal", None), getattr(row, "incompleteness", None)
    returned = getattr(row, "return_row", None)
    earned = (
        not (withdrawal or incompleteness or returned)
        and Completion.objects.filter(pursuit=submission.pursuit_id).exists()
    )
    pre_check = getattr(row, "pre_check", None)
    # Whoever looks whether it is complete has opened it too, and is no reader yet.
    is_opened = getattr(row, "opening", None) is not None or (pre_check is not None and pre_check.claim_number > 0)
    return Ending(is_opened, withdrawal, incompleteness, returned, earned)


def may_withdraw_latest(latest: Submission | None, state: State) -> bool:
    """Whether the submission that waits could be taken back; in one query, and in none where nothing waits."""
    return latest is not None and state is State.SUBMITTED and not _opened.first(submission_id=latest.pk)


def window_after_withdrawal(submission: Submission, person: Person, at: datetime) -> WindowWords | None:
    """When the work could be handed in again, if it were taken back now, in the person's zone."""
    if state_of(submission.pursuit) is not State.SUBMITTED:
        return None
    came_back = Return.objects.filter(submission__pursuit=submission.pursuit_id).exists()
    windows = windows_at(submission.pursuit.program, at, resubmission=came_back, person_id=submission.pursuit.person_id)
    return words_of_windows(windows, person, at) if windows else None


@asked_often
def _with_endings(*, submission_id: UUID) -> QuerySet[Submission]:
    found = Submission.objects.filter(pk=submission_id)
    return found.select_related("opening", "pre_check", "withdrawal", "incompleteness", "return_row")


@asked_often
def _opened(*, submission_id: UUID) -> QuerySet[Submission, UUID]:
    opened = Q(opening__isnull=False) | Q(pre_check__claim_number__gt=0)
    return Submission.objects.filter(opened, pk=submission_id).values_list("pk", flat=True)
