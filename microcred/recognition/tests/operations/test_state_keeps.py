"""Who belongs to no district: the state's office keeps their cycle, and it goes over when they join one, and back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss
from microcred.recognition import operations
from microcred.recognition.models import Cycle, CycleChange, Entry
from microcred.recognition.operations.activities import (
    OwnActivity,
    Said,
    confirm_activities,
    decline_activity,
    state_activity,
)
from microcred.recognition.operations.cycles import NotLeftToTheState, OfAnotherState, OwnCycle
from microcred.recognition.operations.standing import OwnStatement, confirm_statement, state_employment, state_licence
from microcred.recognition.policies import published_as
from microcred.recognition.queries import ledger_for, renewal_cycles
from microcred.recognition.queries.activities import waiting_in
from microcred.recognition.queries.keeping import came_or_went, educators_kept, offices_of
from microcred.recognition.queries.outlook import outlooks
from microcred.recognition.tests import make
from microcred.recognition.transcript import as_json, transcript_of
from tests.cast import Cast

COURSE = Said(
    kind="college course",
    title="Reading in the content areas",
    provider="Winthrop University",
    provider_kind="university",
    ended_on=date(2026, 8, 14),
    amount=Decimal(3),
    unit="semester hours",
    level="graduate",
)
"""Three semester hours: sixty renewal credits, open to all."""


def licence(cast: Cast, *, person=None, state="south-carolina", by=None, at=None):
    """Winifred's professional certificate, as she states it and the state's officer confirms it."""
    person, at = person or cast.winifred, at or cast.at
    stated = state_licence(
        actor=person,
        person=person,
        jurisdiction=cast.places[state],
        kind="professional",
        issued_on=date(2024, 7, 1),
        expires_on=date(2029, 6, 30),
        degree="master",
        at=at,
    )
    confirm_statement(actor=by or cast.femi, statement=stated, at=at)
    outbox.deliver_all()
    return stated.licence


def course(cast: Cast, said: Said = COURSE, *, person=None, by=None, at=None):
    at = at or cast.at
    stated = state_activity(actor=person or cast.winifred, said=said, at=at)
    confirm_activities(actor=by or cast.femi, statements=[stated], at=at)
    outbox.deliver_all()
    return stated


def worth(person) -> Decimal:
    return sum((one.counted for one in Entry.objects.filter(cycle__person=person) if one.stands), Decimal(0))


def test_a_licence_that_the_officer_confirms_has_a_cycle_that_the_state_keeps(cast: Cast):
    make.policy(cast)
    licence(cast)
    (cycle,) = renewal_cycles(cast.winifred)
    assert (cycle.keeper, cycle.starts_on, cycle.last_day) == (
        cast.places["south-carolina"],
        date(2024, 7, 1),
        date(2029, 6, 30),
    )
    assert cycle.needed == Decimal(120)


def test_what_is_open_to_all_counts_once_the_officer_has_confirmed_it(cast: Cast):
    make.policy(cast)
    licence(cast)
    stated = state_activity(actor=cast.winifred, said=COURSE, at=cast.at)
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.femi, kind="credit_waiting").count() == 1
    assert list(waiting_in([cast.places["south-carolina"].pk], at=cast.at)) == [stated]
    assert not waiting_in([cast.places["rock-hill"].pk], at=cast.at).exists()

    confirm_activities(actor=cast.femi, statements=[stated], at=cast.at)
    outbox.deliver_all()
    assert worth(cast.winifred) == Decimal(60)
    said = as_json(transcript_of(cast.winifred, at=cast.at))["cycles"][0]
    assert (said["kept_by"], said["district"]) == ("South Carolina Department of Education", None)
    assert said["confirmed"] == "60"
    (lies_ahead,) = outlooks([cast.winifred], at=cast.at)[cast.winifred.pk]
    assert lies_ahead.forecast is not None


def test_what_a_state_leaves_to_employers_counts_for_nobody_without_one_and_says_so(cast: Cast):
    make.policy(cast)
    licence(cast)
    course(cast, make.CONVENING)
    assert worth(cast.winifred) == 0
    (said,) = as_json(transcript_of(cast.winifred, at=cast.at))["not_counted"]
    assert "employees-only" in {step["code"] for step in said["steps"]}


def test_an_overlay_says_nothing_to_whom_no_district_has(cast: Cast):
    make.policy(cast)
    make.overlay(cast, published_as("rock-hill-overlay"))
    licence(cast)
    course(cast)
    assert Entry.objects.get().policy.slug == "south-carolina-professional"


def test_micro_credentials_count_where_the_state_says_so_with_the_hours_that_its_office_attests(cast: Cast):
    from microcred.credentials.tests import make as credentials

    north = cast.places["north-carolina"]
    appoint(actor=None, person=cast.femi, organization=north, role=Role.LICENSURE_OFFICER, at=cast.at)
    operations.state_policy(actor=None, jurisdiction=north, document=published_as("north-carolina-renewal"), at=cast.at)
    licence(cast, state="north-carolina")
    award = credentials.award(cast, person=cast.winifred)
    outbox.deliver_all()
    assert not Entry.objects.exists()
    operations.attest_hours(actor=cast.femi, office=north, hours=Decimal(10), starts_on=date(2026, 1, 1), at=cast.at)
    outbox.deliver_all()
    entry = Entry.objects.get(award=award)
    assert (entry.cycle.keeper, entry.amount) == (north, Decimal(1))


def test_nobody_of_the_office_rules_on_what_is_their_own(cast: Cast):
    make.policy(cast)
    stated = state_licence(
        actor=cast.femi,
        person=cast.femi,
        jurisdiction=cast.places["south-carolina"],
        kind="professional",
        issued_on=date(2024, 7, 1),
        at=cast.at,
    )
    with pytest.raises(OwnStatement):
        confirm_statement(actor=cast.femi, statement=stated, at=cast.at)
    appoint(
        actor=None,
        person=cast.pia,
        organization=cast.places["south-carolina"],
        role=Role.LICENSURE_OFFICER,
        at=cast.at,
    )
    confirm_statement(actor=cast.pia, statement=stated, at=cast.at)
    outbox.deliver_all()
    own = state_activity(actor=cast.femi, said=COURSE, at=cast.at)
    with pytest.raises(OwnActivity):
        confirm_activities(actor=cast.femi, statements=[own], at=cast.at)
    with pytest.raises(OwnCycle):
        operations.open_cycle(
            actor=cast.femi,
            person=cast.femi,
            policy=Cycle.objects.get().policy,
            keeper=cast.places["south-carolina"],
            starts_on=date(2019, 7, 1),
            ends_on=date(2024, 7, 1),
            at=cast.at,
        )


def test_a_states_officer_rules_for_no_district_and_a_coordinator_for_no_state(cast: Cast):
    entry = make.entry(cast)
    with pytest.raises(NotAllowed):
        operations.confirm(actor=cast.femi, entry=entry, at=cast.at)
    assert not ledger_for(cast.femi, at=cast.at).exists()
    licence(cast)
    stated = state_activity(actor=cast.winifred, said=COURSE, at=cast.at)
    with pytest.raises(NotAllowed):
        confirm_activities(actor=cast.omar, statements=[stated], at=cast.at)
    with pytest.raises(NotAllowed):
        decline_activity(actor=cast.omar, statement=stated, code="other", reason="No.", at=cast.at)
    of_ada = make.activity(cast)
    with pytest.raises(NotAllowed):
        confirm_activities(actor=cast.femi, statements=[of_ada], at=cast.at)
    assert of_ada not in waiting_in([cast.places["south-carolina"].pk], at=cast.at)


def test_the_officer_enters_a_cycle_of_whoever_is_left_to_the_state_and_of_nobody_else(cast: Cast):
    policy, state = make.policy(cast), cast.places["south-carolina"]
    appoint(actor=None, person=cast.salome, organization=cast.places["carolinacred"], role=Role.EDUCATOR, at=cast.at)
    assert list(educators_kept([state.pk], at=cast.at)) == [cast.salome]
    days = {"starts_on": make.STARTS, "ends_on": make.ENDS, "at": cast.at}
    given = {"actor": cast.femi, "policy": policy, "keeper": state, **days}
    assert operations.open_cycle(person=cast.salome, **given).keeper == state
    for person in (cast.ada, cast.gus):
        with pytest.raises(NotLeftToTheState):
            operations.open_cycle(person=person, **given)
    with pytest.raises(NotAllowed):
        operations.open_cycle(person=cast.salome, **given | {"actor": cast.omar})
    with pytest.raises(OfAnotherState):
        operations.open_cycle(person=cast.salome, **given | {"actor": None, "keeper": cast.places["north-carolina"]})


def joined(cast: Cast, at: datetime) -> None:
    stated = state_employment(
        actor=cast.winifred, person=cast.winifred, district=cast.places["rock-hill"], first_day=at.date(), at=at
    )
    confirm_statement(actor=cast.omar, statement=stated, at=at)
    outbox.deliver_all()


def test_who_joins_a_district_takes_cycle_and_credit_along_and_its_overlay_speaks_from_that_day(cast: Cast):
    make.policy(cast)
    licence(cast)
    course(cast)
    overlay = make.overlay(
        cast,
        published_as("rock-hill-overlay").model_copy(
            update={
                "requires": (),
                "prior_approval": (),
                "deadlines": (),
                "caps": (make.cap("30").model_copy(update={"of": None, "per": "year", "clause": "growth-plan"}),),
                "examples": make.an_example("20"),
            }
        ),
    )
    begins = datetime(2026, 10, 1, 12, tzinfo=UTC)
    joined(cast, begins)

    (cycle,) = renewal_cycles(cast.winifred)
    assert cycle.keeper == cast.places["rock-hill"]
    assert offices_of(cast.winifred, at=begins) == [cast.places["rock-hill"]]
    assert worth(cast.winifred) == Decimal(60), "what was done before joining is neither cut nor uses the limit up"
    assert not Notice.objects.filter(person=cast.winifred, kind="credit_adjusted").exists()
    assert CycleChange.objects.filter(cycle=cycle, keeper=cast.places["rock-hill"]).count() == 1

    later = Said(**vars(COURSE) | {"title": "Teaching fractions", "ended_on": date(2026, 10, 20)})
    with pytest.raises(NotAllowed):
        course(cast, later, at=begins + timedelta(days=30))
    (waits,) = waiting_in([cast.places["rock-hill"].pk], at=begins + timedelta(days=30))
    confirm_activities(actor=cast.omar, statements=[waits], at=begins + timedelta(days=30))
    outbox.deliver_all()
    entry = Entry.objects.get(statement=waits)
    assert (entry.counted, entry.policy.slug) == (Decimal(30), overlay.slug)
    assert worth(cast.winifred) == Decimal(90)


def test_who_leaves_a_district_is_left_to_the_state_and_loses_nothing(cast: Cast):
    entry = make.entry(cast)
    at = entry.entered_at + timedelta(days=1)
    operations.confirm(actor=cast.omar, entry=entry, at=at)
    waits = make.activity(cast)
    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=at)
    later = at + timedelta(days=2)
    assert list(came_or_went(since=at - timedelta(hours=1), at=later)) == [cast.ada]
    operations.recognize(actor=None, person=cast.ada, at=later)

    state = cast.places["south-carolina"]
    (cycle,) = renewal_cycles(cast.ada)
    assert cycle.keeper == state
    assert worth(cast.ada) == Decimal(20), "whoever employed her confirmed it"
    assert list(ledger_for(cast.femi, at=later)) == [entry]
    assert not ledger_for(cast.omar, at=later).exists()
    # What she did there and nobody had confirmed is the office's that keeps the cycle now.
    assert list(waiting_in([state.pk], at=later)) == [waits]
    assert not waiting_in([cast.places["rock-hill"].pk], at=later).exists()
    confirm_activities(actor=cast.femi, statements=[waits], at=later)
    operations.recognize(actor=None, person=cast.ada, at=later)
    assert worth(cast.ada) == Decimal(30), "it speaks in the place of the district for what was done there"
    operations.recognize(actor=None, person=cast.ada, at=later + timedelta(days=1))
    assert (worth(cast.ada), CycleChange.objects.count()) == (Decimal(30), 1), "asked again, nothing new is written"


def test_credit_that_waited_when_somebody_left_is_confirmed_by_the_state_and_counts(cast: Cast):
    entry = make.entry(cast)
    at = entry.entered_at + timedelta(days=1)
    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=at)
    later = at + timedelta(days=2)
    operations.recognize(actor=None, person=cast.ada, at=later)
    (theirs,) = ledger_for(cast.femi, at=later)
    from microcred.recognition.access import entry_to_rule

    operations.confirm(actor=cast.femi, entry=entry_to_rule(cast.femi, theirs.pk, at=later), at=later)
    outbox.deliver_all()
    assert worth(cast.ada) == Decimal(20)


def test_who_comes_and_goes_has_one_cycle_and_every_credit_once(cast: Cast):
    make.policy(cast)
    licence(cast)
    course(cast)
    at, (cycle,) = cast.at, renewal_cycles(cast.winifred)
    for _turn in range(2):
        at += timedelta(days=40)
        place = appoint(
            actor=None, person=cast.winifred, organization=cast.places["rock-hill"], role=Role.EDUCATOR, at=at
        )
        operations.recognize(actor=None, person=cast.winifred, at=at)
        assert renewal_cycles(cast.winifred)[0].keeper == cast.places["rock-hill"]
        at += timedelta(days=40)
        dismiss(actor=cast.winifred, membership=place, at=at)
        operations.recognize(actor=None, person=cast.winifred, at=at + timedelta(days=2))
        assert renewal_cycles(cast.winifred)[0].keeper == cast.places["south-carolina"]
    assert renewal_cycles(cast.winifred) == [cycle]
    assert (Entry.objects.count(), worth(cast.winifred)) == (1, Decimal(60))
