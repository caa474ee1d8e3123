"""Suspending and reinstating: for the time being, with a reason, seen by whoever checks and forgotten afterwards."""

import json
from datetime import timedelta

import pytest

from microcred.credentials import operations
from microcred.credentials.models import Award, Suspension
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.openbadges.verify import Verdict
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast) -> Award:
    """An award of an issuer that suspends."""
    operations.choose_status(actor=None, issuer=make.issuer(cast), suspends=True, lists_revoked=False, at=cast.at)
    return make.award(cast)


def verdict(award: Award, at) -> Verdict:
    return check(award.intent.signed.text.encode(), at=at).verdict


def test_a_suspended_award_does_not_hold_until_it_is_reinstated(cast: Cast, award: Award):
    day = cast.at + timedelta(days=40)
    operations.suspend(actor=cast.lena, award=award, reason="A complaint is looked at.", at=day)
    assert verdict(award, day + timedelta(hours=1)) is Verdict.SUSPENDED

    operations.reinstate(actor=cast.lena, award=award, at=day + timedelta(days=2))
    assert verdict(award, day + timedelta(days=2, hours=1)) is Verdict.VALID

    operations.suspend(actor=cast.lena, award=award, reason="Another one.", at=day + timedelta(days=3))
    assert verdict(award, day + timedelta(days=3, hours=1)) is Verdict.SUSPENDED
    assert award.suspensions.count() == 2


def test_a_suspension_says_nothing_in_the_list_of_revocations(cast: Cast, award: Award):
    before = type(award.intent.status_list).objects.get(pk=award.intent.status_list_id).signed
    operations.suspend(actor=cast.lena, award=award, reason="Looked at.", at=cast.at + timedelta(days=40))
    award.intent.status_list.refresh_from_db()
    assert award.intent.status_list.signed == before


def test_the_two_lists_are_two_and_their_places_are_drawn_apart(award: Award):
    entries = json.loads(award.intent.signed.text)["credentialStatus"]
    assert [entry["statusPurpose"] for entry in entries] == ["revocation", "suspension"]
    assert len({entry["statusListCredential"] for entry in entries}) == 2


def test_an_award_of_an_issuer_that_does_not_suspend_is_left_alone(cast: Cast):
    award = make.award(cast)
    assert isinstance(json.loads(award.intent.signed.text)["credentialStatus"], dict), "as the published schema wants"
    with pytest.raises(operations.NotSuspendable):
        operations.suspend(actor=cast.lena, award=award, reason="Looked at.", at=cast.at + timedelta(days=40))


def test_revoked_after_all(cast: Cast, award: Award):
    day = cast.at + timedelta(days=40)
    operations.suspend(actor=cast.lena, award=award, reason="Looked at.", at=day)
    operations.revoke(actor=cast.lena, award=award, reason="It was true.", at=day + timedelta(days=1))
    assert verdict(award, day + timedelta(days=2)) is Verdict.REVOKED
    with pytest.raises(operations.AlreadyRevoked):
        operations.suspend(actor=cast.lena, award=award, reason="Again.", at=day + timedelta(days=3))


def test_not_twice_not_without_a_reason_and_not_what_is_not_suspended(cast: Cast, award: Award):
    day = cast.at + timedelta(days=40)
    with pytest.raises(operations.NotSuspended):
        operations.reinstate(actor=cast.lena, award=award, at=day)
    with pytest.raises(operations.ReasonMissing):
        operations.suspend(actor=cast.lena, award=award, reason=" ", at=day)
    operations.suspend(actor=cast.lena, award=award, reason="Looked at.", at=day)
    with pytest.raises(operations.AlreadySuspended):
        operations.suspend(actor=cast.lena, award=award, reason="Looked at.", at=day)


def test_only_the_issuers_people_and_nobody_their_own(cast: Cast, award: Award):
    day = cast.at + timedelta(days=40)
    for stranger in (cast.ada, cast.omar, cast.ben, cast.gus):
        with pytest.raises(NotAllowed):
            operations.suspend(actor=stranger, award=award, reason="No.", at=day)
    own = make.award(cast, of=award.version, person=cast.lena)
    with pytest.raises(operations.OwnAward):
        operations.suspend(actor=cast.lena, award=own, reason="No.", at=day)
    assert not Suspension.objects.exists()


def test_the_educator_hears_why_and_when_it_is_over(cast: Cast, award: Award):
    day = cast.at + timedelta(days=40)
    operations.suspend(actor=cast.lena, award=award, reason="A complaint is looked at.", at=day)
    operations.reinstate(actor=cast.lena, award=award, at=day + timedelta(days=1))
    outbox.deliver_all()
    assert "A complaint is looked at." in Notice.objects.get(person=cast.ada, kind="award_suspended").body
    assert Notice.objects.filter(person=cast.ada, kind="award_reinstated").count() == 1
