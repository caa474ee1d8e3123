"""A page that tells whose work something is leaves its mark before it is shown, and of all whom it names."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.integrity.models import Step
from microcred.integrity.operations import ask, close, compare, flag, look, pause, resume
from microcred.integrity.queries import cases_of
from microcred.integrity.rules import Outcome
from microcred.integrity.tests import make as originality
from microcred.integrity.tests.make import TALE
from microcred.organizations.models import Role
from microcred.portfolios.models import Sight
from microcred.portfolios.operations import ForSomebodyElse, look_at_request, put_in_clean_copy
from microcred.portfolios.tests import make as work
from microcred.scoring.models import Mark, Recusal, Scoring
from microcred.scoring.operations import CameClose, claim, enqueue, let_go, score
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.tests import make
from microcred.scoring.tests.test_acquaintance import WHY, asked, asks_time, assesses, given, noa, objected

DAY = timedelta(days=1)

__all__ = ["noa"]


# Whatever comes of an answer


def coach_says_not_yet_without_a_reason(cast, noa):
    given(cast, noa, Role.COACH)
    return reverse("coach_request", args=[asked(cast).pk]), {"answer": "not_yet", "note": ""}, "Ada Whitfield"


def coach_says_no_day(cast, noa):
    given(cast, noa, Role.COACH)
    return reverse("coach_request", args=[asked(cast).pk]), {"answer": "sign_off", "met_on": "?"}, "Ada Whitfield"


def manager_declines_without_a_reason(cast, noa):
    given(cast, noa, Role.PROGRAM_MANAGER)
    return reverse("time_answer", args=[asks_time(cast).pk]), {"answer": "decline", "words": ""}, WHY


def manager_grants_what_is_over(cast, noa):
    given(cast, noa, Role.PROGRAM_MANAGER)
    grant = {"answer": "grant", "kind": "grace", "last_day": "2020-01-01", "reason": "Here."}
    return reverse("time_answer", args=[asks_time(cast).pk]), grant, WHY


def administrator_decides_what_is_replaced(cast, noa):
    given(cast, noa, Role.ORG_ADMIN)
    quarantine = objected(cast)
    copy = originality.blank_plan("clean")
    clean = {"name": "clean.pdf", "chunks": [copy], "size": len(copy)}
    put_in_clean_copy(actor=cast.ada, quarantine=quarantine, declared=None, at=cast.at, **clean)
    return reverse("quarantine_ruling", args=[quarantine.pk]), {"opens": "yes"}, ""


def manager_closes_a_case_without_an_outcome(cast, noa):
    given(cast, noa, Role.PROGRAM_MANAGER)
    return reverse("case_step", args=[flagged(cast).pk]), {"kind": "closed", "words": "Fine."}, "Ada Whitfield"


def manager_asks_nothing(cast, noa):
    given(cast, noa, Role.PROGRAM_MANAGER)
    return reverse("case_step", args=[flagged(cast).pk]), {"kind": "asked", "words": ""}, "Ada Whitfield"


def flagged(cast):
    return flag(actor=cast.ben, submission=work.handed_in(work.started(cast), at=cast.at), words="Alike.", at=cast.at)


@pytest.mark.parametrize(
    "scene",
    [
        coach_says_not_yet_without_a_reason,
        coach_says_no_day,
        manager_declines_without_a_reason,
        manager_grants_what_is_over,
        administrator_decides_what_is_replaced,
        manager_closes_a_case_without_an_outcome,
        manager_asks_nothing,
    ],
)
def test_an_answer_that_is_refused_tells_as_much_and_is_noted_as_well(client, cast, noa, scene):
    address, answer, told = scene(cast, noa)
    client.force_login(noa)

    with standing_at(cast.at):
        refused = client.post(address, answer)

    assert refused.status_code in (409, 422)
    assert told in refused.content.decode()
    assert Sight.objects.get(person=noa).pursuit.person == cast.ada


# Both sides of a likeness


@pytest.fixture
def alike(cast):
    """Ada handed a tale in, and Wen the same one later: the submission of the one, and the case about the other."""
    version = make.published(cast)
    first = originality.handed_in(cast, version, cast.ada, TALE)
    compare(actor=None, submission=first, at=cast.at)
    second = originality.handed_in(cast, version, make.educator(cast, "Wen"), TALE)
    return first, compare(actor=None, submission=second, at=cast.at)


def test_who_looks_into_a_likeness_judges_neither_side(client, cast, noa, alike):
    first, case = alike
    given(cast, noa, Role.PROGRAM_MANAGER)
    assesses(cast, noa)
    client.force_login(noa)

    page = client.get(reverse("case", args=[case.pk])).content.decode()

    assert cast.ada.name in page
    for submission in (first, case.submission):
        item = enqueue(actor=None, submission=submission, at=cast.at)
        with pytest.raises(TooClose):
            claim(actor=noa, item=item, at=cast.at + DAY)
    assert {one.way for one in Sight.objects.filter(person=noa)} == {Sight.Way.CASE}


STEPS = (
    (look, {}),
    (ask, {"words": "How?"}),
    (pause, {"words": "Wait."}),
    (resume, {"words": "Go on."}),
    (close, {"words": "Fine.", "outcome": Outcome.NO_CONCERN}),
)


@pytest.mark.parametrize("side", ["here", "there"])
def test_who_held_either_side_finds_no_case_and_takes_no_step(client, cast, noa, alike, side):
    first, case = alike
    given(cast, noa, Role.PROGRAM_MANAGER)
    assesses(cast, noa)
    item = enqueue(actor=None, submission=first if side == "there" else case.submission, at=cast.at)
    held = claim(actor=noa, item=item, at=cast.at)
    let_go(actor=noa, item=held, claim_number=held.claim_number, at=cast.at)

    assert not cases_of(noa, at=cast.at).exists()
    for verb, said in STEPS:
        with pytest.raises(ForSomebodyElse):
            verb(actor=noa, case=case, at=cast.at, **said)
    client.force_login(noa)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    assert client.post(reverse("case_step", args=[case.pk]), {"kind": "asked", "words": ""}).status_code == 404
    assert not Sight.objects.filter(person=noa).exists()


def test_nobody_decides_about_what_is_like_their_own_work(client, cast, alike):
    _first, case = alike
    given(cast, cast.ada, Role.PROGRAM_MANAGER)

    for verb, said in STEPS:
        with pytest.raises(NotAllowed):
            verb(actor=cast.ada, case=case, at=cast.at, **said)
    client.force_login(cast.ada)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    assert not Sight.objects.filter(person=cast.ada).exists()


@pytest.mark.parametrize(("verb", "said"), STEPS, ids=lambda one: getattr(one, "__name__", ""))
def test_every_step_notes_of_whom_it_learns(cast, alike, verb, said):
    first, case = alike

    verb(actor=cast.elena, case=case, at=cast.at, **said)

    seen = Sight.objects.filter(person=cast.elena).values_list("pursuit", flat=True)
    assert set(seen) == {first.pursuit_id, case.submission.pursuit_id}
    assert Step.objects.get().taken_by == cast.elena


# What was learned while it was in hand


@pytest.fixture
def learned(cast, noa):
    """Noa holds Ada's work on one micro-credential, and opens what Ada asks a coach about another."""
    request = asked(cast)
    given(cast, noa, Role.COACH)
    assesses(cast, noa)
    item = make.waiting(cast.ada, make.published(cast, stack=make.shelf(cast), name="Another"), at=cast.at)
    held = claim(actor=noa, item=item, at=cast.at)
    make.mark_all(held, noa, at=cast.at)
    look_at_request(actor=noa, request=request, at=cast.at)
    return held


def test_who_learns_whose_it_is_while_they_hold_it_saves_no_reading_of_it(cast, noa, learned):
    with pytest.raises(CameClose) as refused:
        score(actor=noa, item=learned, claim_number=learned.claim_number, at=cast.at)

    assert cast.ada.name not in str(refused.value)
    assert not Scoring.objects.exists()
    assert Mark.objects.exists(), "what was noted stands"
    learned.refresh_from_db()
    assert learned.assessor is None
    assert Recusal.objects.get().assessor == noa
    make.qualified(cast, cast.ben)
    assert claim(actor=cast.ben, item=learned, at=cast.at + DAY).assessor == cast.ben


def test_they_are_told_so_at_their_queue(client, cast, noa, learned):
    client.force_login(noa)
    with standing_at(cast.at):
        answer = client.post(reverse("scoring", args=[learned.pk]), {"claim_number": learned.claim_number}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("queue")
    assert "came too close to it" in answer.content.decode()
