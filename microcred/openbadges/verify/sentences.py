"""Everything the verifier says to people, in one place, so that whoever translates it finds all of it."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Said(Enum):
    """A sentence, with a ``%(name)s`` where a value stands."""

    EARLIER_FAILED = "Not checked, since an earlier check failed."

    NOT_READ = "This is not a credential this verifier can read."
    NO_CREDENTIAL = "This is not a credential of a kind this verifier knows."
    IS_BADGE = "This is an Open Badges 3.0 credential."
    IS_CLR = "This is a Comprehensive Learner Record: a credential that holds others."
    IS_ENDORSEMENT = "This is an Open Badges 3.0 endorsement."
    IS_CREDENTIAL = "This is a W3C verifiable credential. What it is about, this verifier does not judge."
    IS_BADGE_2 = "This is an Open Badges 2.0 assertion."
    WRONG_VERSION = "This is a badge of a version that this verifier does not read."

    UNSIGNED_WORDS = "It says things that its signature cannot cover."
    ALL_SIGNED = "Everything it says is covered by its signature."
    ALL_HOSTED = "Everything it says was compared with what its issuer serves."
    FOREIGN_WORDS = "It uses a vocabulary that is not known here, so what its signature covers cannot be told."

    ILL_BUILT = "It is not built as the standard says."
    WELL_BUILT = "It is built as the standard says."
    LEADS_NOWHERE = "It is built as the standard says, but names results or levels that it does not describe."
    OWN_SCHEMA = "It is built as the standard says. The further schema that it names was not checked."
    ITS_BADGE_UNREACHABLE = "What it was awarded for could not be read from its issuer."

    NO_PROOF = "It has no proof this verifier can check."
    NO_KEY = "Its signature was not checked, for want of its issuer's key."
    CHANGED = "It was changed after it was signed, or its signature is forged."
    PROOF_ILL_FORMED = "Its proof is not well-formed."
    PROOF_EXPIRED = "Its signature has expired."
    UNCHANGED = "It stands exactly as it was signed."
    SAME_AS_HOSTED = "It says what its issuer serves at its own address."
    OTHER_THAN_HOSTED = "Its issuer serves something else at its own address."
    HOSTED_UNREACHABLE = "Its issuer's server could not be asked, and there alone it can be checked."

    UNTIED = "Without a proof nothing ties it to its issuer."
    ISSUERS_KEY = "It was signed with its issuer's own key."
    ANOTHERS_KEY = "It was signed with a key that is not its issuer's."
    KEY_NOT_LISTED = "It was signed with a key that its issuer does not list."
    KEY_OUT_OF_TIME = "It was signed with a key after that key's time had run out."
    KEY_UNREACHABLE = "Its issuer's key could not be had just now."
    KEY_UNREADABLE = "Its issuer's key could not be read."
    ISSUERS_SERVER = "It is served where its issuer says that its badges are."
    ISSUERS_SERVER_UNSECURED = (
        "It is served where its issuer says that its badges are, but not over TLS: on the way, anyone could change it."
    )
    ANOTHERS_SERVER = "It is served where its issuer does not say that its badges are."
    ISSUER_UNREACHABLE = "Its issuer's own page could not be read."

    KNOWN = "Its issuer is known here."
    NOBODY_VOUCHES = "Nobody here vouches for who its issuer is. The name it gives is its own."

    STATUS_UNGENUINE = "Not checked, since its signature was not found genuine."
    NO_STATUS = "Its issuer keeps no list on which it could be withdrawn."
    STATUS_UNCHECKED = "Whether it was withdrawn could not be checked."
    REVOKED = "Its issuer has revoked it."
    SUSPENDED = "Its issuer has suspended it for the time being."
    NOT_WITHDRAWN = "Its issuer has not withdrawn it, by a list read %(seconds)s seconds ago."
    NOT_WITHDRAWN_NOW = "Its issuer has not withdrawn it, by a list read just now."
    NOT_WITHDRAWN_MARKED = (
        "Its issuer has not withdrawn it, by a list read %(seconds)s seconds ago, but has left a mark: %(mark)s."
    )
    STILL_SERVED = "Its issuer has not withdrawn it: it was served just now."

    STATUS_WITHHELD = "Its holder shows a part of it only, and whether it was withdrawn may stand in the rest."
    END_WITHHELD = "Its holder shows a part of it only, and until when it is valid may stand in the rest."
    ENDS_BEFORE = "It ends before it begins."
    NOT_BEFORE = "It is not valid before %(begins)s."
    SIGNED_IN_FUTURE = "It says that it was signed at a time still to come, %(created)s."
    RAN_OUT = "It was valid until %(ends)s."
    IN_TIME = "It is valid from %(begins)s until %(ends)s."
    WITHOUT_END = "It is valid from %(begins)s."
    NO_DATES = "It does not say from when or until when it is valid."

    HOLDER_NAMED = "It names its holder. Whether you are looking at them, it cannot say."
    NO_HOLDER = "It names no holder: whoever shows it may have it from somebody else."
    HOLDERS = "It was issued to this e-mail address."
    ANOTHER_HOLDERS = "It was not issued to this e-mail address."
    HOLDER_UNCOMPARED = "It names its holder by something else than an e-mail address, so the two cannot be compared."

    REFRESHED = "Its issuer has a newer form of it, which is the one that was checked."
    FRESH = "Its issuer has no newer form of it."
    NOT_REFRESHED = "Whether its issuer has a newer form of it could not be found out."
    REFRESH_FORGED = "What its issuer's server gives as its newer form is not a genuine one. The older one was checked."

    ENDORSED = "Endorsements in it that hold: %(holding)s of %(all)s."
    ENDORSED_IN_PART = "Endorsements in it that hold: %(holding)s of %(all)s. Do not rely on the others."
    CONTENTS_HOLD = "Credentials in it that hold: %(holding)s of %(all)s."
    CONTENTS_HOLD_IN_PART = "Credentials in it that hold: %(holding)s of %(all)s. Do not rely on the others."
    CONTENTS_UNCHECKED = (
        "Credentials in it that were found to hold: %(holding)s of %(all)s. The others could not be checked."
    )


CONCLUSIONS: Final = {
    "SUSPENDED": "is genuine, and suspended",
    "REVOKED": "is genuine, and no longer valid",
    "EXPIRED": "is genuine, and no longer valid",
    "NOT_YET_VALID": "is genuine, and not valid yet",
    "PARTLY": "is genuine, but not all that it holds is valid",
    "UNKNOWN_ISSUER": "is unaltered, of an issuer unknown here",
    "UNCHECKED": "could not be checked in full",
    "INVALID": "is not valid",
}
"""The verdicts by name, each as the end of "This credential …"."""
