"""Questions about quality reviews: who may judge, where a round stands, and what it came to for authors and gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from microcred.authoring.gates import Stage as GateStage
from microcred.authoring.judging import Judged, Outcome, Stage, Verdict, is_overdue, stage_of
from microcred.authoring.models import (
    Arbiter,
    Draft,
    DraftRevision,
    QualityReview,
    ReviewAnswer,
    ReviewCondition,
    ReviewDecline,
    ReviewFiling,
    ReviewMark,
    ReviewOutcome,
    ReviewSeat,
    Settlement,
    SettlementProposal,
)
from microcred.authoring.queries.independence import FOLLOWERS, is_independent, judged_by, writers_behind
from microcred.catalog.design import Design, digest
from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import holders, reach_of, roles_of
from microcred.quality.models import Edition
from microcred.quality.queries import components_of, keeps_quality, places_to_keep
from microcred.quality.rules import Asked


def asked_of_design(edition: Edition) -> tuple[Asked, ...]:
    """The components of an edition that a design alone can show: what reviewers of a design answer."""
    return tuple(asked for asked in components_of(edition) if asked.falls_to_design)


def seats_taken(review: QualityReview) -> QuerySet[ReviewSeat]:
    """The seats of a round that hold, in the order of their invitations: at most two."""
    declined = ReviewDecline.objects.filter(seat=OuterRef("pk"))
    return review.seats.filter(~Exists(declined)).select_related("reviewer", "filing").order_by("invited_at", "pk")


def seats_lost(review: QualityReview, *, at: datetime) -> list[ReviewSeat]:
    """The seats of those who have not filed and may not any more: they came to write of it, or to see who did."""
    return [
        seat
        for seat in seats_taken(review)
        if not hasattr(seat, "filing") and not is_independent(seat.reviewer, review, at=at)
    ]


def marks_of(seat: ReviewSeat) -> dict[UUID, ReviewMark]:
    """What a reviewer has noted down so far, by component."""
    return {mark.component_id: mark for mark in ReviewMark.objects.filter(seat=seat)}


def answers_of(review: QualityReview) -> list[dict[UUID, ReviewAnswer]]:
    """What each reviewer filed, by component, in the order of their seats. Empty of whoever has not filed."""
    filed: dict[UUID, dict[UUID, ReviewAnswer]] = {seat.pk: {} for seat in seats_taken(review)}
    for answer in ReviewAnswer.objects.filter(filing__seat__in=list(filed)).select_related("filing"):
        filed[answer.filing.seat_id][answer.component_id] = answer
    return list(filed.values())


def judged(review: QualityReview) -> Judged:
    """A round as its answers state it."""
    asked = tuple(each.id for each in asked_of_design(review.edition))
    filed = [
        {component: Verdict(answer.verdict) for component, answer in answers.items()} if answers else None
        for answers in answers_of(review)
    ]
    one, other = (*filed, None, None)[:2]
    settled = {row.component_id: Verdict(row.verdict) for row in Settlement.objects.filter(review=review)}
    return Judged(asked, one, other, settled)


def stage(review: QualityReview) -> Stage:
    """Where a round stands."""
    return stage_of(judged(review), concluded=ReviewOutcome.objects.filter(review=review).exists())


@dataclass(frozen=True)
class QualityOutcome:
    """What the last quality review of a design came to, for whoever asks whether it may go on.

    Attributes:
        review: the last round; None when there never was one.
        stage: where it stands.
        outcome: what it came to, once concluded.
        covers: whether the round judged the very design that stands there now, by digest. After a conditional pass the
            authors change it to meet the conditions, so there it may well be false.
        meet_by: the last day to meet the conditions of a conditional pass.
        open_conditions: of those, how many nobody has found met.
        due_at: until when the reviewers are asked to file.
    """

    review: QualityReview | None = None
    stage: Stage | None = None
    outcome: Outcome | None = None
    covers: bool = False
    meet_by: date | None = None
    open_conditions: int = 0
    due_at: datetime | None = None

    @property
    def passes(self) -> bool:
        """Whether the design may go on: passed as it stands, or conditionally, for conditions may be met after."""
        return (self.outcome is Outcome.PASSED and self.covers) or self.outcome is Outcome.CONDITIONAL

    def overdue(self, *, today: date) -> bool:
        """Whether the day for the conditions is over and one of them is still open."""
        return is_overdue(self.meet_by, open_conditions=self.open_conditions, today=today)


def quality_outcome(draft: Draft) -> QualityOutcome:
    """What the last round of a draft's quality review came to."""
    last = QualityReview.objects.filter(draft=draft).order_by("-number").first()
    return _outcome(last, digest_now=digest(Design.model_validate(draft.design)))


def quality_outcome_of_version(version: Version) -> QualityOutcome:
    """What the last round came to in which a published version was reviewed again."""
    return _outcome(
        QualityReview.objects.filter(version=version).order_by("-number").first(), digest_now=version.digest
    )


def _outcome(review: QualityReview | None, *, digest_now: str) -> QualityOutcome:
    if review is None:
        return QualityOutcome()
    row = ReviewOutcome.objects.filter(review=review).first()
    waiting = ReviewCondition.objects.filter(outcome=row, met__isnull=True).count() if row else 0
    return QualityOutcome(
        review=review,
        stage=Stage.CONCLUDED if row else stage(review),
        outcome=Outcome(row.outcome) if row else None,
        covers=review.digest == digest_now,
        meet_by=row.meet_by if row else None,
        open_conditions=waiting,
        due_at=review.due_at,
    )


@dataclass(frozen=True)
class Remark:
    """What a review says of one component to the authors: no word of whose it is."""

    asked: Asked
    verdict: Verdict
    notes: tuple[str, ...]
    fields: tuple[str, ...]
    reason: str = ""
    condition: str = ""
    condition_met: bool = False


def remarks_for_authors(review: QualityReview) -> list[Remark]:
    """What the authors are told, once the round is concluded: each component with what stands, and the notes.

    Notes come in the order of their wording, so that nobody can tell from the order whose they are.
    """
    if not ReviewOutcome.objects.filter(review=review).exists():
        return []
    state, answers = judged(review), answers_of(review)
    verdicts = state.verdicts or {}
    settled = {row.component_id: row for row in Settlement.objects.filter(review=review)}
    conditions = {
        row.component_id: row for row in ReviewCondition.objects.filter(outcome__review=review).select_related("met")
    }
    remarks = []
    for asked in asked_of_design(review.edition):
        said = [each[asked.id] for each in answers if asked.id in each]
        condition = conditions.get(asked.id)
        remarks.append(
            Remark(
                asked,
                verdicts[asked.id],
                notes=tuple(sorted({answer.note for answer in said if answer.note})),
                fields=tuple(sorted({answer.field for answer in said if answer.field})),
                reason=settled[asked.id].reason if asked.id in settled else "",
                condition=condition.words if condition else "",
                condition_met=condition is not None and hasattr(condition, "met"),
            )
        )
    return remarks


def rounds_to_judge(person: Person, *, at: datetime) -> QuerySet[QualityReview]:
    """The rounds in which a person is a reviewer or the arbiter and that are not concluded, the first due first.

    Without those that they may judge no longer, because they came to write of them or to see who did.
    """
    wrote = DraftRevision.objects.filter(draft=OuterRef("draft"), saved_by=person)
    if Role.QA_REVIEWER not in roles_of(person, at=at):
        return QualityReview.objects.none()
    return (
        QualityReview.objects.filter(judged_by(person), ~Exists(wrote), outcome__isnull=True)
        .exclude(owner__lineage__overlap=reach_of(person, *FOLLOWERS, at=at))
        .annotate(all_filed=all_filed())
        .select_related("edition")
        .order_by("due_at", "pk")
    )


def rounds_judged(person: Person) -> QuerySet[QualityReview]:
    """The concluded rounds in which a person had a part as reviewer or arbiter, the last first."""
    return (
        QualityReview.objects.filter(judged_by(person), outcome__isnull=False)
        .select_related("edition", "outcome")
        .order_by("-opened_at", "-pk")
    )


def all_filed() -> GreaterThanOrEqual:
    """Whether both reviewers of a round have filed."""
    filed = ReviewFiling.objects.filter(seat__review=OuterRef("pk"), seat__decline__isnull=True)
    count = filed.order_by().values("seat__review").annotate(count=Count("pk")).values("count")
    return GreaterThanOrEqual(Coalesce(Subquery(count), 0), 2)


def has_filed(review: QualityReview, person: Person) -> bool:
    """Whether a person has filed their answers in a round."""
    return ReviewFiling.objects.filter(seat__review=review, seat__reviewer=person).exists()


def unanswered(seat: ReviewSeat, asked: Sequence[Asked], marks: Mapping[UUID, ReviewMark]) -> list[Asked]:
    """The components that keep a reviewer from filing: no verdict, or not met without a note."""
    return [
        each
        for each in asked
        if (mark := marks.get(each.id)) is None
        or not mark.verdict
        or (mark.verdict == Verdict.NOT_MET and not mark.note.strip())
    ]


class Part(StrEnum):
    """What somebody has to do with a round."""

    REVIEWER = "reviewer"
    ARBITER = "arbiter"
    KEEPER = "keeper"


def part_in(review: QualityReview, person: Person, *, at: datetime) -> Part | None:
    """What a person has to do with a round; None of whoever has nothing to do with it, or wrote of it.

    Who judges an open round and came to write of it, or to see who did, has no part in it any more.
    """
    judged = _judging(review, person)
    if judged is not None:
        concluded = ReviewOutcome.objects.filter(review=review).exists()
        return judged if concluded or is_independent(person, review, at=at) else None
    if keeps_quality(person, review.owner, at=at) and person.pk not in writers_behind(review.draft, review.version):
        return Part.KEEPER
    return None


def _judging(review: QualityReview, person: Person) -> Part | None:
    if ReviewSeat.objects.filter(review=review, reviewer=person, decline__isnull=True).exists():
        return Part.REVIEWER
    if Arbiter.objects.filter(review=review, person=person).exists():
        return Part.ARBITER
    return None


@dataclass(frozen=True)
class Said:
    """One component as somebody in a round sees it. What they may not see is not here.

    Attributes:
        mark: the reader's own note, while they judge.
        own, other: the answers; for an arbiter and who looks after the round, of the one reviewer and the other.
        proposal_own, proposal_other: what each would let stand, while it is in dispute.
    """

    asked: Asked
    mark: ReviewMark | None = None
    own: ReviewAnswer | None = None
    other: ReviewAnswer | None = None
    settlement: Settlement | None = None
    proposal_own: SettlementProposal | None = None
    proposal_other: SettlementProposal | None = None
    verdict: Verdict | None = None

    @property
    def in_dispute(self) -> bool:
        """Whether the two say different things and nothing is settled."""
        return bool(self.own and self.other and self.own.verdict != self.other.verdict and not self.settlement)


def said_to(person: Person, review: QualityReview, part: Part) -> list[Said]:
    """A round component by component, as a person may see it now: the other's answers only when both have filed."""
    asked = asked_of_design(review.edition)
    seats = list(seats_taken(review))
    seats.sort(key=lambda seat: seat.reviewer_id != person.pk)
    both = len(seats) == 2 and all(hasattr(seat, "filing") for seat in seats)
    marks = marks_of(seats[0]) if part is Part.REVIEWER else {}
    visible = seats if both else [seat for seat in seats if part is Part.REVIEWER and seat.reviewer_id == person.pk]
    answers = {
        (answer.filing.seat_id, answer.component_id): answer
        for answer in ReviewAnswer.objects.filter(filing__seat__in=visible).select_related("filing")
    }
    settled = {row.component_id: row for row in Settlement.objects.filter(review=review)} if both else {}
    proposed: dict[tuple[bool, UUID], SettlementProposal] = {}
    if both:
        for row in SettlementProposal.objects.filter(review=review).order_by("proposed_at", "pk"):
            proposed[row.proposed_by_id == seats[0].reviewer_id, row.component_id] = row
    verdicts = (judged(review).verdicts or {}) if both else {}
    return [
        Said(
            each,
            mark=marks.get(each.id),
            own=answers.get((seats[0].pk, each.id)) if seats else None,
            other=answers.get((seats[1].pk, each.id)) if both else None,
            settlement=settled.get(each.id),
            proposal_own=proposed.get((True, each.id)),
            proposal_other=proposed.get((False, each.id)),
            verdict=verdicts.get(each.id),
        )
        for each in asked
    ]


def drafts_to_review(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """The unpublished drafts of organizations for which a person looks after quality, without an open round, that they
    did not write: those that wait at the quality review first (`waits_for_reviewers`), the longest waiting of them
    before the others, then the last changed."""
    wrote = DraftRevision.objects.filter(draft=OuterRef("pk"), saved_by=person)
    under_way = QualityReview.objects.filter(draft=OuterRef("pk"), outcome__isnull=True)
    return (
        Draft.objects.filter(owner__in=places_to_keep(person, at=at), publication__isnull=True)
        .filter(~Exists(wrote), ~Exists(under_way))
        .annotate(waits_for_reviewers=Q(stage=GateStage.QUALITY_REVIEW.value))
        .select_related("owner")
        .order_by(
            "-waits_for_reviewers", Case(When(waits_for_reviewers=True, then="stage_since")), "-changed_at", "-pk"
        )
    )


def qa_reviewers(*, at: datetime) -> QuerySet[Person]:
    """Everybody who holds the role of a QA reviewer, in whatever organization; by name."""
    return Person.objects.filter(
        Exists(holders(Role.QA_REVIEWER, person=OuterRef("pk"), at=at)), is_active=True
    ).order_by("name", "pk")


@asked_often
def _last_concluded(*, draft_id: UUID) -> QuerySet[QualityReview]:
    rounds = QualityReview.objects.filter(draft_id=draft_id, outcome__isnull=False)
    return rounds.select_related("edition").order_by("-number")[:1]


def remarks_by_field(draft: Draft) -> dict[str, list[Remark]]:
    """What the last concluded round found not met, by the field of the design that the notes are about."""
    review = _last_concluded.first(draft_id=draft.pk)
    found: dict[str, list[Remark]] = {}
    if review is None:
        return found
    for remark in remarks_for_authors(review):
        if remark.verdict is Verdict.NOT_MET and not remark.condition_met:
            for field in remark.fields:
                found.setdefault(field, []).append(remark)
    return found
