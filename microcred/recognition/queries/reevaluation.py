"""Questions about what is worked out anew for everyone: whom it reaches, what it would change, how far it is."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from microcred.foundation.days import beginning_of
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import belonging_to
from microcred.recognition.models import (
    Adjustment,
    Agreement,
    CycleChange,
    Entry,
    Policy,
    Recognition,
    Reevaluation,
    ReevaluationOutcome,
    ReevaluationPortion,
)
from microcred.recognition.queries.differences import Difference, differences
from microcred.recognition.queries.findings import Finding
from microcred.recognition.queries.policies import document_of
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.what_if import Change, Figures, Shown, Told, shown, told

PORTION = 400
"""People who are looked at together: enough that a question for all of them costs little for each."""


def people_of(jurisdiction: Organization, *, at: datetime) -> QuerySet[Person]:
    """Everyone who belongs to a jurisdiction, in the order of their identifiers."""
    belongs = belonging_to([jurisdiction.pk], person=OuterRef("pk"), at=at)
    return Person.objects.filter(Exists(belongs)).order_by("pk")


def people_in(portion: ReevaluationPortion, *, at: datetime) -> list[Person]:
    """Those of one portion."""
    found = people_of(portion.reevaluation.jurisdiction, at=at)
    if portion.from_id is not None:
        found = found.filter(pk__gte=portion.from_id)
    if portion.before_id is not None:
        found = found.filter(pk__lt=portion.before_id)
    return list(found)


def bounds_of(jurisdiction: Organization, *, at: datetime) -> list[tuple[UUID | None, UUID | None]]:
    """Where portions begin and end: of each the first identifier and that of the next; open at both ends."""
    starts = list(people_of(jurisdiction, at=at).values_list("pk", flat=True))[PORTION::PORTION]
    return list(zip([None, *starts], [*starts, None], strict=True))


@dataclass(frozen=True)
class Seen:
    """What was seen of the people of a portion.

    Args:
        people: about how many of them the rules speak.
        changed: those for whom something would be written.
        figures: of a trial: what it would come to.
    """

    people: int
    changed: Sequence[Person]
    figures: Figures | None


def seen_in(portion: ReevaluationPortion, *, at: datetime) -> Seen:
    """What would be written for the people of a portion."""
    reevaluation = portion.reevaluation
    supposed = [statement_of(reevaluation)] if reevaluation.supposed is not None else []
    with _all_of_it_kept():
        found = differences(people_in(portion, at=at), at=max(at, reevaluation.due_at), supposed=supposed)
        seen = Seen(
            sum(bool(one.examined.findings or one.asked) for one in found),
            [one.examined.found.person for one in found if not one.is_none],
            figures_of(found, family_of(reevaluation)) if reevaluation.is_trial else None,
        )
        del found
    return seen


@contextmanager
def _all_of_it_kept() -> Iterator[None]:
    """Make hundreds of thousands of objects that are all still needed, without looking for garbage among them again
    and again, which takes longer than most else. They go with the last who needs them."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def statement_of(trial: Reevaluation) -> Policy:
    """What a trial tries, as a statement that is nowhere kept; its identifier is that of the trial."""
    document = Document.model_validate(trial.supposed)
    base = Policy.objects.filter(slug=document.overlays).order_by("-number").first() if document.overlays else None
    return Policy(
        pk=trial.pk,
        jurisdiction=trial.jurisdiction,
        slug=document.id,
        family=base.family if base is not None else document.id,
        name=document.name,
        number=document.version,
        starts_on=document.effective_from,
        ends_on=document.effective_until,
        document=trial.supposed,
    )


def family_of(reevaluation: Reevaluation) -> str:
    """The family of the policy that it is about; empty where it is about an agreement."""
    policy = statement_of(reevaluation) if reevaluation.supposed is not None else reevaluation.policy
    return policy.family if policy is not None else ""


def figures_of(found: Sequence[Difference], family: str) -> Figures:
    """What a family of policies would change, added up."""
    figures = Figures()
    for one in found:
        asked = any(cycle.policy.family == family for cycle, _result in one.asked)
        if asked or any(finding.policy.family == family for finding in one.examined.findings):
            figures.add(_change(one, family))
    return figures


def _change(one: Difference, family: str) -> Change:
    record = one.examined.record
    lines = [_line(change, finding) for _entry, finding, change in one.adjusted if finding.policy.family == family]
    lines += [_line(finding.amount, finding) for finding in one.entered if finding.policy.family == family]
    today = one.examined.found.at.date()
    asks = [
        (result.needed or Decimal(0)) - (cycle.needed or Decimal(0))
        for cycle, result in one.asked
        if cycle.policy.family == family
    ]
    return Change(
        lines=lines,
        asks=sum(asks, Decimal(0)),
        groups={
            "district": [job.employer for job in record.employment if job.last_day is None or today <= job.last_day],
            "licence": [licence.type for licence in record.licences],
            "band": [band for licence in record.licences for band in licence.grade_bands],
        },
    )


def _line(change: Decimal, finding: Finding) -> tuple[Decimal, str, str]:
    if finding.entry is None:
        return change, "", ""
    clause = finding.entry.decided_by
    return change, clause.key, clause.words


def due_at(policy: Policy, *, at: datetime) -> datetime:
    """From when a statement reaches people: now, or when its first day begins where it holds. Where it goes by the day
    on which cycles close it reaches them at once: they may close after that day."""
    return document_due_at(document_of(policy), at=at)


def document_due_at(document: Document, *, at: datetime) -> datetime:
    """The same of a document, as if it were stated now."""
    if document.effective_by == "close":
        return at
    return max(at, beginning_of(document.effective_from, document.time_zone))


def statements_that_took_effect(*, at: datetime, days: int) -> list[Policy]:
    """Statements of days to come, whose day has come since, and which have reached nobody yet.

    Args:
        days: so many back at most.
    """
    done = Reevaluation.objects.filter(policy=OuterRef("pk"), is_trial=False)
    near = Policy.objects.filter(
        ~Exists(done), starts_on__range=(date.fromordinal(at.toordinal() - days), date.fromordinal(at.toordinal() + 1))
    )
    return [policy for policy in near.select_related("jurisdiction").order_by("pk") if _took_effect(policy, at)]


def _took_effect(policy: Policy, at: datetime) -> bool:
    document = document_of(policy)
    begins = beginning_of(document.effective_from, document.time_zone)
    return document.effective_by == "day" and policy.created_at < begins <= at


def due_without_portions(*, at: datetime) -> QuerySet[Reevaluation]:
    """Those whose moment has come, and whose portions are not settled yet."""
    portions = ReevaluationPortion.objects.filter(reevaluation=OuterRef("pk"))
    return Reevaluation.objects.filter(~Exists(portions), Q(due_at__lte=at) | Q(is_trial=True)).order_by("pk")


def portions_to_do(*, before: datetime, most: int) -> list[ReevaluationPortion]:
    """Portions settled before a moment that nobody has gone through, the first one's first."""
    waiting = ReevaluationPortion.objects.filter(outcome__isnull=True, created_at__lt=before)
    return list(waiting.order_by("created_at", "number")[:most])


@dataclass(frozen=True)
class Progress:
    """How far it is, and what it came to.

    Args:
        portions: how many there are; none before it is due.
        people: those gone through, about whom the rules speak.
        shown: of a trial: what may be told, once it is through.
        adjusted: entries that are worth more or less now, and `entered` those that are new.
        told: people whose credit changed.
        asked_more, asked_less: people of whom another total is asked since, in their cycles that have not closed.
    """

    reevaluation: Reevaluation
    portions: int
    done: int
    people: int
    unit: str
    shown: Shown | None = None
    more: int = 0
    less: int = 0
    entered: int = 0
    told: int = 0
    asked_more: int = 0
    asked_less: int = 0

    @property
    def is_done(self) -> bool:
        """Whether everyone has been gone through."""
        return 0 < self.portions == self.done

    @property
    def percent(self) -> int:
        """How much is done."""
        return 100 * self.done // self.portions if self.portions else 0

    @property
    def told_as(self) -> dict[str, Told]:
        """Its numbers of people and entries as they may be told: as a trial tells them, so that what was done finds out
        nobody either."""
        names = ("people", "told", "more", "less", "entered", "asked_more", "asked_less")
        numbers = {name: getattr(self, name) for name in names}
        return {name: told(number, smallest=settings.SMALLEST_GROUP) for name, number in numbers.items()}


def reevaluation_of(policy: Policy) -> Reevaluation | None:
    """The re-evaluation of everyone because of a statement, if it has begun."""
    return Reevaluation.objects.filter(policy=policy, is_trial=False).select_related("begun_by").first()


def last_trial_of(policy: Policy) -> Reevaluation | None:
    """The last trial of a statement."""
    trials = Reevaluation.objects.filter(policy=policy, is_trial=True, supposed__isnull=True)
    return trials.order_by("-begun_at", "-pk").first()


def reevaluation_because_of(agreement: Agreement) -> Reevaluation | None:
    """The re-evaluation of everyone because of an agreement."""
    return Reevaluation.objects.filter(agreement=agreement).first()


def progress_of(reevaluation: Reevaluation, *, unit: str) -> Progress:
    """How far a re-evaluation is, or a trial.

    Args:
        unit: in which its policy counts.
    """
    portions = reevaluation.portions.count()
    outcomes = ReevaluationOutcome.objects.filter(portion__reevaluation=reevaluation)
    done = outcomes.aggregate(done=Count("pk"), people=Sum("people", default=0))
    if reevaluation.is_trial:
        figures = Figures()
        if portions and done["done"] == portions:
            for kept in outcomes.values_list("figures", flat=True):
                figures.merge(Figures.read(kept or {}))
            return Progress(
                reevaluation,
                portions,
                portions,
                done["people"],
                unit,
                shown=shown(figures, smallest=settings.SMALLEST_GROUP),
            )
        return Progress(reevaluation, portions, done["done"], done["people"], unit)
    made = Adjustment.objects.filter(recognition__reevaluation=reevaluation)
    ways = made.aggregate(more=Count("pk", filter=Q(amount__gt=0)), less=Count("pk", filter=Q(amount__lt=0)))
    entered = Entry.objects.filter(recognition__reevaluation=reevaluation)
    changed = Recognition.objects.filter(
        Exists(made.filter(recognition=OuterRef("pk"))) | Exists(entered.filter(recognition=OuterRef("pk"))),
        reevaluation=reevaluation,
    )
    asked_more, asked_less = _asked_in(reevaluation)
    return Progress(
        reevaluation,
        portions,
        done["done"],
        done["people"],
        unit,
        more=ways["more"],
        less=ways["less"],
        entered=entered.count(),
        told=changed.aggregate(people=Count("award__person", distinct=True))["people"],
        asked_more=asked_more,
        asked_less=asked_less,
    )


def _asked_in(reevaluation: Reevaluation) -> tuple[int, int]:
    """Of how many people more is asked since a re-evaluation, and of how many less."""
    before = CycleChange.objects.filter(cycle=OuterRef("cycle"), pk__lt=OuterRef("pk")).order_by("-pk")
    was = Case(
        When(Exists(before), then=Coalesce(Subquery(before.values("needed")[:1]), Decimal(0))),
        default=Coalesce("cycle__needed", Decimal(0)),
    )
    asked = CycleChange.objects.filter(reevaluation=reevaluation).annotate(
        more=ExpressionWrapper(Coalesce("needed", Decimal(0)) - was, DecimalField(max_digits=8, decimal_places=2))
    )
    people = asked.order_by().values("cycle__person").annotate(sum=Sum("more")).values_list("sum", flat=True)
    ways = [sum_ > 0 for sum_ in people if sum_]
    return ways.count(True), ways.count(False)


def adjustments_of(person: Person, reevaluation: Reevaluation) -> list[Adjustment]:
    """What a re-evaluation made of a person's entries, in the order in which they were entered."""
    made = Adjustment.objects.filter(recognition__reevaluation=reevaluation, entry__award__person=person)
    return list(
        made.select_related("recognition__policy", "entry").prefetch_related("entry__adjustments").order_by("pk")
    )
