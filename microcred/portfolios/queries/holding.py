"""For which reasons nobody reads while the clock of a promise stands still."""

from microcred.portfolios.models import Pause

HOLDS_READING = [reason.value for reason in Pause.Reason if reason.holds_reading]
"""The reasons of pauses during which nobody reads."""
