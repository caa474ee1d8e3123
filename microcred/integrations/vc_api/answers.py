"""What a report of our verifier is called in VC-API: errors decide, warnings do not."""

from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.vc_api.problems import (
    CRYPTOGRAPHIC,
    MALFORMED,
    PARSING,
    PROOF_VERIFICATION,
    STATUS_RETRIEVAL,
    STATUS_VERIFICATION,
    Problem,
    problem_of,
)
from microcred.openbadges.verify import Check, Outcome, Report, Said, Verdict

HOLDS = {Verdict.VALID, Verdict.UNKNOWN_ISSUER, Verdict.PARTLY}
"""What counts as verified: whom to trust is for whoever asks, and a warning says that nobody here vouches for it."""

_NOT_REACHED = {Said.EARLIER_FAILED, Said.STATUS_UNGENUINE}
"""What is said of checks that were not made, since an earlier one had failed: nobody asked for a status list then."""

_KINDS = {
    "format": PARSING,
    "context": MALFORMED,
    "schema": MALFORMED,
    "proof": PROOF_VERIFICATION,
    "issuer": CRYPTOGRAPHIC,
    "status": STATUS_VERIFICATION,
    "time": CRYPTOGRAPHIC,
}


def answer_of(report: Report) -> JsonObject:
    """The answer to whoever asked about one credential. Nothing is claimed that was not checked."""
    verified = report.verdict in HOLDS
    found = [each for each in report.checks if each.outcome is not Outcome.PASSED and each.sentence not in _NOT_REACHED]
    problems = [_problem(each).as_json() for each in found]
    deciding = [] if verified else [problem for problem, each in zip(problems, found, strict=True) if _decides(each)]
    return {
        "verified": verified,
        "checks": [each.name for each in report.checks],
        "verdict": report.verdict.value,
        "errors": deciding or ([] if verified else problems[:1]),
        "warnings": [problem for problem in problems if problem not in deciding],
    }


def merged(holder: str, credentials: list[JsonObject]) -> JsonObject:
    """The answer about a presentation: its own proof holds, or this is not reached."""
    return {
        "verified": all(each["verified"] for each in credentials),
        "checks": ["proof"],
        "holder": holder,
        "credentialResults": credentials,
        "errors": [problem for each in credentials for problem in each["errors"]],
        "warnings": [problem for each in credentials for problem in each["warnings"]],
    }


def refused(error: OpenBadgesError) -> JsonObject:
    """The answer to what cannot be looked at, or whose proof does not hold."""
    return {"verified": False, "checks": [], "errors": [problem_of(error).as_json()], "warnings": []}


def _decides(each: Check) -> bool:
    return each.fatal or each.name in ("status", "time") or each.outcome is Outcome.FAILED


def _problem(each: Check) -> Problem:
    kind = _KINDS.get(each.name, MALFORMED)
    if each.name == "status" and each.outcome is Outcome.UNKNOWN:
        kind = STATUS_RETRIEVAL
    return Problem(kind, " ".join([each.message, *each.details]))
