"""What an activity would be worth, before its coordinator confirms it: as much as it is worth when they have."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.foundation import outbox
from microcred.recognition.models import Entry
from microcred.recognition.operations.activities import Said, confirm_activities, state_activity
from microcred.recognition.queries.activities_worth import if_confirmed
from microcred.recognition.tests import make
from tests.cast import Cast

LATE = replace(make.CONVENING, title="Late", certificate_on=date(2026, 9, 30))
CEU = replace(make.CONVENING, kind="CEU course", title="Reading science", amount=Decimal("1.5"), unit="CEU")
MUCH = replace(make.CONVENING, title="A whole summer", amount=Decimal(200))


def foreseen(cast: Cast, statement):
    (one,) = if_confirmed([statement], reader=cast.omar, offices=[cast.places["rock-hill"].pk], at=cast.at)[
        statement.pk
    ]
    return one


@pytest.mark.parametrize("said", [make.CONVENING, CEU, MUCH, LATE])
@pytest.mark.parametrize("before", [False, True])
def test_what_is_foreseen_is_what_comes(cast: Cast, said: Said, before: bool):
    make.cycle(cast, make.policy(cast))
    if before:
        first = make.activity(cast, replace(make.CONVENING, title="Before", amount=Decimal(80)))
        confirm_activities(actor=cast.omar, statements=[first], at=cast.at)
        outbox.deliver_all()
    statement = make.activity(cast, said)
    one = foreseen(cast, statement)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    came = Entry.objects.filter(statement=statement).first()
    assert one.finding.amount == (came.counted if came is not None else 0)
    assert bool(one.why) == (one.finding.outcome != "counts")
    if came is not None:
        assert one.finding.explanation == came.explanation
        assert one.finding.cycle == came.cycle


def test_without_a_cycle_it_cannot_be_told_and_says_why(client: Client, cast: Cast):
    make.policy(cast)
    make.activity(cast)
    client.force_login(cast.omar)
    html = client.get("/recognitions/activities/").content.decode()
    assert "It cannot be told yet" in html
    assert "No renewal cycle" in html


def test_where_nobody_states_rules_there_is_nothing_to_tell(client: Client, cast: Cast):
    make.activity(cast, replace(make.CONVENING))
    client.force_login(cast.omar)
    assert (
        "No rules under which it could count are stated here"
        in client.get("/recognitions/activities/").content.decode()
    )


def test_the_list_says_what_each_is_worth_and_costs_no_more_for_many(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    client.force_login(cast.omar)

    def cost(count: int) -> int:
        for number in range(count):
            state_activity(actor=cast.ada, said=replace(make.CONVENING, title=f"Day {count} {number}"), at=cast.at)
        client.get("/recognitions/activities/")
        with CaptureQueriesContext(connection) as asked:
            html = client.get("/recognitions/activities/").content.decode()
        assert "10 renewal credits" in html
        return len(asked)

    assert cost(1) == cost(6)


def test_looking_writes_nothing(cast: Cast):
    make.cycle(cast, make.policy(cast))
    statement = make.activity(cast)
    assert foreseen(cast, statement).finding.amount == 10
    assert not hasattr(statement, "ruling")
    assert not Entry.objects.exists()
