"""The blind dual review: opening a round, judging it, settling what two see differently, and concluding it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Outcome, Stage, Verdict, meets_all, outcome_of, stage_of, unmet
from microcred.authoring.models import (
    Arbiter,
    ConditionMet,
    Draft,
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
from microcred.authoring.operations import review_news
from microcred.authoring.operations.statements import state_conditions_met, state_review_again
from microcred.authoring.queries import reviews as queries
from microcred.catalog.design import Design, as_json, digest
from microcred.catalog.models import Version
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import roles_of
from microcred.quality.models import Edition
from microcred.quality.queries import edition_of, keeps_quality

SEATS = 2


class ReviewByItsAuthor(Refusal):
    """Somebody who wrote it would judge it, invite those who do, or settle what they see differently."""

    message = _("{who} wrote some of this. Nobody judges, or chooses who judges, what they wrote themselves.")


class NotBlind(Refusal):
    """A reviewer who writes for the organization sees who wrote what."""

    message = _("{who} writes for {owner} and can see who wrote this. Invite somebody from elsewhere.")


class NotAReviewer(Refusal):
    """The person holds the role of a QA reviewer nowhere."""

    message = _("{who} is no QA reviewer. Give them the role first, or invite somebody who holds it.")


class TwoPeopleNeeded(Refusal):
    """A round has exactly two reviewers."""

    message = _("A quality review has two reviewers, and they are two different people.")
    field = "reviewers"


class NoEditionAdopted(Refusal):
    """The organization goes by no quality framework, and none was named."""

    message = _("{owner} goes by no quality framework yet. Adopt one first.")


class NothingToJudge(Refusal):
    """No component of the edition falls to the design."""

    message = _("{edition} asks nothing that a design could show: no component names the developer.")


class ReviewUnderWay(Refusal):
    """A round is open already."""

    message = _("A quality review of this is under way. Its outcome comes first.")


class DueDatePassed(Refusal):
    """The day by which to file lies in the past."""

    message = _("Give the reviewers time: the due date lies in the past.")
    field = "due"


class AlreadyFiled(Refusal):
    """What was filed does not change."""

    message = _(
        "You have filed your answers. They stay as they are; what you both see differently is settled together."
    )


class AnswersMissing(Refusal):
    """Components without a verdict, or not met without a note; `missing` lists their codes. What was noted is kept."""

    keeps = True

    message = _("Answer every component before you file, and say why where one is not met. Still open: {codes}.")

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(codes=", ".join(missing))


class NotAsked(Refusal):
    """The component is none of those that this round asks."""

    message = _("This review does not ask that.")
    status = 400


class BothSeatsTaken(Refusal):
    """Two reviewers are at it."""

    message = _("This review has its two reviewers. When one of them declines, another can be invited.")


class NotInDispute(Refusal):
    """There is nothing to settle about the component."""

    message = _("You both say the same of this component, or it is settled already.")


class ReasonMissing(Refusal):
    """A settlement says why."""

    message = _("Say why this should stand; the authors read it.")
    field = "reason"


class StillOpen(Refusal):
    """The round cannot be concluded yet."""

    message = _(
        "Both reviewers must have filed, and what they see differently must be settled, before it is concluded."
    )


class ReviewConcluded(Refusal):
    """The round has its outcome, which does not change."""

    message = _("This review is concluded. Open another round to judge a changed design.")


class ConditionsIncomplete(Refusal):
    """A conditional pass has a condition for each component that is not met, and a date to come."""

    message = _("A conditional pass names a date to come, and a condition for each component that is not met: {codes}.")
    field = "meet_by"


@dataclass(frozen=True)
class Noted:
    """What a reviewer notes of one component. No verdict yet is None."""

    component_id: UUID
    verdict: Verdict | None
    note: str = ""
    field: str = ""


@operation
def open_quality_review(
    *,
    actor: Person,
    reviewers: Sequence[Person],
    due_at: datetime,
    at: datetime,
    draft: Draft | None = None,
    version: Version | None = None,
    edition: Edition | None = None,
) -> QualityReview:
    """Have two people judge a design blind: a draft as it stands now, or a published version once more.

    Args:
        actor: Who looks after quality for the organization: an administrator there or above, who wrote none of it.
        reviewers: Two QA reviewers of any organization who wrote none of it and do not write for its owner.
        due_at: Until when both are asked to file.
        edition: What it is judged by; by default what the organization goes by.

    Raises:
        NotAllowed, ReviewByItsAuthor, NotBlind, NotAReviewer, TwoPeopleNeeded, NoEditionAdopted, NothingToJudge,
        ReviewUnderWay, DueDatePassed.
    """
    if (draft is None) == (version is None):
        raise TypeError("either a draft or a version is reviewed")
    owner = draft.owner if draft else version.micro_credential.owner  # type: ignore[union-attr]
    _may_keep(actor, owner, draft, version, at)
    if len({reviewer.pk for reviewer in reviewers}) != SEATS or len(reviewers) != SEATS:
        raise TwoPeopleNeeded
    for reviewer in reviewers:
        _independent(reviewer, owner, draft, version, at)
    edition = edition or edition_of(owner)
    if edition is None:
        raise NoEditionAdopted(owner=owner)
    if not queries.asked_of_design(edition):
        raise NothingToJudge(edition=edition)
    if due_at <= at:
        raise DueDatePassed
    subject = draft or version
    assert subject is not None  # noqa: S101 - one of the two, see above
    # Two keepers who open a round at once: the second finds the first's.
    hold(subject.pk)
    rounds = QualityReview.objects.filter(draft=draft, version=version)
    if rounds.filter(outcome__isnull=True).exists():
        raise ReviewUnderWay
    design = Design.model_validate(subject.design)
    review = QualityReview.objects.create(
        owner=owner,
        draft=draft,
        version=version,
        number=rounds.count() + 1,
        edition=edition,
        design=as_json(design),
        digest=digest(design),
        opened_at=at,
        opened_by=actor,
        due_at=due_at,
    )
    for reviewer in reviewers:
        _seat(review, reviewer, actor, at)
    return review


@operation
def invite_reviewer(*, actor: Person, review: QualityReview, reviewer: Person, at: datetime) -> ReviewSeat:
    """Give the seat of somebody who declined to another.

    Raises:
        BothSeatsTaken, and what `open_quality_review` says of reviewers.
    """
    _may_keep(actor, review.owner, review.draft, review.version, at)
    hold(review.pk)
    _not_concluded(review)
    if queries.seats_taken(review).count() >= SEATS:
        raise BothSeatsTaken
    if review.seats.filter(reviewer=reviewer).exists():
        raise TwoPeopleNeeded
    _independent(reviewer, review.owner, review.draft, review.version, at)
    return _seat(review, reviewer, actor, at)


@operation
def decline_review(*, actor: Person, review: QualityReview, reason: str, at: datetime) -> ReviewDecline:
    """Leave one's seat to another, before filing."""
    hold(review.pk)
    seat = _own_seat(actor, review)
    if ReviewFiling.objects.filter(seat=seat).exists():
        raise AlreadyFiled
    decline = ReviewDecline.objects.create(seat=seat, reason=reason, declined_at=at)
    review_news.declined(review, at=at)
    return decline


@operation
def note_answers(*, actor: Person, review: QualityReview, answers: Sequence[Noted], at: datetime) -> int:
    """Save what a reviewer has noted so far. Return how many components have a verdict.

    Raises:
        NotAllowed: the actor is no reviewer of the round.
        AlreadyFiled, NotAsked.
    """
    hold(review.pk)
    seat = _own_seat(actor, review)
    _note(seat, answers, at)
    return ReviewMark.objects.filter(seat=seat).exclude(verdict="").count()


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


@operation
def file_review(*, actor: Person, review: QualityReview, at: datetime, answers: Sequence[Noted] = ()) -> ReviewFiling:
    """File one's answers, for good. When both have, and nothing is left to settle or decide, the round is concluded.

    Args:
        answers: what is on the form that is filed, noted first. It stays noted when something is still missing.

    Raises:
        NotAllowed, AlreadyFiled, AnswersMissing, NotAsked.
    """
    hold(review.pk)
    seat = _own_seat(actor, review)
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
    _go_on(review, at)
    return filing


@operation
def name_arbiter(*, actor: Person, review: QualityReview, person: Person, at: datetime) -> Arbiter:
    """Have a third person settle what the two see differently.

    Raises:
        NotAllowed, ReviewByItsAuthor, NotBlind, NotAReviewer; TwoPeopleNeeded when it is one of the two.
    """
    _may_keep(actor, review.owner, review.draft, review.version, at)
    hold(review.pk)
    _not_concluded(review)
    if review.seats.filter(reviewer=person).exists():
        raise TwoPeopleNeeded
    if not queries.judged(review).open_disputes:
        raise NotInDispute
    _independent(person, review.owner, review.draft, review.version, at)
    arbiter, made = Arbiter.objects.get_or_create(
        review=review, defaults={"person": person, "named_by": actor, "named_at": at}
    )
    if made:
        review_news.asked_to_settle(review, person, at=at)
    return arbiter


@operation
def settle(
    *, actor: Person, review: QualityReview, component_id: UUID, verdict: Verdict, reason: str, at: datetime
) -> Settlement | None:
    """Say what should stand of a component in dispute, and why.

    It stands when both reviewers have said the same, or when the arbiter says it. Return the settlement, or None while
    the other reviewer's word is awaited.

    Raises:
        NotAllowed, NotInDispute, ReasonMissing, ReviewConcluded.
    """
    hold(review.pk)
    seats = list(queries.seats_taken(review))
    is_arbiter = Arbiter.objects.filter(review=review, person=actor).exists()
    if not is_arbiter and actor.pk not in {seat.reviewer_id for seat in seats}:
        raise NotAllowed
    _not_concluded(review)
    if component_id not in queries.judged(review).open_disputes:
        raise NotInDispute
    if not reason.strip():
        raise ReasonMissing
    if not is_arbiter:
        SettlementProposal.objects.create(
            review=review,
            component_id=component_id,
            verdict=verdict.value,
            reason=reason.strip(),
            proposed_by=actor,
            proposed_at=at,
        )
        if not _other_agrees(review, component_id, verdict, but=actor):
            return None
    settlement = Settlement.objects.create(
        review=review,
        component_id=component_id,
        verdict=verdict.value,
        reason=reason.strip(),
        by_arbiter=is_arbiter,
        settled_by=actor,
        settled_at=at,
    )
    if not queries.judged(review).open_disputes:
        _go_on(review, at)
    return settlement


@operation
def conclude_review(
    *,
    actor: Person,
    review: QualityReview,
    at: datetime,
    meet_by: date | None = None,
    conditions: Mapping[UUID, str] | None = None,
    feedback: str = "",
) -> ReviewOutcome:
    """Say what a round comes to in which a component is not met: a pass on conditions with a date, or no pass.

    Args:
        actor: Who looks after quality for the organization and wrote none of it.
        meet_by: The last day for the conditions; without it the design is not passed.
        conditions: What has to be done, by component that is not met.
        feedback: A word to the authors about the whole.

    Raises:
        NotAllowed, ReviewByItsAuthor, StillOpen, ReviewConcluded, ConditionsIncomplete.
    """
    _may_keep(actor, review.owner, review.draft, review.version, at)
    hold(review.pk)
    _not_concluded(review)
    verdicts = queries.judged(review).verdicts
    if verdicts is None:
        raise StillOpen
    wanted = {key: words.strip() for key, words in (conditions or {}).items() if words.strip()}
    outcome = outcome_of(verdicts, conditions=wanted, meet_by=meet_by)
    if meet_by is not None and (outcome is not Outcome.CONDITIONAL or meet_by <= at.date()):
        codes = {asked.id: asked.code for asked in queries.asked_of_design(review.edition)}
        raise ConditionsIncomplete(codes=", ".join(codes[key] for key in unmet(verdicts)))
    row = _conclude(review, outcome, actor=actor, meet_by=meet_by, feedback=feedback.strip(), at=at)
    if outcome is Outcome.CONDITIONAL:
        ReviewCondition.objects.bulk_create(
            ReviewCondition(outcome=row, component_id=key, words=words) for key, words in wanted.items()
        )
    state_review_again(review, row, at=at)
    review_news.concluded(review, row, at=at)
    return row


@operation
def accept_condition(*, actor: Person, condition: ReviewCondition, note: str, at: datetime) -> ConditionMet:
    """Find a condition met, and say by what. With the last one met, a version that stood on conditions stands without.

    Raises:
        NotAllowed, ReviewByItsAuthor; ReasonMissing without a note.
    """
    review = condition.outcome.review
    _may_keep(actor, review.owner, review.draft, review.version, at)
    if not note.strip():
        raise ReasonMissing(field="note")
    hold(review.pk)
    met, is_new = ConditionMet.objects.get_or_create(
        condition=condition, defaults={"note": note.strip(), "accepted_by": actor, "accepted_at": at}
    )
    if is_new:
        state_conditions_met(review, condition.outcome, at=at)
    return met


def _go_on(review: QualityReview, at: datetime) -> None:
    """What follows when somebody filed, or the last dispute was settled."""
    state = queries.judged(review)
    if stage_of(state, concluded=False) is Stage.READING:
        return
    if state.open_disputes:
        review_news.seen_differently(review, len(state.open_disputes), at=at)
    elif meets_all(state.verdicts or {}):
        row = _conclude(review, Outcome.PASSED, actor=None, meet_by=None, feedback="", at=at)
        state_review_again(review, row, at=at)
        review_news.concluded(review, row, at=at)
    else:
        review_news.to_conclude(review, at=at)


def _conclude(
    review: QualityReview, outcome: Outcome, *, actor: Person | None, meet_by: date | None, feedback: str, at: datetime
) -> ReviewOutcome:
    return ReviewOutcome.objects.create(
        review=review,
        outcome=outcome.value,
        meet_by=meet_by if outcome is Outcome.CONDITIONAL else None,
        feedback=feedback,
        concluded_at=at,
        concluded_by=actor,
    )


def _seat(review: QualityReview, reviewer: Person, actor: Person, at: datetime) -> ReviewSeat:
    seat = ReviewSeat.objects.create(review=review, reviewer=reviewer, invited_by=actor, invited_at=at)
    review_news.invited(seat, at=at)
    return seat


def _own_seat(actor: Person, review: QualityReview) -> ReviewSeat:
    seat = queries.seats_taken(review).filter(reviewer=actor).first()
    if seat is None:
        raise NotAllowed
    return seat


def _not_concluded(review: QualityReview) -> None:
    if ReviewOutcome.objects.filter(review=review).exists():
        raise ReviewConcluded


def _other_agrees(review: QualityReview, component_id: UUID, verdict: Verdict, *, but: Person) -> bool:
    """Whether what the other reviewer proposed last is the same."""
    proposals = SettlementProposal.objects.filter(review=review, component=component_id).exclude(proposed_by=but)
    latest = proposals.order_by("-proposed_at", "-pk").first()
    return latest is not None and latest.verdict == verdict


def _may_keep(actor: Person, owner: Organization, draft: Draft | None, version: Version | None, at: datetime) -> None:
    if not keeps_quality(actor, owner, at=at):
        raise NotAllowed
    if actor.pk in queries.writers_behind(draft, version):
        raise ReviewByItsAuthor(who=actor)


def _independent(
    person: Person, owner: Organization, draft: Draft | None, version: Version | None, at: datetime
) -> None:
    """Refuse whoever could not judge without knowing, or without having written, what they judge."""
    if person.pk in queries.writers_behind(draft, version):
        raise ReviewByItsAuthor(who=person)
    if Role.QA_REVIEWER not in roles_of(person, at=at):
        raise NotAReviewer(who=person)
    if not queries.could_be_blind(person, owner, at=at):
        raise NotBlind(who=person, owner=owner)
