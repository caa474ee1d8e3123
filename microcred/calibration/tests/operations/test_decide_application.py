"""Deciding about who wants to score: accepted, not accepted, or waiting for a place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from microcred.calibration.models import ApplicationDecision, ApplicationReference, ApplicationWords
from microcred.calibration.operations import (
    ApplicationOver,
    DecisionReasonMissing,
    GaveReference,
    NoPlaceLeft,
    RulesNotMet,
    withdraw_application,
)
from microcred.calibration.queries import open_applications, places_left_in, places_taken
from microcred.calibration.reactions import forget_what_was_said_in_applications
from microcred.calibration.rules.vetting import Asked
from microcred.calibration.tests.make import educator
from microcred.calibration.tests.make_vetting import Verdict, applied, decided, said
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss
from microcred.organizations.queries import acts_as
from microcred.programs.tests.make import stack

ONE_PLACE = Asked(years=0, degree=False, awards=0, places=1)
SPOKEN_FOR = Asked(years=0, degree=False, awards=0, references=1)


def assesses(cast, person):
    return acts_as(person, Role.ASSESSOR, for_organization=cast.places["carolinacred"], at=cast.at)


def test_who_is_accepted_is_an_assessor_there_and_told_the_way(cast):
    decision = decided(cast, applied(cast))

    assert assesses(cast, cast.ada)
    assert decision.found[0] == {"rule": "years", "met": "met", "has": 7, "asks": 3}
    told = Notice.objects.get(person=cast.ada, kind="application_decided")
    assert told.path == "/practice/"
    assert "You read closely." in told.body


def test_who_is_refused_reads_the_reason_and_is_nothing_more_than_before(cast):
    decided(cast, applied(cast), Verdict.DECLINED, reason="We look for people who know grades K to 3.")

    assert not assesses(cast, cast.ada)
    assert "grades K to 3" in Notice.objects.get(person=cast.ada, kind="application_decided").body


def test_nobody_decides_about_themselves(cast):
    application = applied(cast)
    appoint(actor=None, person=cast.ada, organization=cast.places["carolinacred"], role=Role.LEAD_ASSESSOR, at=cast.at)
    with pytest.raises(NotAllowed):
        decided(cast, application, actor=cast.ada)


def test_nobody_decides_about_whom_they_are_to_speak_for(cast):
    application = applied(cast, rules=said(cast, SPOKEN_FOR), references=[("Lena", "lena@example.org")])
    with pytest.raises(GaveReference):
        decided(cast, application, Verdict.DECLINED)


@pytest.mark.parametrize("who", ["ben", "gus", "femi"])
def test_only_who_leads_there_decides(cast, who):
    with pytest.raises(NotAllowed):
        decided(cast, applied(cast), actor=getattr(cast, who))


def test_a_decision_needs_a_reason_and_is_taken_once(cast):
    application = applied(cast)
    with pytest.raises(DecisionReasonMissing):
        decided(cast, application, reason="  ")
    decided(cast, application, Verdict.DECLINED)
    for verdict in Verdict:
        with pytest.raises(ApplicationOver):
            decided(cast, application, verdict)


def test_what_was_taken_back_is_not_decided(cast):
    application = applied(cast)
    withdraw_application(actor=cast.ada, application=application, at=cast.at)
    with pytest.raises(ApplicationOver):
        decided(cast, application)


def test_references_answer_before_somebody_is_accepted_and_their_addresses_go_with_the_decision(cast):
    application = applied(cast, rules=said(cast, SPOKEN_FOR), references=[("Kim", "kim@example.net")])
    with pytest.raises(RulesNotMet):
        decided(cast, application)

    decided(cast, application, Verdict.WAITING)
    assert ApplicationReference.objects.exists(), "they may still answer"
    decided(cast, application, Verdict.DECLINED)
    assert not ApplicationReference.objects.exists()


def test_who_waits_for_a_place_moves_up_when_one_is_free(cast):
    rules, mateo = said(cast, ONE_PLACE), educator(cast, "Mateo Two")
    decided(cast, applied(cast, rules=rules))
    second = applied(cast, mateo, rules=rules)
    with pytest.raises(NoPlaceLeft):
        decided(cast, second)
    decided(cast, second, Verdict.WAITING)
    with pytest.raises(ApplicationOver):
        decided(cast, second, Verdict.WAITING)

    seat = Membership.objects.get(person=cast.ada, role=Role.ASSESSOR)
    dismiss(actor=cast.ada, membership=seat, at=cast.at)
    outbox.deliver_all()

    assert Notice.objects.filter(person=cast.lena, kind="place_free").count() == 1
    assert places_left_in(rules, at=cast.at) == 1
    decided(cast, second)
    assert assesses(cast, mateo)


def test_where_nobody_waits_nobody_is_told_of_a_place(cast):
    decided(cast, applied(cast, rules=said(cast, ONE_PLACE)))
    seat = Membership.objects.get(person=cast.ada, role=Role.ASSESSOR)
    dismiss(actor=cast.ada, membership=seat, at=cast.at)
    outbox.deliver_all()
    assert not Notice.objects.filter(kind="place_free").exists()


def test_a_year_after_the_end_nothing_that_was_written_is_left(cast, monkeypatch):
    over = applied(cast)
    decided(cast, over, Verdict.DECLINED)
    waits = applied(cast, cast.gus, rules=over.rules)
    decided(cast, waits, Verdict.WAITING)
    lately = applied(cast, educator(cast, "Lately"), rules=over.rules)
    decided(cast, lately, Verdict.DECLINED, at=cast.at + timedelta(days=9))
    monkeypatch.setattr("microcred.calibration.reactions.now", lambda: cast.at + timedelta(days=366))

    forget_what_was_said_in_applications()

    assert set(ApplicationWords.objects.values_list("application", flat=True)) == {waits.pk, lately.pk}
    assert ApplicationDecision.objects.get(application=over).reason, "what was decided, and why, stays"


THREADS = 6


def at_once(do, things):
    together = Barrier(len(things), timeout=30)

    def one(thing):
        try:
            together.wait()
            return do(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(one, things))


def six_for_one_place(cast):
    rules = said(cast, ONE_PLACE)
    return [applied(cast, educator(cast, f"Person{number}"), rules=rules) for number in range(THREADS)]


@pytest.mark.django_db(transaction=True)
def test_looking_for_a_place_and_taking_it_then_lets_in_too_many(cast):
    """The control run: without the lock, several find the one place free."""
    applications = six_for_one_place(cast)
    looked = Barrier(THREADS, timeout=30)

    def naive(application):
        with transaction.atomic():
            free = places_left_in(application.rules, at=cast.at)
            looked.wait()
            if free:
                facts = {"decided_by": cast.lena, "decided_at": cast.at, "reason": "Yes.", "found": []}
                ApplicationDecision.objects.create(application=application, verdict=Verdict.ACCEPTED, **facts)
                person, place = application.person, cast.places["carolinacred"]
                appoint(actor=None, person=person, organization=place, role=Role.ASSESSOR, at=cast.at)

    at_once(naive, applications)
    assert places_taken(stack(cast), at=cast.at) > 1


@pytest.mark.django_db(transaction=True)
def test_six_accepted_at_once_for_one_place_are_one(cast):
    applications = six_for_one_place(cast)

    def accept(application):
        try:
            decided(cast, application)
        except NoPlaceLeft:
            return 0
        return 1

    assert sum(at_once(accept, applications)) == 1
    assert places_taken(stack(cast), at=cast.at) == 1
    assert open_applications().count() == THREADS - 1
