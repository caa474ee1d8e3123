from microcred.credentials.models.awards import Award, AwardIntent, AwardResult, SignedCredential, SignedToken
from microcred.credentials.models.documents import DocumentIntent, SignedDocument, Withdrawal
from microcred.credentials.models.issuances import BatchSigning, BatchWriting, Issuance, IssuanceBatch
from microcred.credentials.models.issuers import Issuer, IssuingResumption, IssuingStop
from microcred.credentials.models.keys import KeyCondemnation, KeyRetirement, SigningKey, Upholding
from microcred.credentials.models.names import NameShown
from microcred.credentials.models.signatures import SignedAgain
from microcred.credentials.models.standing import Reinstatement, Revocation, Suspension
from microcred.credentials.models.status_lists import StatusList

__all__ = [
    "Award",
    "AwardIntent",
    "AwardResult",
    "BatchSigning",
    "BatchWriting",
    "DocumentIntent",
    "Issuance",
    "IssuanceBatch",
    "Issuer",
    "IssuingResumption",
    "IssuingStop",
    "KeyCondemnation",
    "KeyRetirement",
    "NameShown",
    "Reinstatement",
    "Revocation",
    "SignedAgain",
    "SignedCredential",
    "SignedDocument",
    "SignedToken",
    "SigningKey",
    "StatusList",
    "Suspension",
    "Upholding",
    "Withdrawal",
]
