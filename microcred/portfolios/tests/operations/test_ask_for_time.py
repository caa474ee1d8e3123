"""More time is asked for with a reason, granted or declined with one, and stays between the two."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from microcred.catalog.design import Design, as_json
from microcred.catalog.operations import publish
from microcred.foundation.clock import standing_at
from microcred.foundation.kept_forms import FORGET_COOKIE, KEPT_FIELD
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.models import Extension, TimeClosing, TimeRequest
from microcred.portfolios.operations import (
    DeclineReasonMissing,
    ExtensionNotLater,
    ExtensionReasonMissing,
    NothingEnds,
    TimeAnswered,
    TimeReasonMissing,
    WishNotLater,
    ask_for_time,
    decline_time,
    extend,
    grant_time,
    move_over,
    withdraw,
    withdraw_time_request,
)
from microcred.portfolios.queries import time_facts, waiting_time_requests, waits_for_time
from microcred.portfolios.queries.coaching import coached_by
from microcred.portfolios.reactions import close_time_requests_nobody_needs
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


def declined(cast, request):
    return decline_time(actor=cast.elena, request=request, words="The next window is near.", at=cast.at)


def withdrawn(cast, request):
    return withdraw_time_request(actor=cast.ada, request=request, at=cast.at)


def followed(cast, pursuit):
    content = as_json(Design.model_validate(pursuit.version.design))
    content["hours"] += 10
    micro_credential = pursuit.version.micro_credential
    facts = {"owner": micro_credential.owner, "micro_credential": micro_credential, "at": cast.at + DAY}
    return publish(actor=cast.cora, design=Design.model_validate(content), **facts)


def extended(cast, request, **more):
    facts = {"kind": Extension.Kind.EXTENSION, "reason": "Take care.", "window": request.window, "at": cast.at}
    return extend(actor=cast.elena, person=cast.ada, **facts, **more)


@pytest.mark.parametrize(
    ("ends", "chosen"),
    [([], None), ([5, 3], 3), ([-3, 4], -3), ([-14, 4], 4), ([-14], None), ([-13], -13)],
    ids=["none", "the first", "just passed", "passed for long, and another", "passed for long", "not yet for long"],
)
def test_what_is_asked_about_is_the_end_that_comes_first_and_did_not_pass_for_long(cast, ends, chosen):
    at = cast.at
    found = end_to_ask_about([at + end * DAY for end in ends], at)
    assert found == (None if chosen is None else at + chosen * DAY)


@pytest.mark.parametrize("days", [-30, -1])
def test_a_day_that_would_bring_no_time_is_not_asked_for(cast, pursuit, days):
    last = (closes(pursuit) - timedelta(microseconds=1)).astimezone(ZoneInfo(coached_by(pursuit).time_zone)).date()

    with pytest.raises(WishNotLater, match="already"):
        asked(cast, pursuit, wished_on=last + timedelta(days=days))

    assert not TimeRequest.objects.exists()
    assert asked(cast, pursuit, wished_on=last).wished_on == last, "it closes in the morning; the evening is more"


def test_it_is_asked_once_told_without_the_reason_granted_and_told(cast, pursuit):
    request = asked(cast, pursuit, wished_on=(closes(pursuit) + 5 * DAY).date())
    assert asked(cast, pursuit, wished_on=request.wished_on) == request, "asked twice is asked"
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


@pytest.mark.parametrize("more", [{"reason": "He comes home on Monday."}, {"day": 9}], ids=["why", "day"])
def test_what_differs_from_what_was_asked_is_refused_and_stays_on_the_page(client, cast, pursuit, more):
    page, (first, later) = reverse("time_wanted", args=[pursuit.pk]), (closes(pursuit) + n * DAY for n in (5, 9))
    day = (later if "day" in more else first).date().isoformat()
    typed = {"reason": more.get("reason", WHY), "wished_on": day, KEPT_FIELD: str(uuid4())}
    client.force_login(cast.ada)
    with standing_at(cast.at):
        said = {"reason": WHY, "wished_on": first.date().isoformat()}
        assert [client.post(page, said).status_code for _twice in range(2)] == [302, 302]
        refused = client.post(page, typed)
        shown = refused.content.decode()
        assert refused.status_code == 409
        assert "what you wrote now was not sent" in shown
        assert typed["reason"] in shown
        assert f'value="{day}"' in shown
        assert FORGET_COOKIE not in refused.cookies, "what waits on the device goes on waiting"

        client.post(reverse("time_withdrawal", args=[TimeRequest.objects.get().pk]))
        taken = client.post(page, typed)
    assert (taken.status_code, FORGET_COOKIE in taken.cookies) == (302, True)
    assert TimeRequest.objects.count() == 2


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


def test_what_is_handed_in_needs_no_answer_any_more(client, cast, pursuit):
    request = asked(cast, pursuit)
    submission = handed_in(pursuit, at=cast.at + DAY)
    assert request.closing.why == TimeClosing.Why.HANDED_IN
    assert not waiting_time_requests(cast.elena, at=cast.at + DAY).exists()
    assert "asked for more time" in Notice.objects.get(person=cast.ada, kind="submission_received").body
    for answer in (lambda: granted(cast, request), lambda: declined(cast, request), lambda: withdrawn(cast, request)):
        with pytest.raises(TimeAnswered):
            answer()
    with standing_at(cast.at + DAY):
        client.force_login(cast.elena)
        page = client.get(reverse("time_answer", args=[request.pk])).content.decode()
        assert "Handed in meanwhile" in page
        assert WHY not in page, "nobody decides any more, so nobody needs to know why"
        client.force_login(cast.ada)
        assert "Handed in meanwhile" in client.get(reverse("time_wanted", args=[pursuit.pk])).content.decode()
    withdraw(actor=cast.ada, submission=submission, at=cast.at + DAY)
    assert asked(cast, pursuit, at=cast.at + DAY) != request, "taken back, more time can be asked for anew"


def test_what_goes_over_to_another_version_takes_its_question_back(cast):
    pursuit = started(cast)
    after = followed(cast, pursuit)
    request = asked(cast, pursuit, at=cast.at + DAY)
    assert request.window is None
    move_over(actor=cast.ada, pursuit=pursuit, to=after, at=cast.at + DAY)
    assert request.closing.why == TimeClosing.Why.MOVED_OVER


def test_time_that_is_given_without_the_request_answers_it_where_it_reaches_far_enough(cast, pursuit):
    request = asked(cast, pursuit, wished_on=(closes(pursuit) + 5 * DAY).date())
    extended(cast, request, until=closes(pursuit) + 2 * DAY)
    assert waits_for_time(TimeRequest.objects.get()), "they asked for longer than that"
    extended(cast, request, until=closes(pursuit) + 7 * DAY)
    assert request.closing.why == TimeClosing.Why.EXTENDED


def test_a_question_that_nobody_answered_ends_by_the_clock_and_says_so(cast, pursuit):
    request = asked(cast, pursuit)
    for late in (closes(pursuit) + TIME_IS_ASKED_FOR - timedelta(seconds=1), closes(pursuit) + TIME_IS_ASKED_FOR):
        assert not hasattr(TimeRequest.objects.get(), "closing")
        with standing_at(late):
            close_time_requests_nobody_needs()
            close_time_requests_nobody_needs()
    assert request.closing.why == TimeClosing.Why.OVER
    assert "not up to you" in Notice.objects.get(person=cast.ada, kind="time_unanswered").body


def test_who_decides_sees_what_is_known_and_what_granting_means(client, cast, pursuit):
    declined(cast, asked(cast, pursuit))
    granted(cast, asked(cast, pursuit, at=cast.at + timedelta(hours=1)), until=closes(pursuit) + DAY)
    request = asked(cast, pursuit, at=cast.at + DAY, wished_on=(closes(pursuit) + 5 * DAY).date())
    facts = time_facts(TimeRequest.objects.get(pk=request.pk), at=cast.at + DAY)
    assert (facts.deadline, facts.theirs) == (closes(pursuit), closes(pursuit) + DAY)
    assert [one.until for one in facts.granted] == [closes(pursuit) + DAY]
    assert facts.declined == 1
    with standing_at(cast.at + DAY):
        client.force_login(cast.elena)
        page = client.get(reverse("time_answer", args=[request.pk])).content.decode()
        assert f'value="{request.wished_on:%Y-%m-%d}"' in page, "the day they asked for is there to be granted"
        client.force_login(cast.ada)
        told = client.get(reverse("time_wanted", args=[pursuit.pk])).content.decode()
    assert pursuit.program.owner.name in told
    assert cast.elena.name not in told + Notice.objects.get(person=cast.ada, kind="time_declined").body


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


def test_more_time_in_a_window_is_for_all_that_it_takes_of_theirs_as_both_pages_say(client, cast, pursuit):
    other = fill(started(cast, version(cast, name="Another"), program=pursuit.program), at=cast.at)
    request = asked(cast, pursuit)
    said = "not just to this piece"
    for person, page in (
        (cast.ada, reverse("time_wanted", args=[pursuit.pk])),
        (cast.elena, reverse("time_answer", args=[request.pk])),
    ):
        client.force_login(person)
        with standing_at(cast.at):
            assert said in client.get(page).content.decode()

    granted(cast, request)
    for piece in (pursuit, other):
        assert handed_in(piece, at=closes(pursuit) + 4 * DAY)
