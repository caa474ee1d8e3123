"""`microcred verify`: what it prints, and what its exit code means."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.credentials.models import Issuer as OurIssuer
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.tests.elsewhere import STRANGER, badge, bare_token, endorsement, unsigned_transcript
from microcred.openbadges.tests.make import LIST_URL, Issuer
from tests.cast import Cast

pytestmark = pytest.mark.django_db
"""The command knows the issuers of the server whose database is at hand."""

CENTRE = Issuer()
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": LIST_URL,
}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

GENUINE = bare_token(badge(), CENTRE)

CASES = {
    "genuine": (to_bytes(CENTRE.sign(badge())), 0, "valid"),
    "a token": (bare_token(badge(), CENTRE).encode(), 0, "valid"),
    "of nobody known": (to_bytes(STRANGER.sign(badge(STRANGER))), 4, "unknown issuer"),
    "changed": (to_bytes({**CENTRE.sign(badge()), "name": "Solo work"}), 1, "invalid"),
    "run out": (to_bytes(CENTRE.sign(badge(validUntil=YESTERDAY))), 1, "expired"),
    "to come": (to_bytes(CENTRE.sign(badge(validFrom="2100-01-01T00:00:00Z"))), 1, "not yet valid"),
    "valid in part": (
        bare_token(unsigned_transcript(GENUINE, GENUINE[:-4] + "AAAA"), CENTRE).encode(),
        1,
        "valid in part",
    ),
    "its list out of reach": (to_bytes(CENTRE.sign(badge(credentialStatus=ENTRY))), 3, "could not be checked"),
}


def run(*arguments: str | Path):
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch):
    """The list of the tests' issuer is nowhere, and nobody is to be asked where."""
    from microcred.openbadges import source
    from microcred.openbadges.errors import Unreachable

    def nobody(url: str, **_options: object) -> bytes:
        raise Unreachable(f"{url} did not answer")

    monkeypatch.setattr(source, "fetch", nobody)


@pytest.mark.parametrize("case", CASES)
def test_exit_codes_and_verdicts(tmp_path: Path, case: str):
    content, code, verdict = CASES[case]
    file = tmp_path / "credential"
    file.write_bytes(content)

    in_words = run(file, "--issuer", CENTRE.did)
    assert in_words.exit_code == code, in_words.output
    assert in_words.output.strip().splitlines()[-1].startswith(f"{verdict}: ")

    for_programs = run(file, "--issuer", CENTRE.did, "--json")
    assert for_programs.exit_code == code
    report = json.loads(for_programs.stdout)
    assert report["verdict"] == verdict
    assert {"name", "outcome", "fatal", "message", "details"} == set(report["checks"][0])


def test_every_check_is_a_line_and_what_stands_inside_stands_further_in(tmp_path: Path):
    file = tmp_path / "badge.json"
    file.write_bytes(to_bytes(CENTRE.sign(badge(endorsement=[endorsement("urn:x:a")]))))
    lines = run(file).output.splitlines()
    called = ["It is a credential", "Nothing in it is unsigned", "It follows the standard", "It is unchanged"]
    passed = [line.removeprefix("passed").strip() for line in lines if line.startswith("passed")][:4]
    assert all(line.startswith(words) for line, words in zip(passed, called, strict=True)), "as the page calls them"
    assert "endorsement at endorsement[0]: unknown issuer" in lines
    assert any(line.startswith("    passed   It is unchanged") for line in lines)


def test_nothing_to_verify_is_said_and_is_2(tmp_path: Path):
    for source in (tmp_path / "absent.json", "http://example.org/badge.json", "https://example.org/badge.json"):
        assert run(source).exit_code == 2


def test_the_holder_is_compared_when_an_address_is_given(tmp_path: Path):
    file = tmp_path / "award.json"
    file.write_bytes(to_bytes(CENTRE.award(status=None)))
    vouched = (file, "--issuer", CENTRE.did, "--recipient")
    assert run(*vouched, "ada@district.example.org").exit_code == 0
    refused = run(*vouched, "gus@example.org")
    assert refused.exit_code == 1
    assert "not issued to this e-mail address" in refused.output


def test_the_issuers_of_this_server_are_known_and_others_are_not(tmp_path: Path, cast: Cast):
    file = tmp_path / "award.json"
    file.write_bytes(to_bytes(CENTRE.award(status=None)))
    assert run(file).exit_code == 4

    OurIssuer.objects.create(organization=cast.places["carolinacred"], slug="centre", name="Centre", did=CENTRE.did)

    assert run(file).exit_code == 0


def test_what_is_no_credential_is_2_and_says_what_it_is(tmp_path: Path):
    for content, words in ((b"hello", "neither a credential"), (b"%PDF-1.7", "printed form")):
        file = tmp_path / "credential"
        file.write_bytes(content)
        refused = run(file)
        assert refused.exit_code == 2
        assert words in refused.stderr
