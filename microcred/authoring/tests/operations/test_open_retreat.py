from datetime import date

import pytest

from microcred.authoring.models import AgendaItem
from microcred.authoring.operations import (
    DecidedAlready,
    EndsBeforeItStarts,
    NotAColleague,
    NotOfTheOrganization,
    amend_retreat,
    decide,
    invite_to_retreat,
    move_up_agenda,
    put_on_agenda,
    take_off_agenda,
)
from microcred.authoring.queries import agenda_of, candidates_for, retreats_of
from microcred.authoring.retreating import Course, Signal
from microcred.authoring.tests import retreats as make
from microcred.catalog.tests.make import cora, gus, university
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db
AT, TODAY = make.AT, make.TODAY


def names(retreat) -> list[str]:
    return [line.title for line in agenda_of(retreat, today=TODAY)]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ORG_ADMIN])
def test_authors_and_administrators_open_retreats(role):
    retreat = make.opened(actor=make.colleague(role=role))

    assert (str(retreat), retreat.owner) == ("Summer retreat", university())


def test_nobody_else_does():
    for person in (make.elsewhere(), make.colleague("Dev", Role.QA_REVIEWER)):
        with pytest.raises(NotAllowed):
            make.opened(actor=person)


def test_it_ends_no_earlier_than_it_starts():
    with pytest.raises(EndsBeforeItStarts):
        make.opened(ends_on=date(2026, 6, 21))
    retreat = make.opened(ends_on=date(2026, 6, 22))
    changed = {"actor": cora(), "retreat": retreat, "name": "Later", "place": "Online", "at": AT}

    with pytest.raises(EndsBeforeItStarts):
        amend_retreat(starts_on=date(2026, 7, 2), ends_on=date(2026, 7, 1), **changed)
    amended = amend_retreat(starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 2), **changed)

    assert (amended.name, amended.starts_on) == ("Later", date(2026, 7, 1))
    with pytest.raises(NotAllowed):
        amend_retreat(starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 2), **changed | {"actor": gus()})


def test_a_guest_hears_of_it_once_and_sees_it_and_others_do_not():
    retreat, other = make.opened(), make.opened(name="Another")
    dev = make.colleague("Dev", Role.QA_REVIEWER)
    for _again in range(2):
        invite_to_retreat(actor=cora(), retreat=retreat, person=dev, at=AT)

    assert list(retreats_of(dev, at=AT)) == [retreat]
    assert set(retreats_of(cora(), at=AT)) == {retreat, other}
    assert Notice.objects.filter(person=dev, kind="retreat_invited").count() == 1
    with pytest.raises(NotAllowed):
        invite_to_retreat(actor=dev, retreat=retreat, person=cora(), at=AT)
    for stranger in (gus(), make.elsewhere(), make.colleague("Ada", Role.EDUCATOR)):
        with pytest.raises(NotAColleague):
            invite_to_retreat(actor=cora(), retreat=retreat, person=stranger, at=AT)


def test_the_agenda_keeps_its_order_and_takes_a_thing_once():
    retreat = make.opened()
    make.agenda("Alpha", "Beta", retreat=retreat)
    again = put_on_agenda(
        actor=cora(),
        retreat=retreat,
        micro_credentials=[AgendaItem.objects.earliest("position").micro_credential, *things("Gamma")],
        at=AT,
    )

    assert [item.position for item in again] == [3]
    move_up_agenda(actor=cora(), item=again[0], at=AT)
    assert names(retreat) == ["Alpha", "Gamma", "Beta"]
    first = retreat.agenda.order_by("position").first()
    move_up_agenda(actor=cora(), item=first, at=AT)
    assert names(retreat) == ["Alpha", "Gamma", "Beta"], "the first stays where it is"
    take_off_agenda(actor=cora(), item=first, at=AT)
    assert names(retreat) == ["Gamma", "Beta"]
    for verb in (take_off_agenda, move_up_agenda):
        with pytest.raises(NotAllowed):
            verb(actor=gus(), item=again[0], at=AT)


def things(*titles: str) -> list:
    return [version.micro_credential for version in make.versions(*titles)]


def test_what_belongs_to_others_is_for_them_to_decide():
    retreat = make.opened(owner=make.elsewhere().memberships.get().organization, actor=_ines())

    with pytest.raises(NotOfTheOrganization):
        put_on_agenda(actor=_ines(), retreat=retreat, micro_credentials=things("Alpha"), at=AT)
    with pytest.raises(NotAllowed):
        put_on_agenda(actor=cora(), retreat=retreat, micro_credentials=things("Beta"), at=AT)


def _ines():
    from microcred.organizations.models import Person

    return Person.objects.get(email="ines@example.org")


def test_what_is_decided_stays_on_the_agenda():
    (item,) = make.agenda("Alpha")
    decide(actor=cora(), item=item, course=Course.KEEP, reason="It works.", at=AT, today=TODAY)

    with pytest.raises(DecidedAlready):
        take_off_agenda(actor=cora(), item=item, at=AT)


def test_what_calls_for_a_look_comes_first_among_what_could_be_put_on():
    retreat = make.opened()
    young, old = things("Young")[0], things("Older")[0]
    put_on_agenda(actor=cora(), retreat=retreat, micro_credentials=[young], at=AT)

    found = candidates_for(retreat, today=date(2029, 3, 2))
    assert {(each.entry.title, each.signals, each.is_on) for each in found} == {
        ("Older", (Signal.OLD,), False),
        ("Young", (Signal.OLD,), True),
    }
    assert [each.signals for each in candidates_for(retreat, today=TODAY)] == [(), ()]
    assert old.slug == "older"
