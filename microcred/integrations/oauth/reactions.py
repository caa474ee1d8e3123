"""The door of the clock: tokens that ran out long ago are forgotten."""

from datetime import timedelta

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.integrations.oauth import operations
from microcred.integrations.oauth.models import IssuingToken, Token

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
