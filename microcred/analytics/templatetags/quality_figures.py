"""Figures of readings as people read them: never one without its interval, never one of a few pairs."""

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from microcred.analytics.rules import Held, Standing
from microcred.authoring.templatetags.authoring_figures import percent
from microcred.foundation.signs import signed
from microcred.measures import Estimate, NotEstimable
from microcred.measures.effects import Habit

register = template.Library()

SHARES = ("exact", "near", "decisions")

STANDINGS: dict[Standing, tuple[str, str | Promise]] = {
    Standing.REACHED: ("success", gettext_lazy("as aimed at")),
    Standing.SHORT: ("warning", gettext_lazy("below the aim")),
    Standing.OPEN: ("neutral", gettext_lazy("cannot be told yet")),
    Standing.FEW: ("neutral", gettext_lazy("not enough readings")),
}


@register.filter
def tone(standing: Standing) -> str:
    """The tone in which a standing is shown."""
    return STANDINGS[standing][0]


@register.filter
def words(standing: Standing) -> str | Promise:
    """A standing in words."""
    return STANDINGS[standing][1]


@register.filter
def value(held: Held) -> str:
    """A figure alone, for where its interval stands beside it."""
    return "–" if held.estimate is None else _number(held.name, held.estimate.value)


@register.filter
def interval(held: Held) -> str:
    """From where to where a figure may lie."""
    if held.estimate is None:
        return ""
    ends = held.estimate.interval
    return _("%(low)s to %(high)s") % {"low": _number(held.name, ends.low), "high": _number(held.name, ends.high)}


@register.filter
def points(found: Estimate | NotEstimable) -> str:
    """How many points of the rubric somebody is above or below others, with its interval; nothing of one case."""
    if not isinstance(found, Estimate):
        return "–"
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": signed(found.value),
        "low": signed(found.interval.low),
        "high": signed(found.interval.high),
    }


@register.filter
def habit(found: Habit | NotEstimable) -> str:
    """A figure of a reader, and in brackets that of the others."""
    if not isinstance(found, Habit):
        return "–"
    return f"{number_format(found.rater, 2)} ({number_format(found.panel, 2)})"


@register.filter
def habit_share(found: Habit | NotEstimable) -> str:
    """A share of a reader, and in brackets that of the others."""
    return f"{percent(found.rater)} ({percent(found.panel)})" if isinstance(found, Habit) else "–"


register.filter("signed", signed)


@register.filter
def hundredths(number: int) -> str:
    """A coefficient that is kept in hundredths."""
    return number_format(number / 100, 2)


def _number(name: str, number: float) -> str:
    return percent(number) if name in SHARES else signed(number).removeprefix("+")
