from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Extension, Pause
from microcred.portfolios.operations import (
    Amiss,
    ask_coach,
    complete,
    extend,
    not_yet,
    pause_promise,
    return_for_revision,
    return_incomplete,
    set_terms,
    sign_off,
)
from microcred.portfolios.rules import State
from microcred.portfolios.states import SHOWN
from microcred.portfolios.tests.make import came_back as returned_to
from microcred.portfolios.tests.make import handed_in, started
from microcred.portfolios.tests.make import short as short_of
from microcred.programs.models import Window
from microcred.programs.operations import join
from microcred.programs.queries import windows_of
from microcred.programs.tests.make import pilot, version
from microcred.scoring.operations import enqueue
from microcred.site.homes import homes_of
from microcred.site.homes.shapes import Home

DAY = timedelta(days=1)


def home(cast, *, at=None) -> Home:
    [found] = homes_of(cast.ada, at=at or cast.at)
    assert found.role is Role.EDUCATOR
    return found


def test_with_nothing_begun_and_no_program_there_is_the_catalogue(cast):
    step = home(cast).step

    assert step.title == "Find a micro-credential worth your time"
    assert step.by is None


def test_a_program_with_seats_left_is_worth_joining(cast):
    program = pilot(cast, seats=2)
    join(actor=cast.gus, program=program, agreement_accepted=True, at=cast.at)

    step = home(cast).step

    assert step.title == "Join The Pilot"
    assert step.words == "One seat is left."
    assert step.by == program.joining_closes_at


def test_a_program_that_is_full_or_closed_says_so_or_nothing(cast):
    program = pilot(cast, seats=1)
    join(actor=cast.gus, program=program, agreement_accepted=True, at=cast.at)

    assert "wait for one" in home(cast).step.words
    assert home(cast, at=program.joining_closes_at).step.title == "Find a micro-credential worth your time"


def test_who_holds_a_seat_chooses_before_the_window_closes(cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)

    step = home(cast).step

    assert step.title == "Choose your first micro-credential in The Pilot"
    assert step.by == cast.at + 30 * DAY


def test_who_was_granted_more_time_reads_their_own_day(cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    window = windows_of(program, Window.Takes.SUBMISSIONS)[0]
    own_day = window.closes_at + 7 * DAY
    extend(
        actor=cast.elena,
        person=cast.ada,
        window=window,
        until=own_day,
        kind=Extension.Kind.EXTENSION,
        reason="Her school was closed.",
        at=cast.at,
    )

    assert home(cast).step.by == own_day
    started(cast, version(cast), program=program)
    assert home(cast).step.by == home(cast, at=window.closes_at + DAY).step.by == own_day


def test_what_was_begun_goes_on(cast):
    work = started(cast)

    found = home(cast)

    assert found.step.title == f"Go on with {work.version.title}"
    assert "hours in all" in found.step.takes
    [lines] = [section.lines for section in found.sections]
    assert [(line.title, line.status) for line in lines] == [(work.version.title, "In progress")]


def test_in_a_program_the_window_is_the_deadline(cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    started(cast, version(cast), program=program)

    assert home(cast).step.by == cast.at + 30 * DAY
    assert home(cast, at=cast.at + 31 * DAY).step.by is None


def test_while_it_is_read_there_is_nothing_to_do_but_a_promised_date(cast):
    submission = handed_in(started(cast), at=cast.at)
    item = enqueue(actor=None, submission=submission, at=cast.at)

    step = home(cast).step

    assert step.title.startswith("Nothing to do:")
    assert step.by == item.due_at
    # Tuesday 1 September and fourteen business days, of which no Saturday and no Sunday is one.
    assert home(cast).sections[0].lines[0].note == "on your own · feedback by Monday, September 21, 2026"


def test_a_promise_that_was_not_kept_is_called_one_that_was(cast):
    handed_in(started(cast), at=cast.at)

    late = home(cast, at=cast.at + 30 * DAY)

    assert late.sections[0].lines[0].note == "on your own · feedback was promised by Monday, September 21, 2026"
    assert late.step.title.startswith("We are late with")
    assert "by Monday, September 21, 2026" in late.step.words


def test_a_date_of_the_past_says_that_it_is_past(client, cast):
    handed_in(started(cast), at=cast.at)
    client.force_login(cast.ada)

    with standing_at(cast.at):
        assert "was due" not in client.get(reverse("home")).content.decode()
    with standing_at(cast.at + 30 * DAY):
        assert "was due by the end of Monday, September 21, 2026" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("short", [1, 2])
def test_what_came_back_goes_before_what_was_begun(cast, short):
    returned = started(cast)
    submission = handed_in(returned, at=cast.at)
    reopened = list(returned.version.criteria.order_by("position")[:short])
    return_for_revision(actor=None, submission=submission, short=short_of(reopened), at=cast.at + DAY)
    started(cast, version(cast, file_name="another", name="Another Skill"), at=cast.at + 2 * DAY)

    step = home(cast, at=cast.at + 3 * DAY).step

    assert step.title == f"Revise {returned.version.title}"
    assert ("One criterion is short" if short == 1 else "2 criteria are short") in step.words
    assert step.takes == f"less than the {returned.version.hours} hours of the whole"


def test_where_a_coach_is_needed_the_home_says_where_that_stands(cast):
    place = cast.places["carolinacred"]
    set_terms(actor=None, organization=place, attempts=1, at=cast.at)
    appoint(actor=None, person=cast.rosa, organization=place, role=Role.COACH, at=cast.at)
    pursuit = returned_to(cast)
    assert "One attempt is used: talk with a coach" in home(cast).step.words

    asked = ask_coach(actor=cast.ada, pursuit=pursuit, note="My reflection.", at=cast.at)
    assert "A coach was asked" in home(cast).step.words

    not_yet(actor=cast.rosa, request=asked, met_on=None, note="Who was there?", at=cast.at)
    assert "wants to see something first" in home(cast).step.words

    again = ask_coach(actor=cast.ada, pursuit=pursuit, note="Two colleagues.", at=cast.at)
    sign_off(actor=cast.rosa, request=again, met_on=cast.at.date(), note="Well done.", at=cast.at)
    assert "only what feeds" in home(cast).step.words


def test_what_came_back_incomplete_says_how_long_mending_takes(cast):
    submission = handed_in(started(cast), at=cast.at)
    amiss = [Amiss("Complete", None, "The table is missing.")]
    return_incomplete(actor=None, submission=submission, amiss=amiss, at=cast.at)

    step = home(cast).step

    assert step.title.startswith("Complete ")
    assert step.takes == "a few minutes, more if a part is made anew"


def test_work_that_is_held_up_has_the_badge_of_it(cast):
    submission = handed_in(started(cast), at=cast.at)
    pause_promise(actor=None, submission=submission, reason=Pause.Reason.PRIVACY, at=cast.at)

    assert home(cast).sections[0].lines[0].status == "On hold"


def test_what_is_earned_asks_for_nothing(cast):
    work = started(cast)
    handed_in(work, at=cast.at)
    complete(actor=None, pursuit=work, at=cast.at + DAY)

    found = home(cast)

    assert found.step.title == "Find a micro-credential worth your time"
    assert found.sections[0].lines[0].status == "Earned"


def test_home_and_the_page_of_the_work_call_a_state_by_one_word(client, cast):
    work = returned_to(cast)
    client.force_login(cast.ada)

    pages = [client.get(address).content.decode() for address in ("/home/", "/pursuits/", f"/pursuits/{work.pk}/")]

    assert [page.count("<span>To revise</span>") for page in pages] == [1, 1, 1]
    assert set(SHOWN) == set(State)


def test_nobody_sees_the_work_of_another(cast):
    started(cast)

    [gus] = homes_of(cast.gus, at=cast.at)

    assert gus.sections == ()
