"""The rounds of the blind dual review: who may open one, who has its seats, and what nobody may do in them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import (
    Draft,
    QualityReview,
    ReviewDecline,
    ReviewFiling,
    ReviewOutcome,
    ReviewSeat,
)
from microcred.authoring.operations import review_news
from microcred.authoring.queries import reviews as queries
from microcred.authoring.queries.independence import could_be_blind, is_asked_to_write, is_independent, writers_behind
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
    """A reviewer who follows the designs of the organization sees who wrote what."""

    message = _("{who} follows the designs of {owner} and can see who wrote this. Invite somebody from elsewhere.")


class AskedToWrite(Refusal):
    """An invitation to write on the draft waits for the reviewer, who reads there whose it is."""

    message = _("{who} is asked to write on this draft, and so knows whose it is. Invite somebody else to judge it.")


class IndependenceLost(Refusal):
    """Since they were asked, the reviewer came to write of what they judge, or to see who did, or holds the role no
    longer."""

    message = _(
        "You can judge this no longer: by now you write of it, can see who did, or are no QA reviewer any more. What "
        "you filed before stands; the rest is for somebody else."
    )


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


class BothSeatsTaken(Refusal):
    """Two reviewers are at it."""

    message = _("This review has its two reviewers. When one of them declines, another can be invited.")


class ReviewConcluded(Refusal):
    """The round has its outcome, which does not change."""

    message = _("This review is concluded. Open another round to judge a changed design.")


class DeclineUnexplained(Refusal):
    """A reviewer leaves their seat without a word."""

    message = _("Say why you decline, in a few words: who opened the review then knows whom to ask instead.")
    field = "words"
    status = 422


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
        reviewers: Two QA reviewers of any organization who wrote none of it and do not follow its owner's designs.
        due_at: Until when both are asked to file.
        edition: What it is judged by; by default what the organization goes by.

    Raises:
        NotAllowed, ReviewByItsAuthor, NotBlind, AskedToWrite, NotAReviewer, TwoPeopleNeeded, NoEditionAdopted,
        NothingToJudge, ReviewUnderWay, DueDatePassed.
    """
    subject = draft if version is None else version
    if subject is None or None not in (draft, version):
        raise TypeError("either a draft or a version is reviewed")
    owner = subject.owner if isinstance(subject, Draft) else subject.micro_credential.owner
    may_keep(actor, owner, draft, version, at)
    if len({reviewer.pk for reviewer in reviewers}) != SEATS or len(reviewers) != SEATS:
        raise TwoPeopleNeeded
    # Two keepers who open a round at once: the second finds the first's. Who joins the draft meanwhile comes before or
    # after.
    hold(subject.pk)
    for reviewer in reviewers:
        may_judge(reviewer, owner, draft, version, at)
    edition = edition or edition_of(owner)
    if edition is None:
        raise NoEditionAdopted(owner=owner)
    if not queries.asked_of_design(edition):
        raise NothingToJudge(edition=edition)
    if due_at <= at:
        raise DueDatePassed
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
    """Give the seat of somebody who declined, or may judge no longer, to another.

    Raises:
        BothSeatsTaken, and what `open_quality_review` says of reviewers.
    """
    may_keep(actor, review.owner, review.draft, review.version, at)
    hold(review.pk)
    not_concluded(review)
    lost = queries.seats_lost(review, at=at)
    if queries.seats_taken(review).count() - len(lost) >= SEATS:
        raise BothSeatsTaken
    if review.seats.filter(reviewer=reviewer).exists():
        raise TwoPeopleNeeded
    may_judge(reviewer, review.owner, review.draft, review.version, at)
    for seat in lost:
        ReviewDecline.objects.create(seat=seat, declined_at=at)
    return _seat(review, reviewer, actor, at)


@operation
def decline_review(*, actor: Person, review: QualityReview, reason: str, at: datetime) -> ReviewDecline:
    """Leave one's seat to another, before filing.

    Raises:
        DeclineUnexplained, AlreadyFiled, NotAllowed.
    """
    hold(review.pk)
    seat = own_seat(actor, review)
    if ReviewFiling.objects.filter(seat=seat).exists():
        raise AlreadyFiled
    if not reason.strip():
        raise DeclineUnexplained
    decline = ReviewDecline.objects.create(seat=seat, reason=reason.strip(), declined_at=at)
    review_news.declined(review, at=at)
    return decline


def may_keep(actor: Person, owner: Organization, draft: Draft | None, version: Version | None, at: datetime) -> None:
    """Refuse whoever does not look after quality for the organization, or wrote some of it."""
    if not keeps_quality(actor, owner, at=at):
        raise NotAllowed
    if actor.pk in writers_behind(draft, version):
        raise ReviewByItsAuthor(who=actor)


def may_judge(person: Person, owner: Organization, draft: Draft | None, version: Version | None, at: datetime) -> None:
    """Refuse whoever could not judge without knowing, or without having written, what they judge."""
    if person.pk in writers_behind(draft, version):
        raise ReviewByItsAuthor(who=person)
    if Role.QA_REVIEWER not in roles_of(person, at=at):
        raise NotAReviewer(who=person)
    if is_asked_to_write(person, draft):
        raise AskedToWrite(who=person)
    if not could_be_blind(person, owner, at=at):
        raise NotBlind(who=person, owner=owner)


def may_still_judge(person: Person, review: QualityReview, at: datetime) -> None:
    """Refuse a reviewer or arbiter who was independent when they were asked and is so no longer."""
    if not is_independent(person, review, at=at):
        raise IndependenceLost


def own_seat(actor: Person, review: QualityReview) -> ReviewSeat:
    """The seat that the actor has in a round."""
    seat = queries.seats_taken(review).filter(reviewer=actor).first()
    if seat is None:
        raise NotAllowed
    return seat


def not_concluded(review: QualityReview) -> None:
    """Refuse a round that has its outcome."""
    if ReviewOutcome.objects.filter(review=review).exists():
        raise ReviewConcluded


def _seat(review: QualityReview, reviewer: Person, actor: Person, at: datetime) -> ReviewSeat:
    seat = ReviewSeat.objects.create(review=review, reviewer=reviewer, invited_by=actor, invited_at=at)
    review_news.invited(seat, at=at)
    return seat
