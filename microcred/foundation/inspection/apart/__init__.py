"""Inspection in a process of its own behind walls: what strangers send is never parsed where our secrets are.

One small process (the keeper) is started beside each of our own. For each file it forks a child that gives up the
network, time and memory beyond its share, and then reads and writes through open files alone. What the child says comes
back as JSON; a child that dies says nothing, and the file is refused.
"""

from microcred.foundation.inspection.apart.asking import (
    Answer,
    InspectionDown,
    Limits,
    PageSeen,
    Redacted,
    gauge_apart,
    inspect_apart,
    inspect_at_once,
    lay_out_apart,
    pages_apart,
    picture_apart,
    probe_apart,
    redact_apart,
    walls_here,
    words_apart,
)

__all__ = [
    "Answer",
    "InspectionDown",
    "Limits",
    "PageSeen",
    "Redacted",
    "gauge_apart",
    "inspect_apart",
    "inspect_at_once",
    "lay_out_apart",
    "pages_apart",
    "picture_apart",
    "probe_apart",
    "redact_apart",
    "walls_here",
    "words_apart",
]
