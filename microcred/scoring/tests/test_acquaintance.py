"""Whoever knows whose work something is judges none of it, and who judges it is not told whose it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.refusals import NotAllowed
from microcred.integrity.operations import flag, look
from microcred.integrity.queries import cases_of
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import CoachRequest, Judge, Sight
from microcred.portfolios.operations import (
    ForSomebodyElse,
    ask_coach,
    end_goal_sharing,
    end_peer,
    invite_peer,
    join_as_peer,
    join_team,
    leave_team,
    look_at_request,
    name_teammate,
    not_yet,
    set_terms,
    share_goals,
)
from microcred.portfolios.queries import place_in_team, requests_for
from microcred.portfolios.tests import make as work
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot
from microcred.programs.tests.make import version as published
from microcred.scoring.operations import claim, claim_next, enqueue, let_go
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import readable_by
from microcred.scoring.tests import make

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


WAYS = [
    opens_a_coaching_request,
    answers_a_coaching_request,
    reads_a_draft_for_a_while,
    reads_goals_for_a_while,
    works_in_a_team_for_a_while,
    looks_into_a_case,
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
