"""The verbs of the ledger: recognizing a person's awards and activities, reversing what a revoked award brought."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_noop as noted

from microcred.credentials.models import Award
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import Event, announce
from microcred.organizations.models import Person
from microcred.recognition.events import CreditAdjusted, CreditEntered, CreditReversed
from microcred.recognition.models import Adjustment, Cycle, Entry, Policy, Recognition, Reevaluation, Reversal
from microcred.recognition.operations.falling_out import reverse_what_fell_out
from microcred.recognition.operations.following import ask_anew, follow_the_record
from microcred.recognition.queries import Finding, latest_recognitions
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.lines import EntryLine, last_of_each
from microcred.recognition.queries.records import on_record


@operation
def recognize(
    *, actor: Person | None, person: Person, at: datetime, because: Reevaluation | None = None
) -> list[Recognition]:
    """Apply every policy that speaks about a person to all their awards and activities, write down what came out and
    why, and keep the ledger at what the rules say: credit is entered, and adjusted where an entry is worth more or less
    than it was; and a cycle that has not closed needs what they ask.

    Repeated, it writes nothing new unless something on record, or a rule, has changed. Entries that were declined or
    reversed, those of a cycle that has closed, and those that count in another cycle, stay as they are. What fell out
    of its cycle, because that has other days or has ended, is reversed, and entered where it counts now.

    Args:
        because: the re-evaluation of everyone in which it is done, if it is.

    Returns:
        the last word of each policy on each award and activity.
    """
    hold(person.pk)
    follow_the_record(person, at=at)
    reverse_what_fell_out(person, at=at)
    page = _Page(at, because)
    for new in differences([person], at=at):
        page.left = {key: one.pk for key, one in last_of_each(new.examined.found.entries).items() if one.gives_way}
        for cycle, result in new.asked:
            ask_anew(cycle, result, at=at, because=because)
        for entry, finding, change in new.adjusted:
            page.adjust(entry, finding, change)
        for finding in (*new.entered, *new.said):
            _enter(person, finding, page)
    page.write()
    return latest_recognitions(person)


@operation
def reverse(*, actor: Person | None, award: Award, at: datetime) -> list[Reversal]:
    """Answer every entry of a revoked award with a reversal. The entries themselves stay in the ledger."""
    hold(award.person_id)
    reversals = []
    for entry in Entry.objects.filter(award=award, reversal__isnull=True).order_by("pk"):
        reversals.append(
            Reversal.objects.create(
                entry=entry, reversed_at=at, reason=noted("The issuer has revoked the award behind this credit.")
            )
        )
        announce(CreditReversed(entry.pk))
    return reversals


@dataclass
class _Page:
    """What is written down of one person, all of it at once: in as many statements for many entries as for one."""

    at: datetime
    because: Reevaluation | None
    recognitions: list[Recognition] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    news: list[Event] = field(default_factory=list)
    opened: dict[tuple[str, date], Cycle] = field(default_factory=dict)
    """cycles that were begun for what stands on it, by family and first day"""
    left: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """entries that give way to others, by what they are for and family"""

    def recognition(self, finding: Finding, cycle_id: UUID | None) -> Recognition:
        """What came out, and why."""
        made = Recognition(
            award_id=UUID(finding.item) if finding.is_award else None,
            statement_id=None if finding.is_award else UUID(finding.item),
            policy=finding.policy,
            cycle_id=cycle_id,
            outcome=finding.outcome.value,
            explanation=finding.explanation,
            evaluated_at=self.at,
            reevaluation=self.because,
        )
        self.recognitions.append(made)
        return made

    def adjust(self, entry: EntryLine, finding: Finding, change: Decimal) -> None:
        """That an entry is worth more or less, and why."""
        recognition = self.recognition(finding, entry.cycle_id)
        adjustment = Adjustment(entry_id=entry.pk, recognition=recognition, amount=change, entered_at=self.at)
        self.adjustments.append(adjustment)
        self.news.append(CreditAdjusted(adjustment.pk))

    def write(self) -> None:
        """Write it."""
        Recognition.objects.bulk_create(self.recognitions)
        Entry.objects.bulk_create(self.entries)
        Adjustment.objects.bulk_create(self.adjustments)
        if self.news:
            announce(*self.news)


def _enter(person: Person, finding: Finding, page: _Page) -> None:
    cycle = finding.cycle or (_cycle_by_rule(person, finding, page) if finding.amount else None)
    recognition = page.recognition(finding, cycle.pk if cycle is not None else None)
    if finding.amount and cycle is not None:
        entry = Entry(
            recognition=recognition,
            cycle=cycle,
            award_id=recognition.award_id,
            statement_id=recognition.statement_id,
            policy=finding.policy,
            family=finding.policy.family,
            amount=finding.amount,
            asks_ruling=finding.asks_ruling,
            moved_from_id=page.left.get((finding.item, finding.policy.family)),
            entered_at=page.at,
        )
        page.entries.append(entry)
        page.news.append(CreditEntered(entry.pk))


def _cycle_by_rule(person: Person, finding: Finding, page: _Page) -> Cycle | None:
    """A cycle that the rules begin and nobody enters, such as a school year."""
    result = finding.result
    found = on_record(person, [finding.policy], at=page.at, micro_credentials=())
    base = Policy.objects.filter(slug=finding.policy.family).select_related("jurisdiction").latest("number")
    keeper = found.keeper_under(base)
    if result is None or keeper is None:
        return None
    key = (finding.policy.family, result.first_day)
    if key not in page.opened:
        page.opened[key] = Cycle.objects.create(
            person=person,
            policy=base,
            keeper=keeper,
            starts_on=result.first_day,
            ends_on=result.last_day + timedelta(days=1),
            needed=result.needed,
        )
    return page.opened[key]
