"""Problem details (RFC 9457) of the two services, typed by the addresses that the specifications define."""

from __future__ import annotations

from typing import Final

from microcred.openbadges import jwt, proofs, status
from microcred.openbadges.dids import KeyNotListed
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError

_DATA_MODEL: Final = "https://www.w3.org/TR/vc-data-model#"
_DATA_INTEGRITY: Final = "https://w3id.org/security#"
_STATUS_LIST: Final = "https://www.w3.org/ns/credentials/status-list#"
_VCALM: Final = "https://www.w3.org/TR/vcalm#"

PARSING: Final = f"{_DATA_MODEL}PARSING_ERROR"
MALFORMED: Final = f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"
RANGE: Final = f"{_DATA_MODEL}RANGE_ERROR"
CRYPTOGRAPHIC: Final = f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"
PROOF_GENERATION: Final = f"{_DATA_INTEGRITY}PROOF_GENERATION_ERROR"
PROOF_VERIFICATION: Final = f"{_DATA_INTEGRITY}PROOF_VERIFICATION_ERROR"
INVALID_DOMAIN: Final = f"{_DATA_INTEGRITY}INVALID_DOMAIN_ERROR"
INVALID_CHALLENGE: Final = f"{_DATA_INTEGRITY}INVALID_CHALLENGE_ERROR"
STATUS_VERIFICATION: Final = f"{_STATUS_LIST}STATUS_VERIFICATION_ERROR"
STATUS_RETRIEVAL: Final = f"{_STATUS_LIST}STATUS_RETRIEVAL_ERROR"
STATUS_LENGTH: Final = f"{_STATUS_LIST}STATUS_LIST_LENGTH_ERROR"
UNKNOWN_OPTION: Final = f"{_VCALM}UNKNOWN_OPTION_PROVIDED"

_TITLES: Final = {
    PARSING: "The document cannot be read.",
    MALFORMED: "A value is not what the data model says.",
    RANGE: "A number is out of its range.",
    CRYPTOGRAPHIC: "The document is not secured as it says.",
    PROOF_GENERATION: "A proof could not be made.",
    PROOF_VERIFICATION: "A proof does not hold.",
    INVALID_DOMAIN: "A proof was made for another place.",
    INVALID_CHALLENGE: "A proof answers another challenge.",
    STATUS_VERIFICATION: "The status could not be verified, or says that the credential does not hold.",
    STATUS_RETRIEVAL: "The status list could not be had.",
    STATUS_LENGTH: "The status list is too short to keep what is asked about to itself.",
    UNKNOWN_OPTION: "Something was asked for that is not known here.",
}
_OF_ERRORS: Final[tuple[tuple[type[OpenBadgesError], str], ...]] = (
    (proofs.DomainWrong, INVALID_DOMAIN),
    (proofs.ChallengeWrong, INVALID_CHALLENGE),
    (proofs.ProofRefused, PROOF_VERIFICATION),
    (proofs.SignatureWrong, PROOF_VERIFICATION),
    (KeyNotListed, PROOF_VERIFICATION),
    (jwt.TokenRefused, CRYPTOGRAPHIC),
    (status.OutOfRange, RANGE),
    (status.ListTooShort, STATUS_LENGTH),
    (status.OtherPurpose, STATUS_VERIFICATION),
    (status.StatusListWrong, MALFORMED),
    (proofs.NothingThere, PROOF_GENERATION),
    (DocumentRefused, PARSING),
)


class Problem(OpenBadgesError):
    """A request that is refused.

    Args:
        type: one of the addresses above.
        detail: what is wrong, in words.
        code: the HTTP status.
    """

    def __init__(self, type: str, detail: str, *, code: int = 400) -> None:  # noqa: A002 - the standard's word
        # what was sent may be quoted, and may hold half a character
        super().__init__(detail.encode(errors="replace").decode())
        self.type = type
        self.code = code

    def as_json(self) -> JsonObject:
        return {"type": self.type, "title": _TITLES[self.type], "detail": str(self)}


def problem_of(error: OpenBadgesError) -> Problem:
    """What an error of the library is called in this protocol."""
    if isinstance(error, Problem):
        return error
    kind = next((name for family, name in _OF_ERRORS if isinstance(error, family)), MALFORMED)
    return Problem(kind, str(error))
