import pytest

from microcred.authoring.gates import ALL_GATES, Gate, Stage
from microcred.authoring.models import Draft
from microcred.authoring.operations import PilotSizeOdd, WhyMissing, ask_for_gates, publish
from microcred.authoring.queries import gates_asked_in
from microcred.authoring.tests import passing as make
from microcred.authoring.tests.reviewing import person
from microcred.catalog.models import Pilot
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return found(
        actor=None,
        slug="centre",
        name="Centre",
        kind=Organization.Kind.UNIVERSITY,
        parent=make.university(),
        at=make.AT,
    )


def ask(*gates, place=None, actor=None, size=10, reason="We are two."):
    return ask_for_gates(
        actor=actor, organization=place or make.university(), gates=gates, pilot_size=size, reason=reason, at=make.AT
    )


def test_all_gates_are_asked_for_where_nobody_says_otherwise():
    asked = gates_asked_in(make.university())

    assert (asked.gates, asked.pilot_size, asked.said) == (ALL_GATES, 10, None)


def test_the_nearest_organization_has_the_say_and_its_last_word_counts(centre):
    ask(Gate.PEER_REVIEW)
    assert gates_asked_in(centre).gates == (Gate.PEER_REVIEW,)

    ask(Gate.PILOT, place=centre, size=3)
    ask(Gate.QUALITY_REVIEW, place=centre, size=5)
    ask(Gate.EDITORIAL)

    assert gates_asked_in(centre).gates == (Gate.QUALITY_REVIEW,)
    assert gates_asked_in(centre).pilot_size == 5
    assert gates_asked_in(make.university()).gates == (Gate.EDITORIAL,)


def test_an_administrator_says_so_with_a_reason():
    assert ask(Gate.PEER_REVIEW, actor=make.admin()).set_by == make.admin()
    with pytest.raises(WhyMissing):
        ask(reason="  ")
    with pytest.raises(PilotSizeOdd):
        ask(size=0)
    for other in (make.cora(), make.gus()):
        with pytest.raises(NotAllowed):
            ask(actor=other)


def test_the_partnership_above_says_so_and_who_looks_after_one_below_does_not(centre):
    pia = person("Pia Sandoval", Role.PARTNERSHIP_ADMIN, make.university())
    assert ask(Gate.EDITORIAL, actor=pia).set_by == pia
    assert gates_asked_in(centre).gates == (Gate.EDITORIAL,)
    for role in (Role.ORG_ADMIN, Role.AUTHOR, Role.EDUCATOR):
        below = person(f"{role.value} below", role, centre)
        with pytest.raises(NotAllowed):
            ask(actor=below)


def test_a_draft_that_waits_at_a_gate_nobody_asks_for_any_more_goes_on():
    draft = make.sent()
    ask(Gate.EDITORIAL)
    assert Draft.objects.get(pk=draft.pk).stage == Stage.EDITORIAL
    ask()
    assert Draft.objects.get(pk=draft.pk).stage == Stage.WRITING

    publish(actor=make.cora(), draft=draft, at=make.AT)

    assert not Pilot.objects.exists()


def test_a_gate_asked_for_later_is_open_for_what_was_ready():
    ask(Gate.PEER_REVIEW)
    draft = make.passed()
    assert Draft.objects.get(pk=draft.pk).stage == Stage.READY

    ask(Gate.PEER_REVIEW, Gate.EDITORIAL)

    assert Draft.objects.get(pk=draft.pk).stage == Stage.EDITORIAL
