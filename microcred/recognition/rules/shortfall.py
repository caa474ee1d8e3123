"""What a cycle lacks beside a total: categories, minimums, side conditions, and sets of which one must be met. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from microcred.recognition.rules.engine import CycleResult
from microcred.recognition.rules.explanations import as_kept


@dataclass(frozen=True)
class Shortfall:
    """What is asked and is not there.

    Attributes:
        parts: names of categories and minimums, and how much they lack, in the policy's unit.
        conditions: the side conditions that are not met, as explanations are kept.
        alternatives: the names of sets of which one must be met, where none is.
    """

    parts: Sequence[tuple[str, Decimal]] = ()
    conditions: Sequence[dict[str, Any]] = ()
    alternatives: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.parts or self.conditions or self.alternatives)


def shortfall_of(asked: CycleResult | None) -> Shortfall:
    """What a result lacks; nothing where no rules speak."""
    if asked is None:
        return Shortfall()
    is_one_met = any(is_met for _id, _name, _clause, is_met in asked.alternatives)
    return Shortfall(
        [(part.name, part.missing) for part in (*asked.categories, *asked.minimums) if part.missing],
        as_kept(reason for reason in asked.conditions if reason.came != "met"),
        [] if is_one_met else [name for _id, name, _clause, _is_met in asked.alternatives],
    )


def is_enough(confirmed: Decimal, needed: Decimal | None, asked: CycleResult | None) -> bool:
    """Whether so much is enough in all; what rounding took away, where nothing else is missing, is not.

    Args:
        needed: None where no total is asked. asked: what the rules ask; None where they are about nobody.
    """
    rounded = asked.rounded if asked is not None else Decimal(0)
    return confirmed + rounded >= (needed or Decimal(0))
