"""Clients that registered themselves and that nobody ever consented to are forgotten after ninety days."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client as Browser

from microcred.foundation.clock import now
from microcred.foundation.models import AuditEntry
from microcred.integrations.oauth import reactions
from microcred.integrations.oauth.models import Client
from microcred.integrations.oauth.tests import make
from microcred.integrations.oauth.tests.make import allowed, redeemed
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def later(monkeypatch):
    """Let the clock of the chore stand some days from now."""
    return lambda days: monkeypatch.setattr(reactions, "now", lambda: now() + days * DAY)


def test_who_was_never_used_is_forgotten_and_everyone_else_stays(client: Browser, cast: Cast, later):
    used, secret = make.client(client_name="Used")
    consented, _secret = make.client(client_name="Consented to, and never came back")
    make.client(client_name="Never used")
    client.force_login(cast.ada)
    told = redeemed(client, used, secret, allowed(client, used)).json()
    allowed(client, consented)

    later(89)
    reactions.forget_unused_clients()
    assert Client.objects.count() == 3
    later(91)
    reactions.forget_unused_clients()
    assert set(Client.objects.values_list("name", flat=True)) == {used.name, consented.name}
    (entry,) = AuditEntry.objects.filter(verb="integrations.forget_clients")
    assert entry.subjects["result"] == 1
    reactions.forget_unused_clients()
    assert AuditEntry.objects.filter(verb="integrations.forget_clients").count() == 1, "an idle day leaves no trace"
    assert (
        client.get("/ims/ob/v3p0/profile", headers={"authorization": f"Bearer {told['access_token']}"}).status_code
        == 200
    )


def test_who_was_forgotten_is_unknown_and_may_register_again(client: Browser, cast: Cast, later):
    service, secret = make.client()
    later(91)
    reactions.forget_unused_clients()
    client.force_login(cast.ada)
    assert client.get(make.asking(service)).status_code == 400
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    assert client.post("/oauth/token/", form, headers=make.basic(service, secret)).status_code == 401
    again, _secret = make.client()
    assert client.get(make.asking(again)).status_code == 200


@pytest.mark.django_db
def test_nobody_edits_a_client():
    service, _secret = make.client()
    with pytest.raises(Exception, match=r"Cannot update rows|permission denied"), transaction.atomic():
        Client.objects.filter(pk=service.pk).update(name="Another")
    service.refresh_from_db()
    assert service.name == "Backpack"
