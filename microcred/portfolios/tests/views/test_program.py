import pytest
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.portfolios.tests.make import came_back, handed_in, started
from microcred.programs.operations import join
from microcred.programs.tests.make import AGREEMENT, pilot, version


def page_of(client, at, status=200):
    with standing_at(at):
        answer = client.get(reverse("program", args=["pilot"]))
    assert answer.status_code == status
    return answer.content.decode()


def test_everyone_reads_it_and_is_asked_to_sign_in(client, cast):
    published = version(cast)
    pilot(cast)

    page = page_of(client, cast.at)

    assert "2 seats are free" in page
    assert "Sign in to join" in page
    assert "Open now" in page
    assert published.title in page
    assert "Where you stand" not in page


def test_a_visitor_reads_the_agreement_and_dates_on_the_programs_clock(client, cast):
    version(cast)
    pilot(cast)
    client.cookies["timezone"] = "Asia/Tokyo"

    page = page_of(client, cast.at)

    assert AGREEMENT in page
    assert "8 a.m. EDT" in page
    assert "JST" not in page
    assert page.index("2 seats are free") < page.index("0 of 2 taken") < page.index("Micro-credentials of this program")


def test_who_can_join_reads_the_agreement(client, cast):
    pilot(cast)
    client.force_login(cast.ada)

    assert AGREEMENT in page_of(client, cast.at)


def test_with_a_seat_what_is_not_begun_can_be_started(client, cast):
    published, program = version(cast), pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.ada)

    page = page_of(client, cast.at)

    assert "You have a seat" in page
    assert "not started" in page
    assert f'name="version" value="{published.pk}"' in page


@pytest.mark.parametrize(
    ("where", "status", "way"),
    [
        (started, "In progress", "Continue"),
        (came_back, "To revise", "Revise"),
        (lambda cast: handed_in(started(cast), at=cast.at).pursuit, "Being judged", "See what you handed in"),
    ],
    ids=["started", "returned", "submitted"],
)
def test_each_micro_credential_says_where_one_stands(client, cast, where, status, way):
    pursuit = where(cast)
    pilot(cast)
    client.force_login(cast.ada)

    page = page_of(client, cast.at)

    assert status in page
    assert way in page
    assert f'href="/pursuits/{pursuit.pk}/' in page
    assert 'name="version"' not in page


def test_the_page_costs_the_same_for_one_micro_credential_and_for_many(client, cast, django_assert_max_num_queries):
    started(cast)
    join(actor=cast.ada, program=pilot(cast), agreement_accepted=True, at=cast.at)
    client.force_login(cast.ada)
    page_of(client, cast.at)
    with django_assert_max_num_queries(25) as one:
        page_of(client, cast.at)
    for number in range(3):
        started(cast, version(cast, name=f"Skill {number}"))
    with django_assert_max_num_queries(len(one)):
        page_of(client, cast.at)


def test_who_waits_sees_the_place_in_line(client, cast):
    program = pilot(cast, seats=0)
    join(actor=cast.gus, program=program, agreement_accepted=True, at=cast.at)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.ada)

    assert "are number 2 in line" in page_of(client, cast.at)


def test_after_joining_closed_the_page_says_until_when(client, cast):
    program = pilot(cast)
    client.force_login(cast.ada)

    assert "Joining was open until Monday, September 21, 2026, 8 a.m. EDT" in page_of(client, program.joining_closes_at)


def test_a_program_that_is_not_there_is_404(client, cast):
    page_of(client, cast.at, status=404)
