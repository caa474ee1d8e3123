import pytest
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.moments import closing_in_words
from microcred.notices.models import Notice
from microcred.portfolios.models import Extension
from microcred.portfolios.operations import complete, extend, return_for_revision
from microcred.portfolios.queries import ahead_of, board_of, funnel_of, parted
from microcred.portfolios.tests.make import asked, handed_in, later, short, started
from microcred.programs.operations import join
from microcred.programs.tests.make import educators, pilot, version


def test_elena_sees_seats_the_waiting_list_and_how_far_everyone_is(client, cast):
    published, program = version(cast), pilot(cast, seats=1)
    for person in (cast.ada, cast.gus):
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)
    handed_in(started(cast, published, program=program), at=cast.at)

    ada, gus = board_of(program)
    assert (ada.started, ada.submitted, ada.earned, hasattr(ada, "seat")) == (1, 1, 0, True)
    assert (gus.started, gus.submitted, hasattr(gus, "seat")) == (0, 0, False)
    assert funnel_of(program).__dict__ == {"seated": 1, "waiting": 1, "started": 1, "submitted": 1, "earned": 0}
    client.force_login(cast.elena)
    page = client.get(reverse("program_board", args=["pilot"])).content.decode()
    assert page.index("Ada Whitfield") < page.index("Gus Petersen")


def test_who_has_earned_one_and_works_on_another_is_not_folded_away(client, cast):
    published, program = version(cast), pilot(cast, seats=2)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    work = started(cast, published, program=program)
    handed_in(work, at=cast.at)
    complete(actor=None, pursuit=work, at=cast.at)
    (ada,) = board_of(program)
    ada.started = 2

    assert parted([ada]) == ([ada], [])


def test_who_has_earned_all_they_began_is_folded_away_and_counted(client, cast):
    published, program = version(cast), pilot(cast, seats=2)
    for person in (cast.ada, cast.gus):
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)
    work = started(cast, published, program=program)
    handed_in(work, at=cast.at)
    complete(actor=None, pursuit=work, at=cast.at)
    client.force_login(cast.elena)

    page = client.get(reverse("program_board", args=["pilot"])).content.decode()

    folded = page[page.index("1 person here has earned all they began") :]
    assert "Ada Whitfield" in folded
    assert "Gus Petersen" not in folded


def test_who_has_not_started_can_be_nudged_from_the_board_once_today(client, cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.elena)
    board = reverse("program_board", args=["pilot"])
    nudge = reverse("nudge", args=["pilot", 1])
    assert nudge in client.get(board).content.decode()

    done = client.post(nudge, follow=True).content.decode()

    assert "Ada Whitfield has been reminded" in done
    assert "nudged today" in done
    assert nudge not in done
    assert client.post(nudge).status_code == 409


def board_at(client, moment):
    with standing_at(moment):
        return client.get(reverse("program_board", args=["pilot"])).content.decode()


def begun(cast):
    """Ada has begun in a program that takes first submissions for 30 days, and is known to Elena."""
    published, program = version(cast), pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    return started(cast, published, program=program)


def test_who_stopped_or_whose_time_ends_soon_can_be_nudged_and_each_is_told_what_about(client, cast):
    begun(cast)
    client.force_login(cast.elena)
    nudge = reverse("nudge", args=["pilot", 1])
    assert nudge not in board_at(client, later(cast.at, days=13)), "work is under way"

    for days, badge, words in ((14, "quiet since", "asks how you are getting on"), (24, "closes soon", "reminds you")):
        page = board_at(client, later(cast.at, days=days))
        assert badge in page
        assert nudge in page
        with standing_at(later(cast.at, days=days)):
            client.post(nudge)
        told = Notice.objects.filter(kind="nudge").latest("told_at")
        assert words in told.body
        assert "It can be handed in until" in told.body


def test_who_waits_for_a_decision_is_left_in_peace(client, cast):
    handed_in(begun(cast), at=cast.at)
    client.force_login(cast.elena)
    nudge = reverse("nudge", args=["pilot", 1])

    assert nudge not in board_at(client, later(cast.at, days=24))
    with standing_at(later(cast.at, days=24)):
        assert client.post(nudge).status_code == 409
    assert not Notice.objects.filter(kind="nudge").exists()


def test_each_person_has_the_day_until_which_they_can_hand_in(client, cast):
    pursuit = begun(cast)
    (ada,) = board_of(pursuit.program)
    everybody = ahead_of(pursuit.program, [ada], at=cast.at)[cast.ada.pk].closes_at
    assert everybody == later(cast.at, days=30)

    window = pursuit.program.windows.get(takes="submissions")
    extend(
        actor=cast.elena,
        person=cast.ada,
        window=window,
        until=later(cast.at, days=33),
        kind=Extension.Kind.EXTENSION,
        reason="A cold.",
        at=cast.at,
    )
    ahead = ahead_of(pursuit.program, [ada], at=cast.at)[cast.ada.pk]
    assert ahead.closes_at > everybody
    client.force_login(cast.elena)
    assert closing_in_words(ahead.closes_at, cast.elena.time_zone) in board_at(client, cast.at)


def test_what_came_back_has_the_time_for_further_tries_before_it(cast):
    pursuit = begun(cast)
    submission = handed_in(pursuit, at=cast.at)
    reopened = asked(pursuit, "reflection").criteria.all()
    return_for_revision(actor=None, submission=submission, short=short(reopened), at=cast.at)
    (ada,) = board_of(pursuit.program)

    ahead = ahead_of(pursuit.program, [ada], at=later(cast.at, days=1))[cast.ada.pk]

    assert (ahead.closes_at, ahead.opens_at) == (None, later(cast.at, days=40))


@pytest.mark.parametrize("who", ["ada", "ben", "omar", "gus", "cora"])
def test_it_is_for_who_manages_the_program(client, cast, who):
    pilot(cast)
    client.force_login(getattr(cast, who))
    assert client.get(reverse("program_board", args=["pilot"])).status_code == 404


def test_it_costs_the_same_for_one_and_for_many(client, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    program = pilot(cast, seats=2)
    client.force_login(cast.elena)
    people = educators(5)
    join(actor=people[0], program=program, agreement_accepted=True, at=cast.at)
    url = reverse("program_board", args=["pilot"])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for person in people[1:]:
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)
    with django_assert_num_queries(len(one)):
        client.get(url)
