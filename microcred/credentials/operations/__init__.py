"""The verbs of credentials, and the refusals they raise."""

from microcred.credentials.operations.awards import (
    AlreadyEarned,
    CredentialUnfit,
    LevelMissing,
    LevelShort,
    NobodyIssues,
    SignatureNotVerified,
    SourceUsed,
    award,
    sign,
)
from microcred.credentials.operations.issuers import IssuerEstablished, establish_issuer
from microcred.credentials.operations.revocations import AlreadyRevoked, OwnAward, ReasonMissing, revoke
from microcred.credentials.operations.status_lists import sign_status_list

__all__ = [
    "AlreadyEarned",
    "AlreadyRevoked",
    "CredentialUnfit",
    "IssuerEstablished",
    "LevelMissing",
    "LevelShort",
    "NobodyIssues",
    "OwnAward",
    "ReasonMissing",
    "SignatureNotVerified",
    "SourceUsed",
    "award",
    "establish_issuer",
    "revoke",
    "sign",
    "sign_status_list",
]
