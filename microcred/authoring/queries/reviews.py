"""Questions about quality reviews: who may judge, where a round stands, and what it came to for authors and gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.authoring.judging import Judged, Outcome, Stage, Verdict, is_overdue, stage_of
from microcred.authoring.models import (
    Arbiter,
    Draft,
    DraftRevision,
    Publication,
    QualityReview,
    ReviewAnswer,
    ReviewCondition,
    ReviewDecline,
    ReviewFiling,
    ReviewMark,
    ReviewOutcome,
    ReviewSeat,
    Settlement,
)
from microcred.catalog.design import Design, digest
from microcred.catalog.models import Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, holders
from microcred.quality.models import Edition
from microcred.quality.queries import components_of, places_to_keep
from microcred.quality.rules import Asked


def asked_of_design(edition: Edition) -> tuple[Asked, ...]:
    """The components of an edition that a design alone can show: what reviewers of a design answer."""
    return tuple(asked for asked in components_of(edition) if asked.falls_to_design)


def writers_behind(draft: Draft | None, version: Version | None) -> set[UUID]:
    """Everybody who wrote what is judged: who saved the draft, and who wrote or published the versions before it."""
    micro_credential = version.micro_credential_id if version else draft.micro_credential_id if draft else None
    drafts = {draft.pk} if draft else set()
    writers: set[UUID] = set()
    if micro_credential is not None:
        published = Publication.objects.filter(version__micro_credential=micro_credential)
        drafts |= set(published.values_list("draft_id", flat=True))
        versions = Version.objects.filter(micro_credential=micro_credential)
        writers |= set(versions.values_list("published_by_id", flat=True))
    writers |= set(DraftRevision.objects.filter(draft__in=drafts).values_list("saved_by_id", flat=True))
    writers |= set(Draft.objects.filter(pk__in=drafts).values_list("changed_by_id", flat=True))
    return writers


def could_be_blind(person: Person, owner: Organization, *, at: datetime) -> bool:
    """Whether a person does not see who wrote what: authors of the organization, or above it, see the history."""
    return not acts_as(person, Role.AUTHOR, for_organization=owner, at=at)


def reviewers_to_invite(draft: Draft | None, version: Version | None, *, at: datetime) -> QuerySet[Person]:
    """The QA reviewers, of whatever organization, who wrote nothing of it; by name. Those who see its history are left
    to the verb to refuse."""
    return (
        Person.objects.filter(Exists(holders(Role.QA_REVIEWER, person=OuterRef("pk"), at=at)), is_active=True)
        .exclude(pk__in=writers_behind(draft, version))
        .order_by("name", "pk")
    )


def seats_taken(review: QualityReview) -> QuerySet[ReviewSeat]:
    """The seats of a round that hold, in the order of their invitations: at most two."""
    declined = ReviewDecline.objects.filter(seat=OuterRef("pk"))
    return review.seats.filter(~Exists(declined)).select_related("reviewer", "filing").order_by("invited_at", "pk")


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


def rounds_to_judge(person: Person) -> QuerySet[QualityReview]:
    """The rounds in which a person is a reviewer or the arbiter and that are not concluded, the first due first."""
    mine = ReviewSeat.objects.filter(review=OuterRef("pk"), reviewer=person, decline__isnull=True)
    called = Arbiter.objects.filter(review=OuterRef("pk"), person=person)
    return (
        QualityReview.objects.filter(Q(Exists(mine)) | Q(Exists(called)), outcome__isnull=True)
        .select_related("edition")
        .order_by("due_at", "pk")
    )


def rounds_judged(person: Person) -> QuerySet[QualityReview]:
    """The concluded rounds in which a person had a part as reviewer or arbiter, the last first."""
    mine = ReviewSeat.objects.filter(review=OuterRef("pk"), reviewer=person, decline__isnull=True)
    called = Arbiter.objects.filter(review=OuterRef("pk"), person=person)
    return (
        QualityReview.objects.filter(Q(Exists(mine)) | Q(Exists(called)), outcome__isnull=False)
        .select_related("edition", "outcome")
        .order_by("-opened_at", "-pk")
    )


def rounds_kept_by(person: Person, *, at: datetime) -> QuerySet[QualityReview]:
    """The rounds of the organizations for which a person looks after quality, the open ones first, by due date."""
    return (
        QualityReview.objects.filter(owner__in=places_to_keep(person, at=at))
        .select_related("edition", "owner", "outcome", "opened_by")
        .order_by("outcome__concluded_at", "due_at", "pk")
    )


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
