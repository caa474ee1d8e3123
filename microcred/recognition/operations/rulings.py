"""The verbs of the renewal coordinator: confirming and declining."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.events import CreditRuled
from microcred.recognition.models import Entry, Reversal, Ruling


class OwnCredit(Refusal):
    """Nobody rules on their own credit."""

    message = _("“{title}” is your own award. Another coordinator of your district must rule on it.")


class RuledAlready(Refusal):
    """The entry has its ruling."""

    message = _("“{title}” of {person} was ruled on already.")


class CreditGone(Refusal):
    """The award behind the entry was revoked."""

    message = _("The award “{title}” of {person} was revoked; there is nothing to confirm any more.")


class RulingNotAsked(Refusal):
    """The policy leaves nothing to a coordinator."""

    message = _("“{title}” of {person} counts by the rules alone; they ask nobody to confirm it.")


class WhyMissing(Refusal):
    """A no without a reason."""

    message = _("Say why the credit is declined. The educator reads it.")
    field = "reason"


@operation
def confirm(*, actor: Person, entry: Entry, at: datetime) -> Ruling:
    """Confirm that an entry counts: the approval that the jurisdiction leaves to the district."""
    return _rule(actor, entry, Ruling.Outcome.CONFIRMED, "", at)


@operation
def confirm_all(*, actor: Person, entries: Sequence[Entry], at: datetime) -> list[Ruling]:
    """Confirm several entries at once, all or none."""
    in_order = sorted(entries, key=lambda entry: entry.pk)
    return [confirm(actor=actor, entry=entry, at=at) for entry in in_order]


@operation
def decline(*, actor: Person, entry: Entry, reason: str, at: datetime) -> Ruling:
    """Say that an entry does not count, and why, in words that the educator reads."""
    if not reason.strip():
        raise WhyMissing
    return _rule(actor, entry, Ruling.Outcome.DECLINED, reason.strip(), at)


def _rule(actor: Person, entry: Entry, outcome: Ruling.Outcome, reason: str, at: datetime) -> Ruling:
    if not acts_as(actor, Role.RECOGNIZER, for_organization=entry.cycle.district, at=at):
        raise NotAllowed
    facts = {"title": entry.award.version.title, "person": entry.award.person.name}
    if entry.award.person_id == actor.pk:
        raise OwnCredit(**facts)
    if not entry.asks_ruling:
        raise RulingNotAsked(**facts)
    hold(entry.pk)
    if Reversal.objects.filter(entry=entry).exists():
        raise CreditGone(**facts)
    if Ruling.objects.filter(entry=entry).exists():
        raise RuledAlready(**facts)
    ruling = Ruling.objects.create(entry=entry, outcome=outcome, ruled_at=at, ruled_by=actor, reason=reason)
    announce(CreditRuled(entry.pk))
    return ruling
