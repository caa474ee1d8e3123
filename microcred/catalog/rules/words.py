"""What a decision rests on, in words: for authors before anyone works, for assessors and educators after. Pure."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.rules.deciding import PartFinding, Verdict

Words = str | Promise

_PASSES_WHEN = {
    "each": _("Part {part} passes when each of its {criteria} criteria reaches the level that is needed."),
    "one": _("Part {part} passes when its criterion reaches the level that is needed."),
    "at_least": _(
        "Part {part} passes when at least {count} of its {criteria} criteria reach the level that is needed."
    ),
    "total": _(
        "Part {part} passes when the levels of its {criteria} criteria sum up to at least {count}, counted from 1 for "
        "the lowest: a high level may make up for a low one."
    ),
}


def rule_in_words(part: PartFinding) -> Words:
    """When a part passes."""
    kind = "one" if part.kind == "each" and part.criteria == 1 else part.kind
    return format_lazy(_PASSES_WHEN[kind], part=part.part, count=part.count, criteria=part.criteria)


def finding_in_words(part: PartFinding) -> Words:
    """What became of a part, and by which figures."""
    facts = {
        "part": part.part,
        "met": part.met,
        "criteria": part.criteria,
        "count": part.count,
        "points": part.points,
        "left": part.criteria - part.judged,
    }
    return format_lazy(_FINDINGS[(part.kind, _state(part))], **facts)


def reasons_in_words(verdict: Verdict) -> list[Words]:
    """Why a decision is what it is, part by part."""
    return [finding_in_words(part) for part in verdict.parts]


def rules_chosen(parts: Iterable[PartFinding]) -> list[Words]:
    """When those parts pass that do so by another rule than the usual one."""
    return [rule_in_words(part) for part in parts if part.kind != "each"]


def _state(part: PartFinding) -> str:
    if part.passed:
        return "passed"
    return "open" if part.judged < part.criteria else "short"


_FINDINGS = {
    ("each", "passed"): _("Part {part} passes: {met} of {criteria} criteria reach the level that is needed."),
    ("each", "short"): _(
        "Part {part} does not pass: {met} of {criteria} criteria reach the level that is needed, and each has to."
    ),
    ("each", "open"): _("Part {part} is open: {left} of {criteria} criteria have no level yet."),
    ("at_least", "passed"): _(
        "Part {part} passes: {met} of {criteria} criteria reach the level that is needed, and {count} have to."
    ),
    ("at_least", "short"): _(
        "Part {part} does not pass: {met} of {criteria} criteria reach the level that is needed, and {count} have to."
    ),
    ("at_least", "open"): _(
        "Part {part} is open: {left} of {criteria} criteria have no level yet; {met} reach the level that is needed, "
        "and {count} have to."
    ),
    ("total", "passed"): _("Part {part} passes: its levels sum up to {points}, and {count} are needed."),
    ("total", "short"): _("Part {part} does not pass: its levels sum up to {points}, and {count} are needed."),
    ("total", "open"): _(
        "Part {part} is open: {left} of {criteria} criteria have no level yet; the levels sum up to {points} so far, "
        "and {count} are needed."
    ),
}
