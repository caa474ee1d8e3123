"""What a quality framework asks: who answers for what, and how an overlay changes what it builds on. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class PartyRole(StrEnum):
    """Who answers for a component. A responsibility named by a framework, not a role that somebody is given here."""

    EARNER = "earner"
    DEVELOPER = "developer"
    ASSESSOR = "assessor"
    ISSUER = "issuer"
    RECOGNIZER = "recognizer"


@dataclass(frozen=True)
class Asked:
    """One component as an edition asks for it.

    Attributes:
        id: The row's identifier.
        edition_id: The edition whose words they are: an edition below, where an overlay leaves them alone.
        standard_code, standard_name: The heading it stands under.
        tightens: The component whose place it takes, in an edition below.
    """

    id: UUID
    edition_id: UUID
    standard_code: str
    standard_name: str
    code: str
    text: str
    roles: tuple[PartyRole, ...]
    evidence: str
    checks: tuple[str, ...]
    tightens: UUID | None = None

    @property
    def falls_to_design(self) -> bool:
        """Whether a design alone can show it: the developer answers for it."""
        return PartyRole.DEVELOPER in self.roles


def composed(base: Sequence[Asked], own: Iterable[Asked]) -> list[Asked]:
    """All that an overlay asks: what it builds on, with what it tightens in the old place, and what it adds.

    What is added to a standard that is there already stands at that standard's end; new standards come last.
    """
    own = list(own)
    tightened: Mapping[UUID | None, Asked] = {each.tightens: each for each in own if each.tightens is not None}
    result = [tightened.get(each.id, each) for each in base]
    for each in own:
        if each.tightens is not None:
            continue
        last = max(
            (place for place, other in enumerate(result) if other.standard_code == each.standard_code), default=-1
        )
        result.insert(last + 1 if last >= 0 else len(result), each)
    return result


def months_later(day: date, months: int) -> date:
    """The same day of the month, that many months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def nearest(lineage: Sequence[UUID], said: Mapping[UUID, UUID]) -> UUID | None:
    """What the nearest organization of a lineage (from the root down) says; None when none of them says anything."""
    return next((said[place] for place in reversed(lineage) if place in said), None)
