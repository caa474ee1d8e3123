import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.organizations.models import Membership, Organization, Person, Role
from microcred.organizations.operations import invite


def address(slug):
    return reverse("organization", args=[slug])


def test_omar_sees_his_district(client, cast):
    invite(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        email="maria@rockhill.example",
        role=Role.RECOGNIZER,
        at=cast.at,
    )
    client.force_login(cast.omar)

    page = client.get(address("rock-hill")).content.decode()

    assert "Omar Haddad" in page
    assert "Femi Adeyemi" in page, "who acts here from above"
    assert "Cedar Creek Elementary School" in page, "what is below"
    assert "maria@rockhill.example" not in page, "that invitation expired long ago"


def test_omar_sees_a_school_through_his_district(client, cast):
    client.force_login(cast.omar)

    page = client.get(address("cedar-creek")).content.decode()

    assert "through Rock Hill Schools" in page


@pytest.mark.parametrize("slug", ["south-carolina", "blue-ridge", "no-such-place"])
def test_what_is_not_his_is_not_there(client, cast, slug):
    client.force_login(cast.omar)

    assert client.get(address(slug)).status_code == 404


@pytest.mark.parametrize("who", ["ada", "ben", "elena", "femi", "pia", "gus"])
def test_others_learn_nothing(client, cast, who):
    client.force_login(getattr(cast, who))

    assert client.get(address("rock-hill")).status_code == 404


def test_a_page_of_a_thousand_people_and_schools_costs_what_one_costs(client, cast):
    client.force_login(cast.omar)
    district = cast.places["rock-hill"]

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("rock-hill")).status_code == 200
        return len(asked)

    def grow(numbers):
        for number in numbers:
            person = Person(name=f"Person {number:04}", email=f"p{number}@example.org")
            people.append(person)
            roles.append(Membership(person=person, organization=district, role=Role.EDUCATOR, starts_at=cast.at))
            school = Organization(slug=f"s{number}", name=f"School {number}", kind="school", parent=district)
            school.lineage = [*district.lineage, school.pk]
            schools.append(school)
        Person.objects.bulk_create(people)
        Membership.objects.bulk_create(roles)
        Organization.objects.bulk_create(schools)

    people, roles, schools = [], [], []
    grow(range(1))
    one = cost()
    people, roles, schools = [], [], []
    grow(range(1, 3))
    three = cost()
    people, roles, schools = [], [], []
    grow(range(3, 1000))
    assert one == three == cost()
