"""Who reads an educator's work with them, and what they said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import addresses_of, holders
from microcred.portfolios.models import PeerComment, PeerInvitation, Pursuit, Submission
from microcred.portfolios.queries.pursuits import with_state
from microcred.portfolios.rules import OPEN

ASSESSING = (Role.ASSESSOR, Role.LEAD_ASSESSOR)
"""Whoever may come to judge work, or to know who does, is no peer of anybody's: they would know whose it is."""


MOST_ASKED = 10


@dataclass(frozen=True)
class PeerWords:
    """One comment, as the educator and its writer read it."""

    comment: PeerComment
    who: str
    is_resolved: bool


@dataclass(frozen=True)
class Peers:
    """Everyone whom an educator asked to read a pursuit, and all they said of it."""

    invitations: tuple[PeerInvitation, ...]
    """those that were not ended, and those by which somebody had joined; the newest first"""
    words: tuple[PeerWords, ...]

    @property
    def reading(self) -> list[PeerInvitation]:
        """The invitations by which somebody may read now, or could join."""
        return [one for one in self.invitations if vars(one)["opens"]]

    @property
    def unresolved(self) -> int:
        """How many comments wait for the educator."""
        return sum(not one.is_resolved for one in self.words)

    @property
    def by_requirement(self) -> dict[UUID, list[PeerWords]]:
        """What was said of each requirement."""
        return _grouped((one.comment.requirement_id, one) for one in self.words)

    @property
    def by_criterion(self) -> dict[UUID, list[PeerWords]]:
        """What was said of each criterion."""
        return _grouped((one.comment.criterion_id, one) for one in self.words)


def peers_of(pursuit: Pursuit) -> Peers:
    """Everyone asked to read a pursuit and all they said, in two queries."""
    words = tuple(
        PeerWords(row, row.peer.person.name, hasattr(row, "resolution")) for row in _comments(pursuit_id=pursuit.pk)
    )
    return Peers(tuple(_invitations(pursuit_id=pursuit.pk)), words)


def words_of(invitation: PeerInvitation) -> list[PeerWords]:
    """What was said under one invitation, as its writer reads it."""
    rows = PeerComment.objects.filter(peer__invitation=invitation).select_related("peer__person", "resolution")
    return [PeerWords(row, row.peer.person.name, hasattr(row, "resolution")) for row in rows.order_by("written_at")]


def holds_now(invitations: QuerySet[PeerInvitation]) -> QuerySet[PeerInvitation]:
    """Those that open work now: not ended, the work open, and the submission that they name not handed in yet."""
    work: QuerySet[Any] = with_state(Pursuit.objects.filter(pk=OuterRef("pursuit")))
    work_is_open = work.filter(state__in=sorted(OPEN))
    handed_in = Submission.objects.filter(pursuit=OuterRef("pursuit"), number__gte=OuterRef("number"))
    return invitations.filter(Exists(work_is_open), ~Exists(handed_in), end__isnull=True)


def invitations_to_read(person: Person) -> QuerySet[PeerInvitation]:
    """What a person is asked to read, at an address that is shown to be theirs; taken up or not, the newest first."""
    verified = addresses_of(person).filter(verified=True).values_list("email", flat=True)
    addresses = sorted({address.lower() for address in verified})
    mine = PeerInvitation.objects.filter(email__in=addresses, end__isnull=True)
    asked = mine.select_related("pursuit__person", "pursuit__version", "peer").order_by("-invited_at", "-pk")
    return asked.annotate(opens=_opens())


def asked_to_read(person: Person) -> list[PeerInvitation]:
    """Of the newest ten that a person was asked to read: what they may read now, or join to read. In two queries."""
    return [one for one in invitations_to_read(person)[:MOST_ASKED] if vars(one)["opens"]]


def assesses(person: Person, *, at: datetime) -> bool:
    """Whether a person holds a role by which they may come to judge work, anywhere."""
    return holders(*ASSESSING, person=person, at=at).exists()


def _opens() -> Exists:
    return Exists(holds_now(PeerInvitation.objects.filter(pk=OuterRef("pk"))))


def _grouped(rows: Iterable[tuple[UUID | None, PeerWords]]) -> dict[UUID, list[PeerWords]]:
    found: dict[UUID, list[PeerWords]] = {}
    for key, one in rows:
        if key is not None:
            found.setdefault(key, []).append(one)
    return found


@asked_often
def _invitations(*, pursuit_id: UUID) -> QuerySet[PeerInvitation]:
    asked = PeerInvitation.objects.filter(pursuit=pursuit_id).exclude(end__isnull=False, peer__isnull=True)
    return asked.select_related("peer__person", "end").annotate(opens=_opens()).order_by("-invited_at", "-pk")


@asked_often
def _comments(*, pursuit_id: UUID) -> QuerySet[PeerComment]:
    said = PeerComment.objects.filter(peer__invitation__pursuit=pursuit_id)
    return said.select_related("peer__person", "peer__invitation", "resolution").order_by("written_at", "pk")
