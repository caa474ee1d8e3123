from django.urls import reverse

from microcred.portfolios.queries import place_in_team
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests.operations.test_teams import mine, plan, theirs, version, wen

__all__ = ["mine", "plan", "theirs", "version", "wen"]


def test_two_people_become_a_team_and_share_by_plain_forms(client, cast, mine, theirs, plan, wen):
    client.force_login(cast.ada)
    address = reverse("team", args=[mine.pk])
    assert "Name a teammate" in client.get(address).content.decode()
    assert client.post(address, {"email": "no address"}).status_code == 422
    assert client.post(address, {"email": wen.email}).status_code == 302
    assert client.post(reverse("share", args=[plan.pk])).status_code == 302
    (given,) = place_in_team(mine).team.shares.all()

    client.force_login(wen)
    address = reverse("team", args=[theirs.pk])
    assert "Ada Whitfield names you" in client.get(address).content.decode()
    client.post(reverse("team_joining", args=[place_in_team(theirs).pk]))
    assert "Put it into my work" in client.get(address).content.decode()
    client.post(reverse("taking_up", args=[given.pk]))
    assert [item.file for item in present_items(theirs)] == [plan.file]
    assert "stands in your work" in client.get(address).content.decode()
    assert client.post(reverse("share_end", args=[given.pk])).status_code == 403
    client.post(reverse("team_departure", args=[place_in_team(theirs).pk]))
    assert present_items(theirs) == []


def test_the_workspace_leads_to_the_team_where_one_may_share(client, cast, mine):
    client.force_login(cast.ada)
    page = client.get(reverse("pursuit", args=[mine.pk])).content.decode()

    assert reverse("team", args=[mine.pk]) in page
