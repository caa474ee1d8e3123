"""The screen on which an administrator says how strictly a check is taken."""

import pytest
from django.urls import reverse

from microcred.authoring.checks_in_words import WHAT_IT_DOES
from microcred.authoring.lint import CHECKS, Severity
from microcred.authoring.models import CheckSeverity
from microcred.authoring.operations import set_severity

pytestmark = pytest.mark.django_db


def address(place):
    return reverse("check_severities", args=[place.slug])


def row_of(page, check):
    return next(row for row in page.context["rows"] if row["check"].name == check)


def test_every_check_says_what_it_does():
    assert WHAT_IT_DOES.keys() == CHECKS.keys()


def test_a_check_is_let_block_and_let_advise_again(client, cast):
    client.force_login(cast.omar)
    place = cast.places["rock-hill"]
    for severity in ("block", "advise"):
        response = client.post(address(place), {"check": "plain", "severity": severity})
        assert response.url == f"{address(place)}#plain"
        row = row_of(client.get(address(place)), "plain")
        assert row["blocks"] == (severity == "block")
        assert row["said"].set_by == cast.omar


def test_what_is_inherited_names_the_organization_that_says_it(client, cast):
    place = cast.places["rock-hill"]
    above = place.parent
    set_severity(actor=None, organization=above, check="plain", severity=Severity.BLOCK, at=cast.at)
    client.force_login(cast.omar)
    page = client.get(address(place))

    assert row_of(page, "plain")["blocks"]
    assert f"Inherited from {above}" in page.content.decode()


def test_what_always_blocks_cannot_be_let_advise(client, cast):
    client.force_login(cast.omar)
    response = client.post(address(cast.places["rock-hill"]), {"check": "complete", "severity": "advise"})

    assert response.status_code == 409
    assert "always blocks" in response.content.decode()
    assert not CheckSeverity.objects.exists()


@pytest.mark.parametrize("sent", [{"check": "plain"}, {"check": "plain", "severity": "shout"}, {}])
def test_what_says_neither_is_refused(client, cast, sent):
    client.force_login(cast.omar)
    response = client.post(address(cast.places["rock-hill"]), sent)

    assert response.status_code == 400
    assert not CheckSeverity.objects.exists()


def test_the_page_costs_the_same_whatever_was_said(client, cast, django_assert_max_num_queries):
    client.force_login(cast.omar)
    place = cast.places["rock-hill"]
    with django_assert_max_num_queries(14) as before:
        client.get(address(place))
    for check in ("plain", "hours", "overlap"):
        set_severity(actor=None, organization=place, check=check, severity=Severity.BLOCK, at=cast.at)
    with django_assert_max_num_queries(len(before)):
        client.get(address(place))
