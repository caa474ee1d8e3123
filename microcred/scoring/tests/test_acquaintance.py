"""Whoever knows whose work something is judges none of it, and who judges it is not told whose it is."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.urls import reverse

from microcred.accounts.operations import MayNotMeet
from microcred.accounts.tests.make import joined
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.integrity.operations import flag, look
from microcred.integrity.queries import cases_of
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import CoachRequest, Judge, Quarantine, Sight
from microcred.portfolios.operations import (
    ForSomebodyElse,
    ask_coach,
    ask_for_time,
    decline_time,
    end_goal_sharing,
    end_peer,
    invite_peer,
    join_as_peer,
    join_team,
    leave_team,
    look_at_objection,
    look_at_request,
    look_at_time_request,
    name_teammate,
    not_yet,
    object_to_quarantine,
    quarantine_piece,
    rule_on_quarantine,
    set_terms,
    share_goals,
    sights,
)
from microcred.portfolios.queries import objected_in, place_in_team, requests_for, time_requests_for
from microcred.portfolios.tests import make as work
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot
from microcred.programs.tests.make import version as published
from microcred.scoring.operations import claim, claim_next, enqueue, let_go, set_aside
from microcred.scoring.operations import claims as claiming
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import readable_by
from microcred.scoring.tests import make
from microcred.scoring.tests.racing import two_at_once
from microcred.site.invariants import INVARIANTS

DAY = timedelta(days=1)


@pytest.fixture
def noa(cast):
    """Somebody who works at no school and does nothing yet."""
    return register(actor=None, name="Noa", email="noa@example.org")


def given(cast, person, *roles):
    for role in roles:
        appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=role, at=cast.at)


def assesses(cast, person):
    given(cast, person, Role.ASSESSOR)
    make.qualified(cast, person)
    return person


def asked(cast):
    """Ada's work came back, its attempts are used, and she asks for a coach."""
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=1, at=cast.at)
    return ask_coach(actor=cast.ada, pursuit=work.came_back(cast), at=cast.at)


def opens_a_coaching_request(cast, noa):
    request = asked(cast)
    given(cast, noa, Role.COACH)
    look_at_request(actor=noa, request=request, at=cast.at)


def answers_a_coaching_request(cast, noa):
    request = asked(cast)
    given(cast, noa, Role.COACH)
    not_yet(actor=noa, request=request, met_on=None, note="Read it with me first.", at=cast.at)


def reads_a_draft_for_a_while(cast, noa):
    invitation = invite_peer(actor=cast.ada, pursuit=work.started(cast), email=noa.email, at=cast.at)
    join_as_peer(actor=noa, invitation=invitation, at=cast.at)
    end_peer(actor=cast.ada, invitation=invitation, at=cast.at)


def reads_goals_for_a_while(cast, noa):
    join(actor=cast.ada, program=pilot(cast, owner=cast.places["carolinacred"]), agreement_accepted=True, at=cast.at)
    given(cast, noa, Role.COACH)
    end_goal_sharing(actor=cast.ada, sharing=share_goals(actor=cast.ada, email=noa.email, at=cast.at), at=cast.at)


def works_in_a_team_for_a_while(cast, noa):
    version = published(cast, requirements=with_artifact(shareable=True)[0])
    mine, theirs = work.started(cast, version), work.started(cast, version, person=noa)
    name_teammate(actor=cast.ada, pursuit=mine, email=noa.email, at=cast.at)
    join_team(actor=noa, teammate=place_in_team(theirs), at=cast.at)
    leave_team(actor=noa, teammate=place_in_team(theirs), at=cast.at)


def looks_into_a_case(cast, noa):
    case = flag(actor=cast.ben, submission=work.handed_in(work.started(cast), at=cast.at), words="Alike.", at=cast.at)
    given(cast, noa, Role.PROGRAM_MANAGER)
    look(actor=noa, case=case, at=cast.at)


OBJECTION = "It is I, the author: the one with the chess club."
WHY = "My father is in hospital."


def objected(cast, submission=None):
    """A file of Ada's is set aside, and she says who can be seen in it: herself."""
    submission = submission or work.handed_in(work.started(cast), at=cast.at)
    piece = submission.items.first()
    flagged = quarantine_piece(actor=cast.ben, piece=piece, reason=Quarantine.Reason.EDUCATOR, at=cast.at)
    return object_to_quarantine(actor=cast.ada, quarantine=flagged, words=OBJECTION, at=cast.at).quarantine


def in_a_pilot(cast):
    """Ada's work, in a program of the university's."""
    program = pilot(cast, owner=cast.places["carolinacred"])
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    return work.started(cast, published(cast), program=program)


def asks_time(cast, pursuit=None, *, at=None):
    return ask_for_time(actor=cast.ada, pursuit=pursuit or in_a_pilot(cast), reason=WHY, at=at or cast.at)


def opens_an_objection(cast, noa):
    quarantine = objected(cast)
    given(cast, noa, Role.ORG_ADMIN)
    look_at_objection(actor=noa, quarantine=quarantine, at=cast.at)


def rules_on_an_objection(cast, noa):
    quarantine = objected(cast)
    given(cast, noa, Role.ORG_ADMIN)
    rule_on_quarantine(actor=noa, quarantine=quarantine, opens=True, at=cast.at)


def opens_a_wish_for_time(cast, noa):
    request = asks_time(cast)
    given(cast, noa, Role.PROGRAM_MANAGER)
    look_at_time_request(actor=noa, request=request, at=cast.at)


def answers_a_wish_for_time(cast, noa):
    request = asks_time(cast)
    given(cast, noa, Role.PROGRAM_MANAGER)
    decline_time(actor=noa, request=request, words="The next window opens soon.", at=cast.at)


WAYS = [
    opens_a_coaching_request,
    answers_a_coaching_request,
    reads_a_draft_for_a_while,
    reads_goals_for_a_while,
    works_in_a_team_for_a_while,
    looks_into_a_case,
    opens_an_objection,
    rules_on_an_objection,
    opens_a_wish_for_time,
    answers_a_wish_for_time,
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("knew", ["before it was handed in", "since"])
def test_who_knows_an_educator_s_work_judges_none_of_it(cast, noa, way, knew):
    """Not that work, and not what they hand in for another micro-credential; everybody else's they do."""
    other = make.published(cast, stack=make.shelf(cast), name="Another")
    items = [make.waiting(cast.ada, other, at=cast.at)] if knew == "since" else []
    way(cast, noa)
    items = items or [make.waiting(cast.ada, other, at=cast.at)]
    strange = make.waiting(make.educator(cast, "Wen"), other, at=cast.at + timedelta(hours=1))
    assesses(cast, noa)
    make.qualified(cast, cast.ben)
    at = cast.at + DAY

    with pytest.raises(TooClose):
        claim(actor=noa, item=items[0], at=at)
    assert list(readable_by(noa, at=at)) == [strange]
    assert claim_next(actor=noa, at=at) == strange
    assert claim(actor=cast.ben, item=items[0], at=at)
    if knew != "since":
        assert noa.pk in items[0].close_to


def test_the_next_attempt_is_as_closed_to_their_coach_as_this_one(cast, noa):
    request = asked(cast)
    given(cast, noa, Role.COACH)
    assesses(cast, noa)
    look_at_request(actor=noa, request=request, at=cast.at)
    look_at_request(actor=noa, request=request, at=cast.at)
    assert Sight.objects.count() == 1

    make.qualified(cast, cast.ben)
    not_yet(actor=noa, request=request, met_on=None, note="Not yet.", at=cast.at)
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=5, at=cast.at)
    item = enqueue(actor=None, submission=work.handed_in(request.pursuit, at=cast.at), at=cast.at)
    with pytest.raises(TooClose):
        claim(actor=noa, item=item, at=cast.at + DAY)


@pytest.fixture
def judged(cast, noa):
    """Ada's work, which Noa had in hand for a while, came back; Noa coaches too. Then Ada asks for a coach."""
    version = make.published(cast)
    assesses(cast, noa)
    given(cast, noa, Role.COACH, Role.PROGRAM_MANAGER)
    item = make.waiting(cast.ada, version, at=cast.at)
    held = claim(actor=noa, item=item, at=cast.at)
    let_go(actor=noa, item=held, claim_number=held.claim_number, at=cast.at)
    make.qualified(cast, cast.ben)
    make.read(item, cast.ben, at=cast.at + DAY, short=tuple(version.criteria.all()))
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=1, at=cast.at)
    return ask_coach(actor=cast.ada, pursuit=item.submission.pursuit, at=cast.at + DAY)


def test_who_held_a_submission_is_not_told_whose_it_was(client, cast, noa, judged):
    at = cast.at + DAY
    assert Judge.objects.filter(person=noa).count() == 1
    assert not requests_for(noa, at=at).exists()
    assert not Notice.objects.filter(person=noa, kind="coach_asked").exists()
    for verb, more in ((look_at_request, {}), (not_yet, {"met_on": None, "note": "Not yet."})):
        with pytest.raises(ForSomebodyElse):
            verb(actor=noa, request=judged, at=at, **more)
    client.force_login(noa)
    assert client.get(reverse("coach_request", args=[judged.pk])).status_code == 404
    assert cast.ada.name not in client.get(reverse("coaching")).content.decode()


def test_nor_by_a_case(client, cast, noa, judged):
    case = flag(actor=cast.ben, submission=judged.pursuit.submissions.get(), words="Alike.", at=cast.at + DAY)

    assert not cases_of(noa, at=cast.at + DAY).exists()
    with pytest.raises((ForSomebodyElse, NotAllowed)):
        look(actor=noa, case=case, at=cast.at + DAY)
    client.force_login(noa)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404


def test_who_may_come_to_judge_it_chooses_first_whether_to_know(client, cast, noa):
    """Without a name in the list, the notice, or at home; by one button they learn it, and are asked no more."""
    given(cast, noa, Role.COACH)
    assesses(cast, noa)
    request = asked(cast)
    page = reverse("coach_request", args=[request.pk])
    client.force_login(noa)

    for address in (reverse("coaching"), reverse("home"), reverse("inbox"), page):
        body = client.get(address).content.decode()
        assert "An educator" in body, address
        assert cast.ada.name not in body, address
    assert client.post(page, {"answer": "not_yet", "note": "Not yet."}).status_code == 200
    assert not Sight.objects.exists()

    assert client.post(page, {"answer": "know"}).url == page
    assert Sight.objects.get().person == noa
    for address in (reverse("coaching"), reverse("home"), page):
        assert cast.ada.name in client.get(address).content.decode(), address


def test_a_coach_who_judges_nothing_opens_it_at_once_and_that_is_noted(client, cast, noa):
    given(cast, noa, Role.COACH)
    request = asked(cast)
    client.force_login(noa)
    page = reverse("coach_request", args=[request.pk])

    client.head(page)
    assert not Sight.objects.exists(), "who only asks whether it is there has read nothing"
    assert cast.ada.name in client.get(page).content.decode()
    assert Sight.objects.get(person=noa).pursuit == CoachRequest.objects.get().pursuit


def held_for_a_while(cast, noa, submission):
    """Noa, who assesses, had it in hand."""
    item = enqueue(actor=None, submission=submission, at=submission.submitted_at)
    held = claim(actor=noa, item=item, at=submission.submitted_at)
    let_go(actor=noa, item=held, claim_number=held.claim_number, at=submission.submitted_at)
    return item


def test_who_held_it_finds_no_objection_about_it(client, cast, noa):
    assesses(cast, noa)
    given(cast, noa, Role.ORG_ADMIN)
    make.qualified(cast, cast.ben)
    submission = make.submitted(cast.ada, make.published(cast), at=cast.at)
    item = held_for_a_while(cast, noa, submission)
    held = claim(actor=cast.ben, item=item, at=cast.at)
    piece = submission.items.first()
    flagged = set_aside(
        actor=cast.ben,
        item=held,
        claim_number=held.claim_number,
        piece=piece,
        reason=Quarantine.Reason.EDUCATOR,
        at=cast.at,
    )
    object_to_quarantine(actor=cast.ada, quarantine=flagged, words=OBJECTION, at=cast.at)

    assert not Notice.objects.filter(person=noa, kind="quarantine_objected").exists()
    assert objected_in([cast.places["carolinacred"].pk], person=noa, at=cast.at) == []
    for verb, more in ((look_at_objection, {}), (rule_on_quarantine, {"opens": True})):
        with pytest.raises(ForSomebodyElse):
            verb(actor=noa, quarantine=flagged, at=cast.at, **more)
    client.force_login(noa)
    for name in ("quarantine_ruling", "quarantine_file"):
        assert client.get(reverse(name, args=[flagged.pk])).status_code == 404
    for name in ("privacy_questions", "home"):
        assert str(flagged.pk) not in client.get(reverse(name)).content.decode()


def test_who_held_it_is_not_told_who_asks_for_more_time_for_it(client, cast, noa):
    assesses(cast, noa)
    given(cast, noa, Role.PROGRAM_MANAGER)
    make.qualified(cast, cast.ben)
    pursuit = in_a_pilot(cast)
    item = held_for_a_while(cast, noa, work.handed_in(pursuit, at=cast.at))
    make.read(item, cast.ben, at=cast.at + DAY, short=tuple(pursuit.version.criteria.all()))
    at = pursuit.program.windows.get(takes="resubmissions").closes_at - DAY
    request = asks_time(cast, pursuit, at=at)

    assert not Notice.objects.filter(person=noa, kind="time_asked").exists()
    assert not time_requests_for(noa, at=at).exists()
    for verb, more in ((look_at_time_request, {}), (decline_time, {"words": "No."})):
        with pytest.raises(ForSomebodyElse):
            verb(actor=noa, request=request, at=at, **more)
    client.force_login(noa)
    with standing_at(at):
        assert client.get(reverse("time_answer", args=[request.pk])).status_code == 404
        for page in (reverse("home"), reverse("program_board", args=[pursuit.program.slug])):
            assert str(request.pk) not in client.get(page).content.decode()


def test_who_may_come_to_judge_it_is_not_told_who_asks_for_more_time_until_they_choose(client, cast, noa):
    given(cast, noa, Role.PROGRAM_MANAGER)
    assesses(cast, noa)
    request = asks_time(cast)
    page, name = reverse("time_answer", args=[request.pk]), cast.ada.name
    board = reverse("program_board", args=[request.pursuit.program.slug])
    client.force_login(noa)

    with standing_at(cast.at):
        for address in (reverse("home"), reverse("inbox"), page):
            body = client.get(address).content.decode()
            assert "An educator" in body, address
            assert name not in body, address
            assert WHY not in body, address
        assert f'{page}">An educator</a>' in client.get(board).content.decode()
        assert name not in Notice.objects.get(person=noa, kind="time_asked").body
        assert client.post(page, {"answer": "decline", "words": "No."}).status_code == 200
        assert not Sight.objects.exists()

        assert client.post(page, {"answer": "know"}).url == page
        assert Sight.objects.get().way == Sight.Way.TIME
        assert WHY in client.get(page).content.decode()
        assert f'{page}">{name}</a>' in client.get(board).content.decode()
        assert name in client.get(reverse("home")).content.decode()


def test_who_may_come_to_judge_it_reads_no_objection_until_they_choose(client, cast, noa):
    given(cast, noa, Role.ORG_ADMIN)
    assesses(cast, noa)
    quarantine = objected(cast)
    page, file = (reverse(name, args=[quarantine.pk]) for name in ("quarantine_ruling", "quarantine_file"))
    client.force_login(noa)

    with standing_at(cast.at):
        for address in (reverse("privacy_questions"), reverse("home"), page):
            assert "chess club" not in client.get(address).content.decode(), address
        assert client.get(file).url == page
        assert client.post(page, {"opens": "yes"}).status_code == 200
        assert not Sight.objects.exists()

        assert client.post(page, {"answer": "know"}).url == page
        assert Sight.objects.get().way == Sight.Way.RULING
        for address in (reverse("privacy_questions"), page):
            assert "chess club" in client.get(address).content.decode(), address
        assert client.get(file).status_code == 200


@pytest.mark.parametrize("role", [Role.ORG_ADMIN, Role.PROGRAM_MANAGER])
def test_who_judges_nothing_opens_it_at_once_and_that_is_noted(client, cast, noa, role):
    given(cast, noa, role)
    if role is Role.ORG_ADMIN:
        page = reverse("quarantine_ruling", args=[objected(cast).pk])
    else:
        page = reverse("time_answer", args=[asks_time(cast).pk])
    client.force_login(noa)

    with standing_at(cast.at):
        client.head(page)
        assert not Sight.objects.exists(), "who only asks whether it is there has read nothing"
        assert client.get(page).status_code == 200
    assert Sight.objects.get(person=noa).pursuit.person == cast.ada


def coached(cast):
    request = asked(cast)
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=5, at=cast.at)
    submission = work.handed_in(request.pursuit, at=cast.at)
    return submission, lambda noa: look_at_request(actor=noa, request=request, at=cast.at + DAY)


def objected_and_opened(cast):
    quarantine = objected(cast)
    given(cast, cast.rosa, Role.ORG_ADMIN)
    rule_on_quarantine(actor=cast.rosa, quarantine=quarantine, opens=True, at=cast.at)
    return quarantine.submission, lambda noa: look_at_objection(actor=noa, quarantine=quarantine, at=cast.at + DAY)


def asked_and_handed_in(cast):
    request = asks_time(cast)
    submission = work.handed_in(request.pursuit, at=cast.at)
    return submission, lambda noa: look_at_time_request(actor=noa, request=request, at=cast.at + DAY)


def suspected(cast):
    case = flag(actor=cast.ben, submission=work.handed_in(work.started(cast), at=cast.at), words="Alike.", at=cast.at)
    return case.submission, lambda noa: look(actor=noa, case=case, at=cast.at + DAY)


SCENES = [coached, objected_and_opened, asked_and_handed_in, suspected]


def opened_and_claimed_at_once(cast, noa, scene):
    """How often Noa holds the work, and how often they know whose it is, after doing both at the same moment."""
    submission, opens = scene(cast)
    assesses(cast, noa)
    given(cast, noa, Role.COACH, Role.ORG_ADMIN, Role.PROGRAM_MANAGER)
    item = enqueue(actor=None, submission=submission, at=cast.at)
    two_at_once(lambda: claim(actor=noa, item=item, at=cast.at + DAY), lambda: opens(noa))
    return Judge.objects.filter(person=noa).count(), Sight.objects.filter(person=noa).count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", SCENES)
def test_of_claiming_and_opening_at_once_only_one_comes_about(cast, noa, scene):
    assert sum(opened_and_claimed_at_once(cast, noa, scene)) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would(cast, noa, monkeypatch):
    """Each looks for what the other writes, and neither has written it yet."""
    both_have_looked = Barrier(2, timeout=30)
    looked, take, real_hold = sights.has_judged, claiming._take, sights.hold

    def looked_and_waited(*args):
        found = looked(*args)
        both_have_looked.wait()
        return found

    def waited_and_took(*args):
        both_have_looked.wait()
        return take(*args)

    monkeypatch.setattr(sights, "has_judged", looked_and_waited)
    monkeypatch.setattr(claiming, "_take", waited_and_took)
    for room in (sights, claiming):
        monkeypatch.setattr(room, "hold", lambda key: None if key == noa.pk else real_hold(key))
    assert opened_and_claimed_at_once(cast, noa, asked_and_handed_in) == (1, 1)


# Two accounts of one person


def elsewhere(cast):
    """Noa's second account, which judges."""
    return assesses(cast, register(actor=None, name="Noa B.", email="noa@home.example.org"))


def holds_work_of_ada(cast, reader):
    item = enqueue(actor=None, submission=work.handed_in(in_a_pilot(cast), at=cast.at), at=cast.at)
    return claim(actor=reader, item=item, at=cast.at).submission


@pytest.mark.parametrize("asker", ["who judged", "who knows"])
def test_who_judged_in_one_account_and_knows_in_the_other_stays_two(cast, noa, asker):
    other = elsewhere(cast)
    submission = holds_work_of_ada(cast, other)
    given(cast, noa, Role.PROGRAM_MANAGER)
    sights.note_sight(actor=noa, pursuit=submission.pursuit, way=Sight.Way.TIME, at=cast.at)

    with pytest.raises(MayNotMeet) as refused:
        joined(*((other, noa) if asker == "who judged" else (noa, other)), at=cast.at)
    assert cast.ada.name not in str(refused.value)


def test_what_was_judged_in_an_account_that_was_taken_in_counts(cast, noa):
    other = elsewhere(cast)
    submission = holds_work_of_ada(cast, other)
    joined(noa, other, at=cast.at)
    given(cast, noa, Role.PROGRAM_MANAGER)

    with pytest.raises(ForSomebodyElse):
        sights.note_sight(actor=noa, pursuit=submission.pursuit, way=Sight.Way.TIME, at=cast.at + DAY)


def test_that_an_educator_had_two_accounts_breaks_no_promise_about_who_judged_one_and_knew_the_other(cast, noa):
    assesses(cast, noa)
    held = holds_work_of_ada(cast, noa)
    home = register(actor=None, name="Ada W.", email="ada@home.example.org")
    known = work.started(cast, held.pursuit.version, person=home)
    sights.note_sight(actor=noa, pursuit=known, way=Sight.Way.COACHING, at=cast.at)
    (promise,) = [one for one in INVARIANTS if one.promise.startswith("Nobody holds work to judge it of whom")]

    joined(cast.ada, home, at=cast.at)

    assert promise.violations() == []
    Sight.objects.create(pursuit=held.pursuit, person=noa, way=Sight.Way.COACHING, seen_at=cast.at)
    assert promise.violations() != [], "what nobody was kept from all the same"
