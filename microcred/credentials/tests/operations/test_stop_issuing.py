"""The brake of an issuer: nothing is signed while it is on, nothing is lost, taking back goes on."""

from datetime import timedelta

import pytest

from microcred.credentials import operations, reactions
from microcred.credentials.models import Award, AwardIntent
from microcred.credentials.tests import make
from microcred.foundation import outbox
from microcred.foundation.models import PendingDelivery
from microcred.foundation.refusals import NotAllowed
from tests.cast import Cast


def stop(cast: Cast, *, actor=None, reason="A key may have leaked."):
    return operations.stop_issuing(actor=actor, issuer=make.issuer(cast), reason=reason, at=cast.at)


def test_what_is_awarded_while_stopped_waits_and_is_signed_afterwards(cast: Cast):
    stop(cast)
    intent = make.intent(cast)
    with pytest.raises(operations.IssuingStopped):
        operations.sign(actor=None, intent=intent, at=intent.intended_at)
    outbox.deliver_all()
    reactions.sign_what_was_left_behind()
    assert not Award.objects.exists()
    assert not PendingDelivery.objects.exists(), "it waits for the issuer; no news is poisoned by that"

    operations.resume_issuing(actor=None, issuer=intent.issuer, at=cast.at + timedelta(days=50))
    reactions.sign_what_was_left_behind()
    assert Award.objects.get().intent == intent


def test_a_stop_does_not_hold_up_another_issuer_nor_a_revocation(cast: Cast):
    award = make.award(cast)
    stop(cast)
    assert operations.revoke(actor=cast.lena, award=award, reason="Error.", at=cast.at + timedelta(days=40))
    assert AwardIntent.objects.count() == 1


def test_once_on_it_is_on_and_once_off_it_is_off(cast: Cast):
    with pytest.raises(operations.NotStopped):
        operations.resume_issuing(actor=None, issuer=make.issuer(cast), at=cast.at)
    stop(cast)
    with pytest.raises(operations.StoppedAlready):
        stop(cast)
    operations.resume_issuing(actor=None, issuer=make.issuer(cast), at=cast.at)
    assert stop(cast), "and on again"


def test_only_administrators_and_only_with_a_reason(cast: Cast):
    for stranger in (cast.lena, cast.ada, cast.omar):
        with pytest.raises(NotAllowed):
            stop(cast, actor=stranger)
    with pytest.raises(operations.StopUnexplained):
        stop(cast, reason="")
