"""Figures of a report as people read them."""

from typing import Protocol

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.measures import Estimate

register = template.Library()


class Shared(Protocol):
    """Figures of pairs that said the same or did not."""

    @property
    def share(self) -> Estimate | None:
        """The share that said the same, with its interval; None without pairs."""

    @property
    def is_few(self) -> bool:
        """Whether there are few pairs."""


@register.filter
def percent(share: float) -> str:
    """A share as a whole number of percent."""
    return f"{number_format(round(share * 100), 0)} %"


@register.filter
def hundred(share: float) -> float:
    """A share on the scale on which intervals are drawn."""
    return round(share * 100, 1)


@register.filter
def sure_of(figures: Shared) -> str:
    """How sure the share of equal answers is: its interval, and that the pairs are few where they are."""
    share = figures.share
    if share is None:
        return ""
    pairs = ngettext("%(count)d pair", "%(count)d pairs", share.cases) % {"count": share.cases}
    between = _("%(low)s to %(high)s") % {"low": percent(share.interval.low), "high": percent(share.interval.high)}
    few = _(", few") if figures.is_few else ""
    return f"{between} · {pairs}{few}"


@register.filter
def figure(estimate: Estimate | None) -> str:
    """A coefficient with its interval."""
    if estimate is None:
        return "–"
    low, high = (number_format(round(each, 2), 2) for each in (estimate.interval.low, estimate.interval.high))
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": number_format(round(estimate.value, 2), 2),
        "low": low,
        "high": high,
    }
