"""How cycles follow what is on record: the days of a licence, and the district that its holder works for, if any."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from microcred.foundation.outbox import announce
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import districts_of
from microcred.recognition.events import CycleChanged
from microcred.recognition.models import Cycle, CycleChange, LicenceStatement, Policy, Reevaluation
from microcred.recognition.queries import needed_in
from microcred.recognition.queries.policies import policies_about, prepared
from microcred.recognition.queries.records import OnRecord, on_record, record_of
from microcred.recognition.queries.standing import as_changed, standing_of
from microcred.recognition.rules import as_kept
from microcred.recognition.rules.engine import CycleResult, Record
from microcred.recognition.rules.engine.cycles import Span
from microcred.recognition.rules.engine.evaluation import about_licences, cycles_by_licence
from microcred.recognition.rules.shortfall import asked_anew


def follow_the_record(person: Person, *, at: datetime) -> None:
    """Keep a person's cycles at what their licences say, each kept by a district that employs them or, where none of
    the state does, by the state's office. Entries stay in the cycle that they are in, whatever its days are now, and
    whoever keeps it. Call it under the person's lock.

    A cycle that a coordinator entered is taken for that of the licence whose days overlap with it. Where every licence
    on record of its days is one that the rules are not about, it ends: what is confirmed of licences goes before what
    was entered by hand.
    """
    standing = standing_of(person)
    if not standing.licences and not standing.work and _stay_where_they_are(person, at):
        return
    policies = policies_about(person, at=at)
    found = on_record(person, policies, at=at, micro_credentials=())
    if found.licences:
        for policy in _bases(policies):
            _follow_licences(found, policy, at)
    for cycle in found.cycles:
        keeper = found.keeper_under(cycle.policy, cycle)
        if keeper is not None and keeper.pk != cycle.keeper_id:
            _change(cycle, None, cycle.starts_on, cycle.ends_on, keeper, at)


def _stay_where_they_are(person: Person, at: datetime) -> bool:
    """Whether whoever keeps a person's cycles has them still, as far as memberships say. It is so of most."""
    keepers = {cycle.keeper_id for cycle in as_changed(Cycle.objects.filter(person=person))}
    return keepers <= {district.pk for district in districts_of(person, at=at)}


def _bases(policies: Iterable[Policy]) -> list[Policy]:
    """The newest statement of each policy that makes no other stricter."""
    newest = {policy.slug: policy for policy in policies}
    return [policy for policy in newest.values() if policy.slug == policy.family]


def _follow_licences(found: OnRecord, policy: Policy, at: datetime) -> None:
    statements = {str(one.licence_id): one for one in found.licences}
    record = record_of(found, [], as_if_confirmed=False)
    today = at.astimezone(found.zone_of(policy)).date()
    _end_what_has_no_licence(found, policy, record, today, at)
    family = [cycle for cycle in found.cycles if cycle.policy.family == policy.family]
    for span in cycles_by_licence(record, prepared(found.policies), policy.slug, today):
        statement = statements.get(span.licence.id) if span.licence is not None else None
        if statement is None:
            continue
        cycle = _of_licence(family, statement, span)
        if cycle is not None:
            followed = cycle.followed == statement.licence_id
            if not followed or (cycle.starts_on, cycle.ends_on) != (span.starts_on, span.ends_on):
                _change(cycle, statement, span.starts_on, span.ends_on, cycle.keeper, at)
        elif span.starts_on <= today < span.ends_on:
            opened = _open(found, policy, statement, span, family, at)
            if opened is not None:
                family.append(opened)
                found.cycles.append(opened)
                _change(opened, statement, span.starts_on, span.ends_on, opened.keeper, at)


def _end_what_has_no_licence(found: OnRecord, policy: Policy, record: Record, today: date, at: datetime) -> None:
    """End the cycles of a policy that is about none of the licences on record of their days."""
    verdicts = about_licences(record, prepared(found.policies), policy.slug, today)
    for cycle in [one for one in found.cycles if one.policy.family == policy.family and one.ends_on > today]:
        those = [
            one
            for one in found.licences
            if str(one.licence_id) in verdicts
            and cycle.followed in (None, one.licence_id)
            and one.issued_on < cycle.ends_on
            and (one.expires_on is None or cycle.starts_on <= one.expires_on)
        ]
        reasons = [why for one in those if (why := verdicts[str(one.licence_id)]) is not None]
        if those and len(reasons) == len(those):
            found.cycles.remove(cycle)
            change = CycleChange.objects.create(
                cycle=cycle,
                statement=those[0],
                starts_on=cycle.starts_on,
                ends_on=cycle.ends_on,
                keeper=cycle.keeper,
                needed=cycle.needed,
                ended=True,
                explanation=as_kept(reasons[:1]),
                changed_at=at,
            )
            announce(CycleChanged(change.pk))


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
    keeper = found.keeper_under(policy)
    if taken or keeper is None:
        return None
    for one in as_changed(Cycle.objects.filter(person=found.person, policy=policy, starts_on=span.starts_on)):
        # One that had ended holds again; one that has other days by now is another licence's.
        return one if one.has_ended else None
    cycle = Cycle(person=found.person, policy=policy, keeper=keeper, starts_on=span.starts_on, ends_on=span.ends_on)
    cycle.followed = statement.licence_id
    cycle.needed = needed_in(cycle, at=at, licence=statement)
    cycle.save(force_insert=True)
    return cycle


def _change(
    cycle: Cycle, statement: LicenceStatement | None, starts_on: date, ends_on: date, keeper: Organization, at: datetime
) -> None:
    before = (cycle.starts_on, cycle.ends_on, cycle.keeper_id, cycle.has_ended)
    before_keeper = cycle.keeper
    cycle.has_ended = False
    cycle.starts_on, cycle.ends_on, cycle.keeper = starts_on, ends_on, keeper
    if keeper.pk != before[2]:
        cycle.kept_before = [*cycle.kept_before, (before_keeper, at)]
    statement = statement or _followed_by(cycle)
    cycle.followed = statement.licence_id if statement is not None else None
    if (starts_on, ends_on) != before[:2] or before[3]:
        cycle.needed = needed_in(cycle, at=at, licence=statement)
    change = CycleChange.objects.create(
        cycle=cycle,
        statement=statement,
        starts_on=starts_on,
        ends_on=ends_on,
        keeper=keeper,
        needed=cycle.needed,
        changed_at=at,
    )
    if (starts_on, ends_on, keeper.pk, False) != before:
        announce(CycleChanged(change.pk))


def ask_anew(cycle: Cycle, result: CycleResult, *, at: datetime, because: Reevaluation | None = None) -> None:
    """Let a cycle need what the rules ask of it as they stand. Call it under the person's lock.

    Args:
        because: the re-evaluation of everyone in which it is done, if it is.
    """
    change = CycleChange.objects.create(
        cycle=cycle,
        statement=_followed_by(cycle),
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        keeper=cycle.keeper,
        needed=result.needed,
        explanation=as_kept([asked_anew(cycle.needed, result)]),
        reevaluation=because,
        changed_at=at,
    )
    announce(CycleChanged(change.pk))


def _followed_by(cycle: Cycle) -> LicenceStatement | None:
    """What is confirmed of the licence that a cycle follows."""
    if cycle.followed is None:
        return None
    return CycleChange.objects.filter(cycle=cycle, statement__licence=cycle.followed).latest("pk").statement
