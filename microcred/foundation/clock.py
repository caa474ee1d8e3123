"""The clock at the doors. Below the doors time is an argument (`at`)."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, in UTC. Called by doors only, never by operations, queries or rules."""
    return timezone.now()
