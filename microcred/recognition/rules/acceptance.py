"""How reviewers of what others award come to a decision. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """What a reviewer says of one component of a quality framework."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Found:
    """What one reviewer found."""

    accepts: bool
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What the reviewers came to: whether it is accepted, and for the fewest hours that one of them found."""

    accepted: bool
    hours: Decimal | None = None


def settled(found: Sequence[Found], *, reviewers: int) -> Settled | None:
    """The decision, once as many as are asked are of one mind; None: another reading is needed.

    Args:
        found: in the order in which they were read. With two reviewers who differ, a third decides.
    """
    for accepts in (True, False):
        alike = [one for one in found if one.accepts is accepts]
        if len(alike) >= reviewers:
            hours = [one.hours for one in alike[:reviewers] if one.hours is not None]
            return Settled(accepts, min(hours) if accepts and hours else None)
    return None


def keeps_from_accepting(verdicts: Iterable[Verdict]) -> bool:
    """Whether something that is asked is not met: then nobody accepts."""
    return any(verdict is Verdict.NOT_MET for verdict in verdicts)
