"""Cycles follow licences and work: days, keeper and need change, credit stays where it is and counts once."""

from datetime import date, timedelta
from decimal import Decimal

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.notices.models import Notice
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found
from microcred.recognition import operations
from microcred.recognition.access import entry_to_rule
from microcred.recognition.models import Cycle, CycleChange, Entry, Policy
from microcred.recognition.operations.standing import confirm_statement, state_employment, state_licence
from microcred.recognition.policies import published_as
from microcred.recognition.queries import cycles_of, ledger_for, renewal_cycles, undecided_for, undecided_under
from microcred.recognition.tests import make
from tests.cast import Cast


def licence(cast: Cast, **said):
    """Ada's professional certificate, stated by her and confirmed by her coordinator."""
    given = {
        "jurisdiction": cast.places["south-carolina"],
        "kind": "professional",
        "issued_on": date(2024, 7, 1),
        "expires_on": date(2029, 6, 30),
        "grade_bands": ["K-5"],
    }
    at = said.pop("at", cast.at)
    by = said.pop("by", cast.omar)
    statement = state_licence(actor=cast.ada, person=cast.ada, at=at, **given | said)
    confirm_statement(actor=by, statement=statement, at=at)
    outbox.deliver_all()
    return statement.licence


def days(cycle: Cycle) -> tuple[date, date]:
    return cycle.starts_on, cycle.last_day


def test_a_confirmed_licence_opens_its_cycle_and_nobody_enters_one(cast: Cast):
    make.policy(cast)
    make.hours(cast)
    licence(cast)
    award = credentials.award(cast)
    operations.recognize(actor=None, person=cast.ada, at=award.earned_at)

    (cycle,) = renewal_cycles(cast.ada)
    assert days(cycle) == (date(2024, 7, 1), date(2029, 6, 30))
    assert cycle.needed == Decimal(120)
    assert Entry.objects.get(award=award).cycle == cycle


def test_a_licence_takes_over_the_cycle_that_was_entered_and_every_entry_in_it(cast: Cast):
    entry = make.entry(cast)
    later = licence(cast, expires_on=date(2028, 6, 30), issued_on=date(2023, 7, 1))

    ((cycle, entries),) = cycles_of(cast.ada)
    assert days(cycle) == (date(2023, 7, 1), date(2028, 6, 30))
    assert [one.pk for one in entries] == [entry.pk]
    assert cycle.followed == later.pk
    assert Notice.objects.filter(person=cast.ada, kind="cycle_changed").count() == 1
    operations.recognize(actor=None, person=cast.ada, at=cast.at + timedelta(days=100))
    assert CycleChange.objects.count() == 1, "nothing new is written when nothing has changed"


def test_a_licence_that_is_corrected_takes_its_credit_along_and_back(cast: Cast):
    make.policy(cast)
    make.hours(cast)
    mine = licence(cast)
    award = credentials.award(cast)
    operations.recognize(actor=None, person=cast.ada, at=award.earned_at)

    for last in (date(2027, 6, 30), date(2029, 6, 30)):
        licence(cast, licence=mine, expires_on=last, at=award.earned_at)
        ((cycle, (entry,)),) = cycles_of(cast.ada)
        assert cycle.last_day == last
        assert entry.counted == Decimal(20)


def test_another_type_of_licence_ends_the_cycle_early_and_credit_counts_once(cast: Cast):
    policy = make.policy(cast)
    make.hours(cast)
    first = licence(cast)
    award = credentials.award(cast)
    operations.recognize(actor=None, person=cast.ada, at=award.earned_at)
    at = award.earned_at + timedelta(days=30)
    second = licence(
        cast, issued_on=at.date(), expires_on=date(2031, 6, 30), replaces=first, licence_number="12 34", at=at
    )
    operations.recognize(actor=None, person=cast.ada, at=at + timedelta(days=1))

    newer, older = renewal_cycles(cast.ada)
    assert days(older) == (date(2024, 7, 1), at.date() - timedelta(days=1))
    assert (newer.followed, newer.last_day) == (second.pk, date(2031, 6, 30))
    entry = Entry.objects.get(award=award, family=policy.family)
    assert (entry.cycle, entry.counted) == (older, Decimal(20))
    assert Entry.objects.count() == 1


def test_a_renewed_licence_begins_the_next_cycle_and_leaves_the_last_one_alone(cast: Cast):
    make.policy(cast)
    make.hours(cast)
    mine = licence(cast)
    licence(cast, licence=mine, expires_on=date(2034, 6, 30))
    operations.recognize(actor=None, person=cast.ada, at=cast.at.replace(year=2030))
    assert [days(cycle) for cycle in renewal_cycles(cast.ada)] == [
        (date(2029, 7, 1), date(2034, 6, 30)),
        (date(2024, 7, 1), date(2029, 6, 30)),
    ]


def test_a_licence_that_the_rules_are_not_about_ends_the_cycle_that_was_entered_and_reverses_its_credit(cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    initial = licence(cast, kind="initial", issued_on=date(2025, 7, 1), expires_on=date(2028, 6, 30))

    ((cycle, entries),) = cycles_of(cast.ada)
    assert cycle.has_ended
    assert [one.stands for one in entries] == [False]
    change = CycleChange.objects.get()
    assert (change.ended, change.explanation[0]["values"]["has"]) == (True, "initial")
    told = Notice.objects.get(person=cast.ada, kind="cycle_changed")
    assert "initial" in str(told.body)
    assert "ask Rock Hill Schools" in str(told.body)

    licence(cast, licence=initial, issued_on=date(2024, 7, 1))
    ((cycle, entries),) = cycles_of(cast.ada)
    assert not cycle.has_ended
    assert [(one.stands, one.counted) for one in entries] == [(False, Decimal(20)), (True, Decimal(20))]
    assert entries[1].moved_from == entries[0]
    assert not entries[1].asks_ruling, "what was confirmed stays confirmed"


def test_credit_earned_in_the_days_of_the_new_licence_moves_to_its_cycle_once(cast: Cast):
    make.policy(cast)
    make.hours(cast)
    first = licence(cast)
    later = cast.at.replace(month=11, day=20)
    before, after = credentials.award(cast), credentials.award(cast, person=cast.ada, earned_at=later)
    operations.recognize(actor=None, person=cast.ada, at=later)
    operations.confirm(
        actor=cast.omar, entry=entry_to_rule(cast.omar, Entry.objects.get(award=after).pk, at=later), at=later
    )
    outbox.deliver_all()

    licence(cast, issued_on=date(2026, 11, 1), expires_on=date(2031, 6, 30), replaces=first, at=later)
    for _again in range(2):
        operations.recognize(actor=None, person=cast.ada, at=later + timedelta(days=1))
        newer, older = renewal_cycles(cast.ada)
        assert Entry.objects.get(award=before).cycle == older
        left, moved = Entry.objects.filter(award=after).order_by("pk")
        assert (left.cycle, left.stands) == (older, False)
        assert (moved.cycle, moved.stands, moved.counted) == (newer, True, Decimal(20))
        assert (moved.moved_from, moved.asks_ruling) == (left, False)
    assert Notice.objects.filter(person=cast.ada, kind="credit_moved").count() == 1
    assert not Notice.objects.filter(person=cast.ada, kind="credit_reversed").exists()


def test_what_is_earned_after_the_only_cycle_closed_waits_where_the_coordinator_sees_it(cast: Cast):
    make.cycle(cast, make.policy(cast), starts_on=date(2021, 7, 1), ends_on=date(2026, 7, 1))
    make.hours(cast)
    award = credentials.award(cast)
    operations.recognize(actor=None, person=cast.ada, at=award.earned_at)

    (waits,) = undecided_for([cast.places["rock-hill"].pk], at=award.earned_at)
    assert (waits.award, waits.explanation[0]["values"]["last"]) == (award, "2026-06-30")
    assert [one.award for one in undecided_under(Organization.objects.filter(slug="south-carolina"))] == [award]
    make.cycle(cast, Policy.objects.get(), starts_on=date(2026, 7, 1), ends_on=date(2031, 7, 1))
    operations.recognize(actor=None, person=cast.ada, at=award.earned_at)
    assert Entry.objects.get(award=award).counted == Decimal(20)
    assert not undecided_for([cast.places["rock-hill"].pk], at=award.earned_at)


def fort_mill(cast: Cast) -> Organization:
    return found(
        actor=None,
        slug="fort-mill",
        name="Fort Mill Schools",
        kind=Organization.Kind.DISTRICT,
        parent=cast.places["south-carolina"],
        at=cast.at,
    )


def test_who_moves_to_another_district_takes_the_cycle_along(cast: Cast):
    make.policy(cast)
    make.hours(cast)
    licence(cast)
    other = fort_mill(cast)
    appoint(actor=None, person=cast.mateo, organization=other, role=Role.RECOGNIZER, at=cast.at)
    for district, coordinator, first, last in (
        (cast.places["rock-hill"], cast.omar, date(2020, 8, 1), date(2026, 10, 31)),
        (other, cast.mateo, date(2026, 11, 1), None),
    ):
        stated = state_employment(
            actor=cast.ada, person=cast.ada, district=district, first_day=first, last_day=last, at=cast.at
        )
        confirm_statement(actor=coordinator, statement=stated, at=cast.at)
    operations.attest_hours(
        actor=cast.mateo,
        office=other,
        hours=Decimal(15),
        starts_on=date(2026, 1, 1),
        micro_credential=None,
        at=cast.at,
    )
    later = cast.at.replace(month=11, day=20)
    award = credentials.award(cast, earned_at=later)
    operations.recognize(actor=None, person=cast.ada, at=later)

    (cycle,) = renewal_cycles(cast.ada)
    assert cycle.keeper == other
    entry = Entry.objects.get(award=award)
    assert list(ledger_for(cast.mateo, at=later)) == [entry]
    assert not ledger_for(cast.omar, at=later).exists()
    operations.confirm(actor=cast.mateo, entry=entry_to_rule(cast.mateo, entry.pk, at=later), at=later)
    operations.recognize(actor=None, person=cast.ada, at=later + timedelta(days=1))
    assert Entry.objects.get(pk=entry.pk).counted == Decimal(20), "who employs her confirmed it"


def test_two_states_and_three_districts_have_a_cycle_each_and_one_award_counts_in_both(cast: Cast):
    make.policy(cast)
    operations.state_policy(
        actor=None,
        jurisdiction=cast.places["north-carolina"],
        document=published_as("north-carolina-renewal"),
        at=cast.at,
    )
    make.hours(cast)
    other, blue = fort_mill(cast), cast.places["blue-ridge"]
    appoint(actor=None, person=cast.mateo, organization=blue, role=Role.RECOGNIZER, at=cast.at)
    appoint(actor=None, person=cast.bea, organization=other, role=Role.RECOGNIZER, at=cast.at)
    for place, coordinator in ((cast.places["rock-hill"], cast.omar), (other, cast.bea), (blue, cast.mateo)):
        stated = state_employment(
            actor=cast.ada, person=cast.ada, district=place, first_day=date(2022, 8, 1), role="teacher", at=cast.at
        )
        confirm_statement(actor=coordinator, statement=stated, at=cast.at)
    licence(cast)
    appoint(
        actor=None,
        person=cast.femi,
        organization=cast.places["north-carolina"],
        role=Role.LICENSURE_OFFICER,
        at=cast.at,
    )
    licence(
        cast,
        jurisdiction=cast.places["north-carolina"],
        issued_on=date(2023, 7, 1),
        expires_on=date(2028, 6, 30),
        by=cast.femi,
    )
    award = credentials.award(cast)
    operations.recognize(actor=None, person=cast.ada, at=award.earned_at)

    south, north = renewal_cycles(cast.ada)
    assert {south.keeper.name, north.keeper.name} == {"Rock Hill Schools", "Blue Ridge School District"}
    assert days(north) == (date(2023, 7, 1), date(2028, 6, 30))
    assert set(Entry.objects.values_list("family", flat=True)) >= {south.policy.family}
    assert Entry.objects.filter(family=south.policy.family).count() == 1
