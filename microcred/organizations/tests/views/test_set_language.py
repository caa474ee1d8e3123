import pytest
from django.urls import reverse

from microcred.organizations.models import Person

ADDRESS = reverse("set_language")


def test_ada_reads_spanish_in_every_browser_from_now_on(client, cast):
    client.force_login(cast.ada)

    client.post(ADDRESS, {"language": "es", "next": "/inbox/"})

    assert Person.objects.get(pk=cast.ada.pk).language == "es"
    client.cookies.pop("django_language", None)
    assert '<html lang="es"' in client.get("/inbox/").content.decode()


def test_a_visitor_reads_spanish_in_this_browser(client, db):
    client.post(ADDRESS, {"language": "es", "next": "/account/login/"})

    assert '<html lang="es"' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("unknown", ["xx", "", "../../etc", "es\r\nX: y"])
def test_a_language_we_do_not_speak_changes_nothing(client, cast, unknown):
    client.force_login(cast.ada)

    client.post(ADDRESS, {"language": unknown, "next": "/inbox/"})

    assert Person.objects.get(pk=cast.ada.pk).language == "en"


def test_the_way_back_stays_here(client, db):
    response = client.post(ADDRESS, {"language": "es", "next": "https://example.org/"})

    assert "example.org" not in response.headers["Location"]
