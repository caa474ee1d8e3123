from html import unescape

import pytest
from django.urls import reverse

from microcred.catalog import operations as catalog
from microcred.credentials.tests.make import award
from microcred.portfolios.queries import walk_of
from microcred.scoring.tests import make


@pytest.fixture
def path(cast):
    """A path over two stacks: one micro-credential in each, and one more in both."""
    owner = cast.places["carolinacred"]
    versions = [make.published(cast, name=name) for name in ("First steps", "Second steps", "In both")]
    stacks = []
    for number, (name, things) in enumerate({"Alpha": (0, 2), "Beta": (1, 2)}.items()):
        stack = catalog.open_stack(
            actor=None, owner=owner, slug=name.lower(), name=name, description="", position=90 + number
        )
        for place in things:
            catalog.place(actor=None, stack=stack, micro_credential=versions[place].micro_credential, position=place)
        stacks.append(stack)
    crosswalk = catalog.draw_crosswalk(
        actor=None, owner=owner, slug="across", name="Across", description="", stacks=stacks
    )
    return crosswalk, versions


def earn(cast, person, version):
    return award(cast, person=person, of=version)


def read(client):
    return unescape(client.get(reverse("crosswalk", args=["across"])).content.decode())


def test_visitors_see_the_path_and_nothing_about_awards(client, cast, path):
    page = read(client)
    assert page.index("Alpha") < page.index("Beta")
    assert "What you have earned of it" not in page


def test_who_earned_nothing_is_told_so_kindly(client, cast, path):
    client.force_login(cast.ada)
    page = read(client)
    assert "0 of 3 micro-credentials" in page
    assert "Nothing yet" in page


def test_awards_are_shown_topic_by_topic_and_what_stands_in_two_counts_once(client, cast, path):
    crosswalk, versions = path
    earn(cast, cast.ada, versions[0])
    walk = walk_of(crosswalk, cast.ada)
    assert (len(walk.earned), len(walk.offered), walk.earned_topics) == (1, 3, 1)
    client.force_login(cast.ada)
    page = read(client)
    assert "1 of 3 micro-credentials" in page
    assert "touch 1 of 2 topics" in page
    assert "Untouched: Beta." in " ".join(page.split())
    earn(cast, cast.ada, versions[2])
    assert "touch every topic" in read(client)


def test_nobody_sees_what_somebody_else_earned(client, cast, path):
    earn(cast, cast.ada, path[1][0])
    client.force_login(cast.gus)
    assert "0 of 3 micro-credentials" in read(client)
