"""The harness's client, made of oauth4webapi, walks the Open Badges API from discovery to revocation, over TLS."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from microcred.credentials.tests import make as credentials
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.integrations.badge_hosts.tests import approve, tls
from microcred.integrations.badge_hosts.tests.make import elsewhere
from microcred.openbadges.tests.conftest import INSTALLED, NODE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_whole_way(cast, settings, installed_judges, tmp_path: Path):
    with tls.served(tmp_path) as server:
        settings.PUBLIC_URL = server.url
        for number, design in enumerate(("managing-change", "building-your-team")):
            credentials.award(
                cast, of=credentials.version(cast, design), earned_at=cast.at + timedelta(days=30 + number)
            )
        sent = tmp_path / "credential.json"
        sent.write_text(elsewhere(cast.ada))
        browser = Client()
        browser.force_login(cast.ada)
        allow = f"{sys.executable} {approve.__file__} {server.certificate} {browser.cookies['session'].value}"

        done = subprocess.run(
            [NODE / "node", INSTALLED / "ob-api-client.mjs", server.url, "--approve", allow, "--post", sent],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(server.certificate), "NODE_USE_ENV_PROXY": "0"},
        )

    assert done.returncode == 0, done.stdout + done.stderr
    passed, failed = (int(word) for word in done.stdout.splitlines()[-1].split() if word.isdigit())
    assert passed >= 33, done.stdout
    assert failed == 0, done.stdout
    assert ExternalCredential.objects.get().text == sent.read_text(), "kept to the byte"
