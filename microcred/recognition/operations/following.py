"""How cycles follow what is on record: the days of a licence, and the district that its holder works for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from microcred.foundation.outbox import announce
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import districts_of
from microcred.recognition.events import CycleChanged
from microcred.recognition.models import Cycle, CycleChange, LicenceStatement, Policy
from microcred.recognition.queries import needed_in
from microcred.recognition.queries.policies import policies_about, prepared
from microcred.recognition.queries.records import OnRecord, on_record, record_of
from microcred.recognition.queries.standing import standing_of
from microcred.recognition.rules.engine.cycles import Span
from microcred.recognition.rules.engine.evaluation import cycles_by_licence


def follow_the_record(person: Person, *, at: datetime) -> None:
    """Keep a person's cycles at what their licences say, each kept by a district that employs them. Entries stay in the
    cycle that they are in, whatever its days are now. Call it under the person's lock.

    A cycle that a coordinator entered is taken for that of the licence whose days overlap with it.
    """
    standing = standing_of(person)
    if not standing.licences and not standing.work:
        return
    policies = policies_about(person, at=at)
    found = on_record(person, policies, at=at, micro_credentials=())
    if found.licences:
        for policy in _bases(policies):
            _follow_licences(found, policy, at)
    if found.employed:
        for cycle in found.cycles:
            keeper = _keeper(found, cycle, at)
            if keeper is not None and keeper.pk != cycle.district_id:
                _change(cycle, None, cycle.starts_on, cycle.ends_on, keeper, at)


def _bases(policies: Iterable[Policy]) -> list[Policy]:
    """The newest statement of each policy that makes no other stricter."""
    newest = {policy.slug: policy for policy in policies}
    return [policy for policy in newest.values() if policy.slug == policy.family]


def _follow_licences(found: OnRecord, policy: Policy, at: datetime) -> None:
    statements = {str(one.licence_id): one for one in found.licences}
    record = record_of(found, [], as_if_confirmed=False)
    today = at.astimezone(found.zone_of(policy)).date()
    family = [cycle for cycle in found.cycles if cycle.policy.family == policy.family]
    for span in cycles_by_licence(record, prepared(found.policies), policy.slug, today):
        statement = statements.get(span.licence.id) if span.licence is not None else None
        if statement is None:
            continue
        cycle = _of_licence(family, statement, span)
        if cycle is not None:
            followed = cycle.followed == statement.licence_id
            if not followed or (cycle.starts_on, cycle.ends_on) != (span.starts_on, span.ends_on):
                _change(cycle, statement, span.starts_on, span.ends_on, cycle.district, at)
        elif span.starts_on <= today < span.ends_on:
            opened = _open(found, policy, statement, span, family, at)
            if opened is not None:
                family.append(opened)
                found.cycles.append(opened)
                _change(opened, statement, span.starts_on, span.ends_on, opened.district, at)


def _of_licence(family: Sequence[Cycle], statement: LicenceStatement, span: Span) -> Cycle | None:
    """The cycle that is this licence's: the one that follows it, else one that follows none, with days in common."""
    common = [one for one in family if one.starts_on < span.ends_on and span.starts_on < one.ends_on]
    own = [one for one in common if one.followed == statement.licence_id]
    free = [one for one in common if one.followed is None]
    same = [one for one in common if (one.starts_on, one.ends_on) == (span.starts_on, span.ends_on)]
    if not own and not free and same:
        # Two licences with the same days have one cycle; it follows the first of them.
        return None
    return next(iter((*own, *free)), None)


def _open(
    found: OnRecord, policy: Policy, statement: LicenceStatement, span: Span, family: Sequence[Cycle], at: datetime
) -> Cycle | None:
    taken = any(one.starts_on == span.starts_on for one in family)
    district = keeper_in(found, policy, at=at)
    if taken or district is None:
        return None
    cycle = Cycle(person=found.person, policy=policy, district=district, starts_on=span.starts_on, ends_on=span.ends_on)
    cycle.followed = statement.licence_id
    cycle.needed = needed_in(cycle, at=at, licence=statement)
    cycle.save(force_insert=True)
    return cycle


def keeper_in(found: OnRecord, policy: Policy, *, at: datetime) -> Organization | None:
    """The district that keeps a cycle under a policy: one that employs the person in its state; else any of theirs."""
    today = at.astimezone(found.zone_of(policy)).date()
    near = [
        found.districts[pk] for pk in found.working_for(today) if policy.jurisdiction_id in found.districts[pk].lineage
    ]
    return next(iter((*near, *districts_of(found.person, at=at))), None)


def _keeper(found: OnRecord, cycle: Cycle, at: datetime) -> Organization | None:
    """Another district, once work for the one that keeps it is over and work for another of the same state goes on."""
    today = at.astimezone(found.zone_of(cycle.policy)).date()
    if cycle.ends_on <= today or not _is_over(found, cycle.district_id, today):
        return None
    working = (found.districts[pk] for pk in found.working_for(today) if pk in found.employed)
    return next((one for one in working if cycle.policy.jurisdiction_id in one.lineage), None)


def _is_over(found: OnRecord, district_id: UUID, today: date) -> bool:
    days = [(first, last) for pk, first, last, _role, _state in found.work if pk == district_id]
    return bool(days) and all(last is not None and last < today for _first, last in days)


def _change(
    cycle: Cycle, statement: LicenceStatement | None, starts_on: date, ends_on: date, keeper: Organization, at: datetime
) -> None:
    before = (cycle.starts_on, cycle.ends_on, cycle.district_id)
    cycle.starts_on, cycle.ends_on, cycle.district = starts_on, ends_on, keeper
    if statement is None and cycle.followed is not None:
        followed = CycleChange.objects.filter(cycle=cycle, statement__licence=cycle.followed)
        statement = followed.latest("pk").statement
    cycle.followed = statement.licence_id if statement is not None else None
    if (starts_on, ends_on) != before[:2]:
        cycle.needed = needed_in(cycle, at=at, licence=statement)
    change = CycleChange.objects.create(
        cycle=cycle,
        statement=statement,
        starts_on=starts_on,
        ends_on=ends_on,
        district=keeper,
        needed=cycle.needed,
        changed_at=at,
    )
    if (starts_on, ends_on, keeper.pk) != before:
        announce(CycleChanged(change.pk))
