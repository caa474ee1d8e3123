"""Across organizations nothing tells of the other person: no name, no words, no alias, no size, no time, no count."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.operations import place
from microcred.integrity.models import Openness
from microcred.integrity.operations import compare, say_openness
from microcred.integrity.tests.make import TALE, educator, handed_in
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot
from microcred.programs.tests.make import version as published


@pytest.fixture
def elsewhere(cast):
    """Ada's work belongs to the program of a state; who looks into cases there is somebody else."""
    state = cast.places["south-carolina"]
    program = pilot(cast, owner=state)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at + timedelta(days=1))
    return program


@pytest.fixture
def cases(cast, elsewhere):
    """Of two submissions one is like a colleague's in the same organization, the other like Ada's in another."""
    version = published(cast)
    shelf, there = elsewhere.stacks.get(), version.micro_credential
    place(actor=None, stack=shelf, micro_credential=there, position=1)
    later = cast.at + timedelta(days=2)
    theirs = handed_in(cast, version, cast.ada, TALE, at=later, program=elsewhere)
    compare(actor=None, submission=theirs, at=later)
    mine = handed_in(cast, published(cast, name="Another Thing"), educator(cast), TALE, at=later)
    return theirs, compare(actor=None, submission=mine, at=later)


def shown(client, cast, case):
    """The case as Una sees it, who looks into cases where it was handed in and nowhere else."""
    una = Person.objects.filter(email="una@example.org").first()
    if una is None:
        una = register(actor=None, name="Una", email="una@example.org")
        role = {"organization": case.organization, "role": Role.PROGRAM_MANAGER}
        appoint(actor=None, person=una, at=cast.at, **role)
    client.force_login(una)
    return client.get(reverse("case", args=[case.pk]))


def test_of_the_other_only_that_it_is_alike_and_how_much_is_told(client, cast, cases):
    theirs, case = cases
    answer = shown(client, cast, case)
    page = answer.content.decode()

    assert "earlier work handed in to another organization" in page
    assert "100 %" in page
    told = page + str(answer.headers)
    for secret in (theirs.alias, "Ada", "Whitfield", str(theirs.pk), str(theirs.pursuit_id), theirs.digest):
        assert secret not in told
    assert "interventionist" not in page, "neither text is shown where one of them may not be"


def test_the_page_is_the_same_to_the_byte_whoever_the_other_is(client, cast, cases):
    _theirs, case = cases
    before = plain(shown(client, cast, case).content.decode())
    cast.ada.name = "Maximiliane Featherstonehaugh-Cholmondeley"
    cast.ada.save()

    assert plain(shown(client, cast, case).content.decode()) == before


def test_one_word_is_not_enough_both_have_to_agree(client, cast, cases):
    _theirs, case = cases
    mine, state = case.organization, cast.places["south-carolina"]
    for where in (mine, state):
        person = register(actor=None, name="Lead", email=f"lead-{where.slug}@example.org")
        appoint(actor=None, person=person, organization=where, role=Role.ORG_ADMIN, at=cast.at)
        assert "Ada Whitfield" not in shown(client, cast, case).content.decode()
        say_openness(actor=person, organization=where, is_open=True, at=cast.at)

    assert Openness.objects.count() == 2
    assert "Ada Whitfield" in shown(client, cast, case).content.decode()


def test_as_many_questions_are_asked_of_the_database_whether_or_not_the_other_is_shown(client, cast, cases):
    """What takes as many questions takes as long: time tells nothing either."""
    _theirs, case = cases
    shown(client, cast, case)
    with CaptureQueriesContext(connection) as hidden:
        shown(client, cast, case)
    for where in (case.organization, cast.places["south-carolina"]):
        person = register(actor=None, name="Lead", email=f"lead-{where.slug}@example.org")
        appoint(actor=None, person=person, organization=where, role=Role.ORG_ADMIN, at=cast.at)
        say_openness(actor=person, organization=where, is_open=True, at=cast.at)
    with CaptureQueriesContext(connection) as whole:
        shown(client, cast, case)

    assert len(hidden) == len(whole)


def test_who_is_nobody_of_the_organization_finds_neither_case_nor_figures(client, cast, cases):
    _theirs, case = cases
    stranger = found(actor=None, slug="far", name="Far", kind=Organization.Kind.UNIVERSITY, parent=None, at=cast.at)
    person = register(actor=None, name="Far Away", email="far@example.org")
    appoint(actor=None, person=person, organization=stranger, role=Role.PROGRAM_MANAGER, at=cast.at)
    client.force_login(person)

    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    page = client.get(reverse("cases")).content.decode()
    assert "Nothing to look into" in page
    assert "case" not in re.findall(r"Of \d+ (cases?)", page)


def plain(page: str) -> str:
    """Without what is another at every answer: tokens against forgery."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", page)
