"""Questions about who may judge a design: who wrote of it, who can see who did, and who is judging it now."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.authoring.models import (
    Arbiter,
    CoAuthor,
    CoAuthorInvitation,
    Comment,
    Draft,
    DraftRevision,
    Publication,
    QualityReview,
    ReviewSeat,
    Suggestion,
)
from microcred.catalog.models import Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, addresses_of, roles_of
from microcred.quality.queries import KEEPERS

FOLLOWERS = (Role.AUTHOR, *KEEPERS, Role.LEAD_ASSESSOR)
"""Who follows the designs of an organization on their way, and so reads who wrote them. Not QA reviewers, who judge
blind."""


def writers_behind(draft: Draft | None, version: Version | None) -> set[UUID]:
    """Everybody who wrote what is judged, or could: who saved the draft, its co-authors, even former ones, whoever
    suggested words or talked about it there, and who wrote or published the versions before it."""
    micro_credential = version.micro_credential_id if version else draft.micro_credential_id if draft else None
    drafts = {draft.pk} if draft else set()
    writers: set[UUID] = set()
    if micro_credential is not None:
        published = Publication.objects.filter(version__micro_credential=micro_credential)
        drafts |= set(published.values_list("draft_id", flat=True))
        versions = Version.objects.filter(micro_credential=micro_credential)
        writers |= set(versions.values_list("published_by_id", flat=True))
    writers |= set(DraftRevision.objects.filter(draft__in=drafts).values_list("saved_by_id", flat=True))
    writers |= set(CoAuthor.objects.filter(invitation__draft__in=drafts).values_list("person_id", flat=True))
    writers |= set(Suggestion.objects.filter(draft__in=drafts).values_list("suggested_by_id", flat=True))
    writers |= set(Comment.objects.filter(draft__in=drafts).values_list("written_by_id", flat=True))
    writers |= set(Draft.objects.filter(pk__in=drafts).values_list("changed_by_id", flat=True))
    return writers


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
