import pytest
from django.urls import reverse

from microcred.catalog.models import ExitReport
from microcred.catalog.operations import begin_pilot
from microcred.portfolios.queries import pilot_place
from microcred.portfolios.tests.make import fill, handed_in, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(cast):
    """Ada's, the first of a version in pilot."""
    pursuit = started(cast)
    begin_pilot(actor=cast.cora, version=pursuit.version, size=2, at=cast.at)
    return handed_in(fill(pursuit, at=cast.at), at=cast.at)


def address(submission):
    version = submission.pursuit.version
    return reverse("pilot", args=[version.micro_credential.slug, version.label])


def test_the_first_submissions_are_counted_under_the_name_by_which_they_are_read(client, cast, submission):
    client.force_login(cast.lena)
    page = client.get(address(submission)).content.decode()

    assert "1 of 2 first submissions" in page
    assert submission.alias in page
    assert "Ada" not in page
    assert pilot_place(submission) == 1


def test_a_report_ends_it_and_keeps_the_numbers(client, cast, submission):
    client.force_login(cast.lena)
    assert client.post(address(submission), {"decision": "publish"}).status_code == 422
    client.post(address(submission), {"decision": "publish", "learned": "It takes twelve hours."})

    report = ExitReport.objects.get()
    assert (report.reported_by, report.numbers["submitted"], report.numbers["decided"]) == (cast.lena, 1, 0)
    page = client.get(address(submission)).content.decode()
    assert "It takes twelve hours." in page
    assert "End the pilot" not in page


def test_what_is_in_no_pilot_has_no_place(cast):
    assert pilot_place(handed_in(fill(started(cast), at=cast.at), at=cast.at)) is None


def test_assessors_and_strangers_find_nothing(client, cast, submission):
    for who in (cast.ben, cast.gus, cast.ada):
        client.force_login(who)
        assert client.get(address(submission)).status_code == 404
