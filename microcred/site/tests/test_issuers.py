"""The operator's commands for an issuer: they say what they did, or why not."""

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
