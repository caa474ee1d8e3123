"""The door of the clock: tokens that ran out long ago are forgotten, and clients that nobody ever used."""

from datetime import timedelta

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.integrations.oauth import operations
from microcred.integrations.oauth.models import IssuingToken, Token
from microcred.integrations.oauth.queries import unused_clients
from microcred.integrations.oauth.rules import UNUSED_FOR

KEPT = timedelta(days=7)
"""How long a token that ran out is still known, so that one used twice late is seen."""


@jobs.every(minutes=60)
def forget_old_tokens() -> None:
    """Keep the table of tokens as short as it can be."""
    before = now() - KEPT
    if Token.objects.filter(expires_at__lt=before).exists():
        operations.forget_tokens(actor=None, before=before)
    if IssuingToken.objects.filter(expires_at__lt=before).exists():
        operations.forget_issuing_tokens(actor=None, before=before)


@jobs.every(minutes=24 * 60)
def forget_unused_clients() -> None:
    """Anyone may register a client, so most of a table of them could be of those that never come back."""
    before = now() - UNUSED_FOR
    if unused_clients(before=before).exists():
        operations.forget_clients(actor=None, before=before)
