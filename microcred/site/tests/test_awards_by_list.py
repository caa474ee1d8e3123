"""An award that came by a list goes wherever one earned here goes: the ledger, the notice, wallets, other hosts."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials.lists import Listed
from microcred.credentials.models import Award, Issuance
from microcred.credentials.operations import issue, sign_batch, write_batch
from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts.tests.make import token
from microcred.integrations.wallets.tests.make import Wallet, offering
from microcred.notices.models import Notice
from microcred.organizations.models import Person
from microcred.recognition.models import Entry
from microcred.recognition.tests import make as recognition
from tests.cast import Cast


@pytest.fixture
def listed(cast: Cast) -> list[Award]:
    """Ada and somebody who is new here, by one list, and the news of it taken in by everybody."""
    recognition.cycle(cast, recognition.policy(cast))
    recognition.hours(cast)
    credentials.issuer(cast)
    people = [(cast.ada.email, cast.ada.name), ("new@example.org", "Somebody New")]
    issuance = issue(
        actor=None,
        version=credentials.version(cast),
        rows=[Listed(2 + n, email, name, cast.at - timedelta(days=9)) for n, (email, name) in enumerate(people)],
        basis=Issuance.Basis.ATTESTED,
        origin="",
        key="",
        tells=True,
        at=cast.at,
    )
    write_batch(actor=None, batch=issuance.batches.get(), at=cast.at)
    sign_batch(actor=None, batch=issuance.batches.get(), at=cast.at)
    outbox.deliver_all()
    return list(Award.objects.order_by("pk"))


def test_the_ledger_and_the_person_hear_of_it(cast: Cast, listed: list[Award]):
    assert Entry.objects.get().award.person == cast.ada
    told = Notice.objects.filter(kind="award_granted").values_list("person__email", flat=True)
    assert sorted(told) == sorted([cast.ada.email, "new@example.org"])


def test_another_host_reads_it(cast: Cast, listed: list[Award], client: Client):
    answer = client.get("/ims/ob/v3p0/credentials", headers=token(cast.ada))
    (read,) = answer.json()["credential"]
    assert read == json.loads(Award.objects.get(person=cast.ada).intent.signed.text)


def test_a_wallet_picks_it_up(cast: Cast, listed: list[Award], client: Client):
    award = Award.objects.get(person=cast.ada)
    wallet = Wallet(client)
    told = wallet.token(offering(cast, award).secret).json()
    (picked,) = wallet.ask(told["access_token"], wallet.proof(wallet.nonce())).json()["credentials"]
    assert picked["credential"]["id"] == f"urn:uuid:{award.pk}"


def test_whoever_is_new_finds_it_when_they_first_sign_in(cast: Cast, listed: list[Award], client: Client):
    person = Person.objects.get(email="new@example.org")
    client.force_login(person)
    (award,) = (each for each in listed if each.person_id == person.pk)
    assert client.get(f"/credentials/{award.pk}/").status_code == 200
    assert award.earned_at < now()
