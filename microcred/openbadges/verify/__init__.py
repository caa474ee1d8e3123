"""Verify a credential for a person: named checks, each with its outcome in plain words, and one verdict.

The verdict never claims more than was checked. A status list that could not be had makes a credential "could not be
checked", not "valid"; a signature that is genuine says nothing about who the issuer is until someone vouches for it.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import datetime

from microcred.openbadges.contexts import Contexts
from microcred.openbadges.dids import Resolver, offline
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.verify import badges2
from microcred.openbadges.verify.credential import Asked, verify_credential
from microcred.openbadges.verify.documents import NotRead, take
from microcred.openbadges.verify.report import (
    CHECKS,
    FURTHER_CHECKS,
    Check,
    Findings,
    Outcome,
    Part,
    Report,
    Verdict,
    as_json,
)
from microcred.openbadges.verify.sentences import Said
from microcred.openbadges.verify.stating import Stated, stated_in
from microcred.openbadges.verify.statuses import lifetime_of_list
from microcred.openbadges.verify.world import Copies, Copy, World

__all__ = [
    "CHECKS",
    "FURTHER_CHECKS",
    "Check",
    "Copies",
    "Copy",
    "Outcome",
    "Part",
    "Report",
    "Said",
    "Stated",
    "Verdict",
    "as_json",
    "lifetime_of_list",
    "stated_in",
    "verify",
]


def verify(
    document: JsonObject | bytes | str,
    *,
    resolve: Resolver,
    fetch_status: Callable[[str], bytes | Copy],
    fetch: Callable[[str], bytes] = offline,
    now: datetime,
    known_issuers: Container[str] = (),
    recipient: str | None = None,
    contexts: Contexts | None = None,
) -> Report:
    """Verify a credential of any issuer.

    Read are Open Badges 3.0, Comprehensive Learner Records 2.0, endorsements and other credentials of VCDM 2.0 and 1.1,
    with proofs inside (every suite of :mod:`.proofs`) or as JSON Web Tokens (every profile of :mod:`.jwt`), and Open
    Badges 2.0 and 2.1 assertions, hosted or signed.

    Args:
        document: the credential, parsed, as the bytes that were received, or as a token.
        resolve: see :func:`.dids.resolver`; it is asked for the issuer's own identifier only.
        fetch_status: gets the bytes of a status list, or a :class:`.Copy` of them with its age; raises
            :class:`.errors.Unreachable`. See :class:`.Copies`.
        fetch: gets any other document: a hosted badge and what it refers to, the newer form of a credential.
        now: with a zone.
        known_issuers: identifiers of issuers someone here vouches for. Any other gets "unknown issuer" at best.
        recipient: an e-mail address; when given, the credential must have been issued to it.

    Returns:
        A report, whatever the document is. Nothing is raised for bad documents.
    """
    world = World(resolve, fetch_status, fetch)
    asked = Asked(world, now, known_issuers, recipient, contexts)
    try:
        assertion = badges2.take(document)
        if assertion is not None:
            return badges2.verify_assertion(assertion, asked)
        return verify_credential(take(document), asked)
    except NotRead as problem:
        found = Findings()
        found.fail("format", problem.sentence, str(problem))
        return found.report(None)
