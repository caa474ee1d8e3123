"""What people call the states of their work: one word for each, wherever it is shown."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.rules import State


class Shown(NamedTuple):
    """How a state is shown: its word, the tone of its badge and the drawing in it."""

    words: Promise
    tone: str
    icon: str


SHOWN: Mapping[State, Shown] = MappingProxyType(
    {
        State.STARTED: Shown(_("In progress"), "neutral", "edit"),
        State.SUBMITTED: Shown(_("Being judged"), "info", "send"),
        State.INCOMPLETE: Shown(_("Incomplete"), "warning", "alert"),
        State.RETURNED: Shown(_("To revise"), "warning", "revise"),
        State.EARNED: Shown(_("Earned"), "success", "earned"),
        State.MOVED: Shown(_("Moved over"), "neutral", "arrow"),
        State.SET_ASIDE: Shown(_("Set aside"), "neutral", "pause"),
    }
)

HELD = Shown(_("On hold"), "warning", "clock")
"""How work is shown that was handed in, and that nobody reads until something is settled."""


def shown(state: State, *, is_held: bool) -> Shown:
    """How work in a state is shown, held up or not."""
    return HELD if is_held and state is State.SUBMITTED else SHOWN[state]
