"""May this client? May this person? A client shows its secret, a code or a token; a person ends their own grants."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.integrations.oauth.models import Client, Grant, Token
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
