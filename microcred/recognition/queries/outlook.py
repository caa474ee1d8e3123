"""What lies ahead of people's renewal cycles: what will be missing, what is due before, and what was told of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Mod

from microcred.foundation.asked_often import asked_often
from microcred.foundation.days import day_in
from microcred.foundation.kept_figures import KeptFigures
from microcred.foundation.many import among
from microcred.notices.models import Notice
from microcred.organizations.models import Person
from microcred.recognition.models import ApprovalDecision, Cycle, CycleChange, Entry, Policy, Recognition
from microcred.recognition.queries.findings import Examined, Finding, examined
from microcred.recognition.queries.ledger import CONFIRMED, WAITING
from microcred.recognition.queries.policies import document_of, unit_of
from microcred.recognition.queries.prior_approvals import begun_by_each, window_of
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.ahead import (
    CYCLE_MARKS,
    DAY_MARKS,
    Ahead,
    Credit,
    Due,
    Lacking,
    What,
    ahead,
    mark,
    young_enough,
)
from microcred.recognition.rules.engine import CycleResult
from microcred.recognition.rules.everybody import OfEverybody, asked_of_everybody
from microcred.recognition.rules.forecast import Forecast, forecast
from microcred.recognition.rules.shortfall import needed_now

LOOKED_BACK = timedelta(days=800)
"""An approval or a statement that is older brings no warning: no rule that comes along gives so much time."""


@dataclass(frozen=True)
class Outlook:
    """An open cycle of a person, and what lies ahead of it, the soonest first.

    Attributes:
        due: what is due of all that the person has under these rules.
    """

    cycle: Cycle
    unit: str
    today: date
    ahead: Sequence[Ahead]
    due: Sequence[Ahead] = field(default=())
    forecast: Forecast | None = None
    needed: Decimal = Decimal(0)
    """what it needs in all, by the rules as they stand"""

    @property
    def mark(self) -> int | None:
        """The mark at which who is short is told, if one has been reached."""
        return mark((self.cycle.ends_on - self.today).days, CYCLE_MARKS)

    @property
    def key(self) -> str:
        """Names what is told at that mark. A cycle that gets other days is told of anew."""
        return f"cycle-ahead:{self.cycle.pk}:{self.cycle.ends_on.isoformat()}:{self.mark}"


def outlooks(
    people: Sequence[Person], *, at: datetime, looked_at: Mapping[UUID, Examined] | None = None
) -> dict[UUID, list[Outlook]]:
    """What lies ahead of the open cycles of several people, the cycle that closes first at the top; in as many queries
    as of one.

    Args:
        looked_at: by person, where somebody has looked already.
    """
    ids = [person.pk for person in people]
    kept = Cycle.objects.filter(among("person", ids, of="uuid")).select_related("policy__jurisdiction", "keeper")
    cycles = _open(kept, at)
    if looked_at is None:
        looked_at = {one.found.person.pk: one for one in examined(people, at=at, nothing_too=True)}
    standing, approvals = _credits([cycle.pk for cycle in cycles]), _approvals(ids)
    found: dict[UUID, list[Outlook]] = {}
    for cycle in cycles:
        one = looked_at.get(cycle.person_id)
        family, today = cycle.policy.family, _today(cycle, at)
        counted = standing.get(cycle.pk, ())
        in_all = needed_now(cycle.needed, _asked(one, cycle)) or Decimal(0)
        needed = in_all - _rounded(one, cycle)
        years = _years(one, family)
        lies = ahead(
            ends_on=cycle.ends_on,
            needed=needed,
            today=today,
            counted=counted,
            years=years,
            parts=_parts(one, cycle),
            due=[*_documents(one, family), *approvals.get((cycle.person_id, family), ())],
        )
        pace = forecast(
            starts_on=cycle.starts_on,
            ends_on=cycle.ends_on,
            needed=needed,
            counted=young_enough(counted, ends_on=cycle.ends_on, years=years),
            today=today,
        )
        own, due = [each for each in lies if not each.id], [each for each in lies if each.id]
        found.setdefault(cycle.person_id, []).append(
            Outlook(cycle, unit_of(cycle.policy), today, own, due, pace, in_all)
        )
    return found


def totals_ahead(person: Person, *, at: datetime) -> list[Outlook]:
    """The same of one person's open cycles, without applying the rules where that comes to the same total: they ask it
    of everybody at any time, as it was written down, and more of it is missing than rounding takes away. What else
    lies ahead is left out then; who has enough in all is told what parts are missing.
    """
    cycles = _open(_cycles_of(person_id=person.pk), at)
    standing = _credits([cycle.pk for cycle in cycles])
    found = []
    for cycle in cycles:
        today, counted = _today(cycle, at), standing.get(cycle.pk, [])
        everybody = _asked_under(cycle.policy.family)
        if everybody is None or everybody.needed != cycle.needed:
            return outlooks([person], at=at).get(person.pk, [])
        needed, years, ends_on = everybody.needed, everybody.years, cycle.ends_on
        young = young_enough(counted, ends_on=ends_on, years=years)
        if needed - young <= len(counted):
            return outlooks([person], at=at).get(person.pk, [])
        lies = ahead(ends_on=ends_on, needed=needed, counted=counted, years=years, parts=(), today=today)
        pace = forecast(starts_on=cycle.starts_on, ends_on=ends_on, needed=needed, counted=young, today=today)
        found.append(Outlook(cycle, unit_of(cycle.policy), today, lies, (), pace, needed))
    return found


_everybody: KeptFigures[OfEverybody | None] = KeptFigures(most=256)
"""By the family and the statements, each of which is never edited."""


def _asked_under(family: str) -> OfEverybody | None:
    """What a family of rules asks of everybody; None where one statement asks something else than another, or one asks
    it of some, or another family is about the same licenses."""
    statements = tuple(_statements(family=family))
    return _everybody.of((family, statements), lambda: _asked_of_everybody(family, statements))


def _asked_of_everybody(family: str, statements: Collection[UUID]) -> OfEverybody | None:
    rows = Policy.objects.filter(pk__in=statements)
    own = [document_of(row) for row in rows if row.slug == row.family == family]
    stricter = [document_of(row) for row in rows if row.slug != row.family]
    others = [document_of(row) for row in rows if row.slug == row.family != family]
    return asked_of_everybody(own, stricter=stricter, others=others)


@asked_often
def _statements(*, family: str) -> QuerySet[Policy, UUID]:
    """Those of a family, and those of all others that make no other stricter."""
    return Policy.objects.filter(Q(family=family) | Q(slug=F("family"))).order_by("pk").values_list("pk", flat=True)


@asked_often
def _cycles_of(*, person_id: UUID) -> QuerySet[Cycle]:
    return Cycle.objects.filter(person=person_id).select_related("policy__jurisdiction", "keeper")


def _open(kept: Iterable[Cycle], at: datetime) -> list[Cycle]:
    """Of some cycles those that are open, as they are by now, the one that closes first at the top."""
    found = [
        cycle
        for cycle in as_changed(kept)
        if cycle.starts_on <= _today(cycle, at) < cycle.ends_on and not cycle.has_ended
    ]
    return sorted(found, key=lambda cycle: (cycle.ends_on, cycle.pk))


def due_mark(one: Ahead) -> int | None:
    """The mark at which it is told that something is due, if one has been reached."""
    return mark(one.days_left, DAY_MARKS)


def due_key(one: Ahead) -> str:
    """Names what is told at that mark."""
    return f"due-ahead:{one.what.name.lower()}:{one.id}:{one.last_day.isoformat()}:{due_mark(one)}"


def people_with_something_ahead(*, at: datetime, part: int | None = None) -> QuerySet[Person]:
    """Who may have to be told: whose cycle closes within a year, who has something under a rule that cannot be decided
    yet, and whose request was approved.

    Args:
        part: one of 24 parts of everybody, by the hour of the day; None: all.
    """
    # A day begins in the east before it does in the west: one more on either side, and each by its own calendar.
    since, until = at.date() - timedelta(days=1), at.date() + timedelta(days=max(CYCLE_MARKS) + 1)
    closing = Q(ends_on__gt=since, ends_on__lte=until)
    cycles = Cycle.objects.filter(
        closing | Exists(CycleChange.objects.filter(closing, cycle=OuterRef("pk"))), person=OuterRef("pk")
    )
    open_ones = Cycle.objects.filter(person=OuterRef("pk"), ends_on__gt=since)
    waits = Recognition.objects.filter(
        RawSQL("explanation @? '$[*] ? (@.result == \"open\").values.last'", [], output_field=BooleanField()),
        outcome=Recognition.Outcome.UNDECIDED,
        cycle__person=OuterRef("pk"),
        evaluated_at__gte=at - LOOKED_BACK,
    )
    approved = ApprovalDecision.objects.filter(
        outcome=ApprovalDecision.Outcome.APPROVED,
        request__person=OuterRef("pk"),
        decided_at__gte=at - LOOKED_BACK,
    )
    found = Person.objects.filter(Exists(cycles) | (Exists(open_ones) & (Exists(waits) | Exists(approved))))
    if part is not None:
        byte = Func(F("pk"), template="get_byte(uuid_send(%(expressions)s), 15)", output_field=IntegerField())
        found = found.alias(hour=Mod(byte, 24)).filter(hour=part)
    return found.order_by("pk")


def told_already(people: Collection[UUID], kinds: Collection[str]) -> set[tuple[UUID, str]]:
    """Which facts of some kinds these people were told: by person and key."""
    told = Notice.objects.filter(among("person", list(people), of="uuid"), kind__in=kinds)
    return set(told.values_list("person_id", "key"))


def _today(cycle: Cycle, at: datetime) -> date:
    return day_in(at, cycle.policy.jurisdiction.time_zone)


def _credits(cycles: Collection[UUID]) -> dict[UUID, list[Credit]]:
    """What stands in cycles, confirmed or waiting."""
    found: dict[UUID, list[Credit]] = {}
    entries = Entry.objects.filter(CONFIRMED | WAITING, cycle__in=cycles)
    around = entries.select_related("award", "statement").prefetch_related("adjustments")
    facts = around.annotate(award_title=F("award__version__title")).order_by("pk")
    for entry in facts:
        title = vars(entry)["award_title"] or (entry.stated.name if entry.statement is not None else "")
        found.setdefault(entry.cycle_id, []).append(Credit(title, entry.earned_on, entry.counted))
    return found


def _years(one: Examined | None, family: str) -> int | None:
    """How old credit may be when a cycle closes: the strictest of the state and those who make it stricter."""
    policies = one.found.policies if one is not None else ()
    ages = [document_of(policy).oldest for policy in policies if policy.family == family]
    return min((age.years for age in ages if age is not None), default=None)


def _parts(one: Examined | None, cycle: Cycle) -> list[Lacking]:
    """What the categories and minimums of a cycle lack, with all that waits as if it were confirmed."""
    result = _asked(one, cycle)
    if result is None:
        return []
    return [Lacking(part.name, part.missing) for part in (*result.categories, *result.minimums)]


def _asked(one: Examined | None, cycle: Cycle) -> CycleResult | None:
    return one.asked.get(cycle.pk) if one is not None else None


def _rounded(one: Examined | None, cycle: Cycle) -> Decimal:
    """What the rounding of entries took away, where nothing else is missing with all that waits."""
    result = _asked(one, cycle)
    return result.rounded if result is not None else Decimal(0)


def _documents(one: Examined | None, family: str) -> list[Due]:
    """What must be on record by a day for something to count."""
    return [
        Due(What.DOCUMENT, f"{finding.item}:{reason.clause.key}", finding.entry.title, reason.values["last"])
        for finding in _of(one)
        if finding.entry is not None and finding.policy.family == family
        for reason in finding.entry.reasons
        if reason.came == "open" and isinstance(reason.values.get("last"), date)
    ]


def _of(one: Examined | None) -> Iterable[Finding]:
    return one.findings if one is not None else ()


def _approvals(people: Collection[UUID]) -> dict[tuple[UUID, str], list[Due]]:
    """Approvals of what was not begun yet, that run out, by person and policy."""
    decided = ApprovalDecision.objects.filter(
        among("request__person", list(people), of="uuid"), outcome=ApprovalDecision.Outcome.APPROVED
    ).select_related("request__policy", "request__micro_credential__entry", "request__decision")
    decisions = list(decided.order_by("decided_at", "pk"))
    wanted = {one.request.micro_credential_id for one in decisions}
    begun = begun_by_each(list(people), wanted) if wanted else {}
    # Of one micro-credential, the newest approval counts.
    newest = {
        (one.request.person_id, one.request.policy.family, one.request.micro_credential_id): one for one in decisions
    }
    found: dict[tuple[UUID, str], list[Due]] = {}
    for (person, family, micro_credential), one in newest.items():
        window = window_of(one.request)
        if window is not None and window.last is not None and micro_credential not in begun.get(person, {}):
            entry = getattr(one.request.micro_credential, "entry", None)
            title = entry.title if entry is not None else one.request.micro_credential.slug
            due = Due(What.APPROVAL, str(one.request_id), title, window.last)
            found.setdefault((person, family), []).append(due)
    return found
