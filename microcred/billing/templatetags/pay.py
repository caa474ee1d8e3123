"""`{% load pay %}`: amounts of money and hours of service as the reader's language writes them."""

from decimal import Decimal

from babel.numbers import format_currency
from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

from microcred.billing import rules

register = template.Library()

LOCALES = {"es": "es_US"}
"""Readers of Spanish are in the United States, where 1,234.50 is written with a point."""

MINUS = "\u2212"
"""The sign itself, which screen readers say and which stands as high as the digits; tables to reckon with keep "-"."""


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """An amount of a currency, e.g. "$1,234.50"."""
    language = get_language() or "en"
    written = str(format_currency(amount, currency, locale=LOCALES.get(language, language)))
    return written.replace("-", MINUS)


@register.filter
def moneys(amounts: dict[str, Decimal]) -> str:
    """Amounts of several currencies, one after the other; a dash where there are none."""
    return " + ".join(money(amount, currency) for currency, amount in amounts.items()) or "–"


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes in hours, e.g. "1.5"; a dash where nothing is said of them."""
    if minutes is None:
        return "–"
    found = rules.hours(minutes)
    return number_format(found, decimal_pos=0 if found == found.to_integral_value() else 2).replace("-", MINUS)
