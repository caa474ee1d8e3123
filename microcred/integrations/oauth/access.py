"""May this client? May this person? A client shows its secret, a code or a token; a person ends their own grants, and
an administrator looks after the programs that issue for the organization."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.credentials.models import Issuer
from microcred.integrations.oauth.models import Client, Grant, IssuingClient, IssuingSecret, IssuingToken, Token
from microcred.integrations.oauth.queries import secret_in_force
from microcred.integrations.oauth.rules import digest_of
from microcred.organizations.models import Person


@dataclass(frozen=True)
class Bearer:
    """Who a good access token speaks for: a client in the name of a person, for these scopes."""

    client: Client
    person: Person
    scopes: frozenset[str]


def bearer(token: str, *, at: datetime) -> Bearer | None:
    """Who this access token speaks for; None when it is unknown, over, or its grant has ended."""
    found = _live(token, Token.Kind.ACCESS, at=at)
    if found is None:
        return None
    return Bearer(found.grant.client, found.grant.person, frozenset(found.scopes))


@dataclass(frozen=True)
class IssuingBearer:
    """Who a good access token of an issuing client speaks for: a program in the name of its issuer, for some scopes."""

    client: IssuingClient
    scopes: frozenset[str]


def issuing_bearer(token: str, *, at: datetime) -> IssuingBearer | None:
    """Who this access token speaks for; None when it is unknown, over, or its secret is good no more."""
    found = (
        IssuingToken.objects.select_related("secret__client__issuer__organization")
        .filter(
            digest=digest_of(token),
            expires_at__gt=at,
            secret__replacement__isnull=True,
            secret__client__end__isnull=True,
        )
        .first()
    )
    return IssuingBearer(found.secret.client, frozenset(found.scopes)) if found is not None else None


def issuing_secret_with(client_id: str, secret: str) -> IssuingSecret | None:
    """The secret that an issuing client shows, when it is in force; with the client."""
    try:
        client = IssuingClient.objects.select_related("issuer").filter(pk=UUID(client_id)).first()
    except ValueError:
        return None
    good = secret_in_force(client) if client is not None else None
    if good is None or not hmac.compare_digest(good.digest, digest_of(secret)):
        return None
    return good


def issuing_token_of(value: str, client: IssuingClient) -> IssuingToken | None:
    """A token, when it is this issuing client's."""
    return IssuingToken.objects.filter(digest=digest_of(value), secret__client=client).first()


def client_of_issuer(issuer: Issuer, client_id: UUID) -> IssuingClient:
    """A program that an issuer has let in, for whoever looks after the issuer."""
    client = IssuingClient.objects.select_related("issuer__organization").filter(pk=client_id, issuer=issuer).first()
    if client is None:
        raise Http404
    return client


def client_of(client_id: str | None) -> Client | None:
    """The client of an identifier, whoever names it."""
    try:
        return Client.objects.filter(pk=UUID(client_id or "")).first()
    except ValueError:
        return None


def client_with(client_id: str, secret: str) -> Client | None:
    """The client that shows its secret."""
    client = client_of(client_id)
    if client is None or not hmac.compare_digest(client.secret_digest, digest_of(secret)):
        return None
    return client


def grant_of_code(code: str, client: Client) -> Grant | None:
    """The grant of a code that was given to this client, redeemed or not."""
    return (
        Grant.objects.select_related("client", "person", "end")
        .filter(code_digest=digest_of(code), client=client)
        .first()
    )


def refresh_token(value: str, client: Client, *, at: datetime) -> Token | None:
    """A refresh token of this client, spent or not, of a grant that holds."""
    return (
        Token.objects.select_related("grant__client", "grant__person")
        .filter(
            digest=digest_of(value),
            kind=Token.Kind.REFRESH,
            grant__client=client,
            grant__end__isnull=True,
            grant__person__is_active=True,
            expires_at__gt=at,
        )
        .first()
    )


def token_of(value: str, client: Client) -> Token | None:
    """A token of whatever kind, when it is this client's."""
    return Token.objects.select_related("grant").filter(digest=digest_of(value), grant__client=client).first()


def own_grant(person: Person, grant_id: UUID) -> Grant:
    """A grant that a person gave and that holds."""
    grant = Grant.objects.select_related("client").filter(pk=grant_id, person=person, end__isnull=True).first()
    if grant is None:
        raise Http404
    return grant


def _live(token: str, kind: Token.Kind, *, at: datetime) -> Token | None:
    return (
        Token.objects.select_related("grant__client", "grant__person")
        .filter(
            digest=digest_of(token),
            kind=kind,
            end__isnull=True,
            grant__end__isnull=True,
            grant__person__is_active=True,
            expires_at__gt=at,
        )
        .first()
    )
