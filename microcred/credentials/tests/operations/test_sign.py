"""Signing: verified before it is stored, once, and safe to be killed at every point."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from microcred.credentials import operations, reactions
from microcred.credentials.models import Award, AwardIntent, AwardResult, SignedCredential, SigningKey
from microcred.credentials.operations import awards
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.foundation.models import OutboxEvent
from microcred.notices.models import Notice
from microcred.openbadges.verify import Verdict
from tests.cast import Cast


def test_what_was_intended_is_signed_and_our_verifier_accepts_it(cast: Cast):
    intent = make.intent(cast)
    award = operations.sign(actor=None, intent=intent, at=intent.intended_at)

    text = award.intent.signed.text
    assert check(text.encode(), at=intent.intended_at + timedelta(days=1)).verdict is Verdict.VALID
    signed = json.loads(text)
    signed.pop("proof")
    assert signed == json.loads(intent.unsigned)
    assert award.pk == intent.pk
    assert award.recipient_name == cast.ada.name
    assert {result.level for result in award.results.all()} == set(make.highest(award.version))


def test_signing_again_returns_the_award_that_is_there(cast: Cast):
    intent = make.intent(cast)
    first = operations.sign(actor=None, intent=intent, at=intent.intended_at)
    again = operations.sign(actor=None, intent=intent, at=intent.intended_at + timedelta(hours=5))
    assert again == first
    assert SignedCredential.objects.count() == Award.objects.count() == 1
    assert OutboxEvent.objects.filter(name="credentials.AwardGranted").count() == 1


def test_an_intent_signed_at_another_time_gives_the_same_text(cast: Cast):
    """So that a try which died after signing can never have made a second, different credential."""
    intent = make.intent(cast)
    again = AwardIntent.objects.get(pk=intent.pk)
    assert awards._signed_text(intent, intent.key) == awards._signed_text(again, again.key)
    award = operations.sign(actor=None, intent=intent, at=intent.intended_at + timedelta(days=9))
    assert award.intent.signed.text == awards._signed_text(intent, intent.key)


class Killed(BaseException):
    """Not an `Exception`: nothing in the code may catch it, as nothing catches SIGKILL."""


def kill(*_args: object, **_kwargs: object) -> None:
    raise Killed


def kill_after(do: Callable) -> Callable:
    def dies(*args: object, **kwargs: object) -> None:
        do(*args, **kwargs)
        raise Killed

    return dies


POINTS = {
    "before the key is unsealed": (awards, "unsealed", kill),
    "while signing": (awards.proofs, "sign", kill),
    "after signing": (awards, "_signed_text", kill_after(awards._signed_text)),
    "while verifying": (awards, "check", kill),
    "after verifying": (awards, "_check_before_it_counts", kill_after(awards._check_before_it_counts)),
    "before storing": (SignedCredential.objects, "create", kill),
    "after storing": (SignedCredential.objects, "create", kill_after(SignedCredential.objects.create)),
    "before the award": (Award.objects, "create", kill),
    "after the award": (Award.objects, "create", kill_after(Award.objects.create)),
    "before the results": (AwardResult.objects, "bulk_create", kill),
    "after the results": (AwardResult.objects, "bulk_create", kill_after(AwardResult.objects.bulk_create)),
    "before the news": (awards, "announce", kill),
    "after the news": (awards, "announce", kill_after(awards.announce)),
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_the_sweep_leaves_exactly_one_award(cast: Cast, monkeypatch, point: str):
    intent = make.intent(cast)
    with monkeypatch.context() as patch:
        patch.setattr(*POINTS[point])
        with pytest.raises(Killed):
            operations.sign(actor=None, intent=intent, at=intent.intended_at)
    assert not Award.objects.exists(), "half an award is no award"
    assert not SignedCredential.objects.exists()

    reactions.sign_what_was_left_behind()

    award = Award.objects.get()
    assert award.intent == intent
    assert check(award.intent.signed.text.encode(), at=now()).verdict is Verdict.VALID
    assert award.results.count() == award.version.criteria.count()
    assert OutboxEvent.objects.filter(name="credentials.AwardGranted").count() == 1
    reactions.sign_what_was_left_behind()
    outbox.deliver_all()
    assert Award.objects.count() == SignedCredential.objects.count() == 1
    assert Notice.objects.filter(person=cast.ada, kind="award_granted").count() == 1


def test_a_text_stored_without_its_award_is_verified_and_kept(cast: Cast):
    """As after a restore that lost the award: the stored text is published, not another one."""
    intent = make.intent(cast)
    text = awards._signed_text(intent, intent.key)
    stored = SignedCredential.objects.create(intent=intent, text=text, digest="0" * 64, signed_at=intent.intended_at)
    award = operations.sign(actor=None, intent=intent, at=intent.intended_at)
    assert award.intent.signed == stored


def test_a_stored_text_that_does_not_verify_is_never_published(cast: Cast):
    intent = make.intent(cast)
    forged = awards._signed_text(intent, intent.key).replace("Managing", "Mastering", 1)
    SignedCredential.objects.create(intent=intent, text=forged, digest="0" * 64, signed_at=intent.intended_at)
    with pytest.raises(operations.SignatureNotVerified):
        operations.sign(actor=None, intent=intent, at=intent.intended_at)
    assert not Award.objects.exists()


def test_a_signature_our_verifier_refuses_is_not_stored(cast: Cast, monkeypatch):
    intent = make.intent(cast)
    other_key, _sealed = awards_key()
    monkeypatch.setattr(awards, "unsealed", lambda key: other_key)
    with pytest.raises(operations.SignatureNotVerified, match="proof"):
        operations.sign(actor=None, intent=intent, at=intent.intended_at)
    assert not SignedCredential.objects.exists()
    monkeypatch.undo()
    assert operations.sign(actor=None, intent=intent, at=intent.intended_at)


def awards_key():
    from microcred.credentials.keys import new_key

    return new_key()


def test_one_intent_that_cannot_be_signed_holds_up_no_other(cast: Cast, monkeypatch):
    bad = make.intent(cast)
    good = make.intent(cast, of=bad.version, person=cast.gus)
    real = awards._signed_text

    def broken_for_one(intent: AwardIntent, key: SigningKey) -> str:
        if intent == bad:
            raise RuntimeError("the key does not open")
        return real(intent, key)

    monkeypatch.setattr(awards, "_signed_text", broken_for_one)
    reactions.sign_what_was_left_behind()
    assert [award.intent for award in Award.objects.all()] == [good]


def test_the_news_of_an_intent_is_its_signature_and_the_educator_hears(cast: Cast):
    intent = make.intent(cast)
    outbox.deliver_all()
    award = Award.objects.get(intent=intent)
    notice = Notice.objects.get(person=cast.ada, kind="award_granted")
    assert notice.path == f"/credentials/{award.pk}/"
    assert award.version.title in notice.subject
