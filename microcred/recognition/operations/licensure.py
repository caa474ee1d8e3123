"""The verbs of the licensure officer: looking up with a basis, and approving sets of confirmed credit."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.events import CreditSetDecided, LookedUp
from microcred.recognition.models import CreditSet, CreditSetEntry, Cycle, LookUp, Policy
from microcred.recognition.queries.licensure import (
    asked_of,
    confirmed_of,
    digest_of_number,
    holder_of,
    last_sets,
    needed_of,
    state_of_cycle,
)
from microcred.recognition.queries.policies import unit_of, words_of
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules import explained, plain
from microcred.recognition.rules.languages import said as said_by
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES, About
from microcred.recognition.rules.shortfall import Shortfall, is_enough, shortfall_of


class BasisMissing(Refusal):
    """Nobody is looked up without a basis in law."""

    message = _("Choose the legal basis on which you look, and say which case or request it is. Without it nobody is "
                "looked up. The person reads both.")  # fmt: skip
    field = "basis"


class NumberMissing(Refusal):
    """There is nothing to look for."""

    message = _("Give the license number, as the agency writes it.")
    field = "number"


class OwnSet(Refusal):
    """Nobody decides about their own license."""

    message = _("This is your own credit. Another officer must decide about it.")


class SetChanged(Refusal):
    """What was looked at is no longer what it is."""

    message = _("The credit of {person} has changed since you looked. Nothing was decided; look again.")


class NotEnough(Refusal):
    """Less is confirmed than the cycle needs."""

    message = _("{person} has {amount} confirmed of {needed} that the cycle needs. Return it, or wait.")


class NotMet(Refusal):
    """The rules ask something else that is not there."""

    message = _(
        "{person} has enough in all, and the rules ask more than that: {what}. Return it, wait, or put on record what "
        "is missing there."
    )


class SetReasonMissing(Refusal):
    """Returned without a reason."""

    message = _("Choose why it is returned, and say it in words where the list does not. The person reads both.")
    field = "code"


@operation
def look_up(*, actor: Person, jurisdiction: Organization, number: str, basis: str, words: str, at: datetime) -> LookUp:
    """Look for a licence by its number, with the legal basis. What comes of it is written down alike whether anybody is
    found or not; who is found reads it in their own log.

    Args:
        basis: one of `LookUp.Basis`.

    Raises:
        BasisMissing, NumberMissing, NotAllowed.
    """
    if not acts_as(actor, Role.LICENSURE_OFFICER, for_organization=jurisdiction, at=at):
        raise NotAllowed
    if basis not in LookUp.Basis.values or not words.strip():
        raise BasisMissing
    if not "".join(number.split()):
        raise NumberMissing
    found = LookUp.objects.create(
        jurisdiction=jurisdiction,
        digest=digest_of_number(jurisdiction, number),
        basis=basis,
        words=words.strip(),
        person=holder_of(jurisdiction, number),
        looked_at=at,
        looked_by=actor,
    )
    announce(LookedUp(found.pk))
    return found


@operation
def approve_sets(*, actor: Person, jurisdiction: Organization, seen: dict[str, str], at: datetime) -> list[CreditSet]:
    """Approve the confirmed credit of several cycles towards licences of a state, all or none, as it was seen. What is
    approved already as it stands stays so, whatever is asked since: a second click does nothing.

    Args:
        seen: the digest of each cycle's confirmed credit as it was looked at, by the cycle's identifier as text.

    Raises:
        SetChanged, NotEnough, NotMet, OwnSet, NotAllowed.
    """
    cycles = as_changed(Cycle.objects.filter(pk__in=list(seen)).select_related("person", "policy").order_by("pk"))
    for cycle in sorted(cycles, key=lambda cycle: cycle.person_id):
        _may_decide(actor, jurisdiction, cycle, at)
        hold(cycle.person_id)
    all_confirmed, said, asked = confirmed_of(cycles), last_sets(cycles), asked_of(cycles, at=at)
    made = []
    for cycle in cycles:
        confirmed, last = all_confirmed[cycle.pk], said.get(cycle.pk)
        facts = {"person": cycle.person.name}
        if cycle.has_ended or confirmed.digest != seen[str(cycle.pk)]:
            raise SetChanged(**facts)
        if last is not None and last.outcome == CreditSet.Outcome.APPROVED and last.digest == confirmed.digest:
            continue
        needed = needed_of(cycle, asked.get(cycle.pk))
        if needed is not None and not is_enough(confirmed.amount, needed, asked.get(cycle.pk)):
            raise NotEnough(**facts, amount=plain(confirmed.amount), needed=plain(needed))
        if lacking := shortfall_of(asked.get(cycle.pk)):
            raise NotMet(**facts, what=_in_words(lacking, cycle.policy))
        made.append(_decide(actor, jurisdiction, cycle, CreditSet.Outcome.APPROVED, at))
    return made


def _in_words(lacking: Shortfall, policy: Policy) -> str:
    words = words_of([policy])
    unit = said_by(unit_of(policy), words)
    parts = [f"{plain(amount)} {unit}: {said_by(name, words)}" for name, amount in lacking.parts]
    conditions = [step["clause"].rstrip(".") for step in explained(lacking.conditions, words)]
    return "; ".join((*parts, *conditions, *(said_by(name, words) for name in lacking.alternatives)))


@operation
def return_set(
    *, actor: Person, jurisdiction: Organization, cycle: Cycle, code: str, words: str = "", at: datetime
) -> CreditSet:
    """Return the confirmed credit of a cycle, with the reason, which the person reads.

    Raises:
        SetReasonMissing, OwnSet, NotAllowed.
    """
    _may_decide(actor, jurisdiction, cycle, at)
    reason = REASON_CODES.get(code)
    if reason is None or About.SET not in reason.about or (code in NEEDS_WORDS and not words.strip()):
        raise SetReasonMissing
    hold(cycle.person_id)
    return _decide(actor, jurisdiction, cycle, CreditSet.Outcome.RETURNED, at, code=code, words=words.strip())


def _may_decide(actor: Person, jurisdiction: Organization, cycle: Cycle, at: datetime) -> None:
    if not acts_as(actor, Role.LICENSURE_OFFICER, for_organization=jurisdiction, at=at):
        raise NotAllowed
    if state_of_cycle(cycle) != jurisdiction.pk:
        raise NotAllowed
    if cycle.person_id == actor.pk:
        raise OwnSet


def _decide(
    actor: Person,
    jurisdiction: Organization,
    cycle: Cycle,
    outcome: CreditSet.Outcome,
    at: datetime,
    **why: str,
) -> CreditSet:
    confirmed = confirmed_of([cycle])[cycle.pk]
    made = CreditSet.objects.create(
        cycle=cycle,
        jurisdiction=jurisdiction,
        number=CreditSet.objects.filter(cycle=cycle).count() + 1,
        outcome=outcome,
        amount=confirmed.amount,
        digest=confirmed.digest,
        decided_at=at,
        decided_by=actor,
        **why,
    )
    CreditSetEntry.objects.bulk_create(
        CreditSetEntry(set=made, entry_id=pk, amount=amount) for pk, amount in confirmed.entries
    )
    announce(CreditSetDecided(made.pk))
    return made
