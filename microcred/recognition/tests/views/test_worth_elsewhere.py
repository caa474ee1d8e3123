"""What a micro-credential is worth in other states: for everyone, before starting and after."""

from dataclasses import replace
from datetime import date
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.operations.standing import confirm_statement
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_licence import state
from tests.cast import Cast

SLUG = "engaging-stakeholders"


def html_of(client: Client, asked: str = "", *, status: int = 200) -> str:
    response = client.get(f"/catalogue/{SLUG}/worth/elsewhere/{asked}")
    assert response.status_code == status
    return unescape(response.content.decode())


def part_of(html: str, place: str) -> str:
    return html.partition(f'id="{place}"')[2].partition('<li class="stack stack-tight" id=')[0]


def test_a_visitor_reads_it_state_by_state_with_the_clause_and_what_is_supposed(client: Client, cast: Cast):
    version = credentials.version(cast, SLUG)
    html = html_of(client)
    there = part_of(html, "south-carolina")
    assert f"<strong>{version.hours * 20 / 15:g} renewal credits</strong>" in there
    assert "counts 20 renewal credits for 15 hours" in there
    assert "Supposed: a license of the type “professional” since" in there
    assert "If nobody employed you there:" in there
    assert "Examples: verify with the agency" in html


def test_what_cannot_be_told_says_because_of_what(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    there = part_of(html_of(client), "arkansas")
    assert "This cannot be told from what is on record." in there
    assert "Nothing is on record about “approved provider”." in there
    assert "Have it put on record that the provider is approved." in there


def test_something_else_can_be_supposed(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    asked = "?band=6-8&issued_on=2025-01-10&work=&confirmed=yes&hours=30&license-wyoming=coach+permit"
    html = html_of(client, asked)
    assert "It would not count." in part_of(html, "south-carolina")
    assert "<strong>2.14 renewal credits</strong>" in part_of(html, "wyoming")
    assert "Supposed: a license of the type “coach permit” since January 10, 2025." in part_of(html, "wyoming")


def test_what_cannot_be_supposed_is_said_and_the_rest_is_shown(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    html = html_of(client, "?band=K-5&issued_on=2199-01-10&work=district&confirmed=yes&hours=-3", status=422)
    assert "That day is still to come." in html
    assert "renewal credits</strong>" in part_of(html, "south-carolina")


def test_what_is_on_record_of_ada_goes_before_what_is_supposed(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast, "30")
    credentials.version(cast, SLUG)
    client.force_login(cast.ada)
    html = html_of(client)
    there = part_of(html, "south-carolina")
    assert html.index('id="south-carolina"') < html.index('id="north-carolina"')
    assert "Where you work" in there
    assert "<strong>40 renewal credits</strong>" in there
    assert "On record: a cycle from July 1, 2024 to June 30, 2029." in there
    assert "On record: you belong to Rock Hill Schools." in there
    assert "as your district attests" in html


def test_a_confirmed_license_goes_before_the_cycle_and_what_is_only_stated_does_not(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast, "30")
    credentials.version(cast, SLUG)
    statement = state(cast, issued_on=date(2025, 7, 1), expires_on=date(2030, 6, 30))
    client.force_login(cast.ada)
    assert "On record: a cycle from July 1, 2024" in part_of(html_of(client), "south-carolina")
    confirm_statement(actor=cast.omar, statement=statement, at=cast.at)
    there = part_of(html_of(client), "south-carolina")
    assert "On record: a license of the type “professional” from July 1, 2025 to June 30, 2030." in there
    assert "<strong>40 renewal credits</strong>" in there


def test_a_license_that_the_rules_are_not_about_is_not_taken_for_another(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    statement = state(cast, kind="initial", issued_on=date(2026, 7, 1), expires_on=date(2029, 6, 30))
    confirm_statement(actor=cast.femi, statement=statement, at=cast.at)
    client.force_login(cast.ada)
    there = part_of(html_of(client), "south-carolina")
    assert "On record: a license of the type “initial”" in there
    assert "renewal credits</strong>" not in there


def test_gus_reads_his_own_state_first(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    client.force_login(cast.gus)
    html = html_of(client)
    assert html.index('id="north-carolina"') < html.index('id="south-carolina"')
    assert "On record: you belong to Blue Ridge School District." in part_of(html, "north-carolina")


def test_after_it_was_earned_the_day_counts(client: Client, cast: Cast):
    award = credentials.award(cast, of=credentials.version(cast, SLUG))
    client.force_login(award.person)
    assert "You earned it on " in html_of(client)


def test_the_page_of_the_micro_credential_says_it_in_a_line_each(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    html = client.get(f"/catalogue/{SLUG}/worth/").content.decode()
    assert "Arkansas: cannot be told yet" in html
    assert f'href="/catalogue/{SLUG}/worth/elsewhere/"' in html


def test_ada_reads_what_everything_comes_to(client: Client, cast: Cast):
    credentials.award(cast)
    client.force_login(cast.ada)
    html = client.get("/transcript/elsewhere/").content.decode()
    there = part_of(unescape(html), "south-carolina")
    assert "of 120 renewal credits" in there
    assert 'href="/transcript/elsewhere/"' in client.get("/transcript/").content.decode()


def test_what_is_confirmed_beside_awards_counts_elsewhere_too(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    hours, course = make.activity(cast), make.activity(cast, replace(make.CONVENING, title="Reading in two languages"))
    waiting = make.activity(cast, replace(make.CONVENING, title="Nobody has looked at it"))
    confirm_activities(actor=cast.omar, statements=[hours, course], at=cast.at)
    client.force_login(cast.ada)
    html = unescape(client.get("/transcript/elsewhere/").content.decode())
    assert waiting.title not in html
    for place in ("south-carolina", "wyoming"):
        there = part_of(html, place)
        assert hours.title in there
        assert course.title in there
    assert "<strong>1.06 of 5 renewal credits</strong>" in part_of(html, "wyoming"), "twice 7.5 hours by fourteens"


def test_who_has_earned_nothing_is_led_to_the_catalogue(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert "Nothing earned yet" in client.get("/transcript/elsewhere/").content.decode()


def test_many_awards_cost_as_many_questions_as_one(client: Client, cast: Cast):
    award = credentials.award(cast)
    client.force_login(award.person)
    client.get("/transcript/elsewhere/")

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/transcript/elsewhere/").status_code == 200
        return len(asked)

    first = questions()
    credentials.many_like(award, 20)
    assert questions() == first
