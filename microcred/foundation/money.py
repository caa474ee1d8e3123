"""Amounts of money: conditions and sums. Pure: no database, no clock.

Amounts are decimal and never float. `price` rounds to the smallest unit of the currency, half up, as people round by
hand, so that totals are sums of what stands in the rows and never need rounding themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision, list_currencies

CURRENCIES = frozenset(list_currencies())
"""ISO 4217, as the Common Locale Data Repository lists them."""

ROUNDING = ROUND_HALF_UP


@dataclass(frozen=True)
class Money:
    """An amount of a currency."""

    amount: Decimal
    currency: str

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)


def price(amount: Decimal, currency: str) -> Decimal:
    """An amount in whole smallest units of its currency, half a unit up."""
    smallest = Decimal(1).scaleb(-get_currency_precision(currency))
    return amount.quantize(smallest, rounding=ROUNDING)


def totals(amounts: Iterable[Money]) -> dict[str, Decimal]:
    """The sum in each currency, by its name; currencies are never added to each other."""
    found: dict[str, Decimal] = {}
    for each in amounts:
        found[each.currency] = found.get(each.currency, Decimal(0)) + each.amount
    return dict(sorted(found.items()))
