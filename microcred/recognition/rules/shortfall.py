"""What a cycle lacks beside a total: categories, minimums, side conditions, and sets of which one must be met. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine import Cited, CycleResult, Reason
from microcred.recognition.rules.engine.judging import PLATFORM
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


def needed_now(written_down: Decimal | None, asked: CycleResult | None) -> Decimal | None:
    """What a cycle needs in all: of one that has not closed what its rules ask as they stand, be it written
    down already or not.

    Args:
        written_down: with it. asked: what the rules ask; None where they are about nobody.
    """
    return asked.needed if asked is not None and not asked.closed else written_down


_ASKED = noted("The rules ask %(needed)s %(unit)s of this cycle, and not %(before)s as before.")
_NOW = noted("The rules ask %(needed)s %(unit)s of this cycle, and asked no total before.")
_NO_MORE = noted("The rules ask no total of this cycle any more; they asked %(before)s %(unit)s.")
_NO_TOTAL = Cited(PLATFORM, "needed", noted("A cycle needs what its rules ask as they stand."))


def asked_anew(written_down: Decimal | None, asked: CycleResult) -> Reason:
    """That the rules ask another total of a cycle than was written down with it, by which clause."""
    facts = {"needed": asked.needed, "unit": asked.unit, "before": written_down}
    message = _ASKED
    if asked.needed is None or written_down is None:
        message = _NO_MORE if asked.needed is None else _NOW
        facts = {name: value for name, value in facts.items() if value is not None}
    return Reason(asked.total_clause or _NO_TOTAL, "met", message, facts)


def is_enough(confirmed: Decimal, needed: Decimal | None, asked: CycleResult | None) -> bool:
    """Whether so much is enough in all; what rounding took away, where nothing else is missing, is not.

    Args:
        needed: None where no total is asked. asked: what the rules ask; None where they are about nobody.
    """
    rounded = asked.rounded if asked is not None else Decimal(0)
    return confirmed + rounded >= (needed or Decimal(0))
