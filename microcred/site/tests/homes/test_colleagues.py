"""Whoever is asked to read work, or to coach, finds it at home and not by a notice alone."""

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.operations import ask_coach, invite_peer, join_as_peer, set_terms
from microcred.portfolios.queries import invitations_to_read
from microcred.portfolios.tests.make import came_back, handed_in, started
from microcred.site.homes import homes_of


def asked(cast, pursuit):
    return invite_peer(actor=cast.ada, pursuit=pursuit, email=cast.gus.email, at=cast.at)


def lines(person, *, at, title="Colleagues ask you to read"):
    return [
        line for home in homes_of(person, at=at) for part in home.sections if part.title == title for line in part.lines
    ]


def test_who_is_asked_to_read_finds_it_first_at_home(cast):
    asked(cast, started(cast))

    first = homes_of(cast.gus, at=cast.at)[0].sections[0]

    assert first.title == "Colleagues ask you to read"
    (line,) = first.lines
    assert (line.href, line.status) == ("/readings/", "Waits for you")
    assert "Ada Whitfield" in line.note


def test_once_joined_it_leads_to_the_work_and_once_handed_in_it_is_gone(cast):
    pursuit = started(cast)
    invitation = asked(cast, pursuit)
    join_as_peer(actor=cast.gus, invitation=invitation, at=cast.at)
    assert lines(cast.gus, at=cast.at)[0].href.endswith(f"{invitation.pk}/")

    handed_in(pursuit, at=cast.at)

    assert invitations_to_read(cast.gus).exists()
    assert lines(cast.gus, at=cast.at) == []


def test_it_stands_under_my_work_too_and_nowhere_for_others(client, cast):
    asked(cast, started(cast))
    client.force_login(cast.gus)
    assert "Colleagues ask you to read" in client.get("/pursuits/").content.decode()

    client.force_login(cast.ada)
    for page in ("/pursuits/", "/home/"):
        assert "Colleagues ask you to read" not in client.get(page).content.decode()


def test_a_coach_sees_who_asks_for_them(cast):
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=1, at=cast.at)
    appoint(actor=None, person=cast.gus, organization=cast.places["carolinacred"], role=Role.COACH, at=cast.at)
    request = ask_coach(actor=cast.ada, pursuit=came_back(cast), at=cast.at)

    (line,) = lines(cast.gus, at=cast.at, title="They ask for you")

    assert (line.title, line.href) == ("Ada Whitfield", f"/coaching/{request.pk}/")
