from django.contrib.auth.models import AnonymousUser

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


def test_it_says_where_one_is(rf, cast):
    request = rf.get("/organizations/rock-hill/")
    request.user = cast.omar

    here = [label for label, _, current in nav_items(request, at=cast.at) if current]

    assert here == ["Organization"]


def test_one_query_makes_it(rf, cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels(rf, cast, cast.omar)
