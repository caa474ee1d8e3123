"""OAuth 2.0 (RFC 6749, 7009, 7636) by oauthlib, on our tables.

oauthlib knows what a request must look like, in which order it is checked and what is answered. Here it is told who a
client is, which codes and tokens there are, and how they are spent.
"""

import base64
import binascii
import re
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from oauthlib.common import Request
from oauthlib.oauth2 import ClientCredentialsGrant, MissingRedirectURIError, RequestValidator, WebApplicationServer
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256

from microcred.integrations.oauth import access, operations
from microcred.integrations.oauth.models import Client, Grant, IssuingClient, IssuingSecret
from microcred.integrations.oauth.rules import ACCESS_LASTS, OFFLINE
from microcred.organizations.models import Person

CHALLENGE_METHOD = "S256"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 in base64url without padding (RFC 7636 section 4.2)."""


class Store(RequestValidator):  # type: ignore[misc]
    """What oauthlib asks of a server, as of one moment. One for each request: it remembers the grant in hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._grant: Grant | None = None
        self._offline = False
        self._shown: IssuingSecret | None = None

    # clients

    def validate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Whether there is such a client."""
        return self._remember(request, access.client_of(client_id))

    def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Always: there are no public clients."""
        return True

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """By `client_secret_basic` (RFC 6749 section 2.3.1) and in no other way."""
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            client_id, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        shown = unquote_plus(client_id), unquote_plus(secret)
        client: Client | IssuingClient | None = access.client_with(*shown)
        if client is None:
            self._shown = access.issuing_secret_with(*shown)
            client = self._shown.client if self._shown is not None else None
        if client is not None and request.client_id not in (None, str(client.pk)):
            return False
        return self._remember(request, client)

    def _remember(self, request: Request, client: Client | IssuingClient | None) -> bool:
        if client is None:
            return False
        request.client, request.client_id = client, str(client.pk)
        return True

    # the authorization request

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Exactly one of those registered, to the letter."""
        return redirect_uri in request.client.redirect_uris

    def get_default_redirect_uri(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> None:
        """None: it must be said."""

    def validate_response_type(self, client_id: str, response_type: str, *args: Any, **kwargs: Any) -> bool:
        """Codes only."""
        return response_type == "code"

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """Always, for confidential clients too."""
        return True

    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        """None: what is not asked for is not given. A program without a person has what its administrator gave it."""
        return list(request.client.scopes) if isinstance(request.client, IssuingClient) else []

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: Client | IssuingClient,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Some, and none that the client did not register for."""
        return bool(scopes) and set(scopes) <= set(client.scopes)

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Note the person's consent."""
        operations.consent(
            actor=request.user,
            client=request.client,
            scopes=request.scopes,
            redirect_uri=request.redirect_uri,
            code_challenge=request.code_challenge,
            code=code["code"],
            at=self.at,
        )

    # the token request

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Client | IssuingClient, *args: Any, **kwargs: Any
    ) -> bool:
        """Those of Open Badges for services that act for people; client credentials for programs that issue."""
        if isinstance(client, IssuingClient):
            return grant_type == "client_credentials"
        return grant_type in ("authorization_code", "refresh_token")

    def validate_code(self, client_id: str, code: str, client: Client, request: Request, *args: Any, **kw: Any) -> bool:
        """Spend the code, for the client it was given to. Spent before and now without verifier: the grant ends."""
        grant = access.grant_of_code(code, client)
        if grant is None or not grant.person.is_active:
            return False
        # A slip of the service itself, which must not cost it the code (RFC 6749 section 5.2 names both errors).
        if request.redirect_uri is None:
            raise MissingRedirectURIError(request=request)
        if request.redirect_uri != grant.redirect_uri:
            return False
        try:
            proven = _matches(request.code_verifier, grant.code_challenge)
            operations.redeem(actor=None, grant=grant, proven=proven, at=self.at)
        except operations.UsedTwice:
            return False
        if self.at >= grant.code_expires_at or hasattr(grant, "end"):
            return False
        self._grant = grant
        request.user, request.scopes = grant.person, list(grant.scopes)
        return True

    def get_code_challenge(self, code: str, request: Request) -> str | None:
        """What the verifier must match."""
        return self._grant.code_challenge if self._grant else None

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        """The one there is."""
        return CHALLENGE_METHOD

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Client, request: Request, *args: Any, **kw: Any
    ) -> bool:
        """The same as when the code was asked for."""
        return self._grant is not None and redirect_uri == self._grant.redirect_uri

    def invalidate_authorization_code(self, *args: Any, **kwargs: Any) -> None:
        """Done already, in :meth:`validate_code`: two at once must not both come so far."""

    def validate_refresh_token(
        self, refresh_token: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Spend the refresh token. Spent before: the grant ends."""
        token = access.refresh_token(refresh_token, client, at=self.at)
        if token is None:
            return False
        # A request for more than was granted is refused right after this, and must not cost the token.
        if set((request.scope or "").split()) <= set(token.scopes):
            try:
                operations.rotate(actor=None, token=token, at=self.at)
            except operations.UsedTwice:
                return False
        self._grant = token.grant
        request.user = token.grant.person
        request.original_scopes = list(token.scopes)
        return True

    def get_original_scopes(self, refresh_token: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        """Those of the refresh token."""
        return list(request.original_scopes)

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        """Note the tokens. A refresh token is given only to who asked for it."""
        if self._shown is not None:
            operations.give_issuing_token(
                actor=None,
                secret=self._shown,
                scopes=list(request.scopes),
                access=token["access_token"],
                at=self.at,
            )
            return
        if self._grant is None:
            raise RuntimeError("tokens without a grant")
        if OFFLINE not in request.scopes:
            token.pop("refresh_token", None)
        operations.give_tokens(
            actor=None,
            grant=self._grant,
            scopes=list(request.scopes),
            access=token["access_token"],
            refresh=token.get("refresh_token"),
            at=self.at,
        )

    # revocation

    def revoke_token(self, token: str, token_type_hint: str, request: Request, *args: Any, **kwargs: Any) -> None:
        """Take back a token of this client's; of another's, or none, nothing happens (RFC 7009 section 2.2)."""
        if isinstance(request.client, IssuingClient):
            issuing = access.issuing_token_of(token, request.client)
            if issuing is not None:
                operations.give_back_issuing_token(actor=None, token=issuing)
            return
        found = access.token_of(token, request.client)
        if found is not None:
            operations.revoke_token(actor=None, token=found, at=self.at)


def is_a_challenge(text: object) -> bool:
    """Whether a `code_challenge` is one that some verifier could match."""
    return isinstance(text, str) and _CHALLENGE.fullmatch(text) is not None


def _matches(verifier: object, challenge: str) -> bool:
    return isinstance(verifier, str) and code_challenge_method_s256(verifier, challenge)


def server(at: datetime) -> WebApplicationServer:
    """oauthlib's server for web applications, as of a moment."""

    def token(request: Request) -> str:
        return secrets.token_urlsafe(32)

    store = Store(at)
    made = WebApplicationServer(
        store,
        token_generator=token,
        token_expires_in=int(ACCESS_LASTS.total_seconds()),
        refresh_token_generator=token,
    )
    made.grant_types["client_credentials"] = ClientCredentialsGrant(store)
    # plain challenges protect nothing (RFC 9700 section 2.1.1); oauthlib has no setting to refuse them
    made.auth_grant._code_challenge_methods = {CHALLENGE_METHOD: code_challenge_method_s256}
    return made


def consented(at: datetime, uri: str, *, person: Person, scopes: list[str]) -> str:
    """Where to send a person who consents: the client's address with a code.

    Args:
        uri: the address at which the client asked, with its query.
    """
    headers, _body, _status = server(at).create_authorization_response(uri, scopes=scopes, credentials={"user": person})
    return str(headers["Location"])
