"""Amounts of money as the reader's language writes them."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_currency
from django.utils.functional import lazy
from django.utils.translation import get_language

LOCALES = {"es": "es_US"}
"""Readers of Spanish are in the United States, where 1,234.50 is written with a point."""

MINUS = "\u2212"
"""The sign itself, which screen readers say and which stands as high as the digits; tables to reckon with keep "-"."""


def money(amount: Decimal, currency: str) -> str:
    """An amount of a currency, e.g. "$1,234.50"."""
    language = get_language() or "en"
    written = str(format_currency(amount, currency, locale=LOCALES.get(language, language)))
    return written.replace("-", MINUS)


def moneys(amounts: Mapping[str, Decimal]) -> str:
    """Amounts of several currencies, one after the other; a dash where there are none."""
    return " + ".join(money(amount, currency) for currency, amount in amounts.items()) or "–"


money_lazy = lazy(money, str)
"""The same, in the language of whoever is told of it."""
