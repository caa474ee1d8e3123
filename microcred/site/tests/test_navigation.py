from django.contrib.auth.models import AnonymousUser

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.tests.make import started
from microcred.programs.tests.make import educators
from microcred.site.navigation import nav_items


def labels(rf, cast, person, path="/home/"):
    request = rf.get(path)
    request.user = person
    return [label for label, _, _ in nav_items(request, at=cast.at)]


def test_it_follows_from_the_roles(rf, cast):
    assert labels(rf, cast, cast.ada)[0] == "Home"
    assert "Organization" in labels(rf, cast, cast.omar)
    assert "Organization" not in labels(rf, cast, cast.ada)
    assert "Home" not in labels(rf, cast, AnonymousUser())


def test_who_coaches_finds_the_way_there(rf, cast):
    [coach] = educators(1)
    appoint(actor=None, person=coach, organization=cast.places["rock-hill"], role=Role.COACH, at=cast.at)

    assert "Coaching" in labels(rf, cast, coach)
    assert "Coaching" in labels(rf, cast, cast.elena), "who runs programs signs off where they have no coach"
    assert "Coaching" not in labels(rf, cast, cast.ada)


def test_it_says_where_one_is(rf, cast):
    request = rf.get("/organizations/rock-hill/")
    request.user = cast.omar

    here = [label for label, _, current in nav_items(request, at=cast.at) if current]

    assert here == ["Organization"]


def test_it_follows_from_what_one_takes_part_in_as_well(rf, cast):
    [newcomer] = educators(1)
    assert labels(rf, cast, newcomer) == ["Home", "Programs", "Catalogue"]

    started(cast, person=newcomer)

    theirs = ["Home", "My work", "My plan", "Programs", "Transcript", "Rewards", "Catalogue"]
    assert labels(rf, cast, newcomer) == theirs


def test_one_query_makes_it_for_an_educator_and_two_for_others(rf, cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels(rf, cast, cast.ada)
    with django_assert_num_queries(2):
        labels(rf, cast, cast.omar)


def test_a_host_that_is_not_ours_is_a_bad_request_with_a_page(client):
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "Catalogue" in answer.content.decode()
