"""Which micro-credentials fit what an educator says they need. Pure, and short enough to be explained in a sentence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

SURE: Mapping[int, Promise] = MappingProxyType(
    {
        1: pgettext_lazy("how sure", "not yet"),
        2: pgettext_lazy("how sure", "a little"),
        3: pgettext_lazy("how sure", "mostly"),
        4: pgettext_lazy("how sure", "I could teach it"),
    }
)
"""What one can say of how sure one is of a competency, in the words that are chosen and told back."""

NEEDED: Mapping[int, Promise] = MappingProxyType(
    {
        0: pgettext_lazy("how much needed", "not now"),
        1: pgettext_lazy("how much needed", "a little"),
        2: pgettext_lazy("how much needed", "quite"),
        3: pgettext_lazy("how much needed", "very much"),
    }
)
"""What one can say of how much one needs it."""

SUREST = 4
MOST_SUGGESTED = 5


@dataclass(frozen=True)
class Said:
    """What was said of one competency: how sure (1 to 4) and how much it is needed (0 to 3)."""

    competency: UUID
    sure: int
    needed: int

    @property
    def weight(self) -> int:
        """How much speaks for learning it: the need, times what is missing to being sure."""
        return self.needed * (SUREST - self.sure)


@dataclass(frozen=True)
class Offered:
    """A micro-credential on offer: what competencies it aligns to, and how many hours it takes."""

    micro_credential: UUID
    title: str
    competencies: frozenset[UUID]
    hours: int


@dataclass(frozen=True)
class Suggested:
    """A micro-credential that fits, and the competencies because of which, those that weigh most first."""

    offered: Offered
    because: tuple[Said, ...]

    @property
    def weight(self) -> int:
        """How well it fits."""
        return sum(one.weight for one in self.because)


def suggest(
    said: Iterable[Said], offered: Iterable[Offered], *, without: Collection[UUID] = (), most: int = MOST_SUGGESTED
) -> list[Suggested]:
    """Those that fit best, the best first; alike, the shorter goes first.

    A competency counts when it is needed and one is not sure of it yet. How well a micro-credential fits is the sum of
    that over the competencies it aligns to.

    Args:
        without: what is begun or earned already.
    """
    wanted: Sequence[Said] = sorted((one for one in said if one.weight), key=lambda one: -one.weight)
    found = [
        Suggested(one, tuple(each for each in wanted if each.competency in one.competencies))
        for one in offered
        if one.micro_credential not in without
    ]
    fitting = [one for one in found if one.because]
    return sorted(fitting, key=lambda one: (-one.weight, one.offered.hours, one.offered.title))[:most]
