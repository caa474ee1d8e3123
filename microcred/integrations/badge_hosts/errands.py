"""Sending a person's award to another host, in two walks with the person's consent between them.

Requests to the host are made between transactions, never inside one.
"""

import base64
import hashlib
import secrets
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.credentials.addresses import public
from microcred.credentials.models import Award
from microcred.foundation.refusals import Refusal
from microcred.integrations.badge_hosts import hosts, operations, queries
from microcred.integrations.badge_hosts.models import Host, Sending
from microcred.integrations.badge_hosts.sealing import unsealed
from microcred.integrations.oauth.rules import WRITE_CREDENTIALS
from microcred.organizations.models import Person


class NotConsented(Refusal):
    """The person, or the host, said no there."""

    message = _("The other host did not go on: {problem}. Nothing was sent.")


def set_out(*, person: Person, award: Award, base: str, at: datetime) -> str:
    """Where to send the person's browser, so that the host may ask them."""
    host = _host(person, base)
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    operations.set_out(actor=person, award=award, host=host, state=state, verifier=verifier, at=at)
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": host.client_id,
        "redirect_uri": host.redirect_uri,
        "scope": WRITE_CREDENTIALS,
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    glue = "&" if urlsplit(host.authorization_url).query else "?"
    return f"{host.authorization_url}{glue}{urlencode(query)}"


def deliver(*, person: Person, sending: Sending, answer: dict[str, str], at: datetime) -> bool:
    """Send the award, now that the person has come back with the host's answer. Whether it was new there.

    The token is used for this one award and kept nowhere.
    """
    operations.come_back(actor=person, sending=sending, at=at)
    host = sending.host
    # an answer that names another server than was asked is not this one's (RFC 9207)
    if "iss" in answer and _origin(answer["iss"]) != _origin(host.authorization_url):
        raise NotConsented(problem=_("the answer came from another server"))
    code = answer.get("code")
    if not code:
        refused = answer.get("error") == "access_denied"
        raise NotConsented(problem=_("it was not allowed") if refused else _("it gave no code"))
    token = hosts.token_for(
        host.token_url,
        hosts.Registered(host.client_id, unsealed(bytes(host.sealed_secret))),
        code=code,
        verifier=unsealed(bytes(sending.sealed_verifier)),
        redirect_uri=host.redirect_uri,
    )
    created = hosts.upsert(host.base, token, sending.award.text)
    operations.note_receipt(actor=person, sending=sending, created=created, at=at)
    return created


def _host(person: Person, base: str) -> Host:
    """The host at an address; at the first time this server registers itself there."""
    redirect_uri = public(reverse("host_callback"))
    known = queries.host_at(base, redirect_uri=redirect_uri)
    if known is not None:
        return known
    described = hosts.describe(base)
    registered = hosts.register(described, redirect_uri=redirect_uri)
    return operations.note_host(
        actor=person,
        base=base,
        name=described.name,
        authorization_url=described.authorization_url,
        token_url=described.token_url,
        redirect_uri=redirect_uri,
        client_id=registered.client_id,
        client_secret=registered.client_secret,
    )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
