from datetime import date, timedelta

import pytest

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.pathways.models import RecordedItem
from microcred.pathways.operations import (
    AlreadyTakenBack,
    AnotherIsAsked,
    ConfirmedAlready,
    DayOutOfReach,
    NotAllMet,
    NotRecordedByHand,
    OwnRecord,
    ReasonMissing,
    RecordedAlready,
    ResultMissing,
    TermUnknown,
    WhichMissing,
    confirm,
    take_back_item,
)
from microcred.pathways.queries import audits_of
from microcred.pathways.tests.make import cohort, enrolled, literacy, recorded, stated


def status(enrolment, key, at):
    came = audits_of([enrolment], at=at)[enrolment.pk]
    return next(one.status for one in came.requirements if one.key == key)


def test_what_is_recorded_counts_and_what_is_taken_back_does_not(cast):
    ada = enrolled(cast)
    item = recorded(cast, ada)
    assert status(ada, "year-one/coursework", cast.at) == "met"

    take_back_item(actor=cast.elena, item=item, reason="Another person’s grade.", at=cast.at)
    assert status(ada, "year-one/coursework", cast.at) == "missing"
    with pytest.raises(AlreadyTakenBack):
        take_back_item(actor=cast.elena, item=item, reason="Again.", at=cast.at)
    assert recorded(cast, ada) != item


def test_a_reason_is_asked_for(cast):
    item = recorded(cast, enrolled(cast))
    with pytest.raises(ReasonMissing):
        take_back_item(actor=cast.elena, item=item, reason=" ", at=cast.at)


def test_only_what_the_rules_ask_for_is_recorded(cast):
    ada = enrolled(cast)
    with pytest.raises(NotRecordedByHand):
        recorded(cast, ada, "literacy")
    with pytest.raises(NotRecordedByHand):
        recorded(cast, ada, "dancing")
    with pytest.raises(TermUnknown):
        recorded(cast, ada, "meetings", term="summer")
    for day in (ada.entered_on - timedelta(days=1), cast.at.date() + timedelta(days=1)):
        with pytest.raises(DayOutOfReach):
            recorded(cast, ada, day=day)
    assert not RecordedItem.objects.exists()


def test_what_would_count_for_nothing_is_refused_and_says_why(cast):
    ada = enrolled(cast)
    with pytest.raises(AnotherIsAsked, match="“PLT” would not count here: what counts is Praxis PLT"):
        recorded(cast, ada, "plt", year="year-two", name="PLT", result="passed")
    for name in ("praxis plt", ""):
        item = recorded(cast, ada, "plt", year="year-two", name=name, result="passed")
        assert item.name == "Praxis PLT"
        assert status(ada, "year-two/plt", cast.at) == "met"
        take_back_item(actor=cast.elena, item=item, reason="Once more.", at=cast.at)


def test_an_entry_that_says_nothing_is_refused_and_asks_for_no_more(cast):
    ada = enrolled(cast)
    recorded(cast, ada)
    with pytest.raises(WhichMissing):
        recorded(cast, ada, name="  ")
    with pytest.raises(ResultMissing, match=r"A, B\+, B, C\+, C"):
        recorded(cast, ada, name="EDTE 702", result=" ")
    assert status(ada, "year-one/coursework", cast.at) == "met"
    assert recorded(cast, ada, "evaluation", name="", result="Met").name == "SCTS 4.0 evaluation"


def test_the_same_is_recorded_once_and_the_second_says_by_whom(cast):
    ada = enrolled(cast)
    item = recorded(cast, ada)
    with pytest.raises(RecordedAlready, match=cast.elena.name):
        recorded(cast, ada, name=f" {item.name} ")
    assert RecordedItem.objects.get() == item
    assert recorded(cast, ada, name="EDTE 702")


def test_others_record_nothing_and_nobody_about_themselves(cast):
    ada = enrolled(cast)
    item = recorded(cast, ada)
    with pytest.raises(NotAllowed):
        take_back_item(actor=cast.ada, item=item, reason="I was there.", at=cast.at)
    appoint(
        actor=None, person=cast.ada, organization=cast.places["carolinacred"], role=Role.PROGRAM_MANAGER, at=cast.at
    )
    with pytest.raises(OwnRecord):
        take_back_item(actor=cast.ada, item=item, reason="I was there.", at=cast.at)
    with pytest.raises(OwnRecord):
        confirm(actor=cast.ada, enrolment=ada, at=cast.at)


def test_everything_met_is_confirmed_once_and_nothing_less(cast):
    ada = enrolled(cast, cohort(cast, stated(cast, "literacy-micro-endorsement")))
    awards = [
        credentials.award(cast, of=literacy(cast, name))
        for name in (
            "teaching-decoding-from-student-errors",
            "teaching-academic-words-in-depth",
            "giving-feedback-that-writers-use",
        )
    ]
    later = cast.at + timedelta(days=40)
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    with pytest.raises(NotAllMet):
        confirm(actor=cast.elena, enrolment=ada, at=cast.at)

    confirmation = confirm(actor=cast.elena, enrolment=ada, at=later)

    assert confirmation.digest == audits_of([ada], at=later)[ada.pk].as_json()["digest"]
    with pytest.raises(ConfirmedAlready):
        confirm(actor=cast.elena, enrolment=ada, at=later)
    revoke(actor=cast.rosa, award=awards[0], reason="Not their own work.", at=later)
    assert status(ada, "set/early-reading", later) == "missing"


def test_a_micro_endorsement_asks_for_no_area_and_counts_what_was_earned_before(cast):
    ada = enrolled(cast, cohort(cast, stated(cast, "literacy-micro-endorsement")), area="anything")
    assert ada.area == ""
    assert ada.entered_on == date(2026, 8, 15)
