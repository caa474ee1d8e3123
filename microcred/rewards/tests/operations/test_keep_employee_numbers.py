"""Numbers by which payroll knows people are kept by the employer's administrator, and stand in its files."""

import csv
import io

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Membership
from microcred.rewards.models import EmployeeNumber
from microcred.rewards.operations.numbers import NotYourPeople, NumberTwice, PersonTwice, keep_employee_numbers
from microcred.rewards.queries.numbers import employee_numbers
from microcred.rewards.tests import make
from microcred.rewards.tests.operations.test_export_lanes import exported, stated

PAGE = reverse("employee_numbers", args=["rock-hill"])


def kept(cast, by=None, **numbers):
    said = {getattr(cast, name).email: number for name, number in numbers.items()}
    return keep_employee_numbers(actor=by or cast.omar, organization=make.place(cast), numbers=said, at=cast.at)


def held(cast):
    return {one.person.name.split()[0].lower(): one.number for one in employee_numbers(make.place(cast)).values()}


def test_the_newest_number_holds_and_none_is_overwritten(cast):
    assert len(kept(cast, ada="004711", mateo="12")) == 2
    assert kept(cast, ada="004711") == [], "what is the same is not written again"
    kept(cast, ada="4712")
    assert held(cast) == {"ada": "4712", "mateo": "12"}
    kept(cast, mateo="")
    assert held(cast) == {"ada": "4712"}
    assert EmployeeNumber.objects.count() == 4


def test_strangers_and_a_number_for_two_are_refused_all_or_none(cast):
    with pytest.raises(NotYourPeople) as refused:
        kept(cast, ada="1", femi="2")
    assert cast.femi.email in str(refused.value)
    unknown = {"nobody@example.org": "1"}
    with pytest.raises(NotYourPeople):
        keep_employee_numbers(actor=cast.omar, organization=make.place(cast), numbers=unknown, at=cast.at)
    kept(cast, ada="1")
    with pytest.raises(NumberTwice):
        kept(cast, mateo="1")
    kept(cast, ada="2", mateo="1")
    assert held(cast) == {"ada": "2", "mateo": "1"}, "two that change places"


def left(person, at):
    Membership.objects.filter(person=person).update(ends_at=at)


def test_the_number_of_who_left_can_be_taken_away(cast):
    kept(cast, ada="1")
    left(cast.ada, cast.at)
    kept(cast, ada="")
    assert held(cast) == {}
    with pytest.raises(NotYourPeople):
        kept(cast, ada="1")


def test_the_number_of_who_left_is_free_for_another_and_then_no_longer_theirs(cast):
    kept(cast, ada="1")
    left(cast.ada, cast.at)
    with pytest.raises(NumberTwice):
        kept(cast, ada="1", mateo="1")
    kept(cast, mateo="2")
    assert held(cast) == {"ada": "1", "mateo": "2"}, "theirs while nobody else has it"
    kept(cast, mateo="1")
    assert held(cast) == {"mateo": "1"}


def test_two_addresses_of_one_person_are_refused(cast):
    EmailAddress.objects.create(user=cast.ada, email="ada@home.example", verified=True, primary=False)
    numbers = {cast.ada.email: "1", "ada@home.example": "2", cast.mateo.email: "3"}
    with pytest.raises(PersonTwice, match=f"{cast.ada.email} and ada@home.example are addresses of one person"):
        keep_employee_numbers(actor=cast.omar, organization=make.place(cast), numbers=numbers, at=cast.at)
    assert held(cast) == {}


def test_only_an_administrator_keeps_them(cast):
    for person in (cast.ada, cast.femi, cast.lena):
        with pytest.raises(NotAllowed):
            kept(cast, by=person, ada="1")


def test_files_for_payroll_name_people_by_it(cast, client):
    schedule = stated(cast)
    make.award(cast)
    export = exported(cast, schedule)
    client.force_login(cast.omar)
    path = reverse("lane_export_csv", args=[export.pk])
    (row,) = csv.DictReader(io.StringIO(client.get(path).content.decode("utf-8-sig")))
    assert row["employee_number"] == ""
    kept(cast, ada="004711")
    (row,) = csv.DictReader(io.StringIO(client.get(path).content.decode("utf-8-sig")))
    assert (row["employee_number"], row["person_id"]) == ("004711", str(cast.ada.pk))


def test_an_administrator_types_them_and_reads_what_is_wrong(cast, client):
    client.force_login(cast.omar)
    assert "No number is kept yet" in client.get(PAGE).content.decode()
    refused = client.post(PAGE, {"numbers": f"{cast.ada.email} 004711"})
    assert refused.status_code == 422
    assert "cannot be read" in refused.content.decode()
    refused = client.post(PAGE, {"numbers": "nobody@example.org, 1"})
    assert "Nobody who belongs to you has this address: nobody@example.org" in refused.content.decode()
    typed = f"{cast.ada.email.upper()}, 004711\n\n{cast.mateo.email},12"
    assert client.post(PAGE, {"numbers": typed}).status_code == 302
    html = client.get(PAGE).content.decode()
    assert "004711" in html
    client.force_login(cast.ada)
    assert client.get(PAGE).status_code == 404
