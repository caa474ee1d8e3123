from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import ExitReport
from microcred.catalog.operations import begin_pilot
from microcred.portfolios.queries import pilot_place
from microcred.portfolios.tests.make import fill, handed_in, started
from microcred.scoring.tests import make as scoring

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
    short = client.post(address(submission), {"decision": "publish", "learned": "It takes twelve hours."})
    assert "0 of the 2 submissions" in short.content.decode()
    client.post(address(submission), {"decision": "publish", "learned": "It takes twelve hours.", "early": "on"})

    report = ExitReport.objects.get()
    assert (report.reported_by, report.numbers["submitted"], report.numbers["decided"]) == (cast.lena, 1, 0)
    page = client.get(address(submission)).content.decode()
    assert "It takes twelve hours." in page
    assert "End the pilot" not in page


def test_a_colleague_is_led_from_the_version_to_its_pilot_and_nobody_else(client, cast, submission):
    shown = address(submission).removesuffix("pilot/")
    slug = submission.pursuit.version.micro_credential.slug
    for who, led in ((cast.lena, True), (cast.cora, True), (cast.ben, False), (cast.gus, False), (cast.ada, False)):
        client.force_login(who)
        for page in (shown, reverse("micro_credential", args=[slug])):
            assert (address(submission) in client.get(page).content.decode()) is led, (who, page)


def test_what_is_in_no_pilot_has_no_place(cast):
    assert pilot_place(handed_in(fill(started(cast), at=cast.at), at=cast.at)) is None


def test_assessors_and_strangers_find_nothing(client, cast, submission):
    for who in (cast.ben, cast.gus, cast.ada):
        client.force_login(who)
        assert client.get(address(submission)).status_code == 404


@pytest.fixture
def read_twice(cast):
    """A version in pilot with one submission on which two agree, and one on which a third had to read."""
    scoring.issuer(cast)
    scoring.qualified(cast, cast.ben)
    version = scoring.in_pilot(cast, scoring.published(cast))
    bill, carl = scoring.assessor(cast, "Bill"), scoring.assessor(cast, "Carl")
    first = version.criteria.order_by("position").first()
    agreed = scoring.waiting(cast.ada, version, at=cast.at)
    split = scoring.waiting(cast.gus, version, at=cast.at)
    for reader in (cast.ben, bill):
        scoring.read(agreed, reader, at=cast.at)
    for reader, short in ((cast.ben, (first,)), (bill, ()), (carl, (first,))):
        scoring.read(split, reader, at=cast.at, short=short)
    return version


def pilot_page(client, person, version):
    client.force_login(person)
    page = client.get(reverse("pilot", args=[version.micro_credential.slug, version.label]))
    return " ".join(page.content.decode().split())


def test_how_two_readers_agree_is_shown_by_criterion_with_intervals(client, cast, read_twice):
    page = pilot_page(client, cast.cora, read_twice)

    first = read_twice.criteria.order_by("position").first()
    assert "How the two readers agree" in page
    assert f'<th scope="row">{first.name}</th> <td class="numeral">2</td> <td>50 %' in page
    assert "9 % to 91 % · 2 pairs, few" in page, "Wilson's interval of 1 of 2"
    assert "AC1, kappa" not in page, "two pairs are too few for a coefficient"
    assert page.count("100 %") > 1
    numbers = {"were read twice, independently": 2, "needed a third reading": 1, "got it back to revise": 1}
    for words, number in numbers.items():
        assert f'<dt>{words}</dt><dd><span class="numeral">{number}</span></dd>' in page


def test_the_report_keeps_the_agreement_of_its_day(client, cast, read_twice):
    client.force_login(cast.lena)
    address = reverse("pilot", args=[read_twice.micro_credential.slug, read_twice.label])
    client.post(address, {"decision": "publish", "learned": "Two saw the same.", "early": "on"})

    report = ExitReport.objects.get()
    assert (report.numbers["read_twice"], report.numbers["split"]) == (2, 1)
    assert "2 pairs, few" in pilot_page(client, cast.cora, read_twice)


def test_how_far_each_submission_is_and_why_it_waits(client, cast):
    scoring.qualified(cast, cast.ben)
    version = scoring.in_pilot(cast, scoring.published(cast))
    item = scoring.waiting(cast.ada, version, at=cast.at)
    assert "0 of 2 readings" in pilot_page(client, cast.cora, version)

    scoring.read(item, cast.ben, at=cast.at)
    page = pilot_page(client, cast.cora, version)
    assert "1 of 2 readings; nobody is left for the next" in page
    assert "Nothing to compare yet" in page

    bill = scoring.assessor(cast, "Bill")
    assert "1 of 2 readings<" in pilot_page(client, cast.cora, version)
    scoring.read(item, bill, at=cast.at, short=(version.criteria.first(),))
    scoring.assessor(cast, "Carl")
    assert "2 of 3 readings; a third decides what the first two do not" in pilot_page(client, cast.cora, version)


def test_who_may_still_read_it_does_not_see_how_far_it_is(client, cast):
    scoring.qualified(cast, cast.ben)
    scoring.qualified(cast, cast.lena)
    version = scoring.in_pilot(cast, scoring.published(cast))
    item = scoring.waiting(cast.ada, version, at=cast.at)
    scoring.read(item, cast.ben, at=cast.at)

    page = pilot_page(client, cast.lena, version)
    assert "Not decided yet" in page
    assert "of 2 readings" not in page
    scoring.read(item, cast.lena, at=cast.at + timedelta(hours=1), short=(version.criteria.first(),))
    assert "2 of 3 readings; nobody is left for the next" in pilot_page(client, cast.lena, version)
