"""The verb of rule sets."""

import hashlib
import json
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import acts_as
from microcred.pathways.models import Pathway, RuleSet
from microcred.pathways.queries import staff_role
from microcred.pathways.rules.check import problems, run_examples
from microcred.pathways.rules.document import RuleSet as Rules


class CannotHold(Refusal):
    """Something is wrong with the rules, or a worked example does not come out."""

    message = _("Nobody can be held to these rules yet: {problem}")


class EditionStated(Refusal):
    """This edition stands already, in other words."""

    message = _("Edition {edition} has been stated already and is never changed. Give the changed rules another name.")


class DayTaken(Refusal):
    """Another edition takes effect on the same day."""

    message = _("Another edition takes effect on {day}. Choose another day, so that it is clear which one holds.")


class AnotherKind(Refusal):
    """The pathway stands under another owner, or is of another kind."""

    message = _("“{slug}” is kept by {owner} as something else. Give these rules another id.")


@operation
def state_rule_set(*, actor: Person | None, owner: Organization, rules: Rules, at: datetime) -> RuleSet:
    """State an edition of a pathway's rules; the first one makes the pathway. Stated twice alike, it is there once.

    Args:
        actor: a program manager of the owner, of an endorsement its licensure officer; None for the operator.
    """
    if actor is not None and not acts_as(actor, staff_role(rules.kind.value), for_organization=owner, at=at):
        raise NotAllowed
    wrong = [one.sentence() for one in problems(rules)]
    wrong += [
        f"{one.name}: {'; '.join(one.differences)}" for one in run_examples(rules) if not wrong and one.differences
    ]
    if wrong:
        raise CannotHold(problem=wrong[0])
    hold(uuid5(NAMESPACE_URL, f"pathway:{rules.id}"))
    pathway = Pathway.objects.filter(slug=rules.id).select_related("owner").first()
    if pathway is None:
        pathway = Pathway.objects.create(slug=rules.id, owner=owner, kind=rules.kind.value)
    if pathway.owner_id != owner.pk or pathway.kind != rules.kind.value:
        raise AnotherKind(slug=rules.id, owner=pathway.owner.name)
    document = rules.model_dump(mode="json")
    # A set has no order, and its text must always be the same.
    document["examples"] = _ordered(document["examples"])
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    there = pathway.rule_sets.filter(edition=rules.edition).first()
    if there is not None:
        if there.digest != digest:
            raise EditionStated(edition=rules.edition)
        return there
    if pathway.rule_sets.filter(effective_from=rules.effective_from).exists():
        raise DayTaken(day=rules.effective_from)
    return RuleSet.objects.create(
        pathway=pathway,
        edition=rules.edition,
        document=json.loads(text),
        digest=digest,
        effective_from=rules.effective_from,
        stated_at=at,
        stated_by=actor,
    )


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: sorted(one) if key in {"stacks", "standards"} and isinstance(one, list) else _ordered(one)
            for key, one in value.items()
        }
    return [_ordered(one) for one in value] if isinstance(value, list) else value
