"""Questions about who may judge a design: who wrote of it, who can see who did, and who is judging it now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.authoring.models import (
    Arbiter,
    CoAuthor,
    CoAuthorInvitation,
    Comment,
    Draft,
    DraftRevision,
    Proposal,
    ProposalWording,
    Publication,
    QualityReview,
    ReviewSeat,
    Suggestion,
)
from microcred.catalog.design import Design
from microcred.catalog.models import TranslatedField, Translation, Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, addresses_of, roles_of
from microcred.quality.queries import KEEPERS

FOLLOWERS = (Role.AUTHOR, *KEEPERS, Role.LEAD_ASSESSOR)
"""Who follows the designs of an organization on their way, and so reads who wrote them. Not QA reviewers, who judge
blind."""


def writers_behind(draft: Draft | None, version: Version | None) -> set[UUID]:
    """Everybody who wrote what is judged, or could.

    Those are: who saved the draft or proposed it, its co-authors, even former ones, whoever suggested words or talked
    about it there; who wrote, published or translated the versions before it; and all of these of what it is a copy
    of, or was adapted from.
    """
    drafts, things = _line_of(draft, version)
    writers: set[UUID] = set()
    for rows, writer in (
        (DraftRevision.objects.filter(draft__in=drafts), "saved_by"),
        (CoAuthor.objects.filter(invitation__draft__in=drafts), "person"),
        (Suggestion.objects.filter(draft__in=drafts), "suggested_by"),
        (Comment.objects.filter(draft__in=drafts), "written_by"),
        (Draft.objects.filter(pk__in=drafts), "changed_by"),
        (ProposalWording.objects.filter(_proposed(drafts)), "written_by"),
        (Proposal.objects.filter(Q(draft__in=drafts) | Q(wordings__decision__draft__in=drafts)), "proposed_by"),
        (Version.objects.filter(micro_credential__in=things), "published_by"),
        (TranslatedField.objects.filter(micro_credential__in=things), "changed_by"),
        (Translation.objects.filter(version__micro_credential__in=things), "published_by"),
    ):
        writers |= set(rows.values_list(f"{writer}_id", flat=True))
    return writers


def _proposed(drafts: set[UUID]) -> Q:
    return Q(proposal__draft__in=drafts) | Q(proposal__wordings__decision__draft__in=drafts)


def _line_of(draft: Draft | None, version: Version | None) -> tuple[set[UUID], set[UUID]]:
    """The drafts, and the micro-credentials, in which what is judged was written: its own, and those it comes from."""
    drafts: set[UUID] = set()
    things: set[UUID] = set()
    new_drafts = {draft.pk} if draft else set()
    new_things = {version.micro_credential_id} if version else set()
    while new_drafts or new_things:
        drafts, things = drafts | new_drafts, things | new_things
        published = Publication.objects.filter(version__micro_credential__in=new_things)
        new_drafts |= set(published.values_list("draft_id", flat=True))
        from_drafts: set[UUID] = set()
        from_things: set[UUID] = set()
        for each in Draft.objects.filter(pk__in=new_drafts).select_related("source_version"):
            from_drafts |= {each.source_draft_id} if each.source_draft_id else set()
            from_things |= {each.micro_credential_id} if each.micro_credential_id else set()
            from_things |= {each.source_version.micro_credential_id} if each.source_version else set()
            from_things |= _things_adapted(each.design)
        drafts |= new_drafts
        new_drafts, new_things = from_drafts - drafts, from_things - things
    return drafts, things


def _things_adapted(design: dict[str, Any]) -> set[UUID]:
    """The micro-credentials here that a design says it was adapted from."""
    said = [step.version for step in Design.model_validate(design).derived_from if step.version]
    return set(Version.objects.filter(pk__in=said).values_list("micro_credential_id", flat=True)) if said else set()


def could_be_blind(person: Person, owner: Organization, *, at: datetime) -> bool:
    """Whether a person does not see who wrote what: whoever follows the designs of the owner does."""
    return not any(acts_as(person, role, for_organization=owner, at=at) for role in FOLLOWERS)


def is_asked_to_write(person: Person, draft: Draft | None) -> bool:
    """Whether an invitation to write on a draft waits for a person, who reads there whose the draft is."""
    standing = CoAuthorInvitation.objects.filter(draft=draft, end__isnull=True)
    return draft is not None and standing.filter(email__in=own_addresses(person)).exists()


def is_independent(person: Person, review: QualityReview, *, at: datetime) -> bool:
    """Whether a person may still judge a round: a QA reviewer who wrote none of it and does not see who did."""
    return (
        Role.QA_REVIEWER in roles_of(person, at=at)
        and could_be_blind(person, review.owner, at=at)
        and person.pk not in writers_behind(review.draft, review.version)
    )


def judged_by(person: Person) -> Q:
    """The rounds in which a person has a seat or is the arbiter."""
    seats = ReviewSeat.objects.filter(review=OuterRef("pk"), reviewer=person, decline__isnull=True)
    return Q(Exists(seats)) | Q(Exists(Arbiter.objects.filter(review=OuterRef("pk"), person=person)))


def judges_of_round(review: QualityReview) -> QuerySet[Person]:
    """Who has a seat in a round, or is its arbiter."""
    seated = ReviewSeat.objects.filter(review=review, reviewer=OuterRef("pk"), decline__isnull=True)
    called = Arbiter.objects.filter(review=review, person=OuterRef("pk"))
    return Person.objects.filter(Q(Exists(seated)) | Q(Exists(called))).order_by("pk")


def rounds_about(draft: object, micro_credential: object) -> QuerySet[QualityReview]:
    """The open rounds about a draft, or about another draft or a version of what it is to become.

    Both may be references to an outer query.
    """
    same = Q(draft=draft) | Q(draft__micro_credential=micro_credential) | Q(version__micro_credential=micro_credential)
    return QualityReview.objects.filter(same, outcome__isnull=True)


def judges(person: Person, draft: Draft) -> bool:
    """Whether a person judges a draft, or what it changes, in a round that is open."""
    # A draft of something new is of no micro-credential, and so is every other: those are not the same.
    same = draft.micro_credential_id or UUID(int=0)
    return rounds_about(draft.pk, same).filter(judged_by(person)).exists()


def own_addresses(person: Person) -> set[str]:
    """The e-mail addresses that a person has shown to be theirs, in lower case."""
    verified = addresses_of(person).filter(verified=True).values_list("email", flat=True)
    return {address.lower() for address in verified}
