"""Questions of the licensure officer: who holds a licence, what of a cycle is confirmed, what can be approved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from microcred.organizations.models import Organization, Person
from microcred.recognition.models import CreditSet, Cycle, Entry, LicenceRuling, LicenceStatement, LookUp
from microcred.recognition.queries.findings import as_confirmed, examined
from microcred.recognition.queries.ledger import CONFIRMED
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.engine import CycleResult
from microcred.recognition.rules.shortfall import Shortfall, is_enough, needed_now, shortfall_of
from microcred.recognition.rules.standing import licence_number_as_kept

SHOWN_FOR = timedelta(hours=1)
"""what was looked up is shown so long; after that, who wants to look again says why again"""


def digest_of_number(jurisdiction: Organization, number: str) -> str:
    """What is kept of a number that somebody looked for: keyed, for there are so few that each could be tried."""
    said = f"{jurisdiction.pk}:{licence_number_as_kept(number)}"
    return salted_hmac("recognition.look_up", said, algorithm="sha256").hexdigest()


def holder_of(jurisdiction: Organization, number: str) -> Person | None:
    """Who holds the licence of a state with a number, as confirmed last; None where nobody does, or several do."""
    newest = (
        LicenceStatement.objects.filter(ruling__outcome=LicenceRuling.Outcome.CONFIRMED, jurisdiction=jurisdiction)
        .order_by("licence_id", "-number")
        .distinct("licence_id")
    )
    found = LicenceStatement.objects.filter(pk__in=newest.values("pk"), licence_number=licence_number_as_kept(number))
    people = {one.licence.person_id: one.licence.person for one in found.select_related("licence__person")}
    return next(iter(people.values())) if len(people) == 1 else None


def licences_for(people: Iterable[UUID], jurisdiction: Organization) -> dict[UUID, LicenceStatement]:
    """The confirmed licence of each of several people that a state gave, the one issued last, by person; one query."""
    return {one.licence.person_id: one for one in _confirmed_last(people, jurisdiction)}


def _confirmed_last(people: Iterable[UUID], jurisdiction: Organization) -> QuerySet[LicenceStatement]:
    newest = (
        LicenceStatement.objects.filter(
            licence__person__in=list(people),
            ruling__outcome=LicenceRuling.Outcome.CONFIRMED,
        )
        .order_by("licence_id", "-number")
        .distinct("licence_id")
    )
    found = LicenceStatement.objects.filter(pk__in=newest.values("pk"), jurisdiction=jurisdiction)
    return found.select_related("licence").order_by("issued_on", "pk")


def licences_of_cycles(cycles: Sequence[Cycle], jurisdiction: Organization) -> dict[UUID, LicenceStatement]:
    """The confirmed licence of a state whose cycle each of several is, by cycle: the one that it follows, else the
    newest of its days. One query.

    Args:
        cycles: as they are by now (`as_changed`).
    """
    held: dict[UUID, list[LicenceStatement]] = {}
    for one in _confirmed_last({cycle.person_id for cycle in cycles}, jurisdiction):
        held.setdefault(one.licence.person_id, []).append(one)
    found = {}
    for cycle in cycles:
        theirs = held.get(cycle.person_id, [])
        followed = [one for one in theirs if one.licence_id == cycle.followed]
        of_its_days = [
            one
            for one in theirs
            if one.issued_on < cycle.ends_on and (one.expires_on is None or cycle.starts_on <= one.expires_on)
        ]
        if followed or of_its_days:
            found[cycle.pk] = (followed or of_its_days)[-1]
    return found


def look_ups_about(person: Person) -> QuerySet[LookUp]:
    """Who looked a person up, on what basis and why, the newest first."""
    found = LookUp.objects.filter(person=person).select_related("jurisdiction", "looked_by")
    return found.order_by("-looked_at", "-pk")


def look_ups_open_to(officer: Person, jurisdictions: Iterable[UUID], *, at: datetime) -> QuerySet[LookUp]:
    """Whom an officer of some states looked up and found there, while it is shown."""
    found = LookUp.objects.filter(looked_by=officer, jurisdiction__in=list(jurisdictions), person__isnull=False)
    return found.filter(looked_at__gte=at - SHOWN_FOR, looked_at__lte=at)


def state_of_cycle(cycle: Cycle) -> UUID:
    """The state towards whose licence a cycle counts: it keeps its policy, or the policy that is made stricter."""
    return cycle.policy.jurisdiction_id


@dataclass(frozen=True)
class Confirmed:
    """What of a cycle is confirmed.

    Attributes:
        entries: identifiers and amounts, in the order of the identifiers.
        titles: of the awards, in the same order.
        digest: SHA-256 of them.
    """

    amount: Decimal
    entries: tuple[tuple[UUID, Decimal], ...]
    titles: tuple[str, ...]
    digest: str


def confirmed_of(cycles: Sequence[Cycle]) -> dict[UUID, Confirmed]:
    """What of several cycles is confirmed, by cycle, in two queries."""
    found: dict[UUID, list[Entry]] = {cycle.pk: [] for cycle in cycles}
    entries = Entry.objects.filter(CONFIRMED, cycle__in=cycles).select_related("award__version", "statement")
    for entry in entries.prefetch_related("adjustments").order_by("pk"):
        found[entry.cycle_id].append(entry)
    return {pk: _confirmed(of) for pk, of in found.items()}


def _confirmed(entries: Sequence[Entry]) -> Confirmed:
    counted = [(one, one.counted) for one in entries if one.counted > 0]
    lines = "\n".join(f"{one.pk},{amount:.2f}" for one, amount in counted)
    return Confirmed(
        amount=sum((amount for _one, amount in counted), Decimal(0)),
        entries=tuple((one.pk, amount) for one, amount in counted),
        titles=tuple(one.title for one, _amount in counted),
        digest=sha256(lines.encode()).hexdigest(),
    )


def last_sets(cycles: Iterable[Cycle | str]) -> dict[UUID, CreditSet]:
    """What was said last of several cycles, by cycle, in one query.

    Args:
        cycles: themselves, or their identifiers.
    """
    said = CreditSet.objects.filter(cycle__in=list(cycles)).order_by("cycle_id", "-number").distinct("cycle_id")
    return {one.cycle_id: one for one in said.select_related("decided_by", "cycle__person")}


@dataclass(frozen=True)
class ForApproval:
    """A cycle as the officer's list shows it.

    `state` is `ready` (enough is confirmed and nothing was said), `changed` (approved, and different since),
    `approved`, `returned`, `short`, or `ended`: what was said of it falls.

    Attributes:
        asked: what its rules ask, and what of it is there without what waits; None where they are about nobody now.
    """

    cycle: Cycle
    confirmed: Confirmed
    last: CreditSet | None
    licence: LicenceStatement | None
    asked: CycleResult | None = None

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.cycle.has_ended:
            return "ended"
        same = self.last is not None and self.last.digest == self.confirmed.digest
        if self.last is not None and self.last.outcome == CreditSet.Outcome.APPROVED:
            return "approved" if same else "changed"
        if self.last is not None and same:
            return "returned"
        return "ready" if self.may_be_approved else "short"

    @property
    def may_be_approved(self) -> bool:
        """Whether all that its rules ask is confirmed; what was returned, or approved as it was, may be once it is."""
        return bool(self.confirmed.entries) and self.is_enough and not self.lacking and not self.cycle.has_ended

    @property
    def is_to_decide(self) -> bool:
        """Whether an officer can approve it now: it may be, and is not as it stands."""
        return self.may_be_approved and self.state != "approved"

    @property
    def needed(self) -> Decimal | None:
        """What it needs, by the rules as they stand."""
        return needed_of(self.cycle, self.asked)

    @property
    def is_enough(self) -> bool:
        """Whether enough is confirmed in all, by the rules as they stand."""
        return is_enough(self.confirmed.amount, self.needed, self.asked)

    @property
    def lacking(self) -> Shortfall:
        """What else than a total its rules ask, and is not there."""
        return shortfall_of(self.asked)


def cycles_under(jurisdictions: Sequence[UUID], *, at: datetime) -> QuerySet[Cycle]:
    """The cycles of the policies of some states with anything confirmed, or of which something was said, those that
    close first at the top."""
    confirmed, said = Entry.objects.filter(CONFIRMED).values("cycle"), CreditSet.objects.values("cycle")
    found = Cycle.objects.filter(Q(pk__in=confirmed) | Q(pk__in=said), policy__jurisdiction__in=jurisdictions)
    return found.select_related("person", "policy__jurisdiction", "keeper").order_by("ends_on", "person__name", "pk")


def for_approval(cycles: Sequence[Cycle], jurisdiction: Organization, *, at: datetime) -> list[ForApproval]:
    """Cycles with what is confirmed of them and what was said; a fixed number of queries."""
    cycles = as_changed(cycles)
    confirmed, last = confirmed_of(cycles), last_sets(cycles)
    licences = licences_of_cycles(cycles, jurisdiction)
    asked = asked_of(cycles, at=at)
    return [
        ForApproval(cycle, confirmed[cycle.pk], last.get(cycle.pk), licences.get(cycle.pk), asked.get(cycle.pk))
        for cycle in cycles
    ]


def needed_of(cycle: Cycle, asked: CycleResult | None) -> Decimal | None:
    """What a cycle needs: of one that has not closed what its rules ask now, be it written down already or not."""
    return needed_now(cycle.needed, asked)


def asked_of(cycles: Iterable[Cycle], *, at: datetime) -> dict[UUID, CycleResult]:
    """What the rules ask of some cycles, and what of it is there without what waits; a fixed number of queries."""
    people = list({cycle.person_id: cycle.person for cycle in cycles}.values())
    found: dict[UUID, CycleResult] = {}
    for one in examined(people, at=at, nothing_too=True):
        found |= as_confirmed(one)
    return found
