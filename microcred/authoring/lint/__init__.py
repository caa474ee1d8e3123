"""Automatic checks of a design: pure functions from a design to findings, each with its field, words, why and mend."""

from microcred.authoring.lint.checks import ALL, CHECKS, Check, lint
from microcred.authoring.lint.findings import (
    FIXED,
    Component,
    Finding,
    NotChecked,
    Outcome,
    Report,
    Severity,
    Strictness,
)
from microcred.authoring.lint.overlap import Gist, Index, Other, Others, others_among

__all__ = [
    "ALL",
    "CHECKS",
    "FIXED",
    "Check",
    "Component",
    "Finding",
    "Gist",
    "Index",
    "NotChecked",
    "Other",
    "Others",
    "Outcome",
    "Report",
    "Severity",
    "Strictness",
    "lint",
    "others_among",
]
