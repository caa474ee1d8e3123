"""Badges from elsewhere, brought in by hand: verified, marked, and one's own only when they say so."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from microcred.credentials import verification
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts import operations
from microcred.integrations.badge_hosts.models import ExternalCredential, Look
from microcred.integrations.badge_hosts.operations import NotGenuine, NotKeepable, StandsHere, bring_in, look_again
from microcred.integrations.badge_hosts.queries import credentials_of, looked_at_before
from microcred.integrations.badge_hosts.reactions import look_at_external_credentials_again
from microcred.integrations.badge_hosts.tests.make import elsewhere
from microcred.notices.models import Notice
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.models import HashedEmail, hashed_identity
from microcred.openbadges.tests.elsewhere import ASSERTION, Servers, old_academy
from microcred.openbadges.tests.make import Issuer, award


def brought(person, text, *, at=None):
    return bring_in(actor=person, document=text.encode(), at=at or now())


def old_badge(person, monkeypatch, **changes):
    """A hosted badge of Open Badges 2.0, and the servers that it stands on."""
    recipient = {
        "type": "email",
        "hashed": True,
        "salt": "s",
        "identity": "sha256$" + hashed_identity(person.email, "s")[7:],
    }
    assertion = {**ASSERTION, "recipient": recipient, **changes}
    servers = old_academy(**{"assertions/1": assertion})
    monkeypatch.setattr(verification, "_fetch_hosted", servers.fetch)
    monkeypatch.setattr(verification, "fetch", servers.fetch)
    return json.dumps(assertion), servers


def test_what_names_ones_address_is_ones_own(cast):
    held = brought(cast.ada, elsewhere(cast.ada))

    assert (held.yours, held.received_from) == (True, "")
    look = Look.objects.get(credential=held)
    assert {step["name"]: step["outcome"] for step in look.steps}["proof"] == "passed"


def test_what_names_another_is_kept_and_not_shown_to_be_theirs(cast):
    held = brought(cast.ada, elsewhere(cast.gus))

    assert held.yours is False
    assert credentials_of(cast.ada, since=None, limit=10, offset=0).total == 0


def test_it_becomes_theirs_once_they_verify_the_address(cast):
    held = brought(cast.ada, elsewhere(cast.gus))
    EmailAddress.objects.filter(user=cast.gus).delete()
    EmailAddress.objects.create(user=cast.ada, email=cast.gus.email, verified=True, primary=False)

    look_again(actor=None, credential=held, at=now())

    held.refresh_from_db()
    assert held.yours is True


def test_an_unverified_address_shows_nothing(cast):
    EmailAddress.objects.create(user=cast.ada, email="claimed@example.org", verified=False, primary=False)
    cast.gus.email = "claimed@example.org"

    assert brought(cast.ada, elsewhere(cast.gus)).yours is False


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"id": "urn:x:" + "a" * 3_000}, "more than 2,000"),
        ({"id": "urn:x:abc%00def"}, "nobody can see"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_its_fact_named(cast, changes, fact):
    with pytest.raises(NotKeepable, match=fact):
        brought(cast.ada, elsewhere(cast.ada, **changes))
    assert not ExternalCredential.objects.exists()


def test_a_day_that_readers_elsewhere_do_not_have_is_refused(cast):
    issuer = Issuer()
    holder = HashedEmail(address=cast.ada.email, salt="c2FsdA")
    badge = award(issuer.did, holder=holder, status=None).to_json() | {"validFrom": "0001-01-01T00:00:00Z"}
    with pytest.raises(NotKeepable, match="in no calendar"):
        brought(cast.ada, to_bytes(issuer.sign(badge)).decode())


def test_the_same_badge_twice_is_one(cast):
    first = brought(cast.ada, elsewhere(cast.ada))
    again = brought(cast.ada, elsewhere(cast.ada))

    assert again.pk == first.pk
    assert ExternalCredential.objects.count() == 1
    assert Look.objects.count() == 2


def test_ones_own_award_needs_no_second_place(cast):
    award = credentials.award(cast)

    with pytest.raises(StandsHere):
        brought(cast.ada, award.text, at=award.earned_at)


def test_what_was_altered_is_not_taken_in(cast):
    with pytest.raises(NotGenuine):
        brought(cast.ada, elsewhere(cast.ada).replace("Building Your Team", "Leading a School"))
    assert not ExternalCredential.objects.exists()


def test_a_badge_of_the_older_standard_is_taken_in_from_where_it_is_hosted(cast, monkeypatch):
    text, servers = old_badge(cast.ada, monkeypatch)

    held = brought(cast.ada, text)

    assert (held.name, held.issuer_name, held.yours) == ("Tidiness", "The old academy", True)
    assert "https://old.example/assertions/1" in servers.asked


def test_and_is_nobodys_when_it_names_another(cast, monkeypatch):
    text, _servers = old_badge(cast.gus, monkeypatch)

    assert brought(cast.ada, text).yours is False


def test_an_older_badge_whose_host_does_not_answer_is_not_taken_in(cast, monkeypatch):
    text, _servers = old_badge(cast.ada, monkeypatch)
    monkeypatch.setattr(verification, "_fetch_hosted", Servers().fetch)
    monkeypatch.setattr(verification, "fetch", Servers().fetch)

    with pytest.raises(NotGenuine):
        brought(cast.ada, text)


def test_what_is_revoked_later_is_told_once(cast, monkeypatch):
    text, servers = old_badge(cast.ada, monkeypatch)
    held = brought(cast.ada, text)
    servers.documents.pop("https://old.example/assertions/1")
    servers.gone["https://old.example/assertions/1"] = json.dumps(
        {**ASSERTION, "revoked": True, "revocationReason": "By mistake."}
    ).encode()

    for _time in range(2):
        look_again(actor=None, credential=held, at=now())

    held.refresh_from_db()
    assert held.verdict == "revoked"
    assert Notice.objects.filter(person=cast.ada, kind="external_credential_changed").count() == 1


def test_when_nothing_answers_the_last_word_stands(cast, monkeypatch):
    text, servers = old_badge(cast.ada, monkeypatch)
    held = brought(cast.ada, text)
    before = held.verdict
    servers.documents.clear()

    look_again(actor=None, credential=held, at=now())

    held.refresh_from_db()
    assert held.verdict == before
    assert held.looks.first() is not None


def test_the_clock_looks_again_after_a_week_and_not_before(cast):
    held = brought(cast.ada, elsewhere(cast.ada), at=now() - timedelta(days=8))
    brought(cast.gus, elsewhere(cast.gus))
    assert [one.pk for one in looked_at_before(now() - timedelta(days=7))] == [held.pk]

    look_at_external_credentials_again()

    assert list(looked_at_before(now() - timedelta(days=7))) == []


def test_taken_out_nothing_of_it_is_kept(cast):
    held = brought(cast.ada, elsewhere(cast.ada))

    operations.take_out(actor=cast.ada, credential=held)

    assert not Look.objects.exists()
