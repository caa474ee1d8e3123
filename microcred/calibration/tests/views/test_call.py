"""Where one applies to score, and what one reads there."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.calibration.models import AssessorApplication
from microcred.calibration.operations import say_vetting_rules
from microcred.calibration.rules.vetting import Asked
from microcred.calibration.tests.make_vetting import Verdict, applied, decided, said
from microcred.catalog.operations import open_stack
from microcred.foundation.clock import now
from microcred.portfolios.queries import conflicts_of

CALL = reverse("call", args=["collective-leadership"])
TWO = Asked(years=3, degree=True, awards=1, references=1)


def page_of(client, url=CALL):
    return client.get(url).content.decode()


def sent(client, rules, **changes):
    stated = {"edition": rules.pk, "years": 7, "has_degree": "on", "experience": "", "people": "", "agrees": "on"}
    return client.post(CALL, stated | changes)


def test_each_rule_stands_there_with_what_would_change_it(client, cast):
    said(cast, TWO, more="A lesson that you have written.")
    client.force_login(cast.ada)

    page = page_of(client)

    assert "At least 3 years in a classroom" in page
    assert "1 micro-credential of this stack earned" in page
    assert "What you earn counts at once" in page
    assert "A lesson that you have written." in page
    assert reverse("call", args=["collective-leadership"]) in page_of(client, reverse("calls"))


def test_what_is_sent_is_an_application_and_the_page_says_where_it_stands(client, cast):
    rules = said(cast)
    client.force_login(cast.ada)

    response = sent(client, rules, places=[cast.places["blue-ridge"].pk], people="gus@example.org")

    assert response.status_code == 302
    assert conflicts_of(cast.ada).count() == 2
    page = page_of(client)
    assert "You have applied" in page
    assert 'name="years"' not in page
    mine = AssessorApplication.objects.get()
    client.post(reverse("application_withdrawal", args=[mine.pk]))
    assert 'name="years"' in page_of(client)


def test_what_is_not_met_stays_on_the_page_with_its_reason(client, cast):
    rules = said(cast)
    client.force_login(cast.ada)

    response = sent(client, rules, years=1, people="no address")

    assert response.status_code == 422
    assert "is no e-mail address" in response.content.decode()
    assert "Not met yet: At least 3 years" in sent(client, rules, years=1).content.decode()
    assert sent(client, rules, agrees="").status_code == 422


def test_who_was_refused_reads_why_and_from_when(client, cast):
    decided(cast, applied(cast, at=now()), Verdict.DECLINED, reason="We look for grades K to 3.", at=now())
    client.force_login(cast.ada)

    page = page_of(client)

    assert "We look for grades K to 3." in page
    assert "You can apply again from" in page


def test_a_reference_can_be_named_anew(client, cast):
    rules = said(cast, Asked(years=0, degree=False, awards=0, references=1))
    mine = applied(cast, rules=rules, references=[("Kim", "kim@example.net")], at=now())
    client.force_login(cast.ada)
    address = reverse("application_reference", args=[mine.pk, 1])

    named = {"reference-1-name": "Lou", "reference-1-email": "lou@example.net"}
    assert client.post(address, named).status_code == 302

    assert mine.references.get().email == "lou@example.net"
    assert "Lou: asked" in page_of(client)
    assert (
        "does not fit"
        in client.post(address, named | {"reference-1-email": "ada@example.org"}, follow=True).content.decode()
    )


def test_a_call_that_is_closed_is_there_for_who_applied_and_for_nobody_else(client, cast):
    applied(cast)
    said(cast, is_open=False)
    client.force_login(cast.gus)
    assert client.get(CALL).status_code == 404
    client.force_login(cast.ada)
    assert "You have applied" in page_of(client)


def test_the_list_costs_the_same_for_one_and_for_many(client, cast):
    said(cast)
    client.force_login(cast.ada)
    costs = []
    for number in (2, 5):
        page_of(client, reverse("calls"))
        with CaptureQueriesContext(connection) as count:
            page_of(client, reverse("calls"))
        costs.append(len(count))
        for one in range(number):
            facts = {"slug": f"stack-{number}-{one}", "name": f"Stack {number}-{one}", "description": "", "position": 2}
            stack = open_stack(actor=None, owner=cast.places["carolinacred"], **facts)

            say_vetting_rules(actor=cast.lena, stack=stack, asked=Asked(), pledge="…", is_open=True, at=cast.at)
    assert costs[0] == costs[1]


def test_who_reads_spanish_agrees_in_spanish_where_it_was_said(client, cast):
    said(cast, pledge="I keep it to myself.", pledge_es="Lo guardo para mí.")
    client.force_login(cast.ada)
    assert "I keep it to myself." in page_of(client)
    cast.ada.language = "es"
    cast.ada.save()
    client.force_login(cast.ada)
    page = page_of(client)
    assert "Lo guardo para mí." in page
    assert "I keep it to myself." not in page
