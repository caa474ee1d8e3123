import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.authoring.models import Draft
from microcred.programs.tests.make import educators
from microcred.site.demo.cast import CAST

HOME = reverse("home")


@pytest.mark.parametrize("member", CAST, ids=lambda member: member.key)
def test_each_of_the_cast_has_one_next_step(client, cast, member):
    client.force_login(getattr(cast, member.key))

    page = client.get(HOME).content.decode()

    assert page.count("Your next step") == 1
    assert page.count("<h1") == 1


def test_who_has_just_signed_up_sees_where_to_begin(client, cast):
    [newcomer] = educators(1)
    client.force_login(newcomer)

    page = client.get(HOME).content.decode()

    assert "Welcome" in page
    assert "Where you can begin" in page
    assert page.count("Your next step") == 1
    assert 'href="/programs/"' in page


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(HOME).headers["Location"] == f"{reverse('account_login')}?next={HOME}"


def test_a_home_costs_the_same_however_much_there_is(client, cast):
    client.force_login(cast.cora)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HOME).status_code == 200
        return len(asked)

    def grow(number):
        Draft.objects.bulk_create(
            Draft(owner=cast.places["carolinacred"], design={}, changed_at=cast.at, changed_by=cast.cora)
            for _ in range(number)
        )

    grow(1)
    one = cost()
    grow(2)
    three = cost()
    grow(997)
    assert one == three == cost()
