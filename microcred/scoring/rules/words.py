"""What a policy of readings says, in words."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from microcred.scoring.rules.back_reads import BackReads
from microcred.scoring.rules.policies import Kind, Policy, Third

THIRD = {
    Third.DECISION: _(
        "Where two would decide differently, or are two levels apart, a third person reads, and most decide."
    ),
    Third.CRITERION: _(
        "Where two see any criterion differently, or are two levels apart, a third person reads, and of each criterion "
        "stands what most find."
    ),
}


def policy_in_words(policy: Policy) -> list[str | Promise]:
    """The sentences that say who reads what under a policy."""
    said: list[str | Promise] = [_first_sentence(policy)]
    if policy.share and policy.kind in {Kind.CONDITIONAL, Kind.FIRST}:
        said.append(
            format_lazy(_("Of the others {share} in a hundred, drawn by lot, are read twice too."), share=policy.share)
        )
    return [*said, THIRD[policy.third]]


def _first_sentence(policy: Policy) -> str | Promise:
    if policy.kind is Kind.DOUBLE:
        return _("Everything is read twice, by two people who know nothing of each other.")
    if policy.kind is Kind.FIRST:
        return format_lazy(
            _("The first {count} submissions to each version are read twice, what comes later once."),
            count=policy.first,
        )
    if policy.kind is Kind.CONDITIONAL:
        if not policy.near:
            return _("What a first reading would pass is read a second time.")
        return ngettext_lazy(
            "What a first reading would pass, or finds short by %(near)d criterion, is read a second time.",
            "What a first reading would pass, or finds short by up to %(near)d criteria, is read a second time.",
            "near",
        ) % {"near": policy.near}
    return format_lazy(_("Each is read once; {share} in a hundred, drawn by lot, are read twice."), share=policy.share)


def validity_in_words(one_in: int) -> str | Promise:
    """The sentence that says how many readings are of validity papers."""
    if not one_in:
        return _("No validity papers come among what is read.")
    said = _(
        "One in {one_in} readings, drawn by lot, is of a validity paper where a version has any; nothing tells it from "
        "the rest."
    )
    return format_lazy(said, one_in=one_in)


def back_reads_in_words(rule: BackReads) -> list[str | Promise]:
    """The sentences that say which decisions wait for a lead's look."""
    said: list[str | Promise] = []
    if rule.share:
        said.append(
            format_lazy(
                _("{share} in a hundred decisions, drawn by lot, wait until a lead has looked."), share=rule.share
            )
        )
    if rule.alarms:
        said.append(_("Every decision waits for a look that rests on somebody about whom an alarm is open."))
    if rule.first:
        said.append(
            ngettext_lazy(
                "Every decision waits for a look that rests on the first reading of an assessor.",
                "Every decision waits for a look that rests on one of the first %(first)d readings of an assessor.",
                "first",
            )
            % {"first": rule.first}
        )
    return said or [_("No decision waits for a lead's look.")]
