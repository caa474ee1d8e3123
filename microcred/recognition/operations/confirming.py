"""The verb by which whoever confirms a statement sees first what that does to renewal cycles and credit."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.recognition.models import CompletionStatement, EmploymentStatement, LicenceStatement
from microcred.recognition.operations.ledger import recognize
from microcred.recognition.operations.standing import Statement, StatementRuling, confirm_statement
from microcred.recognition.queries.counted import (
    CycleForeseen,
    Foreseen,
    counted,
    cycles_changed,
    cycles_held,
    difference,
)


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
    person = holder_of(statement)
    hold(person.pk)
    # What is due anyway is none of what this does.
    recognize(actor=None, person=person, at=at)
    credit, cycles = counted(person), cycles_held(person)
    ruling = confirm_statement(actor=actor, statement=statement, at=at)
    recognize(actor=None, person=person, at=at)
    foreseen = difference(credit, counted(person))
    changed = cycles_changed(cycles, cycles_held(person))
    touched = any(one.before is not None for one in changed) or any(one.before for one in foreseen.values())
    digest = sha256(repr((str(statement.pk), changed, sorted(foreseen.items()))).encode()).hexdigest()
    if touched and seen != digest:
        raise ConfirmationUnseen(changed, list(foreseen.values()), digest)
    return ruling


def holder_of(statement: Statement) -> Person:
    """Whom a statement is about."""
    if isinstance(statement, LicenceStatement):
        return statement.licence.person
    if isinstance(statement, EmploymentStatement):
        return statement.employment.person
    return statement.completion.person if isinstance(statement, CompletionStatement) else statement.fact.person
