"""The verbs of services that act for people: register, consent, redeem, rotate, disconnect."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from microcred.foundation.ids import uuid7
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.integrations.oauth.models import Client, Grant, GrantEnd, Redemption, Token, TokenEnd
from microcred.integrations.oauth.queries import unused_clients
from microcred.integrations.oauth.rules import (
    ACCESS_LASTS,
    CODE_LASTS,
    REFRESH_LASTS,
    Registration,
    digest_of,
    granted_of,
)
from microcred.organizations.models import Person


class UsedTwice(Refusal):
    """A code or refresh token that was used before came again. Unless its own client proved to be it, somebody has a
    copy, and the grant is ended."""

    message = _("This was used before. Connect anew.")
    keeps = True


@dataclass(frozen=True)
class Registered:
    """A new client with its secret, which is told once."""

    client: Client
    secret: str


@operation
def register(*, actor: None, registration: Registration) -> Registered:
    """Note a client that registers itself (RFC 7591). It can do nothing until a person consents."""
    secret = secrets.token_urlsafe(32)
    client = Client.objects.create(
        id=uuid7(),
        name=registration.client_name,
        host=registration.host,
        metadata=registration.model_dump(exclude={"scope", "redirect_uris"}),
        redirect_uris=registration.redirect_uris,
        scopes=granted_of(registration.scope),
        secret_digest=digest_of(secret),
    )
    return Registered(client, secret)


@operation
def consent(
    *, actor: Person, client: Client, scopes: list[str], redirect_uri: str, code_challenge: str, code: str, at: datetime
) -> Grant:
    """Let a client do these things in one's name.

    Args:
        code: what the client will redeem; its digest is kept.
        code_challenge: by which the client proves that it is the one that asked (RFC 7636, S256).
    """
    return Grant.objects.create(
        client=client,
        person=actor,
        scopes=scopes,
        redirect_uri=redirect_uri,
        code_challenge=code_challenge,
        code_digest=digest_of(code),
        code_expires_at=at + CODE_LASTS,
        granted_at=at,
    )


@operation
def redeem(*, actor: None, grant: Grant, proven: bool, at: datetime) -> Redemption:
    """Spend the code of a grant. Who brings it a second time gets nothing, and ends the grant unless they are `proven`.

    Args:
        proven: whether the verifier came along that only the client which asked can know (RFC 7636). Such a client
            repeats itself, after a lost answer perhaps; whoever has the code alone has stolen it.
    """
    try:
        with transaction.atomic():
            return Redemption.objects.create(grant=grant, redeemed_at=at)
    except IntegrityError as error:
        if not proven:
            _end(grant, GrantEnd.Reason.REPLAY, at=at)
        raise UsedTwice from error


@operation
def rotate(*, actor: None, token: Token, at: datetime) -> TokenEnd:
    """Spend a refresh token. Whoever brings it a second time ends the grant."""
    try:
        with transaction.atomic():
            return TokenEnd.objects.create(token=token, ended_at=at)
    except IntegrityError as error:
        _end(token.grant, GrantEnd.Reason.REPLAY, at=at)
        raise UsedTwice from error


@operation
def give_tokens(
    *, actor: None, grant: Grant, scopes: list[str], access: str, refresh: str | None, at: datetime
) -> None:
    """Note the tokens that a client is given, by their digests."""
    given = [(Token.Kind.ACCESS, access, at + ACCESS_LASTS)]
    if refresh is not None:
        given.append((Token.Kind.REFRESH, refresh, at + REFRESH_LASTS))
    Token.objects.bulk_create(
        Token(grant=grant, kind=kind, digest=digest_of(value), scopes=scopes, expires_at=until)
        for kind, value, until in given
    )


@operation
def revoke_token(*, actor: None, token: Token, at: datetime) -> None:
    """Take a token back for its client (RFC 7009). With a refresh token the whole grant ends."""
    if token.kind == Token.Kind.REFRESH:
        _end(token.grant, GrantEnd.Reason.CLIENT, at=at)
    else:
        TokenEnd.objects.get_or_create(token=token, defaults={"ended_at": at})


@operation
def disconnect(*, actor: Person, grant: Grant, at: datetime) -> None:
    """Let a client do nothing more in one's name: every grant one has given it ends."""
    if grant.person_id != actor.pk:
        raise NotAllowed
    for each in Grant.objects.filter(person=actor, client=grant.client, end__isnull=True):
        _end(each, GrantEnd.Reason.PERSON, at=at)


@operation
def forget_tokens(*, actor: None, before: datetime) -> int:
    """Forget tokens that ran out before a moment."""
    forgotten, _by_table = Token.objects.filter(expires_at__lt=before).delete()
    return forgotten


@operation
def forget_clients(*, actor: None, before: datetime) -> int:
    """Forget clients that registered themselves before a moment and that nobody ever consented to."""
    forgotten, _by_table = unused_clients(before=before).delete()
    return forgotten


def _end(grant: Grant, reason: GrantEnd.Reason, *, at: datetime) -> UUID:
    ended, _new = GrantEnd.objects.get_or_create(grant=grant, defaults={"reason": reason, "ended_at": at})
    return ended.pk
