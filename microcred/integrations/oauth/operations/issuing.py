"""The verbs of issuing clients: an administrator lets a program issue in the organization's name, and shuts it out."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Issuer
from microcred.credentials.queries import may_look_after
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.integrations.oauth.models import IssuingClient, IssuingEnd, IssuingSecret, IssuingToken
from microcred.integrations.oauth.queries import secret_in_force
from microcred.integrations.oauth.rules import ACCESS_LASTS, digest_of, issuing_scopes_of
from microcred.openbadges.characters import refused_character
from microcred.organizations.models import Person


class NameUnfit(Refusal):
    """The name stands in signed credentials, and holds what cannot be signed."""

    message = _("The name holds the character {character}, which cannot be signed.")
    field = "name"


class ShutOut(Refusal):
    """The client may do nothing any more."""

    message = _("This program has been shut out already. Let another one in.")


@dataclass(frozen=True)
class LetIn:
    """An issuing client with a secret, which is told once."""

    client: IssuingClient
    secret: str


@operation
def let_issue(*, actor: Person, issuer: Issuer, name: str, scopes: Sequence[str], at: datetime) -> LetIn:
    """Let a program issue in an organization's name, by OAuth client credentials (RFC 6749 section 4.4).

    Args:
        actor: an administrator of the issuer's organization.
        name: what the program is called; it stands in the credentials, for they are issued on its word.
        scopes: what it may do, of `ISSUING_SCOPES`.
    """
    if not may_look_after(actor, issuer, at=at):
        raise NotAllowed
    refused = refused_character(name)
    if refused:
        raise NameUnfit(character=refused)
    client = IssuingClient.objects.create(
        issuer=issuer,
        name=name.strip(),
        scopes=issuing_scopes_of(" ".join(scopes)),
        let_in_by=actor,
        let_in_at=at,
    )
    return _with_new_secret(client, None, actor=actor, at=at)


@operation
def renew_secret(*, actor: Person, client: IssuingClient, at: datetime) -> LetIn:
    """Give a client a new secret. The old one, and every token that it brought, is good no more from this moment on.

    Args:
        actor: an administrator of the issuer's organization.
    """
    _must_be_theirs(actor, client, at=at)
    return _with_new_secret(client, secret_in_force(client), actor=actor, at=at)


@operation
def shut_out(*, actor: Person, client: IssuingClient, at: datetime) -> IssuingEnd:
    """Let a client do nothing more, at once and for good. What it had issued stands.

    Args:
        actor: an administrator of the issuer's organization.
    """
    _must_be_theirs(actor, client, at=at)
    return IssuingEnd.objects.create(client=client, ended_by=actor, ended_at=at)


@operation
def give_issuing_token(
    *, actor: None, secret: IssuingSecret, scopes: list[str], access: str, at: datetime
) -> IssuingToken:
    """Note the token that a client was given, by its digest.

    Args:
        secret: the very one that it showed: a token is good as long as that is, though it be replaced just now.
    """
    return IssuingToken.objects.create(
        secret=secret, digest=digest_of(access), scopes=scopes, expires_at=at + ACCESS_LASTS
    )


@operation
def give_back_issuing_token(*, actor: None, token: IssuingToken) -> None:
    """Take a token back for its client (RFC 7009)."""
    token.delete()


@operation
def forget_issuing_tokens(*, actor: None, before: datetime) -> int:
    """Forget tokens of issuing clients that ran out before a moment."""
    forgotten, _by_table = IssuingToken.objects.filter(expires_at__lt=before).delete()
    return forgotten


def _must_be_theirs(actor: Person, client: IssuingClient, *, at: datetime) -> None:
    if not may_look_after(actor, client.issuer, at=at):
        raise NotAllowed
    # two administrators at once: the second is told what the first has done
    hold(client.pk)
    if IssuingEnd.objects.filter(client=client).exists():
        raise ShutOut


def _with_new_secret(client: IssuingClient, earlier: IssuingSecret | None, *, actor: Person, at: datetime) -> LetIn:
    secret = secrets.token_urlsafe(32)
    IssuingSecret.objects.create(client=client, digest=digest_of(secret), replaces=earlier, made_by=actor, made_at=at)
    return LetIn(client, secret)
