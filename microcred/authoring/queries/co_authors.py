"""Questions about who writes a draft together."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.authoring.models import CoAuthor, CoAuthorInvitation, Draft
from microcred.authoring.queries.independence import judged_by, own_addresses, rounds_about
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, reach_of


def readable_by(person: Person, *, at: datetime) -> Q:
    """Which drafts a person may open: those of the organizations they write for, and those they co-author."""
    joined = CoAuthor.objects.filter(
        person=person, invitation__draft=OuterRef("pk"), invitation__end__isnull=True, joined_at__lte=at
    )
    return Q(owner__lineage__overlap=reach_of(person, Role.AUTHOR, at=at)) | Q(Exists(joined))


def may_write(person: Person, draft: Draft, *, at: datetime) -> bool:
    """Whether a person writes a draft: as an author of its organization or of one above it, or as a co-author."""
    return (
        acts_as(person, Role.AUTHOR, for_organization=draft.owner, at=at)
        or co_authors_of(draft).filter(person=person).exists()
    )


def co_authors_of(draft: Draft) -> QuerySet[CoAuthor]:
    """Who co-authors a draft now, by name."""
    return (
        CoAuthor.objects.filter(invitation__draft=draft, invitation__end__isnull=True)
        .select_related("person", "invitation__invited_by")
        .order_by("person__name", "pk")
    )


def co_author_invitations_of(draft: Draft) -> QuerySet[CoAuthorInvitation]:
    """The invitations to a draft that nobody took up yet, the last first."""
    return (
        CoAuthorInvitation.objects.filter(draft=draft, end__isnull=True, co_author__isnull=True)
        .select_related("invited_by")
        .order_by("-invited_at", "-pk")
    )


def invitations_to(person: Person) -> QuerySet[CoAuthorInvitation]:
    """The drafts that a person is asked to write on, by their addresses; the last first.

    Who judges a draft reads in an invitation whose it is: the invitation waits until the round is concluded.
    """
    judging = rounds_about(OuterRef("draft"), OuterRef("draft__micro_credential")).filter(judged_by(person))
    return (
        CoAuthorInvitation.objects.filter(email__in=own_addresses(person), end__isnull=True, co_author__isnull=True)
        .filter(~Exists(judging))
        .select_related("draft__owner", "invited_by")
        .order_by("-invited_at", "-pk")
    )


def was_co_author(person: Person, draft_id: UUID) -> CoAuthor | None:
    """That a person co-authored a draft and does so no more; None for everybody else."""
    ended = CoAuthor.objects.filter(person=person, invitation__draft=draft_id, invitation__end__isnull=False)
    return ended.select_related("invitation__end__ended_by").order_by(F("invitation__end__ended_at").desc()).first()
