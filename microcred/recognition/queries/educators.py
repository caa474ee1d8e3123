"""The educators about whom an office gives its word, and what is on record of one of them, as that office may read
it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import districts_of, organizations_where, reach_of
from microcred.recognition.models import (
    Completion,
    CompletionStatement,
    Cycle,
    Employment,
    EmploymentStatement,
    Fact,
    FactStatement,
    Licence,
    LicenceRuling,
    LicenceStatement,
)
from microcred.recognition.queries.completions import (
    Asked,
    AskedOfThing,
    completions_asked_of,
    facts_asked_of,
    facts_asked_of_each_thing,
)
from microcred.recognition.queries.keeping import educators_kept, offices_kept
from microcred.recognition.queries.licensure import look_ups_open_to
from microcred.recognition.queries.standing import (
    as_changed,
    completions_of,
    completions_to_confirm,
    employments_of,
    facts_of,
    facts_of_things,
    facts_to_confirm,
    kept_by,
    licences_of,
    licences_to_confirm,
    may_confirm_employment,
    speaks_of,
    states_that_license,
)


@dataclass(frozen=True)
class EducatorOnRecord:
    """What is on record of an educator, for somebody of an office: what they confirm, and nothing else.

    Args:
        near: whether the educator's page is open to the reader, whatever is on record.
        asked: what the rules about the educator ask to be completed, and nobody has stated.
        facts_asked: what else they ask about the educator, and nobody has stated.
        of_things, asked_of_things: the same of single awards and activities.
    """

    near: bool
    licences: Sequence[tuple[Licence, list[LicenceStatement]]] = ()
    work: Sequence[tuple[Employment, list[EmploymentStatement]]] = ()
    completions: Sequence[tuple[Completion, list[CompletionStatement]]] = ()
    facts: Sequence[tuple[Fact, list[FactStatement]]] = ()
    asked: Sequence[Asked] = ()
    facts_asked: Sequence[Asked] = ()
    of_things: Sequence[tuple[Fact, list[FactStatement]]] = ()
    asked_of_things: Sequence[AskedOfThing] = ()
    cycles: Sequence[Cycle] = field(default=())

    @property
    def may_be_read(self) -> bool:
        """Whether the reader has anything to do with the educator."""
        return self.near or bool(self.work or self.cycles)


def educator_on_record(reader: Person, educator: Person, *, at: datetime) -> EducatorOnRecord:
    """What is on record of an educator, as somebody may read it who confirms it."""
    licences, completions = licences_of(educator), completions_of(educator)
    stated = {completion.name for completion, _said in completions}
    asked = [one for one in completions_asked_of(educator, at=at) if one.name not in stated]
    facts = facts_of(educator)
    known = {fact.name for fact, _said in facts}
    facts_asked = [one for one in facts_asked_of(educator, at=at) if one.name not in known]
    of_things = facts_of_things(educator)
    asked_of_things = facts_asked_of_each_thing(educator, at=at)
    agencies = {
        one.pk: one
        for one in (
            *(said.jurisdiction for _licence, those in licences for said in those),
            *(said[0].completion.jurisdiction for _completion, said in completions),
            *(fact.jurisdiction for fact, _said in (*facts, *of_things)),
            *(one.jurisdiction for one in (*asked, *facts_asked, *(each.asked for each in asked_of_things))),
        )
    }
    spoken = _spoken_for(reader, educator, agencies.values(), at=at)
    own = [(one, _of_those(said, spoken)) for one, said in licences]
    kept = kept_by(offices_kept(reader, at=at)).filter(person=educator).select_related("policy", "keeper")
    return EducatorOnRecord(
        near=is_open_to(reader, educator, at=at),
        licences=[(one, said) for one, said in own if said],
        work=[(one, said) for one, said in employments_of(educator) if may_confirm_employment(reader, said[0], at=at)],
        completions=[(one, said) for one, said in completions if one.jurisdiction_id in spoken],
        facts=[(one, said) for one, said in facts if one.jurisdiction_id in spoken],
        asked=[one for one in asked if one.jurisdiction.pk in spoken],
        facts_asked=[one for one in facts_asked if one.jurisdiction.pk in spoken],
        of_things=[(one, said) for one, said in of_things if one.jurisdiction_id in spoken],
        asked_of_things=[one for one in asked_of_things if one.asked.jurisdiction.pk in spoken],
        cycles=as_changed(kept.order_by("-ends_on", "pk")),
    )


def _of_those(said: Sequence[LicenceStatement], spoken: Collection[object]) -> list[LicenceStatement]:
    """What was stated of a licence of some agencies, the newest first, without what was replaced before anybody ruled
    on it; nothing where it is confirmed as of another agency since."""
    newest = [each for each in said if each.pk == said[0].pk or _came_of(each)]
    own = [each for each in newest if each.jurisdiction_id in spoken]
    since = newest[: newest.index(own[0])] if own else []
    return [] if any(_came_of(each) == LicenceRuling.Outcome.CONFIRMED for each in since) else own


def _came_of(one: LicenceStatement) -> str:
    return one.ruling.outcome if hasattr(one, "ruling") else ""


def _spoken_for(reader: Person, educator: Person, agencies: Iterable[Organization], *, at: datetime) -> set[object]:
    return {one.pk for one in agencies if speaks_of(reader, educator, one, at=at)}


def is_open_to(reader: Person, educator: Person, *, at: datetime) -> bool:
    """Whether what is on record of an educator is shown to somebody: to who coordinates a district of theirs, and to a
    state's officer of whom its list shows."""
    near = districts_of(educator, at=at).filter(lineage__overlap=reach_of(reader, Role.RECOGNIZER, at=at))
    return near.exists() or educators_for(reader, at=at).filter(pk=educator.pk).exists()


def educators_for(reader: Person, *, at: datetime, words: str = "") -> QuerySet[Person]:
    """The educators whom the offices of a reader look after, or whose cycles they keep; and for a state's officer those
    of whom something waits for their word, and whom they looked up within the hour. Nobody goes through the names of a
    whole state: who is somebody else's to look after is looked up, which is written down and told. By name.

    Args:
        words: of their names; empty: all.
    """
    offices = list(offices_kept(reader, at=at).values_list("pk", flat=True))
    theirs = Q(pk__in=educators_kept(offices, at=at).order_by().values("pk"))
    theirs |= Q(pk__in=kept_by(offices).values("person"))
    states = list(states_spoken_for(reader, at=at).values_list("pk", flat=True))
    if states:
        theirs |= _waiting_for(reader, states, at=at)
        theirs |= Q(pk__in=look_ups_open_to(reader, states, at=at).values("person"))
    found = Person.objects.filter(theirs).exclude(pk=reader.pk)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def states_spoken_for(reader: Person, *, at: datetime) -> QuerySet[Organization]:
    """The states whose licensure officer somebody is."""
    return organizations_where(reader, Role.LICENSURE_OFFICER, at=at).filter(kind=Organization.Kind.STATE)


def agencies_to_state_for(reader: Person, educator: Person, *, at: datetime) -> QuerySet[Organization]:
    """The agencies of whose licences somebody may speak of an educator: as their officer, or as coordinator of a
    district of the educator's there. By name."""
    near = districts_of(educator, at=at).filter(lineage__overlap=reach_of(reader, Role.RECOGNIZER, at=at))
    above = {place for lineage in near.values_list("lineage", flat=True) for place in lineage}
    own = states_spoken_for(reader, at=at).values("pk")
    return states_that_license().filter(Q(pk__in=above) | Q(pk__in=own))


def districts_to_state_for(reader: Person, *, at: datetime) -> QuerySet[Organization]:
    """The districts of whose work somebody speaks, by name."""
    return organizations_where(reader, Role.RECOGNIZER, at=at).filter(kind=Organization.Kind.DISTRICT).order_by("name")


def _waiting_for(officer: Person, states: Sequence[UUID], *, at: datetime) -> Q:
    licences = licences_to_confirm(officer, at=at).filter(jurisdiction__in=states)
    completions = completions_to_confirm(officer, at=at).filter(completion__jurisdiction__in=states)
    facts = facts_to_confirm(officer, at=at).filter(fact__jurisdiction__in=states)
    return (
        Q(pk__in=licences.order_by().values("licence__person"))
        | Q(pk__in=completions.order_by().values("completion__person"))
        | Q(pk__in=facts.order_by().values("fact__person"))
    )
