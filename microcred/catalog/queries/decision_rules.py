"""How the criteria of a version have been read, for whoever sees the rubric."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import DecisionRule, DecisionRuleWording, Version
from microcred.catalog.queries.said import Said, VersionSaid
from microcred.catalog.queries.versions import RubricCriterion
from microcred.foundation.asked_often import asked_often


@dataclass(frozen=True)
class RuleSaid:
    """A decision rule as somebody reads it. `others` is how it reads in other languages."""

    id: UUID
    criterion_id: UUID
    words: Said
    since: datetime
    others: tuple[Said, ...] = ()


def standing_rules(version: Version) -> QuerySet[DecisionRule]:
    """The decision rules of a version whose place no newer one has taken, the oldest first."""
    rules = DecisionRule.objects.filter(version=version, successor__isnull=True)
    return rules.select_related("criterion").order_by("criterion__position", "published_at", "pk")


def decision_rules_of(version: Version, language: str) -> dict[UUID, tuple[RuleSaid, ...]]:
    """The decision rules that stand for a version, by criterion, in a language as far as they have it; in one query."""
    wordings: dict[UUID, list[DecisionRuleWording]] = {}
    for row in _standing(version_id=version.pk):
        wordings.setdefault(row.rule_id, []).append(row)
    found: dict[UUID, tuple[RuleSaid, ...]] = {}
    for rows in wordings.values():
        said = _rule_said(rows, language, version.language)
        found[said.criterion_id] = (*found.get(said.criterion_id, ()), said)
    return found


def with_rules(criteria: Sequence[RubricCriterion], version: Version, language: str) -> tuple[RubricCriterion, ...]:
    """The criteria of a version, bringing along how they have been read."""
    rules = decision_rules_of(version, language)
    return tuple(replace(one, rules=rules[one.id]) if one.id in rules else one for one in criteria)


def said_with_rules(said: VersionSaid) -> VersionSaid:
    """A version's words, with its criteria bringing along how they have been read."""
    criteria = with_rules(said.rubric.criteria, said.version, said.language)
    return replace(said, rubric=replace(said.rubric, criteria=criteria))


def _rule_said(rows: Sequence[DecisionRuleWording], language: str, own: str) -> RuleSaid:
    by_language = {row.language: row for row in rows}
    shown = by_language.get(language) or by_language.get(own) or rows[0]
    others = tuple(Said(row.words, row.language) for row in rows if row is not shown)
    rule = shown.rule
    return RuleSaid(rule.pk, rule.criterion_id, Said(shown.words, shown.language), rule.published_at, others)


@asked_often
def _standing(*, version_id: UUID) -> QuerySet[DecisionRuleWording]:
    words = DecisionRuleWording.objects.filter(rule__version=version_id, rule__successor__isnull=True)
    return words.select_related("rule").order_by("rule__published_at", "rule", "language")
