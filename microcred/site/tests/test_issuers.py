"""The operator's commands for an issuer: they say what they did, or why not."""

from datetime import timedelta

import pytest

from microcred.credentials.models import Issuer, SigningKey
from microcred.credentials.tests import make
from microcred.site import issuers
from tests.cast import Cast


@pytest.fixture
def issuer(cast: Cast, settings) -> Issuer:
    settings.PUBLIC_URL = "https://credentials.example.edu"
    return make.issuer(cast)


def test_renewing_says_which_key_signs_now(issuer: Issuer, capsys):
    assert issuers.renew(slug="carolinacred", purpose="awards", reason="The yearly renewal.") == 0
    newest = SigningKey.objects.filter(purpose="awards").latest("created_at")
    assert newest.public_multibase in capsys.readouterr().out


def test_stopping_twice_is_refused_in_words(issuer: Issuer, capsys):
    assert issuers.stop(slug="carolinacred", reason="A key may have leaked.") == 0
    assert issuers.stop(slug="carolinacred", reason="Again.") == 2
    assert "stopped already" in capsys.readouterr().err
    assert issuers.resume(slug="carolinacred") == 0
    assert issuers.resume(slug="carolinacred") == 2


def test_an_issuer_that_is_not_there_is_answered_with_those_that_are(issuer: Issuer, capsys):
    assert issuers.resume(slug="carolina") == 2
    assert "carolinacred" in capsys.readouterr().err


def test_a_purpose_that_is_none_is_answered_with_those_that_are(issuer: Issuer, capsys):
    assert issuers.renew(slug="carolinacred", purpose="everything", reason="?") == 2
    assert "awards, status" in capsys.readouterr().err


def test_condemning_says_what_is_signed_again_and_what_waits(issuer: Issuer, cast: Cast, capsys):
    early = make.award(cast)
    make.award(cast, of=early.version, person=cast.gus, earned_at=cast.at + timedelta(days=40))
    since = (cast.at + timedelta(days=31)).isoformat()
    stolen = early.intent.key.public_multibase

    assert issuers.condemn(slug="carolinacred", purpose="awards", key="", since=since, reason="A theft.") == 0

    said = capsys.readouterr().out
    assert f"Nothing that {stolen} signed is trusted. 1 awards are being signed again." in said
    assert "1 awarded since then wait for `microcred uphold-awards carolinacred`." in said
    assert issuers.uphold_since(slug="carolinacred") == 0
    assert "1 awards stand" in capsys.readouterr().out


def test_condemning_is_refused_in_words(issuer: Issuer, capsys):
    key = SigningKey.objects.get(purpose="awards").public_multibase
    how = {"slug": "carolinacred", "purpose": "awards", "key": "", "since": "2026-10-01T08:00Z", "reason": "A theft."}
    assert issuers.condemn(**{**how, "since": "yesterday"}) == 2
    assert "is not a moment" in capsys.readouterr().err
    assert issuers.condemn(**{**how, "key": "zNobody"}) == 2
    assert key in capsys.readouterr().err
    assert issuers.condemn(**{**how, "purpose": "rs256"}) == 2
    assert "No key of rs256 is trusted." in capsys.readouterr().err
    assert issuers.condemn(**how) == 0
    assert issuers.condemn(**{**how, "key": key[:12]}) == 2
