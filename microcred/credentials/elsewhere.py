"""What somebody earned elsewhere, beside their awards and always told from them.

This app knows awards of its own server alone. Whoever keeps credentials of other issuers says here how to ask for
them (`shelf`), and the pages that show awards ask everyone who did.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person

WORDS: dict[Verdict, tuple[Promise, str]] = {
    Verdict.VALID: (_("Verified"), "success"),
    Verdict.UNKNOWN_ISSUER: (_("Verified; issuer not known here"), "success"),
    Verdict.PARTLY: (_("Verified in part"), "warning"),
    Verdict.EXPIRED: (_("Expired"), "neutral"),
    Verdict.NOT_YET_VALID: (_("Not yet valid"), "neutral"),
    Verdict.SUSPENDED: (_("Suspended"), "warning"),
    Verdict.UNCHECKED: (_("Could not be checked"), "warning"),
    Verdict.REVOKED: (_("Revoked"), "danger"),
    Verdict.INVALID: (_("Does not verify"), "danger"),
}
"""What the last check came to: the word people read, and its tone."""

HOLDS = frozenset({Verdict.VALID, Verdict.UNKNOWN_ISSUER, Verdict.PARTLY})


@dataclass(frozen=True)
class Elsewhere:
    """A credential that another issuer gave a person, as its own words and the last check of it say."""

    id: UUID
    title: str
    issuer: str
    issuer_id: str
    """the issuer's identifier or address, which is what was verified; the name is its own word"""
    begins_at: datetime
    verdict: Verdict
    checked_at: datetime
    is_theirs: bool
    """it names an address or a key that was shown to be the person's"""
    is_chosen: bool
    """the person lets it stand on what they hand on"""
    page: str

    @property
    def word(self) -> Promise:
        """What the last check came to, in a word."""
        return WORDS[self.verdict][0]

    @property
    def tone(self) -> str:
        """The same as a tone."""
        return WORDS[self.verdict][1]

    @property
    def can_be_handed_on(self) -> bool:
        """Whether it is theirs, held when it was last checked, and they chose to show it."""
        return self.is_theirs and self.is_chosen and self.verdict in HOLDS


Shelf = Callable[[Person, Collection[UUID] | None], Sequence[Elsewhere]]
"""What a person holds: the newest of it, or what is named by identifier."""

_shelves: list[Shelf] = []


def shelf(ask: Shelf) -> Shelf:
    """Say how to ask for what a person holds of other issuers."""
    if ask not in _shelves:
        _shelves.append(ask)
    return ask


def earned_elsewhere(person: Person, *, named: Collection[UUID] | None = None) -> list[Elsewhere]:
    """What a person holds of other issuers, the newest first. None of it is an award, and nothing counts it as one.

    Args:
        named: only these, however many there are; else the newest that are shown beside awards.
    """
    held = [each for ask in _shelves for each in ask(person, named)]
    return sorted(held, key=lambda each: each.begins_at, reverse=True)
