"""The doors of wallets: OpenID for Verifiable Credential Issuance, and VC-API exchanges."""

from microcred.integrations.wallets.api.exchanges import exchange
from microcred.integrations.wallets.api.oid4vci import (
    credential_issuer_metadata,
    credential_offer,
    wallet_credential,
    wallet_nonce,
    wallet_server_metadata,
    wallet_token,
)

__all__ = [
    "credential_issuer_metadata",
    "credential_offer",
    "exchange",
    "wallet_credential",
    "wallet_nonce",
    "wallet_server_metadata",
    "wallet_token",
]
