"""The verbs of credentials, and the refusals they raise."""

from microcred.credentials.operations.awards import (
    AlreadyEarned,
    CredentialUnfit,
    IssuingStopped,
    LevelMissing,
    LevelShort,
    NobodyIssues,
    SignatureNotVerified,
    SourceUsed,
    award,
    sign,
)
from microcred.credentials.operations.batches import BatchNotWritten, sign_batch, write_batch
from microcred.credentials.operations.issuances import (
    KeyTaken,
    ListAtFault,
    ListEmpty,
    OriginMissing,
    OriginUnfit,
    faults_of,
    issue,
)
from microcred.credentials.operations.issuers import IssuerEstablished, establish_issuer
from microcred.credentials.operations.keys import (
    KeyIsTheIdentifier,
    NotStopped,
    RenewalUnexplained,
    StoppedAlready,
    StopUnexplained,
    choose_status,
    resume_issuing,
    rotate_key,
    stop_issuing,
)
from microcred.credentials.operations.revocations import AlreadyRevoked, OwnAward, ReasonMissing, revoke
from microcred.credentials.operations.status_lists import sign_status_list
from microcred.credentials.operations.suspensions import (
    AlreadySuspended,
    NotSuspendable,
    NotSuspended,
    reinstate,
    suspend,
)

__all__ = [
    "AlreadyEarned",
    "AlreadyRevoked",
    "AlreadySuspended",
    "BatchNotWritten",
    "CredentialUnfit",
    "IssuerEstablished",
    "IssuingStopped",
    "KeyIsTheIdentifier",
    "KeyTaken",
    "LevelMissing",
    "LevelShort",
    "ListAtFault",
    "ListEmpty",
    "NobodyIssues",
    "NotStopped",
    "NotSuspendable",
    "NotSuspended",
    "OriginMissing",
    "OriginUnfit",
    "OwnAward",
    "ReasonMissing",
    "RenewalUnexplained",
    "SignatureNotVerified",
    "SourceUsed",
    "StopUnexplained",
    "StoppedAlready",
    "award",
    "choose_status",
    "establish_issuer",
    "faults_of",
    "issue",
    "reinstate",
    "resume_issuing",
    "revoke",
    "rotate_key",
    "sign",
    "sign_batch",
    "sign_status_list",
    "stop_issuing",
    "suspend",
    "write_batch",
]
