"""What the tests of OAuth set their scenes with: a service of somebody else's, and what it would send."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client as Browser

from microcred.integrations.oauth import operations
from microcred.integrations.oauth.models import Client
from microcred.integrations.oauth.rules import SCOPES, registration_of

HOST = "https://backpack.example"
CALLBACK = f"{HOST}/callback"
VERIFIER = "the-verifier-of-a-service-that-keeps-it-to-itself-until-it-redeems"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def metadata(**changes: Any) -> dict[str, Any]:
    """What a service says of itself; a value of None is left out."""
    said = {
        "client_name": "Backpack",
        "client_uri": HOST,
        "logo_uri": f"{HOST}/logo.png",
        "tos_uri": f"{HOST}/terms",
        "policy_uri": f"{HOST}/privacy",
        "software_id": "c88b6ed8-269e-448e-99be-7e2ff47167d1",
        "software_version": "1.0",
        "redirect_uris": [CALLBACK],
        "scope": " ".join(SCOPES),
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def client(**changes: Any) -> tuple[Client, str]:
    """A registered service and its secret."""
    registered = operations.register(actor=None, registration=registration_of(metadata(**changes)))
    return registered.client, registered.secret


def basic(client: Client, secret: str) -> dict[str, str]:
    """How a service says who it is."""
    return {"authorization": "Basic " + base64.b64encode(f"{client.pk}:{secret}".encode()).decode()}


def asking(client: Client, **changes: Any) -> str:
    """The address to which a service sends a person's browser."""
    query = {
        "response_type": "code",
        "client_id": str(client.pk),
        "redirect_uri": CALLBACK,
        "scope": " ".join(SCOPES),
        "state": "the state",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return "/oauth/authorize/?" + urlencode({name: value for name, value in query.items() if value is not None})


def answer(response: Any) -> dict[str, str]:
    """What a browser that is sent back brings with it."""
    assert response.status_code == 302, response.content
    assert response["Location"].startswith(CALLBACK)
    return dict(parse_qsl(urlsplit(response["Location"]).query))


def allowed(browser: Browser, client: Client, **changes: Any) -> str:
    """The code that a service gets when the person who is signed in allows."""
    return answer(browser.post(asking(client, **changes), {"answer": "allow"}))["code"]


def redeemed(browser: Browser, client: Client, secret: str, code: str, **changes: Any):
    """The answer to a service that redeems a code."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **changes,
    }
    form = {name: value for name, value in form.items() if value is not None}
    return browser.post("/oauth/token/", form, headers=basic(client, secret))


def refreshed(browser: Browser, client: Client, secret: str, token: str, **more: str):
    """The answer to a service that refreshes."""
    form = {"grant_type": "refresh_token", "refresh_token": token, **more}
    return browser.post("/oauth/token/", form, headers=basic(client, secret))
