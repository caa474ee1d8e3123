"""What rules ask of everybody alike, so that they need not be applied to anybody to know it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from microcred.recognition.rules.engine import Policy


@dataclass(frozen=True)
class OfEverybody:
    """What all statements of a family of rules ask of everybody: a total, and how old credit may be, in years."""

    needed: Decimal
    years: int | None


def asked_of_everybody(
    own: Sequence[Policy], *, stricter: Iterable[Policy] = (), others: Iterable[Policy] = ()
) -> OfEverybody | None:
    """What a family of rules asks of everybody at any time; None where it depends on whom, or on when.

    Args:
        own: its statements. stricter: those of districts that make it stricter. others: those of other families, which
            may be about the same licences.
    """
    totals = {each.amount for one in own for each in one.total}
    ages = {one.oldest.years if one.oldest is not None else None for one in own}
    of_some = any(not one.total or one.total[-1].when is not None for one in own)
    if of_some or len(totals) != 1 or len(ages) != 1 or not _places(own).isdisjoint(_places(others)):
        return None
    (needed,), (years,) = totals, ages
    for one in stricter:
        if any(each.amount > needed for each in one.total):
            return None
        if one.oldest is not None and (years is None or one.oldest.years < years):
            return None
    return OfEverybody(needed, years)


def _places(documents: Iterable[Policy]) -> set[str]:
    return {(one.licences_of or one.jurisdiction).casefold() for one in documents}
