"""More time is asked for with a reason, granted or declined with one, and stays between the two."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.models import Extension, TimeRequest
from microcred.portfolios.operations import (
    DeclineReasonMissing,
    ExtensionNotLater,
    ExtensionReasonMissing,
    NothingEnds,
    TimeAnswered,
    TimeReasonMissing,
    ask_for_time,
    decline_time,
    grant_time,
    withdraw_time_request,
)
from microcred.portfolios.queries import waiting_time_requests
from microcred.portfolios.rules import TIME_IS_ASKED_FOR, end_to_ask_about
from microcred.portfolios.tests.make import fill, handed_in, started
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version

DAY = timedelta(days=1)
WHY = "My father is in hospital."


@pytest.fixture
def pursuit(cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    return fill(started(cast, version(cast), program=program), at=cast.at)


def closes(pursuit):
    return pursuit.program.windows.get(takes="submissions").closes_at


def asked(cast, pursuit, **more):
    return ask_for_time(**{"actor": cast.ada, "pursuit": pursuit, "reason": WHY, "at": cast.at} | more)


def granted(cast, request, **more):
    facts = {"kind": Extension.Kind.EXTENSION, "until": closes(request.pursuit) + 5 * DAY, "reason": "Take care."}
    return grant_time(**{"actor": cast.elena, "request": request, "at": cast.at} | facts | more)


@pytest.mark.parametrize(
    ("ends", "chosen"),
    [([], None), ([5, 3], 3), ([-3, 4], -3), ([-14, 4], 4), ([-14], None), ([-13], -13)],
    ids=["none", "the first", "just passed", "passed for long, and another", "passed for long", "not yet for long"],
)
def test_what_is_asked_about_is_the_end_that_comes_first_and_did_not_pass_for_long(cast, ends, chosen):
    at = cast.at
    found = end_to_ask_about([at + end * DAY for end in ends], at)
    assert found == (None if chosen is None else at + chosen * DAY)


def test_it_is_asked_once_told_without_the_reason_granted_and_told(cast, pursuit):
    request = asked(cast, pursuit, wished_on=(closes(pursuit) + 5 * DAY).date())
    assert asked(cast, pursuit) == request, "asked twice is asked"
    told = Notice.objects.get(person=cast.elena, kind="time_asked")
    assert WHY not in f"{told.subject} {told.body}"
    assert list(waiting_time_requests(cast.elena, at=cast.at)) == [request]

    granted(cast, request)
    assert not waiting_time_requests(cast.elena, at=cast.at).exists()
    assert Notice.objects.filter(person=cast.ada, kind="extension_granted").exists()
    assert handed_in(pursuit, at=closes(pursuit) + 4 * DAY)
    with pytest.raises(TimeAnswered):
        granted(cast, request)
    with pytest.raises(TimeAnswered):
        withdraw_time_request(actor=cast.ada, request=request, at=cast.at)


def test_it_is_declined_with_a_reason_and_may_be_asked_again(cast, pursuit):
    request = asked(cast, pursuit)
    answer = {"actor": cast.elena, "request": request, "at": cast.at}
    with pytest.raises(DeclineReasonMissing):
        decline_time(words=" ", **answer)
    decline_time(words="The next window opens in three weeks.", **answer)
    assert "three weeks" in Notice.objects.get(person=cast.ada, kind="time_declined").body
    with pytest.raises(TimeAnswered):
        decline_time(words="No.", **answer)
    assert asked(cast, pursuit, at=cast.at + DAY) != request


def test_what_is_withdrawn_waits_for_nobody(cast, pursuit):
    request = asked(cast, pursuit)
    assert withdraw_time_request(actor=cast.ada, request=request, at=cast.at) == withdraw_time_request(
        actor=cast.ada, request=request, at=cast.at
    )
    assert not waiting_time_requests(cast.elena, at=cast.at).exists()
    with pytest.raises(TimeAnswered):
        granted(cast, request)
    assert asked(cast, pursuit) != request


def test_who_may_not_and_what_is_missing(cast, pursuit):
    with pytest.raises(TimeReasonMissing):
        asked(cast, pursuit, reason=" ")
    with pytest.raises(NotAllowed):
        asked(cast, pursuit, actor=cast.gus)
    request = asked(cast, pursuit)
    for person in (cast.ada, cast.ben, cast.omar):
        with pytest.raises(NotAllowed):
            granted(cast, request, actor=person)
        with pytest.raises(NotAllowed):
            decline_time(actor=person, request=request, words="No.", at=cast.at)
    with pytest.raises(NotAllowed):
        withdraw_time_request(actor=cast.gus, request=request, at=cast.at)
    with pytest.raises(ExtensionNotLater):
        granted(cast, request, until=closes(pursuit))
    with pytest.raises(ExtensionReasonMissing):
        granted(cast, request, reason=" ")
    assert list(waiting_time_requests(cast.elena, at=cast.at)) == [request], "what was refused answers nothing"


def test_there_is_a_deadline_to_ask_about(cast, pursuit):
    late = closes(pursuit) + TIME_IS_ASKED_FOR
    with pytest.raises(NothingEnds):
        asked(cast, pursuit, at=late)
    assert asked(cast, pursuit, at=late - timedelta(seconds=1)).window.closes_at == closes(pursuit)
    with pytest.raises(NothingEnds):
        asked(cast, started(cast, version(cast, name="Another"), person=cast.gus), actor=cast.gus)


def test_what_was_handed_in_needs_no_more_time(cast, pursuit):
    handed_in(pursuit, at=cast.at)
    with pytest.raises(NothingEnds):
        asked(cast, pursuit)


def test_the_pages_lead_from_the_educator_to_who_decides_and_back(client, cast, pursuit):
    page = reverse("time_wanted", args=[pursuit.pk])
    with standing_at(cast.at + DAY):
        client.force_login(cast.ada)
        assert page in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
        assert client.post(page, {"reason": "", "wished_on": ""}).status_code == 422
        client.post(page, {"reason": WHY, "wished_on": ""})
        assert WHY in client.get(page).content.decode()
        answer = reverse("time_answer", args=[TimeRequest.objects.get().pk])

        client.force_login(cast.elena)
        for address in (reverse("home"), reverse("program_board", args=[pursuit.program.slug])):
            body = client.get(address).content.decode()
            assert answer in body, address
            assert WHY not in body, address
        assert WHY in client.get(answer).content.decode()
        assert client.post(answer, {"answer": "decline", "words": ""}).status_code == 422
        last_day = (closes(pursuit) + 5 * DAY).date().isoformat()
        grant = {"answer": "grant", "last_day": last_day, "kind": "extension", "reason": "Take care."}
        assert client.post(answer, grant).url == answer

        client.force_login(cast.ada)
        assert "Take care." in client.get(page).content.decode()
        for person in (cast.ben, cast.omar, cast.rosa):
            client.force_login(person)
            assert client.get(answer).status_code == 404
