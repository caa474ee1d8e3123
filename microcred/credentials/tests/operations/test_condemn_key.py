"""A stolen key: nothing it signed is trusted, and nothing that was really awarded is lost."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from microcred.credentials import operations, reactions
from microcred.credentials.keys import OrderUnproven, did_document, jwk_set, key_in_use, unsealed, verification_method
from microcred.credentials.lists import Listed
from microcred.credentials.models import (
    Award,
    AwardIntent,
    DocumentIntent,
    Issuance,
    KeyCondemnation,
    SignedAgain,
    SignedCredential,
    SigningKey,
    StatusList,
)
from microcred.credentials.operations import condemnations
from microcred.credentials.queries import batches_left_behind, condemnations_to_uphold
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.openbadges import proofs
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.models import urn
from microcred.openbadges.tests.conftest import Judges
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast

AWARDS, STATUS = SigningKey.Purpose.AWARDS, SigningKey.Purpose.STATUS


@pytest.fixture(autouse=True)
def on_the_web(settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"


def stolen_key(cast: Cast, purpose: SigningKey.Purpose = AWARDS) -> SigningKey:
    return key_in_use(make.issuer(cast), purpose)


def condemn(cast: Cast, key: SigningKey, *, days: int = 31, actor=None, reason="A laptop was lost.") -> KeyCondemnation:
    """In doubt since a day after Ada's award of `make`, noticed a day later."""
    since = cast.at + timedelta(days=days)
    return operations.condemn_key(actor=actor, key=key, since=since, reason=reason, at=since + timedelta(days=1))


def verdict(text: str) -> Verdict:
    """What our verifier says now, with lists as fresh as the worker keeps them."""
    reactions.keep_status_lists_fresh()
    return check(text.encode(), at=now()).verdict


def forged_like(award: Award, key: SigningKey) -> str:
    """What a thief signs: an award that nobody made, dated before the theft."""
    said = {**json.loads(award.intent.unsigned), "id": urn(uuid7())}
    method = verification_method(award.issuer, key)
    signed = proofs.sign(said, unsealed(key), created=award.earned_at, verification_method=method)
    return to_bytes(signed).decode()


def test_what_was_awarded_before_is_signed_again_and_what_a_thief_dated_before_is_not(cast: Cast):
    award = make.award(cast)
    stolen, before = stolen_key(cast), award.text
    forged = forged_like(award, stolen)
    assert (verdict(before), verdict(forged)) == (Verdict.VALID, Verdict.VALID), "nobody can tell them apart"

    condemn(cast, stolen)
    assert (verdict(before), verdict(forged)) == (Verdict.INVALID, Verdict.INVALID)
    outbox.deliver_all()

    award = Award.objects.get()
    assert verdict(award.text) is Verdict.VALID
    assert verdict(forged) is Verdict.INVALID
    assert without_proof(award.text) == without_proof(before)
    assert SignedCredential.objects.get().text == before, "the old form is kept"
    assert proof_key(award.text) == key_in_use(award.issuer, AWARDS).public_multibase != stolen.public_multibase


def without_proof(text: str) -> dict:
    return {name: value for name, value in json.loads(text).items() if name != "proof"}


def proof_key(text: str) -> str:
    return json.loads(text)["proof"]["verificationMethod"].partition("#")[2]


def test_the_same_addresses_serve_what_was_signed_again(cast: Cast, client):
    award = make.award(cast)
    condemn(cast, stolen_key(cast))
    reactions.sign_again_what_was_condemned()
    reactions.keep_status_lists_fresh()
    again = SignedAgain.objects.get().text
    page = f"/credentials/{award.pk}/"
    assert client.get(f"{page}credential.json").content.decode() == again
    assert client.get(page, headers={"accept": "application/json"}).content.decode() == again
    assert again.encode() in client.get(f"{page}credential.svg").content.replace(b"&quot;", b'"')
    assert "Valid" in client.get(page).content.decode()


def test_the_issuer_lists_a_condemned_key_for_nothing(cast: Cast):
    make.award(cast)
    issuer, stolen = make.issuer(cast), stolen_key(cast)
    condemnation = condemn(cast, stolen)
    document = did_document(issuer)
    name = verification_method(issuer, stolen)
    assert name not in document["assertionMethod"] + document["authentication"]
    (method,) = [each for each in document["verificationMethod"] if each["id"] == name]
    assert method["revoked"] == condemnation.since.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert verification_method(issuer, key_in_use(issuer, AWARDS)) in document["assertionMethod"]
    assert stolen.public_multibase not in json.dumps(jwk_set(issuer))


def test_what_was_awarded_since_waits_until_somebody_upholds_it(cast: Cast):
    early = make.award(cast)
    late = make.award(cast, of=early.version, person=cast.gus, earned_at=cast.at + timedelta(days=31, hours=1))
    condemnation = condemn(cast, late.intent.key)
    reactions.sign_again_what_was_condemned()
    assert (verdict(Award.objects.get(pk=early.pk).text), verdict(late.text)) == (Verdict.VALID, Verdict.INVALID)
    with pytest.raises(OrderUnproven):
        operations.sign_again(actor=None, intent=AwardIntent.objects.get(pk=late.pk), at=now())
    assert [each.awards for each in condemnations_to_uphold(late.issuer)] == [1]

    operations.uphold(actor=None, condemnation=condemnation, at=now())
    reactions.sign_again_what_was_condemned()

    assert verdict(Award.objects.get(pk=late.pk).text) is Verdict.VALID
    assert not condemnations_to_uphold(late.issuer).exists()
    with pytest.raises(operations.UpheldAlready):
        operations.uphold(actor=None, condemnation=condemnation, at=now())


def test_what_waited_for_its_signature_gets_it_from_the_new_key(cast: Cast):
    early = make.intent(cast)
    late = make.intent(cast, of=early.version, person=cast.gus, earned_at=cast.at + timedelta(days=31))
    condemnation = condemn(cast, early.key)
    reactions.sign_what_was_left_behind()
    (award,) = Award.objects.all()
    assert award.pk == early.pk
    assert verdict(award.text) is Verdict.VALID
    assert not Notice.objects.filter(kind="award_signed_again").exists(), "there is no earlier copy"
    operations.uphold(actor=None, condemnation=condemnation, at=now())
    reactions.sign_what_was_left_behind()
    reactions.sign_again_what_was_condemned()
    assert verdict(Award.objects.get(pk=late.pk).text) is Verdict.VALID
    assert SignedAgain.objects.count() == 2


def test_a_list_that_waited_is_signed_by_the_new_key(cast: Cast):
    make.issuer(cast)
    rows = [Listed(2 + n, f"listed-{n}@example.org", f"Listed {n}", cast.at + timedelta(days=20)) for n in range(3)]
    issuance = operations.issue(
        actor=None, version=make.version(cast), basis=Issuance.Basis.ATTESTED, origin="", rows=rows, key="k",
        tells=False, at=cast.at + timedelta(days=30),
    )  # fmt: skip
    batch = issuance.batches.get()
    operations.write_batch(actor=None, batch=batch, at=cast.at + timedelta(days=30))
    condemn(cast, stolen_key(cast))
    operations.sign_batch(actor=None, batch=batch, at=now())
    assert [verdict(award.text) for award in Award.objects.all()] == [Verdict.VALID] * 3


def test_a_list_that_must_be_upheld_keeps_no_other_waiting(cast: Cast):
    make.issuer(cast)
    version, at = make.version(cast), cast.at + timedelta(days=31, hours=1)
    waiting, other = (
        operations.issue(
            actor=None, version=version, basis=Issuance.Basis.ATTESTED, origin="", key=f"list {n}", tells=False, at=at,
            rows=[Listed(2, f"listed-{n}@example.org", "Listed", cast.at)],
        ).batches.get() for n in range(2)
    )  # fmt: skip
    operations.write_batch(actor=None, batch=waiting, at=at)
    assert list(batches_left_behind(before=now())) == [waiting, other]
    condemnation = condemn(cast, stolen_key(cast))
    assert list(batches_left_behind(before=now())) == [other]
    operations.uphold(actor=None, condemnation=condemnation, at=now())
    assert list(batches_left_behind(before=now())) == [waiting, other]


def test_what_is_in_doubt_is_served_in_no_other_form_either(cast: Cast, client):
    operations.offer_tokens(actor=None, issuer=make.issuer(cast), at=cast.at)
    award = make.award(cast, earned_at=cast.at + timedelta(days=31, hours=1))
    outbox.deliver_all()
    forms = (f"/credentials/{award.pk}/credential.es256.jwt", f"/open-badges-2/assertions/{award.pk}.json")
    assert [client.get(form).status_code for form in forms] == [200, 200]
    condemnation = condemn(cast, stolen_key(cast))
    assert [client.get(form).status_code for form in forms] == [404, 410]
    assert "credential.es256.jwt" not in client.get(f"/credentials/{award.pk}/").content.decode()
    operations.uphold(actor=None, condemnation=condemnation, at=now())
    assert [client.get(form).status_code for form in forms] == [200, 200]


def test_a_token_of_a_condemned_key_is_served_no_more(cast: Cast, client):
    operations.offer_tokens(actor=None, issuer=make.issuer(cast), at=cast.at)
    award = make.award(cast)
    outbox.deliver_all()
    condemn(cast, stolen_key(cast, SigningKey.Purpose.ES256))
    assert client.get(f"/credentials/{award.pk}/credential.es256.jwt").status_code == 404
    assert client.get(f"/credentials/{award.pk}/credential.rs256.jwt").status_code == 200


def test_each_holder_is_told_once_and_who_holds_nothing_any_more_is_not(cast: Cast):
    kept = make.award(cast)
    gone = make.award(cast, of=kept.version, person=cast.gus)
    operations.revoke(actor=cast.lena, award=gone, reason="Error.", at=cast.at + timedelta(days=30, hours=1))
    condemn(cast, kept.intent.key)
    for _again in range(2):
        reactions.sign_again_what_was_condemned()
        outbox.deliver_all()
    told = Notice.objects.filter(kind="award_signed_again")
    assert [notice.person for notice in told] == [cast.ada]
    assert f"/credentials/{kept.pk}/" in told.get().path
    assert verdict(Award.objects.get(pk=gone.pk).text) is Verdict.REVOKED


def test_a_second_theft_is_mended_like_the_first(cast: Cast):
    award = make.award(cast)
    condemn(cast, stolen_key(cast))
    reactions.sign_again_what_was_condemned()
    first_again = Award.objects.get().text
    condemn(cast, stolen_key(cast), days=33)
    assert verdict(first_again) is Verdict.INVALID
    reactions.sign_again_what_was_condemned()
    assert verdict(Award.objects.get().text) is Verdict.VALID
    assert SignedAgain.objects.filter(intent=award.intent).count() == 2


def test_a_stolen_key_of_lists_leaves_awards_as_they_are(cast: Cast):
    award = make.award(cast)
    stolen = stolen_key(cast, STATUS)
    condemn(cast, stolen)
    assert proof_key(StatusList.objects.get().signed) == stolen_key(cast, STATUS).public_multibase
    reactions.sign_again_what_was_condemned()
    assert not SignedAgain.objects.exists()
    assert verdict(award.text) is Verdict.VALID


def test_lists_are_signed_anew_at_once_whichever_key_it_was(cast: Cast):
    make.award(cast)
    before = StatusList.objects.get().signed_at
    condemnation = condemn(cast, stolen_key(cast))
    assert StatusList.objects.get().signed_at == condemnation.condemned_at > before


def test_a_retired_key_can_be_condemned_and_the_one_in_use_stays(cast: Cast):
    award = make.award(cast)
    old = stolen_key(cast)
    new = operations.rotate_key(
        actor=None, issuer=award.issuer, purpose=AWARDS, reason="Yearly.", at=cast.at + timedelta(days=31)
    )
    condemn(cast, old)
    reactions.sign_again_what_was_condemned()
    assert key_in_use(award.issuer, AWARDS) == new
    assert proof_key(Award.objects.get().text) == new.public_multibase


def test_tokens_are_signed_again_too(cast: Cast, client):
    operations.offer_tokens(actor=None, issuer=make.issuer(cast), at=cast.at)
    award = make.award(cast)
    operations.sign_tokens(actor=None, award=award, at=award.earned_at)
    address = f"/credentials/{award.pk}/credential.es256.jwt"
    before = client.get(address).content.decode()
    condemn(cast, stolen_key(cast, SigningKey.Purpose.ES256))
    assert verdict(before) is Verdict.INVALID
    reactions.sign_again_what_was_condemned()
    after = client.get(address).content.decode()
    assert after != before
    assert check(after.encode(), at=now()).genuine
    assert client.get(f"/credentials/{award.pk}/").content.decode().count("credential.es256.jwt") == 1
    reactions.sign_again_what_was_condemned()
    assert award.intent.tokens.count() == 3


def test_endorsements_are_signed_again_and_records_are_put_together_anew(cast: Cast, client):
    award = make.award(cast)
    issuer = make.issuer(cast, place="mira")
    endorsed = operations.endorse(
        actor=None, issuer=issuer, endorsed=award, comment="We saw it.", at=cast.at + timedelta(days=30)
    )
    record = operations.compose_record(actor=cast.ada, awards=[award], at=cast.at + timedelta(days=30))
    for intent in (endorsed, record):
        operations.sign_document(actor=None, intent=intent, at=cast.at + timedelta(days=30))
    for key in (endorsed.key, record.key):
        condemn(cast, key)
    reactions.sign_again_what_was_condemned()
    found = {each.kind: each for each in DocumentIntent.objects.all()}
    assert verdict(found["endorsement"].text) is Verdict.VALID
    assert client.get(f"/documents/{endorsed.pk}/document.json").content.decode() == found["endorsement"].text
    assert verdict(found["record"].text) is Verdict.INVALID
    anew = operations.compose_record(actor=cast.ada, awards=[Award.objects.get()], at=now())
    operations.sign_document(actor=None, intent=anew, at=now())
    assert check(anew.text.encode(), at=now()).verdict in (Verdict.VALID, Verdict.PARTLY)


def test_a_stopped_issuer_signs_nothing_again_until_it_resumes(cast: Cast):
    award = make.award(cast)
    operations.stop_issuing(actor=None, issuer=award.issuer, reason="A theft.", at=cast.at + timedelta(days=31))
    condemn(cast, award.intent.key)
    reactions.sign_again_what_was_condemned()
    assert not SignedAgain.objects.exists()
    operations.resume_issuing(actor=None, issuer=award.issuer, at=cast.at + timedelta(days=33))
    reactions.sign_again_what_was_condemned()
    assert verdict(Award.objects.get().text) is Verdict.VALID


class Killed(BaseException):
    """The process dies here."""


def kill(*_args: object, **_kwargs: object) -> None:
    raise Killed


def kill_after(do: Callable) -> Callable:
    def dies(*args: object, **kwargs: object) -> None:
        do(*args, **kwargs)
        raise Killed

    return dies


WHILE_CONDEMNING = {
    "before the new key": (condemnations, "put_in_place_of_old", kill),
    "after the new key": (condemnations, "put_in_place_of_old", kill_after(condemnations.put_in_place_of_old)),
    "after the condemnation": (KeyCondemnation.objects, "create", kill_after(KeyCondemnation.objects.create)),
    "after a list": (condemnations, "sign_status_list", kill_after(condemnations.sign_status_list)),
    "after the news": (condemnations, "announce", kill_after(condemnations.announce)),
}


@pytest.mark.parametrize("point", WHILE_CONDEMNING)
@pytest.mark.django_db(transaction=True)
def test_killed_while_condemning_the_key_is_trusted_as_before(cast: Cast, monkeypatch, point: str):
    award = make.award(cast)
    stolen = stolen_key(cast)
    with monkeypatch.context() as patch:
        patch.setattr(*WHILE_CONDEMNING[point])
        with pytest.raises(Killed):
            condemn(cast, stolen)
    assert (stolen_key(cast), verdict(award.text)) == (stolen, Verdict.VALID)
    condemn(cast, stolen)
    outbox.deliver_all()
    assert verdict(Award.objects.get().text) is Verdict.VALID


WHILE_SIGNING = {
    "before the key is unsealed": (condemnations, "unsealed", kill),
    "while verifying": (condemnations, "check", kill),
    "before storing": (SignedAgain.objects, "create", kill),
    "after storing": (SignedAgain.objects, "create", kill_after(SignedAgain.objects.create)),
    "after the news": (condemnations, "announce", kill_after(condemnations.announce)),
}


@pytest.mark.parametrize("point", WHILE_SIGNING)
@pytest.mark.django_db(transaction=True)
def test_killed_between_two_awards_the_rest_is_taken_up(cast: Cast, monkeypatch, point: str):
    first = make.award(cast)
    second = make.award(cast, of=first.version, person=cast.gus, earned_at=cast.at + timedelta(days=30, hours=1))
    condemn(cast, stolen_key(cast))
    operations.sign_again(actor=None, intent=AwardIntent.objects.get(pk=first.pk), at=now())
    with monkeypatch.context() as patch:
        patch.setattr(*WHILE_SIGNING[point])
        with pytest.raises(Killed):
            reactions.sign_again_what_was_condemned()
    assert [each.intent_id for each in SignedAgain.objects.all()] == [first.pk], "one is done, one is not begun"

    reactions.sign_again_what_was_condemned()
    reactions.sign_again_what_was_condemned()
    outbox.deliver_all()

    assert SignedAgain.objects.count() == 2
    assert {verdict(award.text) for award in Award.objects.all()} == {Verdict.VALID}
    told = Notice.objects.filter(kind="award_signed_again").values_list("person", flat=True)
    assert sorted(told) == sorted([first.person_id, second.person_id])


def test_a_signature_our_verifier_refuses_is_not_stored(cast: Cast, monkeypatch):
    award = make.award(cast)
    stolen = stolen_key(cast)
    pair = unsealed(stolen)
    condemn(cast, stolen)
    monkeypatch.setattr(condemnations, "unsealed", lambda _key: pair)
    with pytest.raises(operations.SignatureNotVerified):
        operations.sign_again(actor=None, intent=AwardIntent.objects.get(pk=award.pk), at=now())
    assert not SignedAgain.objects.exists()


@pytest.mark.slow
def test_judges_that_are_not_ours_say_the_same(cast: Cast, judges: Judges):
    award = make.award(cast, earned_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    stolen, before = stolen_key(cast), award.text
    forged = forged_like(award, stolen)
    condemn(cast, stolen, days=81)
    reactions.sign_again_what_was_condemned()
    judges.documents[award.issuer.did] = did_document(award.issuer)
    status_list = StatusList.objects.get()
    judges.documents[status_list.url] = json.loads(status_list.signed)
    judgement = judges.javascript(json.loads(Award.objects.get().text))
    assert judgement.accepted, judgement.words
    assert not judges.javascript(json.loads(before)).accepted
    assert not judges.javascript(json.loads(forged)).accepted


def test_only_administrators_with_a_reason_and_a_moment_that_has_come(cast: Cast):
    make.award(cast)
    stolen = stolen_key(cast)
    for stranger in (cast.lena, cast.omar, cast.ada):
        with pytest.raises(NotAllowed):
            condemn(cast, stolen, actor=stranger)
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    with pytest.raises(operations.CondemnationUnexplained):
        condemn(cast, stolen, actor=cast.rosa, reason=" ")
    moment = cast.at + timedelta(days=31)
    with pytest.raises(operations.MomentAhead):
        operations.condemn_key(
            actor=cast.rosa, key=stolen, since=moment + timedelta(seconds=1), reason="Theft.", at=moment
        )
    condemnation = condemn(cast, stolen, actor=cast.rosa)
    with pytest.raises(operations.CondemnedAlready):
        condemn(cast, stolen, actor=cast.rosa)
    with pytest.raises(NotAllowed):
        operations.uphold(actor=cast.lena, condemnation=condemnation, at=moment + timedelta(days=2))


def test_an_issuer_that_is_its_key_cannot_condemn_it(cast: Cast, settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    make.award(cast)
    with pytest.raises(operations.KeyIsTheIdentifier):
        condemn(cast, stolen_key(cast))


def test_what_is_trusted_is_not_signed_again(cast: Cast):
    award = make.award(cast)
    with pytest.raises(operations.KeyNotCondemned):
        operations.sign_again(actor=None, intent=award.intent, at=now())
