"""The verbs of services: those that act for people, and those that issue for an organization."""

from microcred.integrations.oauth.operations.grants import (
    Registered,
    UsedTwice,
    consent,
    disconnect,
    forget_clients,
    forget_tokens,
    give_tokens,
    redeem,
    register,
    revoke_token,
    rotate,
)
from microcred.integrations.oauth.operations.issuing import (
    LetIn,
    NameUnfit,
    ShutOut,
    forget_issuing_tokens,
    give_back_issuing_token,
    give_issuing_token,
    let_issue,
    renew_secret,
    shut_out,
)

__all__ = [
    "LetIn",
    "NameUnfit",
    "Registered",
    "ShutOut",
    "UsedTwice",
    "consent",
    "disconnect",
    "forget_clients",
    "forget_issuing_tokens",
    "forget_tokens",
    "give_back_issuing_token",
    "give_issuing_token",
    "give_tokens",
    "let_issue",
    "redeem",
    "register",
    "renew_secret",
    "revoke_token",
    "rotate",
    "shut_out",
]
