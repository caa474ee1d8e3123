"""The verb of stacks, and what is awarded or withdrawn with the award that decides it, in the same transaction.

Who holds the last two of a stack signed at the same moment gets one credential of it: both wait for one lock, and the
second sees what the first has granted. One at a time of a stack's people stands beside others; a batch of a list, which
would need as many locks as it has rows, stands alone.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Stack, Version
from microcred.credentials import documents
from microcred.credentials.models import Award, DocumentIntent
from microcred.credentials.operations.documents import intend, withdraw
from microcred.credentials.operations.refusals import CredentialUnfit, NobodyIssues
from microcred.credentials.operations.status_lists import place_for_document
from microcred.credentials.queries import (
    awards_making_stack,
    documents_resting_on,
    issuer_of_organization,
    people_completing,
    stacks_with,
)
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold, hold_shared
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person

WITHDRAWN_WITH_AWARD = "An award that it rests on was revoked."


class StackIncomplete(Refusal):
    """The person does not hold a current award of everything in the stack."""

    message = _("Not every micro-credential of this stack has been earned.")


class StackAwarded(Refusal):
    """The person holds the credential of this stack."""

    message = _("The credential of this stack has been awarded to this person already.")


@operation
def award_stack(*, actor: None, person: Person, stack: Stack, at: datetime) -> DocumentIntent:
    """Award the credential of a stack to who holds a current award of everything in it. It names the awards.

    Raises:
        StackIncomplete, StackAwarded, NobodyIssues: see there.
        CredentialUnfit: when what it would say must not be signed.
    """
    _hold_for([stack], [person.pk])
    awards = awards_making_stack(person, stack)
    if awards is None:
        raise StackIncomplete
    current = DocumentIntent.objects.filter(person=person, stack=stack, withdrawal__isnull=True)
    if current.exists():
        raise StackAwarded
    issuer = issuer_of_organization(stack.owner)
    if issuer is None:
        raise NobodyIssues
    document_id, place = uuid7(), place_for_document(issuer, at=at)
    unsigned = documents.stack_credential(
        document_id,
        stack,
        issuer,
        awards,
        holder=documents.holder_of(person.email, document_id),
        status=place.entry,
    )
    subjects = {"person": person, "stack": stack, "name": stack.name, **place.fields}
    return intend(DocumentIntent.Kind.STACK, document_id, issuer, unsigned, awards, subjects, actor=None, at=at)


def complete_stacks(version: Version, people: Sequence[UUID], *, at: datetime) -> None:
    """Award the stacks that awards of a version have just made whole to those people, in the transaction of the awards.

    An award never waits for a stack: what cannot be written down now is taken up by the hourly chore.

    Args:
        people: the identifiers of who has just been awarded the version.
    """
    stacks = list(stacks_with(version))
    _hold_for(stacks, people)
    for stack in stacks:
        award_to_all(stack, people_completing(stack, people), at=at)


def award_to_all(stack: Stack, people: Sequence[Person], *, at: datetime) -> None:
    """Award a stack to each of these who holds everything in it and has no credential of it."""
    for person in people:
        with suppress(StackIncomplete, StackAwarded, NobodyIssues, CredentialUnfit):
            award_stack(actor=None, person=person, stack=stack, at=at)


def reconsider_stacks(award: Award, *, at: datetime) -> None:
    """Withdraw what rests on a revoked award, and award anew what its other awards still make whole.

    Whoever holds another award of the same micro-credential keeps the stack: a new credential names that one.
    """
    standing = {each.stack for each in documents_resting_on(award) if each.stack is not None}
    _hold_for(_in_order({*standing, *stacks_with(award.version)}), [award.person_id])
    resting = list(documents_resting_on(award))
    for intent in resting:
        hold(intent.pk)
    for intent in sorted(resting, key=lambda each: (str(each.status_list_id), each.pk)):
        withdraw(actor=None, intent=intent, reason=WITHDRAWN_WITH_AWARD, at=at)
    for stack in _in_order({each.stack for each in resting if each.stack is not None}):
        award_to_all(stack, people_completing(stack, [award.person_id]), at=at)


def _in_order(stacks: Collection[Stack]) -> list[Stack]:
    return sorted(stacks, key=lambda stack: stack.pk)


def _hold_for(stacks: Sequence[Stack], people: Sequence[UUID]) -> None:
    """Wait until nobody else completes these stacks, in the order of their identifiers, for these people."""
    for stack in stacks:
        (hold_shared if len(people) == 1 else hold)(uuid5(stack.pk, "completed"))
    if len(people) == 1:
        for stack in stacks:
            hold(uuid5(people[0], str(stack.pk)))
