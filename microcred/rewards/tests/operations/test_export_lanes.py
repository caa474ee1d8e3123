import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.credentials.tests import make as earning
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.rewards.models import LaneExport, LaneExportRow, LaneSchedule
from microcred.rewards.operations import (
    NobodyYet,
    NoConversion,
    NoLanes,
    NoSource,
    NothingChanged,
    choose_benefit,
    export_lanes,
    state_lanes,
)
from microcred.rewards.queries import rows_of
from microcred.rewards.rules import Benefit, Effect, Measure
from microcred.rewards.tests import make

PAGE = reverse("lanes", args=["rock-hill"])


def stated(cast, **changes):
    given = {
        "source": "Negotiated agreement 2026, article 12",
        "measure": Measure.AWARDS,
        "hours_per_credit": None,
        "counts_from": make.JULY,
        "effect": Effect.NEXT_YEAR,
        "without_stipends": True,
        "lanes": {"First": 1, "Second": 2},
    }
    return state_lanes(actor=cast.omar, organization=make.place(cast), at=cast.at, **{**given, **changes})


def exported(cast, schedule, *, day=40, by=None):
    return export_lanes(actor=by or cast.omar, schedule=schedule, at=cast.at + day * make.DAY)


def rows(export):
    return [(row.person.name.split()[0], row.lane, row.change) for row in rows_of(export)]


def test_who_reached_a_lane_is_exported_once_with_a_receipt(cast):
    schedule = stated(cast)
    with pytest.raises(NobodyYet):
        exported(cast, schedule)
    award = make.award(cast)
    export = exported(cast, schedule)
    [row] = rows_of(export)
    assert (row.person, row.lane, row.change, row.awards) == (cast.ada, "First", "new", [award.pk])
    assert (row.crossed_on.isoformat(), row.holds_from.isoformat()) == ("2026-09-11", "2027-07-01")
    assert (export.number, len(export.digest)) == (1, 64)
    with pytest.raises(NothingChanged) as said:
        exported(cast, schedule, day=41)
    assert "as number 1" in str(said.value)
    with pytest.raises(Exception, match=r"Cannot update|permission denied"), transaction.atomic():
        LaneExportRow.objects.update(lane="x")


def test_the_next_export_says_what_changed(cast):
    schedule = stated(cast)
    version = earning.version(cast)
    award = make.award(cast, of=version)
    exported(cast, schedule)
    make.award(cast, of=version, person=cast.mateo, day=20)
    make.award(cast, of=earning.version(cast, "building-your-team"), day=21)
    second = exported(cast, schedule, day=42)
    assert rows(second) == [("Ada", "First", "same"), ("Ada", "Second", "new"), ("Mateo", "First", "new")]
    make.revoked(cast, award)
    third = exported(cast, schedule, day=51)
    assert rows(third) == [("Ada", "First", "changed"), ("Ada", "Second", "withdrawn"), ("Mateo", "First", "same")]
    with pytest.raises(NothingChanged):
        exported(cast, schedule, day=52)


def test_what_a_stipend_was_taken_for_does_not_count(cast):
    make.offer(cast, instead_of_credit=True)
    award = make.award(cast)
    choose_benefit(actor=cast.ada, award=award, benefit=Benefit.STIPEND, at=cast.at + 20 * make.DAY)
    with pytest.raises(NobodyYet):
        exported(cast, stated(cast))
    assert rows(exported(cast, stated(cast, without_stipends=False))) == [("Ada", "First", "new")]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"source": " "}, NoSource),
        ({"lanes": {}}, NoLanes),
        ({"lanes": {"First": 0}}, NoLanes),
        ({"measure": Measure.CREDITS}, NoConversion),
    ],
)
def test_lanes_that_make_no_sense_are_refused(cast, changes, refusal):
    with pytest.raises(refusal):
        stated(cast, **changes)
    assert not LaneSchedule.objects.exists()


def test_administrators_state_and_coordinators_export(cast):
    schedule = stated(cast)
    make.award(cast)
    for person in (cast.femi, cast.ada, cast.gus):
        with pytest.raises(NotAllowed):
            exported(cast, schedule, by=person)
    appoint(actor=None, person=cast.mateo, organization=make.place(cast), role=Role.RECOGNIZER, at=cast.at)
    assert exported(cast, schedule, by=cast.mateo).exported_by == cast.mateo


def test_the_pages(client, cast, django_assert_num_queries):
    client.force_login(cast.omar)

    def get(address=PAGE):
        return client.get(address).content.decode()

    typed = {
        "source": "Agreement, article 12",
        "measure": "credits",
        "hours_per_credit": "10",
        "lanes": "MA+1: 1\nMA+2: 2.5",
        "counts_from": "2026-07-01",
        "effect": "next_month",
        "without_stipends": "on",
        "year_begins": "7",
    }
    door = reverse("lane_schedule", args=["rock-hill"])
    with standing_at(cast.at + 40 * make.DAY):
        assert "No lanes are stated yet" in get()
        refused = client.post(door, {**typed, "lanes": "MA+1: 1\nMA+1: 2"})
        assert refused.status_code == 422
        assert "cannot be read" in refused.content.decode()
        assert client.post(door, {**typed, "hours_per_credit": ""}).status_code == 422
        client.post(door, typed)
        assert "MA+1: 1" in get(door)
        make.award(cast)
        assert "Ada Whitfield" in get()
        shown = client.post(reverse("lane_exports", args=["rock-hill"]), follow=True).content.decode()
        assert "Exported as number 1." in shown
        assert "nothing has changed since" in shown
        again = client.post(reverse("lane_exports", args=["rock-hill"]), follow=True).content.decode()
        assert "Take that file again." in again
        export = LaneExport.objects.get()
        table = client.get(reverse("lane_export_csv", args=[export.pk]))
        assert "rock-hill-lanes-1.csv" in table["Content-Disposition"]
        assert export.digest in table.content.decode()
        with CaptureQueriesContext(connection) as cost:
            get()
        make.award(cast, person=cast.mateo, day=11)
        with django_assert_num_queries(len(cost)):
            get()
