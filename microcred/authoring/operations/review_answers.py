"""What a reviewer says of each component: noted as it comes, and filed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Verdict
from microcred.authoring.models import (
    QualityReview,
    ReviewAnswer,
    ReviewFiling,
    ReviewMark,
    ReviewSeat,
)
from microcred.authoring.operations.review_outcomes import go_on
from microcred.authoring.operations.review_rounds import AlreadyFiled, may_still_judge, own_seat
from microcred.authoring.queries import reviews as queries
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person


class AnswersMissing(Refusal):
    """Components without a verdict, or not met without a note; `missing` lists their codes. What was noted is kept."""

    keeps = True

    message = _("Answer every component before you file, and say why where one is not met. Still open: {count}.")

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(count=len(self.missing))


class NotAsked(Refusal):
    """The component is none of those that this round asks."""

    message = _("This review does not ask that.")
    status = 400


@dataclass(frozen=True)
class Noted:
    """What a reviewer notes of one component. No verdict yet is None."""

    component_id: UUID
    verdict: Verdict | None
    note: str = ""
    field: str = ""


@operation
def note_answers(*, actor: Person, review: QualityReview, answers: Sequence[Noted], at: datetime) -> int:
    """Save what a reviewer has noted so far. Return how many components have a verdict.

    Raises:
        NotAllowed: the actor is no reviewer of the round.
        IndependenceLost, AlreadyFiled, NotAsked.
    """
    hold(review.pk)
    seat = own_seat(actor, review)
    may_still_judge(actor, review, at)
    _note(seat, answers, at)
    return ReviewMark.objects.filter(seat=seat).exclude(verdict="").count()


@operation
def file_review(*, actor: Person, review: QualityReview, at: datetime, answers: Sequence[Noted] = ()) -> ReviewFiling:
    """File one's answers, for good. When both have, and nothing is left to settle or decide, the round is concluded.

    Args:
        answers: what is on the form that is filed, noted first. It stays noted when something is still missing.

    Raises:
        NotAllowed, IndependenceLost, AlreadyFiled, AnswersMissing, NotAsked.
    """
    hold(review.pk)
    seat = own_seat(actor, review)
    may_still_judge(actor, review, at)
    _note(seat, answers, at)
    asked, marks = queries.asked_of_design(review.edition), queries.marks_of(seat)
    missing = queries.unanswered(seat, asked, marks)
    if missing:
        raise AnswersMissing([each.code for each in missing])
    filing = ReviewFiling.objects.create(seat=seat, filed_at=at)
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(
            filing=filing,
            component_id=each.id,
            verdict=marks[each.id].verdict,
            note=marks[each.id].note,
            field=marks[each.id].field,
        )
        for each in asked
    )
    go_on(review, at)
    return filing


def _note(seat: ReviewSeat, answers: Sequence[Noted], at: datetime) -> None:
    if ReviewFiling.objects.filter(seat=seat).exists():
        raise AlreadyFiled
    asked = {each.id for each in queries.asked_of_design(seat.review.edition)}
    for noted in answers:
        if noted.component_id not in asked:
            raise NotAsked
        ReviewMark.objects.update_or_create(
            seat=seat,
            component_id=noted.component_id,
            defaults={
                "verdict": noted.verdict.value if noted.verdict else "",
                "note": noted.note.strip(),
                "field": noted.field,
                "noted_at": at,
            },
        )
