"""What is still wrong with the rules by which parts pass. Pure."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design.problem import Problem
from microcred.catalog.design.shape import Criterion, Design, PartRule


def about_part_rules(design: Design) -> Iterator[Problem]:
    """What is wrong with the rules: each part has one at most, and none asks for more than the levels that are needed.

    A rule that asked for more could turn down work in which every criterion reaches its level.
    """
    seen: set[int] = set()
    for place, rule in enumerate(design.part_rules):
        at = f"part_rules.{place}"
        if rule.part in seen:
            yield Problem(at, format_lazy(_("Part {part} has two rules."), part=rule.part), _("Keep one of the two."))
        seen.add(rule.part)
        if rule.kind != "each":
            criteria = [criterion for criterion in design.rubric if criterion.part == rule.part]
            yield from _about_count(f"{at}.count", rule, criteria)


def _about_count(at: str, rule: PartRule, criteria: list[Criterion]) -> Iterator[Problem]:
    if rule.kind == "at_least":
        least, most = 1, len(criteria)
        words = _(
            "Part {part} has {count} criteria, and its rule does not say how many of them must reach their level."
        )
    else:
        # Each criterion gives one point at its lowest level, so that fewer points would let everything pass.
        least = len(criteria) + 1
        most = sum((criterion.required_position or 0) + 1 for criterion in criteria)
        words = _("Part {part} has {count} criteria, and its rule does not say which sum of their levels is needed.")
    if not criteria or rule.count is None or not least <= rule.count <= most:
        yield Problem(
            at,
            format_lazy(words, part=rule.part, count=len(criteria)),
            format_lazy(
                _("Choose a number from {least} to {most}, or let each criterion reach its level."),
                least=least,
                most=max(least, most),
            ),
        )
