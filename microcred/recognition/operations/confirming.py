"""The verbs by which whoever confirms a statement, or states for somebody else what is confirmed with the same word,
sees first what that does to renewal cycles and credit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.recognition.models import CompletionStatement, EmploymentStatement, LicenceStatement
from microcred.recognition.operations.ledger import recognize
from microcred.recognition.operations.standing import (
    Statement,
    StatementRuling,
    confirm_statement,
    state_employment,
    state_licence,
)
from microcred.recognition.queries.counted import (
    CycleForeseen,
    Foreseen,
    counted,
    cycles_changed,
    cycles_held,
    difference,
)

R = TypeVar("R")


class ConfirmationUnseen(Refusal):
    """Nobody has looked at what the confirmation does, or that has changed since.

    Attributes:
        cycles: what becomes of renewal cycles.
        foreseen: what it does to credit, entry by entry.
        digest: names exactly this, to be given as `seen` by who looked at it.
    """

    message = _("This is not what was shown to you: something has changed since. Look again below.")

    def __init__(self, cycles: Sequence[CycleForeseen], foreseen: Sequence[Foreseen], digest: str) -> None:
        super().__init__()
        self.cycles, self.foreseen, self.digest = cycles, foreseen, digest


@operation
def confirm_as_seen(*, actor: Person, statement: Statement, seen: str, at: datetime) -> StatementRuling:
    """Say that a statement is so, as `confirm_statement` does. Where that ends or changes a renewal cycle, or what
    counts already comes to something else or counts elsewhere, it is done for who has seen exactly that, found by doing
    it: the refusal takes back whatever was written on the way.

    Args:
        seen: the digest of what it does, as `ConfirmationUnseen` gave it; empty where nobody has looked yet.

    Raises:
        ConfirmationUnseen, and what `confirm_statement` raises.
    """
    done = partial(confirm_statement, actor=actor, statement=statement, at=at)
    return _as_seen(holder_of(statement), done, named=str(statement.pk), seen=seen, at=at)


@operation
def state_licence_as_seen(*, actor: Person, person: Person, seen: str, at: datetime, **said: Any) -> LicenceStatement:
    """State a licence of somebody else, as `state_licence` does, which confirms it with the same word: so it is seen
    first what that does, as where it waits to be confirmed.

    Raises:
        ConfirmationUnseen, and what `state_licence` raises.
    """
    done = partial(state_licence, actor=actor, person=person, at=at, **said)
    return _as_seen(person, done, named=repr(sorted(said.items())), seen=seen, at=at)


@operation
def state_employment_as_seen(
    *, actor: Person, person: Person, seen: str, at: datetime, **said: Any
) -> EmploymentStatement:
    """The same of work, as `state_employment` does."""
    done = partial(state_employment, actor=actor, person=person, at=at, **said)
    return _as_seen(person, done, named=repr(sorted(said.items())), seen=seen, at=at)


def _as_seen(person: Person, do: Callable[[], R], *, named: str, seen: str, at: datetime) -> R:
    """Do what was seen, or take back what was written to find what that is.

    Args:
        named: what it is, for the digest.
    """
    hold(person.pk)
    # What is due anyway is none of what this does.
    recognize(actor=None, person=person, at=at)
    credit, cycles = counted(person), cycles_held(person)
    done = do()
    recognize(actor=None, person=person, at=at)
    foreseen = difference(credit, counted(person))
    changed = cycles_changed(cycles, cycles_held(person))
    touched = any(one.before is not None for one in changed) or any(one.before for one in foreseen.values())
    digest = sha256(repr((named, changed, sorted(foreseen.items()))).encode()).hexdigest()
    if touched and seen != digest:
        raise ConfirmationUnseen(changed, list(foreseen.values()), digest)
    return done


def holder_of(statement: Statement) -> Person:
    """Whom a statement is about."""
    if isinstance(statement, LicenceStatement):
        return statement.licence.person
    if isinstance(statement, EmploymentStatement):
        return statement.employment.person
    return statement.completion.person if isinstance(statement, CompletionStatement) else statement.fact.person
