"""What the tests of issuing programs set their scenes with: an administrator, a program they let in, what it asks."""

from dataclasses import dataclass
from typing import Any

from django.test import Client as Http

from microcred.catalog.models import Version
from microcred.credentials import addresses
from microcred.credentials.models import Issuer
from microcred.credentials.tests import make as credentials
from microcred.integrations.oauth import operations as oauth
from microcred.integrations.oauth.rules import ISSUING_SCOPES
from microcred.integrations.oauth.tests.make import basic
from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES
from microcred.openbadges.models import hashed_identity
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint
from tests.cast import Cast


@dataclass
class Program:
    """A program that an issuer let in, with its secret, and the way it posts."""

    http: Http
    client: oauth.LetIn
    issuer: Issuer

    def token(self, **form: str) -> Any:
        """The answer of the token endpoint."""
        asked = {"grant_type": "client_credentials", **form}
        return self.http.post("/oauth/token/", asked, headers=basic(self.client.client, self.client.secret))

    def post(self, what: str, body: Any, *, token: str | None = None, **headers: str) -> Any:
        """The answer to a request, with a fresh token unless there is one."""
        bearer = token if token is not None else self.token().json()["access_token"]
        return self.http.post(
            f"/vc-api/credentials/{what}",
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {bearer}", **headers},
        )

    def issue(self, credential: Any, *, key: str = "", **more: Any) -> Any:
        """The answer to a credential that it asks for."""
        return self.post("issue", {"credential": credential, **more}, **({"idempotency-key": key} if key else {}))


def administrator(cast: Cast, place: str = "carolinacred") -> Person:
    """Rosa, as an administrator of an issuer's organization."""
    appoint(actor=None, person=cast.rosa, organization=cast.places[place], role=Role.ORG_ADMIN, at=cast.at)
    return cast.rosa


def program(http: Http, cast: Cast, *, place: str = "carolinacred", scopes: Any = tuple(ISSUING_SCOPES)) -> Program:
    """A learning platform that an issuer's administrator has let in."""
    issuer = credentials.issuer(cast, place=place)
    let_in = oauth.let_issue(
        actor=administrator(cast, place), issuer=issuer, name="Campus platform", scopes=scopes, at=cast.at
    )
    return Program(http, let_in, issuer)


def email(address: str, salt: str = "c2FsdA") -> dict[str, Any]:
    """A holder by their hashed address."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed_identity(address, salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def plain(kind: str, value: str) -> dict[str, Any]:
    """A holder's address or name as it is."""
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def asking(version: Version, *identifiers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A credential as a program asks for it. Changes of None leave a member out; `subject` changes the subject.

    Holders are named, as they must be: Ada Elsewhere, unless the identifiers hold a name, or `named` is False.
    """
    if changes.pop("named", True) and not any(each["identityType"] == "name" for each in identifiers):
        identifiers = (*identifiers, plain("name", "Ada Elsewhere"))
    subject = {
        "type": ["AchievementSubject"],
        "achievement": {"id": addresses.version_page(version), "type": ["Achievement"]},
        **({"identifier": list(identifiers)} if identifiers else {}),
        **changes.pop("subject", {}),
    }
    said = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": subject,
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}
