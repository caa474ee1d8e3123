"""Questions about proposals."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from microcred.authoring.likeness import offered
from microcred.authoring.lint import Gist
from microcred.authoring.models import Proposal, ProposalWording
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where

NEAR = 0.3
"""Cosine of two gists from which a proposal's reader should know of the other."""

MOST_NEAR = 5


@dataclass(frozen=True)
class Near:
    """A micro-credential on offer that says something near. `likeness` is the cosine of the gists, 0 to 1."""

    title: str
    likeness: float


def near_in_catalogue(name: str, competency: str, *, but: UUID | None = None) -> list[Near] | None:
    """What the catalogue offers near to what is proposed, the nearest first; None when that is too much to ask."""
    others = offered().others(but=but)
    if others is None:
        return None
    found = others(Gist.of(name, competency, ""))
    return [Near(other.title, round(cosine, 2)) for cosine, other in found if cosine >= NEAR][:MOST_NEAR]


def proposals_of(person: Person, *, at: datetime) -> QuerySet[Proposal]:
    """The proposals that a person wrote or may decide, the newest first, each with its wordings in order."""
    places = organizations_where(person, Role.AUTHOR, Role.ORG_ADMIN, at=at)
    wordings = ProposalWording.objects.select_related("written_by", "decision__decided_by").order_by("number")
    return (
        Proposal.objects.filter(Q(owner__in=places) | Q(proposed_by=person))
        .select_related("owner", "proposed_by", "draft")
        .prefetch_related(Prefetch("wordings", queryset=wordings))
        .order_by("-proposed_at", "-pk")
    )


def decidable_by(person: Person, *, at: datetime) -> QuerySet[ProposalWording]:
    """What waits for a person's decision, the oldest first."""
    places = organizations_where(person, Role.ORG_ADMIN, at=at)
    return (
        ProposalWording.objects.filter(proposal__owner__in=places, decision__isnull=True)
        .exclude(proposal__proposed_by=person)
        .select_related("proposal__owner", "written_by")
        .order_by("written_at", "pk")
    )
