from django.urls import reverse

from microcred.organizations.models import Person

PROFILE = reverse("profile")


def test_ada_sees_her_roles_and_addresses(client, cast):
    client.force_login(cast.ada)

    page = client.get(PROFILE).content.decode()

    assert "Cedar Creek Elementary School" in page
    assert "ada@example.org" in page


def test_ada_changes_her_clock_and_language(client, cast):
    client.force_login(cast.ada)

    response = client.post(PROFILE, {"time_zone": "America/Chicago", "language": "es"}, follow=True)

    assert response.redirect_chain == [(PROFILE, 302)]
    ada = Person.objects.get(pk=cast.ada.pk)
    assert (ada.name, ada.time_zone, ada.language) == ("Ada Whitfield", "America/Chicago", "es")
    assert '<html lang="es"' in response.content.decode()


def test_a_zone_that_is_nowhere_is_refused_and_nothing_changes(client, cast):
    client.force_login(cast.ada)

    response = client.post(PROFILE, {"time_zone": "Mars/Olympus", "language": "es"})

    assert response.status_code == 422
    assert 'value="es" selected' in response.content.decode(), "what was chosen is still there"
    assert Person.objects.get(pk=cast.ada.pk).language == "en"


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(PROFILE).headers["Location"] == f"{reverse('account_login')}?next={PROFILE}"


def test_every_zone_can_be_chosen_and_ones_own_is(client, cast):
    client.force_login(cast.ada)

    for zone, chosen in (("America/Chicago", "Central time"), ("Europe/Madrid", "Europe/Madrid")):
        client.post(PROFILE, {"time_zone": zone, "language": "en"})
        html = client.get(PROFILE).content.decode()

        assert f'<option value="{zone}" selected>{chosen}</option>' in html
        assert html.count(" selected>") == 2, "one zone and one language"


def test_zones_have_names_in_the_readers_language(client, cast):
    client.force_login(cast.ada)
    client.post(PROFILE, {"time_zone": "America/Chicago", "language": "es"})

    assert "Central time" not in client.get(PROFILE).content.decode()
