"""Two accounts become one whatever state their work is in, and whoever has had to do with the other's."""

from datetime import timedelta

import pytest

from microcred.accounts.operations import DecidedForTheOther
from microcred.accounts.queries import merge_plan
from microcred.accounts.tests.make import SOON, joined, second_account, works_as
from microcred.credentials.models import Award
from microcred.credentials.tests import make as credentials
from microcred.credentials.verification import check
from microcred.integrity import operations as integrity
from microcred.integrity.queries import standing_of
from microcred.integrity.rules import Outcome
from microcred.integrity.tests import make as alike
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import memberships_of
from microcred.portfolios import access
from microcred.portfolios.models import Extension, PeerComment, Pursuit
from microcred.portfolios.operations import (
    Amiss,
    ask_coach,
    ask_for_time,
    comment_as_peer,
    decline_time,
    extend,
    invite_peer,
    join_as_peer,
    join_team,
    move_over,
    name_teammate,
    not_yet,
    return_for_revision,
    return_incomplete,
    set_terms,
    withdraw,
)
from microcred.portfolios.queries import invitations_to_read, place_in_team, pursuits_of, state_of, teammates_ever
from microcred.portfolios.rules import State
from microcred.portfolios.tests import make as portfolios
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.portfolios.tests.operations.test_move_over import following, longer
from microcred.programs.operations import join
from microcred.programs.queries import standing_of as standing_in
from microcred.programs.tests import make as programs
from microcred.recognition.operations import confirm
from microcred.recognition.tests import make as recognition
from microcred.rewards.tests import make as rewards
from microcred.scoring.tests import make as scoring

HOUR = timedelta(hours=1)


def begun(cast, person, version) -> Pursuit:
    return portfolios.started(cast, version, person=person)


def incomplete(cast, person, version) -> Pursuit:
    pursuit = begun(cast, person, version)
    amiss = [Amiss("Every page can be read", None, "Page 2 is blank.")]
    return_incomplete(actor=None, submission=portfolios.handed_in(pursuit, at=cast.at), amiss=amiss, at=cast.at + HOUR)
    return pursuit


def returned(cast, person, version) -> Pursuit:
    pursuit = begun(cast, person, version)
    short = portfolios.short(portfolios.asked(pursuit, "reflection").criteria.all())
    return_for_revision(actor=None, submission=portfolios.handed_in(pursuit, at=cast.at), short=short, at=cast.at)
    return pursuit


def withdrawn(cast, person, version) -> Pursuit:
    pursuit = begun(cast, person, version)
    withdraw(actor=person, submission=portfolios.handed_in(pursuit, at=cast.at), at=cast.at + HOUR)
    return pursuit


@pytest.mark.parametrize("scene", [begun, incomplete, returned, withdrawn], ids=lambda scene: scene.__name__)
@pytest.mark.parametrize("goes_on", ["mine", "theirs"])
def test_open_work_in_any_state_is_chosen_and_stays_where_it_stood(cast, scene, goes_on):
    version = credentials.version(cast)
    other = second_account(cast)
    mine, theirs = begun(cast, cast.ada, version), scene(cast, other, version)
    stood = {work.pk: state_of(work) for work in (mine, theirs)}
    chosen, aside = (mine, theirs) if goes_on == "mine" else (theirs, mine)

    joined(cast.ada, other, at=cast.at, go_on_with=(chosen.pk,))

    assert state_of(access.own_pursuit(cast.ada, chosen.pk)) is stood[chosen.pk]
    assert state_of(access.own_pursuit(cast.ada, aside.pk)) is State.SET_ASIDE


def test_what_is_further_is_proposed(cast):
    version = credentials.version(cast)
    other = second_account(cast)
    begun(cast, cast.ada, version)
    further = incomplete(cast, other, version)

    (clash,) = merge_plan(cast.ada, other, at=cast.at).clashes

    assert (clash.proposed, clash.settled, clash.stuck) == (further, False, False)


@pytest.mark.parametrize("moved", ["mine", "theirs", "both"])
def test_work_that_moved_on_to_another_version_is_lost_by_nobody(cast, moved):
    version = programs.version(cast)
    other = second_account(cast)
    works = {"mine": begun(cast, cast.ada, version), "theirs": begun(cast, other, version)}
    second = following(cast, works["mine"], longer)
    later = cast.at + timedelta(days=14)
    went = [
        move_over(actor=work.person, pursuit=work, to=second, at=later)
        for whose, work in works.items()
        if moved in (whose, "both")
    ]

    joined(cast.ada, other, at=later, go_on_with=(went[0].pk,))

    assert not Pursuit.objects.filter(person=other).exists()
    for work in (*works.values(), *went):
        assert access.own_pursuit(cast.ada, work.pk) == work
    assert went[0] in pursuits_of(cast.ada)


def test_what_was_set_aside_by_one_merge_bears_another(cast):
    version = credentials.version(cast)
    second, third = second_account(cast), second_account(cast, email="third@example.org")
    works = [begun(cast, person, version) for person in (cast.ada, second, third)]

    joined(cast.ada, second, at=cast.at, go_on_with=(works[1].pk,))
    joined(cast.ada, third, at=cast.at + HOUR, go_on_with=(works[2].pk,))

    states = [state_of(access.own_pursuit(cast.ada, work.pk)) for work in works]
    assert states == [State.SET_ASIDE, State.SET_ASIDE, State.STARTED]


@pytest.mark.parametrize("seated", ["mine", "theirs"])
def test_who_waits_with_one_account_and_sits_with_the_other_keeps_the_seat(cast, seated):
    program = programs.pilot(cast, seats=1)
    other = second_account(cast)
    first, then = (cast.ada, other) if seated == "mine" else (other, cast.ada)
    for person in (first, cast.gus, then):
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)

    joined(cast.ada, other, at=cast.at)

    assert standing_in(cast.ada, program).has_seat
    assert not standing_in(cast.gus, program).has_seat


def test_what_was_earned_with_both_stays_earned_twice_and_verifies(cast):
    version = credentials.version(cast)
    other = second_account(cast)
    awards = [credentials.award(cast, of=version, person=person) for person in (cast.ada, other)]

    joined(cast.ada, other, at=cast.at)

    assert set(Award.objects.filter(person=cast.ada)) == set(awards)
    assert all(check(award.text.encode(), at=award.earned_at).verdict is Verdict.VALID for award in awards)


def test_work_that_is_set_aside_leaves_its_team_and_the_other_stays(cast):
    rows, _place = with_artifact(shareable=True)
    version = scoring.published(cast, requirements=rows)
    other = second_account(cast)
    mine, theirs = begun(cast, cast.ada, version), begun(cast, other, version)
    name_teammate(actor=cast.ada, pursuit=mine, email=other.email, at=cast.at)
    join_team(actor=other, teammate=place_in_team(theirs), at=cast.at)

    joined(cast.ada, other, at=cast.at, go_on_with=(mine.pk,))

    assert place_in_team(mine) is not None
    assert place_in_team(theirs) is None
    assert teammates_ever(mine) == {cast.ada.pk}


def test_a_case_about_the_others_work_goes_on_with_who_they_are_now(cast):
    version = programs.version(cast)
    other = alike.educator(cast, "Ada W")
    integrity.compare(actor=None, submission=alike.handed_in(cast, version, cast.gus, alike.TALE), at=cast.at)
    case = integrity.compare(actor=None, submission=alike.handed_in(cast, version, other, alike.TALE), at=cast.at)
    integrity.ask(actor=cast.elena, case=case, words="How did this come about?", at=cast.at)

    joined(cast.ada, other, at=cast.at)

    case.refresh_from_db()
    integrity.answer(actor=Person.objects.get(pk=cast.ada.pk), case=case, words="We planned together.", at=cast.at)
    integrity.close(actor=cast.elena, case=case, outcome=Outcome.NO_CONCERN, words="They did.", at=cast.at)
    assert [step.kind for step in standing_of(case).steps] == ["asked", "answered", "closed"]


def coached(cast, other):
    set_terms(actor=None, organization=cast.places["carolinacred"], attempts=1, at=cast.at)
    works_as(cast, other, Role.COACH)
    asking = ask_coach(actor=cast.ada, pursuit=portfolios.came_back(cast), at=cast.at)
    not_yet(actor=other, request=asking, met_on=None, note="Who was there?", at=cast.at)


def granted_more_time(cast, other):
    program = programs.pilot(cast)
    works_as(cast, other, Role.PROGRAM_MANAGER, program.owner.slug)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    window = program.windows.get(takes="submissions")
    more = {"kind": Extension.Kind.EXTENSION, "reason": "School was closed.", "window": window}
    extend(actor=other, person=cast.ada, until=window.closes_at + 24 * HOUR, at=cast.at, **more)


def declined_more_time(cast, other):
    program = programs.pilot(cast)
    works_as(cast, other, Role.PROGRAM_MANAGER, program.owner.slug)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    work = portfolios.started(cast, programs.version(cast), program=program)
    request = ask_for_time(actor=cast.ada, pursuit=work, reason="A fever.", at=cast.at)
    decline_time(actor=other, request=request, words="The next window is near.", at=cast.at)


def confirmed_credit(cast, other):
    works_as(cast, other, Role.RECOGNIZER, "rock-hill")
    confirm(actor=other, entry=recognition.entry(cast), at=cast.at)


def approved_a_stipend(cast, other):
    works_as(cast, other, Role.RECOGNIZER, "rock-hill")
    rewards.offer(cast)
    rewards.award(cast)
    rewards.approved(cast, by=other)


def looked_into_a_case(cast, other):
    version = programs.version(cast)
    works_as(cast, other, Role.PROGRAM_MANAGER, cast.places["south-carolina"].slug)
    works_as(cast, other, Role.ORG_ADMIN, "carolinacred")
    integrity.compare(actor=None, submission=alike.handed_in(cast, version, cast.gus, alike.TALE), at=cast.at)
    case = integrity.compare(actor=None, submission=alike.handed_in(cast, version, cast.ada, alike.TALE), at=cast.at)
    integrity.look(actor=other, case=case, at=cast.at)


@pytest.mark.parametrize(
    "scene",
    [coached, granted_more_time, declined_more_time, confirmed_credit, approved_a_stipend, looked_into_a_case],
    ids=lambda scene: scene.__name__,
)
def test_who_has_decided_for_the_other_stays_another(cast, scene):
    other = second_account(cast)
    scene(cast, other)

    with pytest.raises(DecidedForTheOther):
        joined(cast.ada, other, at=cast.at)
    with pytest.raises(DecidedForTheOther):
        joined(other, cast.ada, at=cast.at)
    assert Person.objects.get(pk=other.pk).is_active


def test_who_read_the_others_work_as_a_colleague_reads_it_as_their_own(cast):
    other = second_account(cast)
    work = begun(cast, cast.ada, credentials.version(cast))
    invitation = invite_peer(actor=cast.ada, pursuit=work, email=other.email, at=cast.at)
    join_as_peer(actor=other, invitation=invitation, at=cast.at)
    about = portfolios.asked(work)
    comment_as_peer(actor=other, invitation=invitation, about=about, text="Who was there?", at=cast.at)

    joined(cast.ada, other, at=cast.at)

    assert list(invitations_to_read(cast.ada)) == []
    assert PeerComment.objects.get().text == "Who was there?"
    assert access.own_pursuit(cast.ada, work.pk)


def test_accounts_of_two_tenants_become_one_and_each_tenant_keeps_its_own(cast):
    other = works_as(cast, second_account(cast), Role.EDUCATOR, "laurel-fork")
    award = credentials.award(cast, person=other)
    issuer = award.issuer

    joined(cast.ada, other, at=cast.at)

    held = {membership.organization.slug for membership in memberships_of(cast.ada, at=cast.at + SOON)}
    assert held == {"cedar-creek", "laurel-fork"}
    assert (Award.objects.get(pk=award.pk).person, award.issuer) == (cast.ada, issuer)
