"""What holds of a person beside awards: their licences, work, completions and facts as confirmed, and their cycles as
they are now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.foundation.many import among
from microcred.organizations.models import Membership, Organization, Person, Role
from microcred.organizations.queries import acts_as, districts_of, reach_of, states_of
from microcred.recognition.models import (
    Completion,
    CompletionRuling,
    CompletionStatement,
    Cycle,
    CycleChange,
    Employment,
    EmploymentRuling,
    EmploymentStatement,
    Fact,
    FactRuling,
    FactStatement,
    Licence,
    LicenceRuling,
    LicenceStatement,
    Policy,
)
from microcred.recognition.policies import example_documents
from microcred.recognition.rules.standing import named_in

Kept = TypeVar("Kept", bound=Cycle)

OF_A_THING: Final = Q(fact__award__isnull=False) | Q(fact__activity__isnull=False)
OF_WHAT: Final = ("fact__award__version", "fact__activity")
"""what a fact is about, where it is about an award or activity"""

MOST_LEFT = 200
"""statements among which those are looked for that nobody but an officer is asked about"""


@dataclass(frozen=True)
class Standing:
    """What is confirmed of a person: the newest confirmed statement of each licence, piece of work, completion and
    fact. Facts about a single award or activity of theirs stand apart, in `of_things`: they say nothing of the person,
    nor of another one."""

    licences: list[LicenceStatement] = field(default_factory=list)
    work: list[EmploymentStatement] = field(default_factory=list)
    completions: list[CompletionStatement] = field(default_factory=list)
    facts: list[FactStatement] = field(default_factory=list)
    of_things: list[FactStatement] = field(default_factory=list)

    @property
    def holding(self) -> frozenset[UUID]:
        """What something confirmed holds of: licences, work, completions and facts by their identifiers."""
        return frozenset(
            (
                *(one.licence_id for one in self.licences),
                *(one.employment_id for one in self.work),
                *(one.completion_id for one in self.completions),
                *(one.fact_id for one in (*self.facts, *self.of_things)),
            )
        )


def standing_of(person: Person) -> Standing:
    """What is confirmed of a person."""
    return standings_of([person.pk]).get(person.pk, Standing())


def standings_of(people: Collection[UUID]) -> dict[UUID, Standing]:
    """The same of several people, by person, in four queries; without those of whom nothing is."""
    found: dict[UUID, Standing] = {}
    for one in _licences(people=list(people)):
        found.setdefault(one.licence.person_id, Standing()).licences.append(one)
    for each in _work(people=list(people)):
        found.setdefault(each.employment.person_id, Standing()).work.append(each)
    for done in _completions(people=list(people)):
        found.setdefault(done.completion.person_id, Standing()).completions.append(done)
    for fact in _facts(people=list(people)):
        standing = found.setdefault(fact.fact.person_id, Standing())
        (standing.facts if fact.fact.thing_id is None else standing.of_things).append(fact)
    return found


@asked_often
def _licences(*, people: list[UUID]) -> QuerySet[LicenceStatement]:
    newest = (
        LicenceStatement.objects.filter(licence__person__in=people, ruling__outcome=LicenceRuling.Outcome.CONFIRMED)
        .order_by("licence_id", "-number")
        .distinct("licence_id")
    )
    return newest.select_related("licence", "jurisdiction", "ruling")


@asked_often
def _work(*, people: list[UUID]) -> QuerySet[EmploymentStatement]:
    newest = (
        EmploymentStatement.objects.filter(
            employment__person__in=people, ruling__outcome=EmploymentRuling.Outcome.CONFIRMED
        )
        .order_by("employment_id", "-number")
        .distinct("employment_id")
    )
    return newest.select_related("employment__district")


@asked_often
def _completions(*, people: list[UUID]) -> QuerySet[CompletionStatement]:
    # What was confirmed before the newest was corrected by it, and does not come back when that is taken back.
    newer = CompletionStatement.objects.filter(
        completion=OuterRef("completion"),
        number__gt=OuterRef("number"),
        ruling__outcome=CompletionRuling.Outcome.CONFIRMED,
    )
    newest = CompletionStatement.objects.filter(
        ~Exists(newer),
        completion__person__in=people,
        ruling__outcome=CompletionRuling.Outcome.CONFIRMED,
        ruling__retraction__isnull=True,
    )
    return newest.select_related("completion").order_by("completion_id")


@asked_often
def _facts(*, people: list[UUID]) -> QuerySet[FactStatement]:
    newest = (
        FactStatement.objects.filter(fact__person__in=people, ruling__outcome=FactRuling.Outcome.CONFIRMED)
        .order_by("fact_id", "-number")
        .distinct("fact_id")
    )
    return newest.select_related("fact")


def licences_of(person: Person) -> list[tuple[Licence, list[LicenceStatement]]]:
    """A person's licences, each with all that was stated of it, the newest first."""
    said = LicenceStatement.objects.filter(licence__person=person).select_related(
        "licence", "jurisdiction", "stated_by", "ruling__ruled_by"
    )
    found: dict[UUID, tuple[Licence, list[LicenceStatement]]] = {}
    for one in said.order_by("licence__created_at", "licence_id", "-number"):
        found.setdefault(one.licence_id, (one.licence, []))[1].append(one)
    return list(found.values())


def employments_of(person: Person) -> list[tuple[Employment, list[EmploymentStatement]]]:
    """The districts that a person works or worked for, each with all that was stated of it, the newest first."""
    said = EmploymentStatement.objects.filter(employment__person=person).select_related(
        "employment__district", "stated_by", "ruling__ruled_by"
    )
    found: dict[UUID, tuple[Employment, list[EmploymentStatement]]] = {}
    for one in said.order_by("employment__created_at", "employment_id", "-number"):
        found.setdefault(one.employment_id, (one.employment, []))[1].append(one)
    return list(found.values())


def completions_of(person: Person) -> list[tuple[Completion, list[CompletionStatement]]]:
    """A person's completions, each with all that was stated of it, the newest first."""
    said = CompletionStatement.objects.filter(completion__person=person).select_related(
        "completion__jurisdiction", "stated_by", "ruling__ruled_by", "ruling__retraction__retracted_by"
    )
    found: dict[UUID, tuple[Completion, list[CompletionStatement]]] = {}
    for one in said.order_by("completion__created_at", "completion_id", "-number"):
        found.setdefault(one.completion_id, (one.completion, []))[1].append(one)
    return list(found.values())


def facts_of(person: Person) -> list[tuple[Fact, list[FactStatement]]]:
    """The facts about a person, each with all that was stated of it, the newest first; without those about a single
    award or activity of theirs."""
    return _facts_in(FactStatement.objects.filter(fact__person=person).exclude(OF_A_THING))


def facts_of_things(person: Person) -> list[tuple[Fact, list[FactStatement]]]:
    """The facts about single awards and activities of a person, each with all that was stated of it, the newest
    first."""
    return _facts_in(FactStatement.objects.filter(OF_A_THING, fact__person=person))


def _facts_in(stated: QuerySet[FactStatement]) -> list[tuple[Fact, list[FactStatement]]]:
    said = stated.select_related("fact__jurisdiction", *OF_WHAT, "stated_by", "ruling__ruled_by")
    found: dict[UUID, tuple[Fact, list[FactStatement]]] = {}
    for one in said.order_by("fact__created_at", "fact_id", "-number"):
        found.setdefault(one.fact_id, (one.fact, []))[1].append(one)
    return list(found.values())


def said_of_completion(completion_id: UUID) -> list[CompletionStatement]:
    """All that was stated of something completed, the newest first."""
    said = CompletionStatement.objects.filter(completion=completion_id).select_related(
        "completion__person",
        "completion__jurisdiction",
        "stated_by",
        "ruling__ruled_by",
        "ruling__retraction__retracted_by",
    )
    return list(said.order_by("-number"))


def confirmed_of(licences: Collection[UUID]) -> dict[UUID, LicenceStatement]:
    """What is confirmed of some licences, by their identifiers."""
    newest = (
        LicenceStatement.objects.filter(licence__in=licences, ruling__outcome=LicenceRuling.Outcome.CONFIRMED)
        .order_by("licence_id", "-number")
        .distinct("licence_id")
    )
    return {one.licence_id: one for one in newest}


def grade_bands_of(people: Collection[UUID]) -> dict[UUID, list[tuple[date, date | None, list[str]]]]:
    """What the confirmed licences of several people are for, by person: from when, until when, and for which grades.

    To count people, never to tell of one.
    """
    found: dict[UUID, list[tuple[date, date | None, list[str]]]] = {}
    newest = (
        LicenceStatement.objects.filter(
            among("licence__person_id", list(people), of="uuid"), ruling__outcome=LicenceRuling.Outcome.CONFIRMED
        )
        .order_by("licence_id", "-number")
        .distinct("licence_id")
    )
    named = newest.values_list("licence__person", "issued_on", "expires_on", "grade_bands")
    for person, first, last, bands in named:
        found.setdefault(person, []).append((first, last, bands))
    return found


def states_that_license() -> QuerySet[Organization]:
    """The agencies that give licences."""
    return Organization.objects.filter(kind=Organization.Kind.STATE).order_by("name")


def districts_to_work_for() -> QuerySet[Organization]:
    """All districts, by name."""
    return Organization.objects.filter(kind=Organization.Kind.DISTRICT).order_by("name")


def district_at_hand(person: Person, *, at: datetime) -> Organization | None:
    """A district that somebody belongs to, to begin with."""
    return districts_of(person, at=at).first()


def state_at_hand(person: Person, *, at: datetime) -> Organization | None:
    """The agency of a state that somebody belongs to, to begin with."""
    return states_of(person, at=at).first()


def words_of_policies() -> tuple[set[str], set[str]]:
    """The types of licences and the grade bands that policies name: those that are stated, and of a place for which
    none is, the examples."""
    last = Policy.objects.order_by("slug", "-number").distinct("slug")
    documents = list(last.values_list("document", flat=True))
    stated = {one.get("jurisdiction") for one in documents}
    documents += [dict(one) for one in example_documents() if one.get("jurisdiction") not in stated]
    return set(named_in(documents, "licence_types")), set(named_in(documents, "grade_bands"))


def may_confirm_licence(person: Person, statement: LicenceStatement, *, at: datetime) -> bool:
    """Whether somebody speaks for the agency that gave a licence, or coordinates a district of its holder in that
    state."""
    return speaks_of(person, statement.licence.person, statement.jurisdiction, at=at)


def may_confirm_completion(person: Person, completion: Completion, *, at: datetime) -> bool:
    """The same of the agency whose rules ask for a completion."""
    return speaks_of(person, completion.person, completion.jurisdiction, at=at)


def may_confirm_fact(person: Person, fact: Fact, *, at: datetime) -> bool:
    """The same of the agency whose rules ask for a fact."""
    return speaks_of(person, fact.person, fact.jurisdiction, at=at)


def speaks_of(speaker: Person, holder: Person, jurisdiction: Organization, *, at: datetime) -> bool:
    """Whether somebody speaks for an agency, or coordinates a district of a person in its state."""
    if acts_as(speaker, Role.LICENSURE_OFFICER, for_organization=jurisdiction, at=at):
        return True
    places = reach_of(speaker, Role.RECOGNIZER, at=at)
    near = districts_of(holder, at=at).filter(lineage__contains=[jurisdiction.pk])
    return near.filter(lineage__overlap=places).exists()


def may_confirm_employment(person: Person, statement: EmploymentStatement, *, at: datetime) -> bool:
    """Whether somebody coordinates the district that the work is for."""
    return acts_as(person, Role.RECOGNIZER, for_organization=statement.employment.district, at=at)


def licences_to_confirm(person: Person, *, at: datetime) -> QuerySet[LicenceStatement]:
    """Statements of licences that wait for somebody, those that wait longest first; a newer one stands for older."""
    officer = Organization.objects.filter(lineage__overlap=reach_of(person, Role.LICENSURE_OFFICER, at=at))
    newer = LicenceStatement.objects.filter(licence=OuterRef("licence"), number__gt=OuterRef("number"))
    waiting = LicenceStatement.objects.filter(~Exists(newer), ruling__isnull=True)
    near = Exists(_places_below(person, holder=OuterRef("licence__person"), state=OuterRef("jurisdiction"), at=at))
    theirs = Q(jurisdiction__in=officer) | near
    return waiting.filter(theirs).select_related("licence__person", "jurisdiction").order_by("stated_at", "pk")


def completions_to_confirm(person: Person, *, at: datetime) -> QuerySet[CompletionStatement]:
    """The same of completions."""
    officer = Organization.objects.filter(lineage__overlap=reach_of(person, Role.LICENSURE_OFFICER, at=at))
    newer = CompletionStatement.objects.filter(completion=OuterRef("completion"), number__gt=OuterRef("number"))
    waiting = CompletionStatement.objects.filter(~Exists(newer), ruling__isnull=True)
    holder, state = OuterRef("completion__person"), OuterRef("completion__jurisdiction")
    theirs = Q(completion__jurisdiction__in=officer) | Exists(_places_below(person, holder=holder, state=state, at=at))
    found = waiting.filter(theirs).select_related("completion__person", "completion__jurisdiction")
    return found.order_by("stated_at", "pk")


def facts_to_confirm(person: Person, *, at: datetime) -> QuerySet[FactStatement]:
    """The same of facts."""
    officer = Organization.objects.filter(lineage__overlap=reach_of(person, Role.LICENSURE_OFFICER, at=at))
    newer = FactStatement.objects.filter(fact=OuterRef("fact"), number__gt=OuterRef("number"))
    waiting = FactStatement.objects.filter(~Exists(newer), ruling__isnull=True)
    holder, state = OuterRef("fact__person"), OuterRef("fact__jurisdiction")
    theirs = Q(fact__jurisdiction__in=officer) | Exists(_places_below(person, holder=holder, state=state, at=at))
    found = waiting.filter(theirs).select_related("fact__person", "fact__jurisdiction", *OF_WHAT)
    return found.order_by("stated_at", "pk")


def licences_left_to(officer: Person, *, at: datetime) -> list[LicenceStatement]:
    """Of those, the first of whose holders no district of the state has: nobody else is asked."""
    reach = reach_of(officer, Role.LICENSURE_OFFICER, at=at)
    waiting = licences_to_confirm(officer, at=at).filter(jurisdiction__lineage__overlap=reach)
    found = list(waiting.exclude(licence__person=officer)[:MOST_LEFT])
    near = _above_the_districts_of({one.licence.person_id for one in found}, at=at)
    return [one for one in found if one.jurisdiction_id not in near.get(one.licence.person_id, ())]


def completions_left_to(officer: Person, *, at: datetime) -> list[CompletionStatement]:
    """The same of completions."""
    reach = reach_of(officer, Role.LICENSURE_OFFICER, at=at)
    waiting = completions_to_confirm(officer, at=at).filter(completion__jurisdiction__lineage__overlap=reach)
    found = list(waiting.exclude(completion__person=officer)[:MOST_LEFT])
    near = _above_the_districts_of({one.completion.person_id for one in found}, at=at)
    return [one for one in found if one.completion.jurisdiction_id not in near.get(one.completion.person_id, ())]


def facts_left_to(officer: Person, *, at: datetime) -> list[FactStatement]:
    """The same of facts."""
    reach = reach_of(officer, Role.LICENSURE_OFFICER, at=at)
    waiting = facts_to_confirm(officer, at=at).filter(fact__jurisdiction__lineage__overlap=reach)
    found = list(waiting.exclude(fact__person=officer)[:MOST_LEFT])
    near = _above_the_districts_of({one.fact.person_id for one in found}, at=at)
    return [one for one in found if one.fact.jurisdiction_id not in near.get(one.fact.person_id, ())]


def _above_the_districts_of(people: Collection[UUID], *, at: datetime) -> dict[UUID, set[UUID]]:
    """What stands above the districts that some people belong to, with these, by person."""
    held = Membership.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), person__in=people, starts_at__lte=at)
    places: dict[UUID, set[UUID]] = {}
    for person, lineage in held.values_list("person_id", "organization__lineage") if people else ():
        places.setdefault(person, set()).update(lineage)
    around = set().union(*places.values())
    districts = Organization.objects.filter(kind=Organization.Kind.DISTRICT, pk__in=around) if around else ()
    above = {district.pk: set(district.lineage) for district in districts}
    return {person: set().union(*(above.get(place, set()) for place in those)) for person, those in places.items()}


def employments_to_confirm(person: Person, *, at: datetime) -> QuerySet[EmploymentStatement]:
    """The same of work for the districts that somebody coordinates."""
    districts = Organization.objects.filter(lineage__overlap=reach_of(person, Role.RECOGNIZER, at=at))
    newer = EmploymentStatement.objects.filter(employment=OuterRef("employment"), number__gt=OuterRef("number"))
    return (
        EmploymentStatement.objects.filter(~Exists(newer), ruling__isnull=True, employment__district__in=districts)
        .select_related("employment__person", "employment__district")
        .order_by("stated_at", "pk")
    )


def _places_below(coordinator: Person, *, holder: OuterRef, state: OuterRef, at: datetime) -> QuerySet[Membership]:
    """Where whoever holds something belongs below what somebody coordinates, in the state that gave or asks for it."""
    return Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        person=holder,
        starts_at__lte=at,
        organization__lineage__overlap=reach_of(coordinator, Role.RECOGNIZER, at=at),
        organization__lineage__contains=[state],
    )


def as_changed(cycles: Iterable[Kept]) -> list[Kept]:
    """The same cycles, each with the days, the need and the keeper that it has by now, and who kept it before. One
    query."""
    kept = list(cycles)
    changes: dict[UUID, list[CycleChange]] = {}
    for one in _changes(ids=list({cycle.pk for cycle in kept})):
        changes.setdefault(one.cycle_id, []).append(one)
    for cycle in kept:
        change = changes[cycle.pk][-1] if cycle.pk in changes else None
        if change is not None:
            cycle.kept_before = _kept_before(cycle, changes[cycle.pk])
            cycle.starts_on, cycle.ends_on, cycle.needed = change.starts_on, change.ends_on, change.needed
            cycle.keeper = change.keeper
            cycle.has_ended = change.ended
            cycle.followed = change.statement.licence_id if change.statement and not change.ended else None
    return kept


@asked_often
def _changes(*, ids: list[UUID]) -> QuerySet[CycleChange]:
    return CycleChange.objects.filter(cycle__in=ids).select_related("statement", "keeper").order_by("cycle_id", "pk")


def _kept_before(cycle: Cycle, changes: Sequence[CycleChange]) -> list[tuple[Organization, datetime]]:
    """Who kept a cycle before its last keeper, and until when. Who entered it stands first."""
    found: list[tuple[Organization, datetime]] = []
    first = cycle.kept_before[0][0] if cycle.kept_before else None
    keeper_id = first.pk if first is not None else cycle.keeper_id
    for number, one in enumerate(changes):
        if one.keeper_id != keeper_id:
            before = changes[number - 1].keeper if number else first or cycle.keeper
            found.append((before, one.changed_at))
            keeper_id = one.keeper_id
    return found


def changes_of(person: Person) -> dict[UUID, list[CycleChange]]:
    """How a person's cycles came to have other days, by cycle, the earliest change first."""
    found: dict[UUID, list[CycleChange]] = {}
    for one in _changes_of(person_id=person.pk):
        found.setdefault(one.cycle_id, []).append(one)
    return found


@asked_often
def _changes_of(*, person_id: UUID) -> QuerySet[CycleChange]:
    return CycleChange.objects.filter(cycle__person=person_id).select_related("statement", "keeper").order_by("pk")


def kept_by(offices: Collection[UUID] | QuerySet[Organization]) -> QuerySet[Cycle]:
    """The cycles that some districts or states keep by now."""
    latest = CycleChange.objects.order_by("cycle_id", "-pk").distinct("cycle_id")
    moved = CycleChange.objects.filter(pk__in=latest.values("pk"))
    return Cycle.objects.filter(
        Q(keeper__in=offices) & ~Q(pk__in=moved.values("cycle"))
        | Q(pk__in=moved.filter(keeper__in=offices).values("cycle"))
    )
