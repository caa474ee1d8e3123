"""The coach's part before one attempt more."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import CoachRequest
from microcred.portfolios.operations import (
    AnsweredAlready,
    CoachAskedAlready,
    CoachNeeded,
    MeetingMissing,
    NoCoachNeeded,
    ReasonMissing,
    ask_coach,
    not_yet,
    return_for_revision,
    set_terms,
    sign_off,
    withdraw,
)
from microcred.portfolios.queries import coach_gate, workspace_of
from microcred.portfolios.rules import coach_is_needed
from microcred.portfolios.tests.make import came_back, fill, handed_in, revise, short, started
from microcred.scoring.operations import enqueue


@pytest.mark.parametrize(
    ("used", "limit", "needed"), [(0, 3, False), (2, 3, False), (3, 3, True), (4, 3, True), (1, 1, True)]
)
def test_a_coach_is_needed_once_the_attempts_are_used(used, limit, needed):
    assert coach_is_needed(used, limit) is needed


@pytest.fixture
def pursuit(cast):
    """Work that has come back once, where one attempt needs no coach."""
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=1, at=cast.at)
    return came_back(cast)


@pytest.fixture
def coach(cast):
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.COACH, at=cast.at)
    return cast.rosa


def asked(cast, pursuit):
    return ask_coach(actor=cast.ada, pursuit=pursuit, note="My reflection.", at=cast.at)


def signed(coach, request, *, at, **more):
    return sign_off(actor=coach, request=request, at=at, **({"met_on": at.date(), "note": "Well done."} | more))


def again(pursuit, *, at):
    """Handed in once more, and back again."""
    submission = handed_in(pursuit, at=at)
    reopened = pursuit.version.criteria.filter(pk__in=workspace_of(pursuit).reopened) or [
        pursuit.version.criteria.last()
    ]
    return_for_revision(actor=None, submission=submission, short=short(reopened), at=at)


def test_a_sign_off_opens_exactly_one_attempt(cast, pursuit, coach):
    revise(pursuit, at=cast.at)
    with pytest.raises(CoachNeeded, match="1 attempts"):
        handed_in(pursuit, at=cast.at)

    request = asked(cast, pursuit)
    assert asked(cast, pursuit) == request, "asked twice is asked"
    assert Notice.objects.get(person=coach, kind="coach_asked").path == reverse("coach_request", args=[request.pk])
    signed(coach, request, at=cast.at)
    assert coach_gate(workspace_of(pursuit)).is_open
    with pytest.raises(NoCoachNeeded):
        asked(cast, pursuit)

    again(pursuit, at=cast.at + timedelta(days=1))
    with pytest.raises(CoachNeeded):
        handed_in(pursuit, at=cast.at + timedelta(days=2))


def test_other_words_to_the_coach_are_refused_and_given_back(client, cast, pursuit, coach):
    page = reverse("coach", args=[pursuit.pk])
    client.force_login(cast.ada)
    assert [client.post(page, {"note": "My reflection."}).status_code for _twice in range(2)] == [302, 302]

    refused = client.post(page, {"note": "Rather: about the second criterion."})

    assert refused.status_code == 409
    assert "about the second criterion." in refused.content.decode()
    assert CoachRequest.objects.get().note == "My reflection."
    with pytest.raises(CoachAskedAlready, match="were not sent"):
        ask_coach(actor=cast.ada, pursuit=pursuit, note="Marigold", at=cast.at)
    assert "Marigold" in client.post(page, {"note": "Marigold"}).content.decode(), "one word is words, too"


def test_what_was_taken_back_uses_no_attempt_and_no_sign_off(cast, pursuit, coach):
    signed(coach, asked(cast, pursuit), at=cast.at)
    withdraw(actor=cast.ada, submission=handed_in(pursuit, at=cast.at), at=cast.at)

    assert coach_gate(workspace_of(pursuit)).is_open
    assert handed_in(pursuit, at=cast.at).attempt == 2


def test_not_yet_says_why_and_may_be_asked_again(cast, pursuit, coach):
    request = asked(cast, pursuit)
    answer = {"actor": coach, "request": request, "met_on": None, "at": cast.at}
    with pytest.raises(ReasonMissing):
        not_yet(note=" ", **answer)
    not_yet(note="Read the second criterion with me first.", **answer)

    assert not coach_gate(workspace_of(pursuit)).is_open
    assert "Read the second criterion" in Notice.objects.get(person=cast.ada, kind="coach_answered").body
    assert asked(cast, pursuit) != request
    with pytest.raises(AnsweredAlready):
        signed(coach, request, at=cast.at)


def test_a_sign_off_stands_on_a_meeting_that_took_place(cast, pursuit, coach):
    request = asked(cast, pursuit)
    for day in (None, cast.at.date() + timedelta(days=1)):
        with pytest.raises(MeetingMissing):
            signed(coach, request, at=cast.at, met_on=day)


def test_who_may_not_answer(cast, pursuit, coach):
    request = asked(cast, pursuit)
    appoint(actor=None, person=cast.ada, organization=cast.places["carolinacred"], role=Role.COACH, at=cast.at)
    for person in (cast.ada, cast.ben, cast.omar):
        with pytest.raises(NotAllowed):
            signed(person, request, at=cast.at)
    with pytest.raises(NotAllowed):
        ask_coach(actor=cast.gus, pursuit=pursuit, at=cast.at)


def test_nobody_asks_who_has_attempts_left(cast):
    with pytest.raises(NoCoachNeeded):
        ask_coach(actor=cast.ada, pursuit=came_back(cast), at=cast.at)
    with pytest.raises(NoCoachNeeded):
        ask_coach(actor=cast.gus, pursuit=started(cast, person=cast.gus), at=cast.at)


def test_who_coached_the_work_is_too_close_to_judge_it(cast, pursuit, coach):
    signed(coach, asked(cast, pursuit), at=cast.at)
    item = enqueue(actor=None, submission=handed_in(pursuit, at=cast.at), at=cast.at)
    assert coach.pk in item.close_to


def test_the_pages_lead_from_the_educator_to_the_coach_and_back(client, cast, pursuit, coach):
    client.force_login(cast.ada)
    assert "Ask for a coach" in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    client.post(reverse("coach", args=[pursuit.pk]), {"note": "My reflection."})
    assert "My reflection." in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode(), "their own words"
    request = CoachRequest.objects.get()

    client.force_login(coach)
    assert cast.ada.name in client.get(reverse("coaching")).content.decode()
    page = reverse("coach_request", args=[request.pk])
    request_page = client.get(page).content.decode()
    assert "My reflection." in request_page
    assert f"mailto:{cast.ada.email}?subject=" in request_page, "a way to arrange the talk"
    assert "(optional)" not in request_page, "one of the two is needed, whatever the answer"
    assert client.post(page, {"answer": "sign_off", "met_on": "", "note": ""}).status_code == 422
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    client.post(page, {"answer": "sign_off", "met_on": yesterday, "note": "Go ahead."})

    client.force_login(cast.ada)
    assert "Go ahead." in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()


def test_the_review_of_the_last_attempt_that_needs_no_coach_says_that_one_comes_next(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    fill(pursuit, at=cast.at)
    words, review = "talk with a coach first", reverse("submission_form", args=[pursuit.pk])

    assert words not in client.get(review).content.decode()
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=1, at=cast.at)
    assert words in client.get(review).content.decode()
