"""An award goes from one server to a second one of its kind: discovered, registered, allowed, taken in."""

import json
import os
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from django.test import Client

from microcred.credentials.tests import make as credentials
from microcred.foundation import postgres
from microcred.integrations.badge_hosts.models import Host, Receipt
from microcred.integrations.badge_hosts.tests import approve, second_instance, tls
from microcred.openbadges import fetch
from tests import database
from tests.plugin import APP_URL, CHECKOUT, OWNER_URL

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def first(tmp_path: Path, settings, monkeypatch):
    """This server, at an address of its own."""
    folder = tmp_path / "first"
    folder.mkdir()
    monkeypatch.setattr(fetch, "is_public", lambda address: True)  # the other one is on this very machine
    with tls.served(folder) as server:
        settings.PUBLIC_URL = server.url
        yield server


@pytest.fixture
def second(tmp_path: Path, first, cast, monkeypatch):
    """Another one, with a database and secrets of its own, where Ada has an account too."""
    folder = tmp_path / "second"
    folder.mkdir()
    name = f"microcred_test_{os.getpid()}_second"
    with psycopg.connect(os.environ[OWNER_URL], autocommit=True) as owner:
        for statement in postgres.clone_database_sql(name, database._template(owner)):
            owner.execute(statement.encode())
    environment = os.environ | {
        "MICROCRED_HOME": str(folder / "home"),
        "DATABASE_URL": postgres.address_of(os.environ[APP_URL]).with_database(name).url,
        "DATABASE_OWNER_URL": postgres.address_of(os.environ[OWNER_URL]).with_database(name).url,
        "DJANGO_SETTINGS_MODULE": "microcred.settings",
        "SSL_CERT_FILE": str(first.certificate),
        "PYTHONPATH": str(CHECKOUT),
    }
    command = [sys.executable, second_instance.__file__, str(folder), cast.ada.name, cast.ada.email]
    process = subprocess.Popen(
        command, env=environment, cwd=CHECKOUT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        told = json.loads(process.stdout.readline())
        monkeypatch.setenv("SSL_CERT_FILE", told["certificate"])
        fetch._tls.cache_clear()
        yield told
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        fetch._tls.cache_clear()
        with psycopg.connect(os.environ[OWNER_URL], autocommit=True) as owner:
            owner.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def test_an_award_goes_over(cast, first, second):
    award = credentials.award(cast)
    browser = Client()
    browser.force_login(cast.ada)

    over = browser.post(f"/awards/{award.pk}/sending/", {"host": f"{second['url']}/"})
    assert over.status_code == 200, over.content.decode()
    asked = over.context["address"]
    assert asked.startswith(f"{second['url']}/oauth/authorize/?")
    back = approve.allowed(second["certificate"], second["session"], asked)
    assert back.startswith(f"{first.url}/hosts/callback/?")
    parts = urlsplit(back)
    done = browser.get(f"{parts.path}?{parts.query}")

    assert done["Location"] == f"/credentials/{award.pk}/"
    assert Receipt.objects.get().created
    trusting = ssl.create_default_context(cafile=second["certificate"])
    with httpx.Client(verify=trusting, cookies={"session": second["session"]}, trust_env=False) as there:
        backpack = there.get(f"{second['url']}/backpack/").text
    assert award.version.title in backpack
    assert "External" in backpack

    # the same answer brought again sends nothing, and a second award needs no second registration
    again = browser.get(f"{parts.path}?{parts.query}")
    assert again["Location"] == f"/awards/{award.pk}/sending/"
    assert Receipt.objects.count() == 1
    browser.post(f"/awards/{award.pk}/sending/", {"host": second["url"]})
    assert Host.objects.count() == 1
    kept = str(Host.objects.values().get())
    assert second["session"] not in kept
