"""The verbs of who rules on credit, a district's coordinator or a state's officer: confirming and declining."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.events import CreditRuled
from microcred.recognition.models import Delegation, Entry, Reversal, Ruling
from microcred.recognition.queries.delegations import delegations_to
from microcred.recognition.queries.keeping import keeps_for
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES, About


class OwnCredit(Refusal):
    """Nobody rules on their own credit."""

    message = _("“{title}” is your own credit. Somebody else of the office that keeps your cycle must rule on it.")


class RuledAlready(Refusal):
    """The entry has its ruling."""

    message = _("“{title}” of {person} was ruled on already.")


class CreditGone(Refusal):
    """The award behind the entry was revoked."""

    message = _("The award “{title}” of {person} was revoked; there is nothing to confirm any more.")


class CreditMoved(Refusal):
    """The entry is reversed, and its award holds."""

    message = _(
        "“{title}” of {person} no longer stands as you saw it: its cycle has changed, or the ruling on it was taken "
        "back. Look at the list again."
    )


class RulingNotAsked(Refusal):
    """The policy leaves nothing to a coordinator."""

    message = _("“{title}” of {person} counts by the rules alone; they ask nobody to confirm it.")


class WhyMissing(Refusal):
    """A no without a reason."""

    message = _("Say why the credit is declined. The educator reads it.")
    field = "reason"


class DelegatorsCredit(Refusal):
    """Who stands in for somebody does not rule on that one's credit."""

    message = _("You rule in the place of {person}, and this is their own credit. Another coordinator must rule on it.")


@operation
def confirm(*, actor: Person, entry: Entry, at: datetime) -> Ruling:
    """Confirm that an entry counts: the approval that the jurisdiction leaves to the office that keeps its cycle."""
    return _rule(actor, entry, Ruling.Outcome.CONFIRMED, "", at)


@operation
def confirm_all(*, actor: Person, entries: Sequence[Entry], at: datetime) -> list[Ruling]:
    """Confirm several entries at once, all or none."""
    in_order = sorted(entries, key=lambda entry: entry.pk)
    return [confirm(actor=actor, entry=entry, at=at) for entry in in_order]


@operation
def confirm_set(*, actor: Person, entries: Sequence[Entry], at: datetime) -> list[Ruling]:
    """Confirm what waits of a set that was looked at, in one transaction. What somebody has ruled on or taken back
    since is left out; if anything else is against one of them, none is confirmed.

    Args:
        entries: with their awards, people and cycles.

    Returns:
        the rulings that were made.
    """
    in_order = sorted(entries, key=lambda entry: entry.pk)
    delegations = {entry.pk: may_rule(actor, entry, at=at) for entry in in_order}
    for entry in in_order:
        if not entry.asks_ruling:
            raise RulingNotAsked(title=entry.title, person=entry.person.name)
        hold(entry.pk)
    gone = set(Ruling.objects.filter(entry__in=in_order).values_list("entry_id", flat=True))
    gone |= set(Reversal.objects.filter(entry__in=in_order).values_list("entry_id", flat=True))
    made = Ruling.objects.bulk_create(
        Ruling(
            entry=entry,
            outcome=Ruling.Outcome.CONFIRMED,
            ruled_at=at,
            ruled_by=actor,
            delegation=delegations[entry.pk],
        )
        for entry in in_order
        if entry.pk not in gone
    )
    announce(*(CreditRuled(ruling.entry_id) for ruling in made))
    return made


@operation
def decline(*, actor: Person, entry: Entry, reason: str = "", code: str = "", at: datetime) -> Ruling:
    """Say that an entry does not count, and why: by a code of the list, in words, or both. The educator reads them.

    Raises:
        WhyMissing, and what confirming raises.
    """
    known = REASON_CODES.get(code)
    if code and (known is None or About.CREDIT not in known.about):
        raise WhyMissing
    if not reason.strip() and (not code or code in NEEDS_WORDS):
        raise WhyMissing
    return _rule(actor, entry, Ruling.Outcome.DECLINED, reason.strip(), at, code=code or "other")


def may_rule(actor: Person, entry: Entry, *, at: datetime) -> Delegation | None:
    """The delegation by which somebody rules on an entry; None where they rule for the office that keeps its cycle.

    Raises:
        NotAllowed, OwnCredit, DelegatorsCredit.
    """
    facts = {"title": entry.title, "person": entry.person.name}
    delegation = whose_word(actor, entry.cycle.keeper, entry.person_id, at=at)
    if entry.person_id == actor.pk:
        raise OwnCredit(**facts)
    return delegation


def whose_word(actor: Person, office: Organization, about: UUID, *, at: datetime) -> Delegation | None:
    """The delegation by which somebody rules for an office about a person; None where they are its coordinator, of a
    state its officer.

    Raises:
        NotAllowed: they do neither.
        DelegatorsCredit: they stand in for nobody but that person.
    """
    if keeps_for(actor, office, at=at):
        return None
    held = [one for one in delegations_to(actor, at=at) if one.district_id == office.pk]
    if not held:
        raise NotAllowed
    of_others = [one for one in held if one.delegator_id != about]
    if not of_others:
        raise DelegatorsCredit(person=held[0].delegator.name)
    return of_others[0]


def refuse_unless_open(entry: Entry, *, ruled: bool) -> None:
    """Refuse where the award is gone, or the entry was ruled on; `ruled` says whether a confirmation stands in the way
    too, and not only a no."""
    refuse_what_is_reversed(entry)
    against = Ruling.objects.filter(entry=entry)
    if (against if ruled else against.filter(outcome=Ruling.Outcome.DECLINED)).exists():
        raise RuledAlready(title=entry.title, person=entry.person.name)


def refuse_what_is_reversed(entry: Entry) -> None:
    """Refuse an entry that is reversed: its award was revoked, or another stands in its place, if any.

    Raises:
        CreditGone, CreditMoved.
    """
    reversal = Reversal.objects.filter(entry=entry).select_related("entry__ruling__retraction", "retraction").first()
    if reversal is not None:
        moved = reversal.change_id is not None or reversal.retraction is not None or reversal.entry.was_taken_back
        raise (CreditMoved if moved else CreditGone)(title=entry.title, person=entry.person.name)


def _rule(actor: Person, entry: Entry, outcome: Ruling.Outcome, reason: str, at: datetime, *, code: str = "") -> Ruling:
    delegation = may_rule(actor, entry, at=at)
    if not entry.asks_ruling:
        raise RulingNotAsked(title=entry.title, person=entry.person.name)
    hold(entry.pk)
    refuse_unless_open(entry, ruled=True)
    ruling = Ruling.objects.create(
        entry=entry,
        outcome=outcome,
        ruled_at=at,
        ruled_by=actor,
        reason=reason,
        code=code,
        delegation=delegation,
    )
    announce(CreditRuled(entry.pk))
    return ruling
