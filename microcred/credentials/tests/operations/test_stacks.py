"""Stacks: awarded in the transaction of the last award, withdrawn and awarded anew in that of a revocation."""

from datetime import UTC, datetime, timedelta

import pytest

from microcred.catalog.operations import open_stack, place, retire
from microcred.catalog.tests.make import reworded
from microcred.credentials import operations, reactions
from microcred.credentials.consequences import following
from microcred.credentials.models import Award, DocumentIntent
from microcred.credentials.operations import stacks
from microcred.credentials.tests import make
from microcred.foundation import outbox
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast

EARNED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Kind = DocumentIntent.Kind


@pytest.fixture
def versions(cast: Cast):
    make.issuer(cast)
    return [make.version(cast, name) for name in ("managing-change", "building-your-team")]


@pytest.fixture
def stack(cast: Cast, versions):
    """Two micro-credentials."""
    return stacked(cast, versions)


def stacked(cast: Cast, versions, slug="leading"):
    opened = open_stack(
        actor=None, owner=cast.places["carolinacred"], slug=slug, name="Leading Change", description="", position=1
    )
    for position, version in enumerate(versions):
        place(actor=None, stack=opened, micro_credential=version.micro_credential, position=position)
    return opened


def in_force():
    return DocumentIntent.objects.filter(kind=Kind.STACK, withdrawal__isnull=True)


def test_the_stack_is_awarded_in_the_transaction_of_its_last_award_and_says_by_what(cast: Cast, stack, versions):
    first = make.award(cast, of=versions[0], earned_at=EARNED)
    assert not in_force().exists()
    second = make.award(cast, of=versions[1], earned_at=EARNED)
    document = in_force().get()
    assert set(document.awards.all()) == {first, second}
    operations.sign(actor=None, intent=second.intent, at=EARNED)
    assert in_force().get() == document


def test_nothing_of_the_stack_stands_when_the_last_award_fails(cast: Cast, stack, versions, monkeypatch):
    make.award(cast, of=versions[0], earned_at=EARNED)
    intent = make.intent(cast, of=versions[1], earned_at=EARNED)

    def dies(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(stacks.DocumentIntent.objects, "create", dies)
    with pytest.raises(RuntimeError):
        operations.sign(actor=None, intent=intent, at=EARNED)
    assert Award.objects.count() == 1
    assert not in_force().exists()


def test_an_award_does_not_wait_for_a_stack_that_nobody_issues(cast: Cast, versions):
    nobody = open_stack(actor=None, owner=cast.places["mira"], slug="theirs", name="Theirs", description="", position=2)
    for position, version in enumerate(versions):
        place(actor=None, stack=nobody, micro_credential=version.micro_credential, position=position)
        make.award(cast, of=version, earned_at=EARNED)
    assert Award.objects.count() == 2
    assert not in_force().exists()

    make.issuer(cast, place="mira")
    reactions.award_stacks_left_behind()
    reactions.award_stacks_left_behind()
    assert in_force().get().stack == nobody


def test_who_had_everything_before_there_was_a_stack_gets_it_within_the_hour(cast: Cast, versions):
    for version in versions:
        make.award(cast, of=version, earned_at=EARNED)
    stack = stacked(cast, versions)
    reactions.award_stacks_left_behind()
    assert in_force().get().stack == stack
    assert in_force().get().person == cast.ada


def test_what_is_retired_is_no_longer_asked_for(cast: Cast, versions):
    third = make.version(cast, "identifying-teacher-leadership-opportunities")
    stacked(cast, [*versions, third])
    for version in versions:
        make.award(cast, of=version, earned_at=EARNED)
    reactions.award_stacks_left_behind()
    assert not in_force().exists()
    retire(actor=cast.cora, micro_credential=third.micro_credential, reason="It is part of another.", at=cast.at)
    reactions.award_stacks_left_behind()
    assert in_force().count() == 1


def test_the_person_is_told_once_by_which_awards(cast: Cast, stack, versions):
    for version in versions:
        make.award(cast, of=version, earned_at=EARNED)
    outbox.deliver_all()
    told = Notice.objects.get(person=cast.ada, kind="stack_awarded")
    assert all(version.title in told.body for version in versions)


def test_a_revoked_part_takes_the_stack_with_it_in_one_transaction(cast: Cast, stack, versions):
    first, _second = [make.award(cast, of=version, earned_at=EARNED) for version in versions]
    operations.revoke(actor=cast.lena, award=first, reason="Error.", at=EARNED + timedelta(days=1))
    assert not in_force().exists()
    outbox.deliver_all()
    told = Notice.objects.get(person=cast.ada, kind="stack_withdrawn")
    assert "was revoked" in told.body
    assert first.version.title in told.body

    make.award(cast, of=versions[0], earned_at=EARNED + timedelta(days=2))
    assert in_force().count() == 1


def test_another_award_of_the_same_takes_its_place(cast: Cast, stack, versions):
    first, second = [make.award(cast, of=version, earned_at=EARNED) for version in versions]
    newer = make.award(
        cast,
        of=reworded(versions[0], actor=cast.cora, at=cast.at + timedelta(days=1)),
        earned_at=EARNED + timedelta(days=5),
    )
    assert set(in_force().get().awards.all()) == {first, second}, "what stands is not written anew"

    operations.revoke(actor=cast.lena, award=first, reason="Error.", at=EARNED + timedelta(days=9))
    assert set(in_force().get().awards.all()) == {newer, second}
    outbox.deliver_all()
    assert "takes its place" in Notice.objects.get(person=cast.ada, kind="stack_withdrawn").body


def test_what_somebody_has_taken_back_by_hand_does_not_come_back_by_itself(cast: Cast, stack, versions):
    for version in versions:
        make.award(cast, of=version, earned_at=EARNED)
    keeper = cast.pia
    appoint(actor=None, person=keeper, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    operations.withdraw(actor=keeper, intent=in_force().get(), reason="An error.", at=EARNED + timedelta(days=1))
    reactions.award_stacks_left_behind()
    assert not in_force().exists()


def test_what_becomes_of_the_stack_is_foreseen(cast: Cast, stack, versions):
    first, second = [make.award(cast, of=version, earned_at=EARNED) for version in versions]
    make.award(cast, of=reworded(versions[0], actor=cast.cora, at=EARNED), earned_at=EARNED + timedelta(days=5))
    document, at = in_force().get(), EARNED + timedelta(days=9)
    for award, kind in ((first, "stack_renewed"), (second, "stack_withdrawn")):
        [told] = [each for each in following(award, at=at) if each.kind.startswith("stack")]
        assert (told.kind, told.subject) == (kind, document.pk)
    operations.revoke(actor=cast.lena, award=first, reason="Error.", at=at)
    assert in_force().count() == 1
