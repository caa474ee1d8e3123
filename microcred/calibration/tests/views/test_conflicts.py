"""Where somebody says whose work they must not judge, and takes it back."""

from django.urls import reverse

from microcred.portfolios.operations import declare_conflicts
from microcred.portfolios.queries import conflicts_of

PAGE = reverse("conflicts")


def test_a_place_is_named_and_taken_back(client, cast):
    client.force_login(cast.ben)
    district = cast.places["rock-hill"]
    client.post(PAGE, {"places": [district.pk], "people": ""})
    end = reverse("conflict_end", args=[district.pk])

    page = client.get(PAGE).content.decode()
    assert end in page
    answer = client.post(end, follow=True).content.decode()
    assert "Work from Rock Hill Schools can come to you again" in answer
    assert end not in answer
    assert not conflicts_of(cast.ben).exists()


def test_a_person_is_taken_back_by_their_address_and_no_page_names_them(client, cast):
    declare_conflicts(actor=cast.ben, places=[], addresses=["ada@example.org", "new@example.org"], at=cast.at)
    client.force_login(cast.ben)

    page = client.get(PAGE).content.decode()
    assert "2 people" in page
    assert cast.ada.name not in page
    assert "@example.org" not in page.partition("<main")[2].replace("name@example.org", "")
    client.post(reverse("conflict_with_person_end"), {"back-address": "ada@example.org"})
    assert conflicts_of(cast.ben).get().email == "new@example.org"


def test_whether_an_address_was_named_or_has_an_account_is_told_by_nothing(client, cast):
    declare_conflicts(actor=cast.ben, places=[], addresses=["new@example.org"], at=cast.at)
    client.force_login(cast.ben)
    end = reverse("conflict_with_person_end")
    said = {
        client.post(end, {"back-address": address}, follow=True).content.decode().count("If you had named this person")
        for address in ("ada@example.org", "nobody@example.org")
    }
    assert said == {1}


def test_what_is_no_address_stays_in_its_field(client, cast):
    declare_conflicts(actor=cast.ben, places=[], addresses=["new@example.org"], at=cast.at)
    client.force_login(cast.ben)

    answer = client.post(reverse("conflict_with_person_end"), {"back-address": "Ada Whitfield"})

    assert answer.status_code == 422
    assert 'value="Ada Whitfield"' in answer.content.decode()


def test_schools_stand_below_their_district(client, cast):
    client.force_login(cast.ben)
    page = client.get(PAGE).content.decode()
    names = ("Blue Ridge School District", "Laurel Fork Middle School", "Rock Hill Schools", "Cedar Creek")
    places = [page.index(f">{name}") if f">{name}" in page else page.index(name) for name in names]
    assert places == sorted(places)
