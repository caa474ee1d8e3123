"""What rules ask for before somebody begins a micro-credential, who may give it, and when one may begin. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from microcred.recognition.rules.engine import Policy
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import PriorApproval

OFFICER: Final = "licensure officer"
"""How policies name the role of who decides for a state."""
_KIND: Final = "micro-credential"


@dataclass(frozen=True)
class Window:
    """The days on which one may begin, both included; without a last day it stays open."""

    first: date
    last: date | None


def asked_before(document: Policy, *, micro_credential: str, issuers: Collection[str]) -> list[PriorApproval]:
    """The rules of a policy by which a micro-credential wants approval before it is begun.

    What cannot be told of it before it is earned, such as its topics, counts as fitting: to ask once too often costs a
    day, to begin without approval costs the credit.

    Args:
        issuers: the names and identifiers of who awards it.
    """
    return [rule for rule in document.prior_approval if _may_fit(rule.of, micro_credential, issuers)]


def _may_fit(of: Condition | None, micro_credential: str, issuers: Collection[str]) -> bool:
    if of is None:
        return True
    asked = ((of.kinds, {_KIND}), (of.micro_credentials, {micro_credential}), (of.issuers, set(issuers)))
    return all(not names or bool(_folded(names) & _folded(held)) for names, held in asked)


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def decided_by_officer(rule: PriorApproval) -> bool:
    """Whether an officer of the state decides, and not the coordinator of the employer."""
    return OFFICER in {role.casefold() for role in rule.by_roles}


def window(rule: PriorApproval, *, decided_on: date) -> Window:
    """When one may begin that was approved on a day."""
    last = decided_on + timedelta(days=rule.valid_days) if rule.valid_days else None
    return Window(decided_on + timedelta(days=rule.days_before), last)
