"""May this person? Returns the row, or 404: "not yours" and "not there" look the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from microcred.authoring.models import (
    AgendaItem,
    CoAuthorInvitation,
    Comment,
    Draft,
    DraftImage,
    DraftRevision,
    Proposal,
    QualityReview,
    Retreat,
    ReviewCondition,
    Suggestion,
)
from microcred.authoring.queries import (
    FOLLOWERS,
    drafts_of,
    invitations_to,
    keeps_retreats,
    own_addresses,
    places_followed,
    places_to_retreat,
    places_to_write,
    proposals_of,
    retreats_of,
    states_of,
    was_co_author,
)
from microcred.authoring.queries.reviews import Part, drafts_to_review, part_in
from microcred.catalog.design import Design, Requirement
from microcred.catalog.models import MicroCredential, Version
from microcred.foundation.models import StoredFile
from microcred.foundation.storage import files_named
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, roles_of
from microcred.quality.queries import KEEPERS, places_to_keep


def draft_to_write(person: Person, draft_id: UUID, *, at: datetime) -> Draft:
    """A draft of an organization that the person writes for."""
    draft = drafts_of(person, at=at).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def words_to_former(person: Person, draft_id: UUID, *, at: datetime) -> str:
    """What somebody is told who wrote on a draft and does so no more, with its page still open; empty to all others."""
    if drafts_of(person, at=at).filter(pk=draft_id).exists():
        return ""
    former = was_co_author(person, draft_id)
    if former is None:
        return ""
    end = former.invitation.end
    return _(
        "%(who)s ended your part in this draft on %(when)s. What you wrote since is still on this page: copy it, and "
        "send it to them."
    ) % {"who": end.ended_by, "when": date_format(localtime(end.ended_at), "DATETIME_FORMAT")}


def state_of(draft: Draft, state_id: str, *, otherwise: DraftRevision | None = None) -> DraftRevision:
    """One of the states of a draft, whole; `otherwise` where the identifier is none."""
    try:
        found = states_of(draft).filter(pk=UUID(state_id)).first()
    except ValueError:
        found = None
    if found is None and otherwise is not None:
        found = states_of(draft).filter(pk=otherwise.pk).first()
    if found is None:
        raise Http404
    return found


def own_invitation(person: Person, invitation_id: UUID) -> CoAuthorInvitation:
    """An invitation to write on a draft, for whoever has shown that its address is theirs."""
    return get_object_or_404(CoAuthorInvitation, pk=invitation_id, email__in=own_addresses(person))


def invitation_to_end(person: Person, invitation_id: UUID, *, at: datetime) -> CoAuthorInvitation:
    """An invitation to a draft, for those who write the draft and for whoever was asked."""
    mine = Q(email__in=own_addresses(person)) | Q(draft__in=drafts_of(person, at=at))
    found = CoAuthorInvitation.objects.filter(mine, pk=invitation_id).select_related("draft__owner").first()
    if found is None:
        raise Http404
    return found


def organization_to_guide(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization whose designs the person looks after: what its authors are told, what is checked and asked."""
    return get_object_or_404(places_to_keep(person, at=at), slug=slug)


def thread(draft: Draft, comment_id: UUID) -> Comment:
    """A thread of comments on a draft, by its first."""
    return get_object_or_404(Comment, draft=draft, pk=comment_id, answers__isnull=True)


def image_of(draft: Draft, file_id: UUID) -> StoredFile:
    """The file of a picture that was put into a draft."""
    return get_object_or_404(DraftImage.objects.select_related("file"), draft=draft, file=file_id).file


def template_of(draft: Draft, file_id: UUID) -> StoredFile:
    """The file that a requirement of a draft gives to start from."""
    return _template_in(draft.design, file_id)


def artifact_of(draft: Draft, requirement_id: UUID) -> tuple[int, Requirement]:
    """An artifact of a draft, with its number from 1."""
    for number, asked in enumerate(Design.model_validate(draft.design).requirements, start=1):
        if asked.uuid == requirement_id and asked.kind == "artifact":
            return number, asked
    raise Http404


def template_judged(review: QualityReview, file_id: UUID) -> StoredFile:
    """A template of the copy that a round judges."""
    return _template_in(review.design, file_id)


def _template_in(design: dict[str, Any], file_id: UUID) -> StoredFile:
    """A template that a design names."""
    named = [asked.template for asked in Design.model_validate(design).requirements if asked.template]
    return _file_of(file_id, [template.sha256 for template in named if template.file == file_id])


def _file_of(file_id: UUID, digests: list[str]) -> StoredFile:
    """A file that a design names. Its digest must be known too: an identifier alone opens nobody's file."""
    found = files_named((file_id, sha256) for sha256 in digests).get(file_id)
    if found is None:
        raise Http404
    return found


def suggestion(draft: Draft, suggestion_id: UUID) -> Suggestion:
    """A suggestion for a draft."""
    return get_object_or_404(Suggestion, draft=draft, pk=suggestion_id)


def draft_to_follow(person: Person, draft_id: UUID, *, at: datetime) -> Draft:
    """A draft whose way the person may follow: of an organization that they write for, lead assessors in or look after.

    Not for QA reviewers, who judge blind.
    """
    places = organizations_where(person, *FOLLOWERS, at=at)
    draft = Draft.objects.select_related("owner", "changed_by").filter(pk=draft_id, owner__in=places).first()
    if draft is None:
        raise Http404
    return draft


def draft_to_judge(person: Person, draft_id: UUID, *, at: datetime) -> Draft:
    """A draft of an organization that the person writes for or looks after."""
    places = organizations_where(person, Role.AUTHOR, *KEEPERS, at=at)
    draft = Draft.objects.select_related("owner", "changed_by").filter(pk=draft_id, owner__in=places).first()
    if draft is None:
        raise Http404
    return draft


def writes_for(person: Person, draft: Draft, *, at: datetime) -> bool:
    """Whether the person writes for a draft's organization."""
    return acts_as(person, Role.AUTHOR, for_organization=draft.owner, at=at)


def proposal_to_follow(person: Person, proposal_id: UUID, *, at: datetime) -> Proposal:
    """A proposal of the person's own, or to an organization that they write for or look after."""
    proposal = proposals_of(person, at=at).filter(pk=proposal_id).first()
    if proposal is None:
        raise Http404
    return proposal


def places_to_follow(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations whose work on designs the person follows; who follows none is told nothing."""
    places = places_followed(person, at=at)
    if not places.exists():
        raise Http404
    return places


def places_to_propose_to(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that the person writes for; not for who was only asked to a draft."""
    places = places_to_write(person, at=at)
    if not places:
        raise Http404
    return places


def place_of_proposals(person: Person, *, at: datetime) -> None:
    """Nothing for who neither writes nor decides anywhere."""
    if not organizations_where(person, Role.AUTHOR, Role.ORG_ADMIN, at=at).exists():
        raise Http404


def draft_named(person: Person, identifier: str, *, at: datetime) -> Draft:
    """A draft to write, by an identifier that somebody may have typed."""
    try:
        return draft_to_write(person, UUID(identifier), at=at)
    except ValueError:
        raise Http404 from None


def own_places(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that the person writes for; who writes for none, and on no draft of others, is told nothing."""
    places = places_to_write(person, at=at)
    if not places and not drafts_of(person, at=at).exists() and not invitations_to(person).exists():
        raise Http404
    return places


def own_place(person: Person, slug: str, *, at: datetime) -> Organization:
    """One of the organizations that the person writes for."""
    found = places_to_write(person, at=at).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def micro_credential_to_revise(person: Person, slug: str, *, at: datetime) -> MicroCredential:
    """A micro-credential whose next version the person may write."""
    found = (
        MicroCredential.objects.select_related("owner")
        .filter(slug=slug, owner__in=places_to_write(person, at=at))
        .first()
    )
    if found is None:
        raise Http404
    return found


def review_to_see(person: Person, review_id: UUID, *, at: datetime) -> QualityReview:
    """A round that the person judges, settles or looks after. Who wrote of it has nothing to see there."""
    review = (
        QualityReview.objects.select_related("owner", "draft", "version", "edition__framework", "opened_by")
        .filter(pk=review_id)
        .first()
    )
    if review is None or part_in(review, person, at=at) is None:
        raise Http404
    return review


def review_to_keep(person: Person, review_id: UUID, *, at: datetime) -> QualityReview:
    """A round that the person looks after."""
    review = review_to_see(person, review_id, at=at)
    if part_in(review, person, at=at) is not Part.KEEPER:
        raise Http404
    return review


def condition_to_accept(person: Person, condition_id: UUID, *, at: datetime) -> ReviewCondition:
    """A condition of a round that the person looks after."""
    condition = ReviewCondition.objects.select_related("outcome__review__owner").filter(pk=condition_id).first()
    if condition is None:
        raise Http404
    review_to_keep(person, condition.outcome.review_id, at=at)
    return condition


def part_in_reviews(person: Person, *, at: datetime) -> None:
    """Whoever reviews or looks after quality somewhere; others are told nothing."""
    reviews = Role.QA_REVIEWER in roles_of(person, at=at) or places_to_keep(person, at=at).exists()
    if not reviews:
        raise Http404


def places_with_quality(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations for which the person looks after quality; who does for none is told nothing."""
    places = places_to_keep(person, at=at)
    if not places:
        raise Http404
    return places


def draft_to_have_reviewed(person: Person, draft_id: UUID, *, at: datetime) -> Draft:
    """An unpublished draft of an organization for which the person looks after quality, that they did not write."""
    return get_object_or_404(drafts_to_review(person, at=at), pk=draft_id)


def version_to_have_reviewed(person: Person, version_id: UUID, *, at: datetime) -> Version:
    """A published version of an organization for which the person looks after quality."""
    found = Version.objects.select_related("micro_credential__owner")
    return get_object_or_404(found, pk=version_id, micro_credential__owner__in=places_to_keep(person, at=at))


def review_to_judge(person: Person, review_id: UUID, *, at: datetime) -> QualityReview:
    """A round in which the person is one of the two reviewers."""
    review = review_to_see(person, review_id, at=at)
    if part_in(review, person, at=at) is not Part.REVIEWER:
        raise Http404
    return review


def review_to_settle(person: Person, review_id: UUID, *, at: datetime) -> QualityReview:
    """A round in which the person is a reviewer or the arbiter."""
    review = review_to_see(person, review_id, at=at)
    if part_in(review, person, at=at) is Part.KEEPER:
        raise Http404
    return review


def image_judged(review: QualityReview, file_id: UUID) -> StoredFile:
    """A picture of the copy that a round judges."""
    shown = Design.model_validate(review.design).images
    return _file_of(file_id, [image.sha256 for image in shown if image.file == file_id])


def places_with_retreats(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that the person opens retreats for; who opens none and was asked to none is told nothing."""
    places = places_to_retreat(person, at=at)
    if not places and not retreats_of(person, at=at).exists():
        raise Http404
    return places


def retreat_to_see(person: Person, retreat_id: UUID, *, at: datetime) -> Retreat:
    """A retreat that the person keeps or was asked to."""
    found = retreats_of(person, at=at).filter(pk=retreat_id).first()
    if found is None:
        raise Http404
    return found


def retreat_to_keep(person: Person, retreat_id: UUID, *, at: datetime) -> Retreat:
    """A retreat of an organization that the person opens retreats for."""
    found = retreat_to_see(person, retreat_id, at=at)
    if not keeps_retreats(person, found.owner, at=at):
        raise Http404
    return found


def agenda_item_to_see(person: Person, retreat_id: UUID, item_id: UUID, *, at: datetime) -> AgendaItem:
    """A micro-credential on the agenda of a retreat that the person keeps or was asked to."""
    retreat = retreat_to_see(person, retreat_id, at=at)
    found = AgendaItem.objects.select_related("micro_credential__owner").filter(retreat=retreat, pk=item_id).first()
    if found is None:
        raise Http404
    found.retreat = retreat
    return found


def agenda_item_to_decide(person: Person, retreat_id: UUID, item_id: UUID, *, at: datetime) -> AgendaItem:
    """A micro-credential on the agenda of a retreat that the person keeps."""
    retreat_to_keep(person, retreat_id, at=at)
    return agenda_item_to_see(person, retreat_id, item_id, at=at)


def agenda_item_to_carry_out(person: Person, retreat_id: UUID, item_id: UUID, *, at: datetime) -> AgendaItem:
    """A micro-credential on an agenda that the person is an author of."""
    found = agenda_item_to_see(person, retreat_id, item_id, at=at)
    if not acts_as(person, Role.AUTHOR, for_organization=found.micro_credential.owner, at=at):
        raise Http404
    return found
