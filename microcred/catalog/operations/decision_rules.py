"""Publishing how a criterion is read."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, DecisionRule, DecisionRuleWording
from microcred.catalog.queries.decision_rules import standing_rules
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as

LONGEST_RULE = 600
"""characters: it stands beside the criterion, and is read with every submission"""


class RuleWithoutWords(Refusal):
    """Nothing in the language of the version."""

    message = _("Write the rule in the language of the rubric: that is what everybody reads who has no other.")
    field = "words"
    status = 422


class RuleTooLong(Refusal):
    """More than fits beside a criterion."""

    message = _("A rule has {most} characters at most, and this one has {has}. Say what holds, and leave the case out.")
    field = "words"
    status = 422


class RuleReplacedAlready(Refusal):
    """Another rule took the place of that one, or it is of another criterion."""

    message = _("That rule does not stand any more, or is about another criterion. Look at the rules that stand now.")
    field = "replaces"
    status = 422


@operation
def publish_decision_rule(
    *,
    actor: Person,
    criterion: Criterion,
    words: Mapping[str, str],
    at: datetime,
    replaces: DecisionRule | None = None,
) -> DecisionRule:
    """Say how a criterion is read from now on, for good: only a newer rule takes its place. The same words published
    twice are published once. Whoever calls this down has seen to it that they speak of nobody.

    Args:
        actor: a lead assessor of who offers the version, or above.
        words: by language; those in the version's own are needed.
        replaces: the rule whose place it takes.

    Raises:
        RuleWithoutWords, RuleTooLong, RuleReplacedAlready, NotAllowed.
    """
    version = criterion.version
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=version.micro_credential.owner, at=at):
        raise NotAllowed
    hold(version.pk)
    said = {code: text for code, _name in settings.LANGUAGES if (text := words.get(code, "").strip())}
    if version.language not in said:
        raise RuleWithoutWords
    for text in said.values():
        if len(text) > LONGEST_RULE:
            raise RuleTooLong(most=LONGEST_RULE, has=len(text))
    standing = list(standing_rules(version).filter(criterion=criterion).prefetch_related("wordings"))
    for rule in standing:
        if {one.language: one.words for one in rule.wordings.all()} == said:
            return rule
    if replaces is not None and replaces not in standing:
        raise RuleReplacedAlready
    rule = DecisionRule.objects.create(
        version=version, criterion=criterion, replaces=replaces, published_at=at, published_by=actor
    )
    DecisionRuleWording.objects.bulk_create(
        DecisionRuleWording(rule=rule, language=language, words=text) for language, text in said.items()
    )
    return rule
