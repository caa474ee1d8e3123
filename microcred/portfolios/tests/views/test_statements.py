from datetime import timedelta

from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import StatementWording

WORDS = {"english": "I keep my word.", "spanish": "Cumplo mi palabra."}


def admin(cast, client):
    appoint(actor=None, person=cast.gus, organization=cast.places["rock-hill"], role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.gus)


def test_an_administrator_previews_new_words_and_lets_them_hold(cast, client):
    admin(cast, client)
    url = "/organizations/rock-hill/statements/conduct/"

    with standing_at(cast.at + timedelta(hours=1)):
        shown = client.post(url, WORDS | {"then": "preview"}).content.decode()
        assert not StatementWording.objects.exists()
        client.post(url, WORDS | {"then": "save"})
        listed = client.get("/organizations/rock-hill/statements/").content.decode()
        history = client.get(url).content.decode()

    assert "Not saved yet" in shown
    assert "I keep my word." in shown
    assert "I keep my word." in listed
    assert "Edition 1" in history
    assert "in force" in history


def test_a_day_counts_from_its_beginning_in_the_zone_of_the_organization(cast, client):
    admin(cast, client)

    with standing_at(cast.at):
        client.post("/organizations/rock-hill/statements/conduct/", WORDS | {"effective_on": "2026-09-10"})

    assert StatementWording.objects.get().effective_at.isoformat() == "2026-09-10T04:00:00+00:00"


def test_what_is_refused_stays_in_the_form(cast, client):
    admin(cast, client)

    with standing_at(cast.at):
        answer = client.post(
            "/organizations/rock-hill/statements/conduct/", {"english": "Only English.", "effective_on": "2026-08-01"}
        )

    assert answer.status_code == 422
    assert "Only English." in answer.content.decode()
    assert not StatementWording.objects.exists()


def test_there_is_no_other_kind(cast, client):
    admin(cast, client)

    assert client.get("/organizations/rock-hill/statements/weather/").status_code == 404
