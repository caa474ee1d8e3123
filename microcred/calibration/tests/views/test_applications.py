"""What leads see of who wants to score for them, and how they decide."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.calibration.models import ApplicationDecision, VettingRules
from microcred.calibration.operations import answer_reference, withdraw_application
from microcred.calibration.rules.vetting import Asked
from microcred.calibration.tests.make import educator
from microcred.calibration.tests.make_vetting import applied, decided, said
from microcred.programs.tests.make import stack

LIST = reverse("applications")
ONE = Asked(years=0, degree=False, awards=0, references=1)


def page_of(client, url=LIST):
    return client.get(url).content.decode()


def test_a_lead_sees_what_was_found_and_decides_with_a_reason(client, cast):
    application = applied(cast)
    address = reverse("application", args=[application.pk])
    client.force_login(cast.lena)
    assert cast.ada.name in page_of(client)
    page = page_of(client, address)
    assert "They state 7 years." in page
    assert "Grade 2." in page

    assert client.post(address, {"verdict": "accepted", "reason": ""}).status_code == 422
    assert client.post(address, {"verdict": "accepted", "reason": "You read closely."}).status_code == 302

    assert ApplicationDecision.objects.get().decided_by == cast.lena
    page = page_of(client, address)
    assert "You read closely." in page
    assert 'name="verdict"' not in page


def test_what_references_say_is_for_leads_alone(client, cast):
    application = applied(cast, rules=said(cast, ONE), references=[("Kim", "kim@example.net")])
    facts = {"knows": "One team.", "speaks": "with", "words": "Quick, at times too quick."}
    answer_reference(actor=None, reference=application.references.get(), at=cast.at, **facts)

    client.force_login(cast.lena)
    page = page_of(client, reverse("application", args=[application.pk]))
    assert "Quick, at times too quick." in page
    assert "kim@example.net" not in page
    client.force_login(cast.ada)
    assert "too quick" not in page_of(client, reverse("call", args=["collective-leadership"]))


def test_who_is_named_as_a_reference_finds_no_form(client, cast):
    application = applied(cast, rules=said(cast, ONE), references=[("Lena", "lena@example.org")])
    client.force_login(cast.lena)
    page = page_of(client, reverse("application", args=[application.pk]))
    assert "You are named as a reference" in page
    assert 'name="verdict"' not in page


def test_rules_are_proposed_said_and_kept_by_edition(client, cast):
    address = reverse("vetting_rules", args=[stack(cast).slug])
    client.force_login(cast.lena)
    assert "I judge by the rubric alone" in page_of(client, address)

    figures = {"is_open": "on", "years": 3, "degree": "on", "awards": 1, "references": 2, "again_days": 90}
    words = {"more": "", "pledge": "I keep it to myself.", "places": ""}
    assert client.post(address, figures | words).status_code == 302
    assert VettingRules.objects.get().asked == Asked(years=3, degree=True, awards=1, references=2)

    response = client.post(address, figures | words)
    assert response.status_code == 422
    assert "the rules that hold already" in response.content.decode()
    assert client.post(address, figures | words | {"places": 3}).status_code == 302
    assert VettingRules.objects.count() == 2


def test_the_list_costs_the_same_for_one_and_for_many(client, cast):
    rules = said(cast)
    decided(cast, applied(cast, rules=rules))
    client.force_login(cast.lena)
    costs = []
    for number in range(2):
        page_of(client)
        with CaptureQueriesContext(connection) as count:
            page_of(client)
        costs.append(len(count))
        for one in range(4):
            application = applied(cast, educator(cast, f"Person{number}{one}"), rules=rules)
            if one == 1:
                decided(cast, application)
            if one == 2:
                withdraw_application(actor=application.person, application=application, at=cast.at)
    assert costs[0] == costs[1]
