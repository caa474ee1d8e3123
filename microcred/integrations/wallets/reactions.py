"""The door of the clock: nonces that are too old to matter are forgotten."""

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.integrations.wallets import operations
from microcred.integrations.wallets.models import SpentNonce
from microcred.integrations.wallets.rules import CLOCKS_DIFFER, NONCE_LASTS


@jobs.every(minutes=30)
def forget_old_nonces() -> None:
    """Keep the table of spent nonces as short as it can be."""
    before = now() - NONCE_LASTS - CLOCKS_DIFFER
    if SpentNonce.objects.filter(spent_at__lt=before).exists():
        operations.forget_spent_nonces(actor=None, before=before)
