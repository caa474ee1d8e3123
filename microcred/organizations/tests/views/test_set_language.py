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


TAKES_FORMS = "/recognitions/statements/0192f0c8-0000-7000-8000-000000000001/ruling/"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("/catalogue/?q=norms", "/catalogue/?q=norms"),
        (TAKES_FORMS, "/recognitions/statements/"),
        (ADDRESS, "/"),
        ("https://elsewhere.example/catalogue/", "/"),
        ("", "/"),
    ],
)
def test_one_comes_back_to_a_page_also_from_what_a_form_was_refused_with(client, db, came_from, back):
    referer = came_from if came_from.startswith("https") else f"http://testserver{came_from}"
    headers = {"referer": referer} if came_from else {}
    response = client.post(ADDRESS, {"language": "es"}, headers=headers)

    assert response.headers["Location"] == back
    said = client.post(f"{ADDRESS}?next=/stacks/", {"language": "es"}, headers=headers)
    assert said.headers["Location"] == "/stacks/"


def test_who_opens_an_address_that_takes_forms_is_led_to_the_page_above_it(client, cast):
    client.force_login(cast.ada)
    response = client.get(TAKES_FORMS)

    assert response.status_code == 405
    page = response.content.decode()
    assert "There is no page at this address" in page
    assert 'href="/recognitions/statements/"' in page
    assert "There is no page at this address" not in client.delete("/catalogue/").content.decode()
