"""Issuing to many: one list, each person once, whatever dies in between, and never taken for scored here."""

import json
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from microcred.credentials import operations, reactions
from microcred.credentials.lists import Listed
from microcred.credentials.models import Award, AwardIntent, Issuance, IssuanceBatch, SignedCredential
from microcred.credentials.operations import batch_signer, batches, issuances
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.openbadges.models import holder_matches
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint
from tests.cast import Cast

ATTESTED, IMPORTED = Issuance.Basis.ATTESTED, Issuance.Basis.IMPORTED


def people(cast: Cast, count: int = 5, **changes) -> list[Listed]:
    earned = cast.at - timedelta(days=100)
    return [Listed(2 + n, f"person-{n}@example.org", f"Person {n}", earned, **changes) for n in range(count)]


def order(cast: Cast, rows=None, **changes) -> Issuance:
    make.issuer(cast)
    told = {"actor": None, "basis": ATTESTED, "origin": "", "key": "", "tells": True, "at": cast.at}
    told |= {"version": changes.pop("version", None) or make.version(cast), "rows": rows or people(cast)}
    return operations.issue(**(told | changes))


def carry_out(issuance: Issuance, at: datetime) -> None:
    for batch in issuance.batches.order_by("number"):
        operations.write_batch(actor=None, batch=batch, at=at)
        operations.sign_batch(actor=None, batch=batch, at=at)


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(issuances, "BATCH", 2)


def test_everyone_on_the_list_gets_a_credential_that_verifies_and_is_theirs(cast: Cast, small_batches):
    issuance = order(cast)
    carry_out(issuance, cast.at)

    assert issuance.batches.count() == 3
    awards = Award.objects.filter(intent__issuance=issuance)
    assert sorted(award.recipient_name for award in awards) == [f"Person {n}" for n in range(5)]
    for award in awards:
        text = award.intent.signed.text
        assert check(text.encode(), at=cast.at + timedelta(days=1)).verdict is Verdict.VALID
        assert holder_matches(json.loads(text)["credentialSubject"], award.person.email)
        assert award.earned_at == cast.at - timedelta(days=100)
    assert len({award.intent.status_index for award in awards}) == 5
    salts = {json.loads(award.intent.signed.text)["credentialSubject"]["identifier"][0]["salt"] for award in awards}
    assert len(salts) == 5, "a salt for each"


def test_the_text_is_what_signing_one_by_one_would_have_given(cast: Cast):
    issuance = order(cast, people(cast, 2))
    (batch,) = issuance.batches.all()
    operations.write_batch(actor=None, batch=batch, at=cast.at)
    from microcred.credentials.operations import awards

    one_by_one = {intent.pk: awards._signed_text(intent, intent.key) for intent in AwardIntent.objects.all()}
    operations.sign_batch(actor=None, batch=batch, at=cast.at)
    assert {signed.intent_id: signed.text for signed in SignedCredential.objects.all()} == one_by_one


def test_nothing_in_it_can_be_taken_for_scored_here(cast: Cast):
    rows = people(cast, 1, reference="BC-2019-0042")
    carry_out(order(cast, rows, basis=IMPORTED, origin="Bloomboard"), cast.at)
    award = Award.objects.get()
    credential = json.loads(award.intent.signed.text)
    assert "result" not in credential["credentialSubject"]
    assert not award.results.exists()
    (evidence,) = credential["evidence"]
    assert evidence["genre"] == "Import"
    assert "by Bloomboard, and imported. It is known there as BC-2019-0042." in evidence["narrative"]
    assert "No work was handed in to, or scored by" in evidence["narrative"]


def test_the_same_list_again_is_the_same_issuance(cast: Cast):
    first = order(cast)
    carry_out(first, cast.at)
    again = order(cast, version=first.version, at=cast.at + timedelta(days=1))
    carry_out(again, cast.at + timedelta(days=1))
    assert again == first
    assert Award.objects.count() == 5


def test_another_list_under_the_same_key_is_refused(cast: Cast):
    first = order(cast, key="autumn")
    with pytest.raises(operations.KeyTaken):
        order(cast, people(cast, 4), version=first.version, key="autumn")


class Killed(BaseException):
    """Not an `Exception`: nothing in the code may catch it, as nothing catches SIGKILL."""


def dies_at(number: int, do):
    """What kills itself at its so many'th call."""
    calls = iter(range(1000))

    def dying(*args, **kwargs):
        if next(calls) == number:
            raise Killed
        return do(*args, **kwargs)

    return dying


POINTS = {
    "between the batches": (operations, "write_batch", 1),
    "while intents are written": (batches, "values_of", 3),
    "between writing and signing": (operations, "sign_batch", 1),
    "while signing": (batch_signer, "is_with_proof", 3),
    "while verifying": (batch_signer, "check", 1),
    "before the awards": (batches, "copy_in", 5),
    "before the news": (batches, "announce", 1),
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_it_goes_on_where_it_stopped(cast: Cast, monkeypatch, small_batches, point: str):
    issuance = order(cast)
    where, name, number = POINTS[point]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, dies_at(number, getattr(where, name)))
        with pytest.raises(Killed):
            carry_out(issuance, cast.at)
    assert Award.objects.count() < 5
    assert Award.objects.count() % 2 == 0, "a batch is granted whole or not at all"

    carry_out(issuance, cast.at + timedelta(hours=1))
    carry_out(issuance, cast.at + timedelta(hours=2))
    assert Award.objects.count() == SignedCredential.objects.count() == AwardIntent.objects.count() == 5
    assert Person.objects.filter(email__startswith="person-").count() == 5
    outbox.deliver_all()
    assert Notice.objects.filter(kind="award_granted").count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_up_what_nobody_finished(cast: Cast, small_batches, monkeypatch):
    issuance = order(cast)
    operations.write_batch(actor=None, batch=issuance.batches.get(number=0), at=cast.at)
    monkeypatch.setattr(reactions, "BATCH_LEFT_BEHIND_AFTER", timedelta(seconds=-1))
    reactions.issue_what_was_left_behind()
    assert Award.objects.count() == 5


def test_who_got_it_by_another_way_meanwhile_is_passed_over(cast: Cast):
    version = make.version(cast)
    rows = [*people(cast, 2), Listed(4, cast.ada.email, "Ada", cast.at - timedelta(days=5))]
    issuance = order(cast, rows, version=version)
    make.award(cast, of=version)
    carry_out(issuance, cast.at + timedelta(days=40))
    assert issuance.batches.get().writing.passed_over == 1
    assert Award.objects.filter(person=cast.ada).count() == 1


def test_one_person_with_two_addresses_gets_it_once(cast: Cast):
    EmailAddress.objects.create(user=cast.ada, email="ada@home.example.org", verified=True)
    earned = cast.at - timedelta(days=5)
    rows = [Listed(2, cast.ada.email, "Ada", earned), Listed(3, "ada@home.example.org", "Ada", earned)]
    issuance = order(cast, rows)
    carry_out(issuance, cast.at)
    assert Award.objects.get().person == cast.ada
    assert issuance.batches.get().writing.passed_over == 1


def test_whoever_has_an_account_keeps_their_name_and_hears_of_it(cast: Cast):
    rows = [Listed(2, cast.ada.email, "A. Whitfield", cast.at - timedelta(days=5))]
    carry_out(order(cast, rows), cast.at)
    assert Award.objects.get().recipient_name == cast.ada.name
    outbox.deliver_all()
    assert Notice.objects.filter(person=cast.ada, kind="award_granted").exists()


def test_nobody_is_told_when_the_order_says_so(cast: Cast):
    carry_out(order(cast, tells=False), cast.at)
    outbox.deliver_all()
    assert not Notice.objects.filter(kind="award_granted").exists()


def test_a_stopped_issuer_writes_down_and_signs_later(cast: Cast):
    issuance = order(cast)
    batch = IssuanceBatch.objects.get()
    operations.stop_issuing(actor=None, issuer=issuance.issuer, reason="A key may have leaked.", at=cast.at)
    reactions.issue_batch(str(batch.pk))
    assert (AwardIntent.objects.count(), Award.objects.count()) == (5, 0)
    operations.resume_issuing(actor=None, issuer=issuance.issuer, at=cast.at)
    reactions.issue_batch(str(batch.pk))
    assert Award.objects.count() == 5


def test_an_award_that_runs_out_says_when(cast: Cast):
    ends = cast.at + timedelta(days=1)
    rows = [*people(cast, 2, expires_at=ends), Listed(9, "gus@example.org", "Gus", cast.at - timedelta(days=3))]
    carry_out(order(cast, rows), cast.at)
    texts = {award.person.email: award.intent.signed.text.encode() for award in Award.objects.all()}
    later = ends + timedelta(days=1)
    assert check(texts["person-0@example.org"], at=later).verdict is Verdict.EXPIRED
    assert check(texts["gus@example.org"], at=later).verdict is Verdict.VALID


def test_what_ran_out_long_ago_can_be_imported(cast: Cast):
    rows = people(cast, 1, expires_at=cast.at - timedelta(days=50))
    carry_out(order(cast, rows, basis=IMPORTED, origin="Bloomboard"), cast.at)
    assert check(Award.objects.get().intent.signed.text.encode(), at=cast.at).verdict is Verdict.EXPIRED


def test_awards_of_a_suspending_issuer_get_a_place_in_both_lists(cast: Cast):
    operations.choose_status(actor=None, issuer=make.issuer(cast), suspends=True, lists_revoked=False, at=cast.at)
    carry_out(order(cast), cast.at)
    award = Award.objects.first()
    operations.suspend(actor=cast.lena, award=award, reason="Looked at.", at=cast.at + timedelta(days=1))
    later = cast.at + timedelta(days=2)
    assert check(award.intent.signed.text.encode(), at=later).verdict is Verdict.SUSPENDED


def test_a_list_with_faults_is_refused_whole_and_every_fault_named(cast: Cast):
    version = make.version(cast)
    make.award(cast, of=version)
    wrong = [
        *people(cast, 1),
        Listed(3, "person-0@example.org", "Twice", cast.at),
        Listed(4, "late@example.org", "Tomorrow", cast.at + timedelta(days=1)),
        Listed(5, cast.ada.email, "Ada", cast.at),
    ]
    with pytest.raises(operations.ListAtFault) as refused:
        order(cast, wrong, version=version)
    assert [str(fault) for fault in refused.value.faults] == [
        "Row 3: person-0@example.org stands in row 2 already.",
        "Row 4: the day it was earned lies in the future.",
        f"Row 5: {cast.ada.email} holds this micro-credential already.",
    ]
    assert not Issuance.objects.exists()


def test_an_import_says_from_where_and_an_empty_list_is_none(cast: Cast):
    with pytest.raises(operations.OriginMissing):
        order(cast, basis=IMPORTED, origin=" ")
    with pytest.raises(operations.ListEmpty):
        operations.issue(
            actor=None,
            version=make.version(cast, "building-your-team"),
            rows=[],
            basis=ATTESTED,
            origin="",
            key="",
            tells=False,
            at=cast.at,
        )


def test_only_administrators_of_the_issuer_and_the_operator(cast: Cast):
    version = make.version(cast)
    for stranger in (cast.lena, cast.omar, cast.ada):
        with pytest.raises(NotAllowed):
            order(cast, version=version, actor=stranger)
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    assert order(cast, version=version, actor=cast.rosa).ordered_by == cast.rosa


def test_a_signature_that_does_not_verify_is_not_stored(cast: Cast, monkeypatch):
    from microcred.credentials.keys import new_key

    issuance = order(cast)
    other, _sealed = new_key()
    monkeypatch.setattr(batch_signer, "unsealed", lambda key: other)
    with pytest.raises(operations.SignatureNotVerified):
        carry_out(issuance, cast.at)
    assert not SignedCredential.objects.exists()
