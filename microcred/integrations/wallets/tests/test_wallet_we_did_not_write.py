"""The harness's wallets, made of packages that we did not write, take awards from a running server."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from microcred.credentials.keys import did_document
from microcred.credentials.operations import offer_tokens, sign_tokens
from microcred.credentials.tests import make as credentials
from microcred.integrations.badge_hosts.tests import tls
from microcred.integrations.wallets import addresses
from microcred.integrations.wallets.metadata import credential_offer
from microcred.integrations.wallets.models import Delivery
from microcred.integrations.wallets.tests.make import offering
from microcred.openbadges.tests.conftest import INSTALLED, NODE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(settings, live_server, installed_judges):
    """A server whose public address is where it runs."""
    settings.PUBLIC_URL = live_server.url
    return live_server


def play(script: str, *arguments: str, out: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NODE / "node", INSTALLED / script, *arguments, "--out", out],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "NO_PROXY": "localhost,127.0.0.1", "NODE_USE_ENV_PROXY": "0", **surroundings},
    )


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "Ed25519Signature2020"])
def test_vc_api_by_digital_bazaars_packages(cast, server, tmp_path: Path, suite: str):
    award = credentials.award(cast)
    out = tmp_path / "credential.json"

    done = play("vcapi-wallet.mjs", addresses.interaction(offering(cast, award).secret), "--suite", suite, out=out)

    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text()) == json.loads(award.intent.signed.text)
    assert Delivery.objects.get().wallet_key.startswith("did:key:z6Mk")


@pytest.mark.parametrize("with_code", [False, True], ids=["no code", "transaction code"])
def test_openid4vci_by_openid4vc_js(cast, server, tmp_path: Path, with_code: bool):
    award = credentials.award(cast)
    made = offering(cast, award, with_code=with_code)
    code = ["--tx-code", made.code] if with_code else []
    out = tmp_path / "credential.json"

    done = play("oid4vci-wallet.mjs", addresses.wallet_link(made.secret), "--insecure-http", *code, out=out)

    assert done.returncode == 0, done.stderr
    assert "-- metadata version V1" in done.stderr
    assert json.loads(out.read_text()) == json.loads(award.intent.signed.text)


def test_a_token_by_openid4vc_js_over_tls(cast, settings, judges, tmp_path: Path):
    """The wallet chooses the second form of those offered, and a verifier that is not ours accepts what it got."""
    out = tmp_path / "credential.jwt"
    with tls.served(tmp_path) as server:
        settings.PUBLIC_URL = server.url
        issuer = credentials.issuer(cast)
        offer_tokens(actor=None, issuer=issuer, at=cast.at)
        award = credentials.award(cast)
        sign_tokens(actor=None, award=award, at=award.earned_at)
        made = offering(cast, award)
        offer = credential_offer(made.offer, made.secret)
        chosen = {**offer, "credential_configuration_ids": offer["credential_configuration_ids"][1:]}
        link = f"openid-credential-offer://?credential_offer={quote(json.dumps(chosen), safe='')}"

        done = play("oid4vci-wallet.mjs", link, out=out, NODE_EXTRA_CA_CERTS=str(server.certificate))

        assert done.returncode == 0, done.stderr
        token = out.read_text().strip()
        assert token == award.intent.tokens.get(algorithm="ES256").text
        judges.documents[issuer.did] = did_document(issuer)
        judged = judges.token(token)
    assert judged.accepted, judged.words
