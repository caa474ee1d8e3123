"""Objections wait on one page for who decides them, and on that person's home; for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.operations import object_to_quarantine, rule_on_quarantine
from microcred.portfolios.queries import objected_in
from microcred.scoring.tests.operations.test_set_aside import aside, lead, scene

__all__ = ["scene"]


@pytest.fixture
def objected(cast, scene):
    return object_to_quarantine(
        actor=cast.ada, quarantine=aside(cast, scene), words="An author.", at=cast.at
    ).quarantine


def page(cast, person, name="privacy_questions"):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    with standing_at(cast.at):
        return client.get(reverse(name))


def test_who_administers_what_is_offered_finds_it_and_is_led_to_it(cast, objected):
    rosa, way = lead(cast), reverse("quarantine_ruling", args=[objected.pk])

    for shown in (page(cast, rosa), page(cast, rosa, "home")):
        content = shown.content.decode()
        assert way in content
        assert cast.ada.name not in content
        assert cast.ben.name not in content
    assert "An author." in page(cast, rosa).content.decode()

    rule_on_quarantine(actor=rosa, quarantine=objected, opens=True, at=cast.at)
    assert way not in page(cast, rosa).content.decode()
    assert "No question waits for you" in page(cast, rosa).content.decode()
    assert way not in page(cast, rosa, "home").content.decode()


def test_who_administers_elsewhere_sees_none_of_it(cast, objected):
    assert page(cast, cast.omar).status_code == 200
    assert str(objected.pk) not in page(cast, cast.omar).content.decode()
    assert str(objected.pk) not in page(cast, cast.omar, "home").content.decode()


@pytest.mark.parametrize("who", ["ada", "ben", "lena", "cora", "gus"])
def test_who_administers_nothing_has_no_such_page(cast, objected, who):
    assert page(cast, getattr(cast, who)).status_code == 404


def test_nobody_decides_on_their_own(cast, objected):
    place = cast.places["carolinacred"]
    appoint(actor=None, person=cast.ada, organization=place, role=Role.ORG_ADMIN, at=cast.at)
    assert objected_in([place.pk], person=cast.ada, at=cast.at) == []
    assert str(objected.pk) not in page(cast, cast.ada).content.decode()
