"""A program made of oauth4webapi issues and revokes in an issuer's name, over TLS; others judge what it was given."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from microcred.credentials.keys import did_document
from microcred.credentials.models import Award
from microcred.credentials.tests import make as credentials
from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts.tests import tls
from microcred.integrations.vc_api.tests.make import asking, email, plain, program
from microcred.openbadges.tests.conftest import INSTALLED, NODE, Judges
from microcred.openbadges.verify import Verdict

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_from_the_secret_to_the_revocation(cast, settings, judges: Judges, tmp_path: Path):
    with tls.served(tmp_path) as server:
        settings.PUBLIC_URL = server.url
        version = credentials.version(cast)
        let_in = program(Client(), cast).client
        # the JavaScript judges are asked as of a day that has passed
        asked = asking(version, email("ada@elsewhere.example"), plain("name", "Ada"), validFrom="2026-11-20T12:00:00Z")
        told = {
            "client_id": let_in.client.client_id,
            "client_secret": let_in.secret,
            "credential": asked,
            "other": {**asked, "issuer": "did:example:another"},
        }
        done = subprocess.run(
            [NODE / "node", INSTALLED / "issuing-client.mjs", server.url],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(server.certificate), "NODE_USE_ENV_PROXY": "0"},
        )
        assert done.returncode == 0, done.stderr
        answers = json.loads(done.stdout)
        award = Award.objects.get()
        issuer, status_list = award.issuer, award.intent.status_list
        judges.documents[issuer.did] = did_document(issuer)
        judges.documents[status_list.url] = json.loads(status_list.signed)
        credential = answers["issued"]["body"]["verifiableCredential"]
        judged = judges.javascript(credential)
        verdict = check(award.intent.signed.text.encode(), at=now()).verdict

    assert answers["scope"] == "credentials:issue credentials:status"
    assert answers["issued"]["status"] == answers["again"]["status"] == 201
    assert answers["issued"] == answers["again"]
    assert credential == json.loads(award.intent.signed.text)
    assert (answers["refused"]["status"], answers["refused"]["body"]["title"]) == (403, "ForeignIssuer")
    assert answers["revoked"] == {"status": 200, "body": {}}
    assert answers["after"] == {"status": 401, "challenge": True}
    assert verdict is Verdict.REVOKED
    assert '"verified":true' in judged.words, judged.words
    assert '{"purpose":"revocation","set":true}' in judged.words, judged.words
