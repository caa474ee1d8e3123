from datetime import date, timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import CalendarFeed, PlanEntry
from microcred.portfolios.operations import (
    NoteTooLong,
    PlanFull,
    TargetInThePast,
    change_plan,
    close_calendar,
    open_calendar,
    put_before,
    put_on_plan,
    take_off_plan,
)
from microcred.portfolios.operations import planning as verbs
from microcred.portfolios.queries import calendar_token, feed_by_token, plan_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import handed_in, started
from microcred.programs.tests.make import version


def saved(cast, *, of=None, person=None, **more):
    """Ada, or somebody else, has saved a micro-credential."""
    thing = (of or version(cast)).micro_credential
    return put_on_plan(actor=person or cast.ada, micro_credential=thing, at=cast.at, **more)


def test_what_is_saved_twice_stands_on_the_plan_once(cast):
    first = saved(cast, target_on=date(2026, 12, 1), note="after the holidays")

    assert put_on_plan(actor=cast.ada, micro_credential=first.micro_credential, at=cast.at) == first
    assert PlanEntry.objects.get().note == "after the holidays"


def test_nobody_aims_for_a_day_that_is_over_where_they_are(cast):
    night = cast.at.replace(hour=2)  # the evening before, in New York
    thing = version(cast).micro_credential

    with pytest.raises(TargetInThePast, match="is over"):
        put_on_plan(actor=cast.ada, micro_credential=thing, target_on=date(2026, 8, 30), at=night)

    assert put_on_plan(actor=cast.ada, micro_credential=thing, target_on=date(2026, 8, 31), at=night)


def test_a_day_that_passed_may_stay_while_the_note_changes(cast):
    entry, later = saved(cast, target_on=date(2026, 9, 10)), cast.at + timedelta(days=30)

    change_plan(actor=cast.ada, entry=entry, target_on=date(2026, 9, 10), note="soon", at=later)
    with pytest.raises(TargetInThePast):
        change_plan(actor=cast.ada, entry=entry, target_on=date(2026, 9, 11), note="", at=later)

    assert PlanEntry.objects.get().note == "soon"


def test_a_plan_is_full_one_day(cast, monkeypatch):
    monkeypatch.setattr(verbs, "MOST_PLANNED", 1)
    saved(cast)

    with pytest.raises(PlanFull, match="Take one off"):
        saved(cast, of=version(cast, name="Another"))


def test_a_note_stays_a_note(cast):
    with pytest.raises(NoteTooLong, match="2001"):
        saved(cast, note="x" * 2001)


def test_entries_change_places_and_come_off(cast):
    first, second = saved(cast), saved(cast, of=version(cast, name="Another"))

    put_before(actor=cast.ada, entry=second, other=first)
    assert [one.entry for one in plan_of(cast.ada, at=cast.at).ahead] == [second, first]

    take_off_plan(actor=cast.ada, entry=second)
    assert [one.entry for one in plan_of(cast.ada, at=cast.at).ahead] == [first]


def test_a_plan_is_its_owners_alone(cast):
    entry, hers = saved(cast), saved(cast, person=cast.gus, of=version(cast, name="Another"))

    for forbidden in (
        lambda: change_plan(actor=cast.gus, entry=entry, target_on=None, note="", at=cast.at),
        lambda: take_off_plan(actor=cast.gus, entry=entry),
        lambda: put_before(actor=cast.gus, entry=hers, other=entry),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_what_is_started_moves_along_and_so_does_what_is_earned(cast):
    published = version(cast)
    entry = saved(cast, of=published, target_on=date(2026, 10, 1))

    pursuit = started(cast, published)
    [begun] = plan_of(cast.ada, at=cast.at).begun
    assert (begun.entry, begun.step.pursuit, begun.days_left) == (entry, pursuit, 30)

    handed_in(pursuit, at=cast.at)
    [waiting] = plan_of(cast.ada, at=cast.at).begun
    assert waiting.step.state is State.SUBMITTED
    assert waiting.days_left is None


def test_what_has_evidence_already_is_not_planned_again(cast):
    pursuit = started(cast)
    saved(cast, of=pursuit.version, target_on=date(2026, 10, 1))
    [before] = plan_of(cast.ada, at=cast.at).begun
    assert len(before.stages) == pursuit.version.requirements.count()

    from microcred.portfolios.operations import save_answer
    from microcred.portfolios.tests.make import asked

    question = asked(pursuit)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=question, text="Done.", revision=0, at=cast.at)

    [after] = plan_of(cast.ada, at=cast.at).begun
    assert question not in [asked.requirement for _day, _hours, asked in after.stages]
    assert len(after.stages) == len(before.stages) - 1


def test_a_plan_costs_the_same_however_long_it_is(cast, django_assert_max_num_queries):
    saved(cast, target_on=date(2026, 10, 1))
    plan_of(cast.ada, at=cast.at)
    with django_assert_max_num_queries(8) as short:
        assert len(plan_of(cast.ada, at=cast.at).ahead) == 1
    for number in range(5):
        other = version(cast, name=f"Another {number}")
        saved(cast, of=other)
        if number % 2:
            started(cast, other)

    plan_of(cast.ada, at=cast.at)
    with django_assert_max_num_queries(len(short) + 2):  # the evidence of what was begun
        assert len(plan_of(cast.ada, at=cast.at).begun) == 2


def test_a_renewed_address_ends_the_old_one_and_a_closed_one_leads_nowhere(cast):
    old = calendar_token(open_calendar(actor=cast.ada, at=cast.at))
    assert feed_by_token(old).person == cast.ada

    new = calendar_token(open_calendar(actor=cast.ada, at=cast.at))
    assert feed_by_token(old) is None
    assert feed_by_token(new).person == cast.ada

    close_calendar(actor=cast.ada)
    assert feed_by_token(new) is None
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t[:32] + "0" * 40, lambda t: "", lambda t: "é" * 72])
def test_no_other_address_opens_a_feed(cast, spoil):
    token = calendar_token(open_calendar(actor=cast.ada, at=cast.at))

    assert feed_by_token(spoil(token)) is None
