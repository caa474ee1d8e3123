"""``POST /credentials/issue`` and ``/credentials/derive``: secure a credential, and show a part of one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from microcred.openbadges import dids, jwt, proofs
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.keys import KeyKind
from microcred.openbadges.lint import lint
from microcred.openbadges.proofs.forms import SD_SUITE
from microcred.openbadges.times import written
from microcred.openbadges.vc_api import rules
from microcred.openbadges.vc_api.issuers import Issuer, choose
from microcred.openbadges.vc_api.lists import Lists
from microcred.openbadges.vc_api.options import DERIVING, ISSUING, options_of
from microcred.openbadges.vc_api.problems import MALFORMED, PARSING, UNKNOWN_OPTION, Problem


def issue(
    request: JsonObject, issuers: dict[str, Issuer], name: str, lists: Lists, *, now: datetime, contexts: Contexts
) -> JsonObject:
    """The answer to a request: ``verifiableCredential``, with a proof or enveloped by a token.

    Args:
        request: ``credential`` and ``options``.
        name: which issuer the address names, or the empty string.

    Raises:
        OpenBadgesError: when the credential is not one, or says what its contexts do not define.
    """
    credential, options = request.get("credential"), options_of(request, "credential", ISSUING)
    if not isinstance(credential, dict):
        raise Problem(PARSING, "the request holds no credential to issue")
    if "proof" in credential:
        raise Problem(MALFORMED, "the credential has a proof already")
    issuer = choose(issuers, name, credential, options)
    _check_way(options, issuer)
    credential = _dated(_issued_by(credential, issuer), now)
    rules.check_credential(credential)
    if _wants_status(credential, options, issuer):
        credential = {**credential, "credentialStatus": _status(credential, options, issuer, lists)}
    _check_award(credential, contexts)
    created = proofs.read_time(options["created"]) if "created" in options else now
    if issuer.way.suite is None:
        return {"verifiableCredential": _enveloped(credential, issuer, contexts)}
    if issuer.way.suite == SD_SUITE:
        signed = proofs.sign_base(
            credential,
            issuer.key,
            created=created,
            verification_method=issuer.method,
            mandatory=options.get("mandatoryPointers", []),
            contexts=contexts,
        )
        return {"verifiableCredential": signed}
    signed = proofs.sign(
        credential,
        issuer.key,
        created=created,
        verification_method=issuer.method,
        suite=issuer.way.suite,
        contexts=contexts,
        expires=proofs.read_time(options["expires"]) if "expires" in options else None,
        **{member: options[member] for member in ("domain", "challenge") if member in options},
    )
    return {"verifiableCredential": signed}


def derive(request: JsonObject, *, contexts: Contexts) -> JsonObject:
    """``POST /credentials/derive``: what a holder shows of a credential with a base proof.

    Raises:
        OpenBadgesError: when there is none, or a pointer names nothing.
    """
    credential, options = request.get("verifiableCredential"), options_of(request, "verifiableCredential", DERIVING)
    if not isinstance(credential, dict):
        raise Problem(PARSING, "the request holds no credential to derive from")
    rules.check_credential(credential)
    pointers = options.get("selectivePointers", [])
    return {"verifiableCredential": proofs.derive(credential, pointers, contexts=contexts)}


_OF_PROOFS: Final = ("challenge", "created", "domain", "expires")


def _check_way(options: JsonObject, issuer: Issuer) -> None:
    """What the issuer's way to secure credentials has no place for is refused, rather than left out in silence."""
    if options.get("verificationMethod", issuer.method) != issuer.method:
        raise Problem(UNKNOWN_OPTION, f"the key of this issuer is {issuer.method}")
    if options.get("keyType", issuer.way.kind.value) != issuer.way.kind.value:
        raise Problem(UNKNOWN_OPTION, f"the key of this issuer is of the kind {issuer.way.kind.value}")
    placeless = _OF_PROOFS if issuer.way.suite is None else ("challenge", "domain", "expires")
    if issuer.way.suite in (None, SD_SUITE) and options.keys() & set(placeless):
        raise Problem(UNKNOWN_OPTION, f"{issuer.name} has no place for {min(options.keys() & set(placeless))}")


def _issued_by(credential: JsonObject, issuer: Issuer) -> JsonObject:
    """``credential`` with this issuer's identifier: nobody else's is signed. What it says besides is left to it."""
    claimed = credential.get("issuer", issuer.did)
    found = claimed.get("id", issuer.did) if isinstance(claimed, dict) else claimed
    rules.check_agent(found, "issuer")
    return {**credential, "issuer": {**claimed, "id": issuer.did} if isinstance(claimed, dict) else issuer.did}


def _dated(credential: JsonObject, now: datetime) -> JsonObject:
    """The older data model wants to know when a credential was issued; whoever asks for one may leave that to us."""
    older = rules.as_list(credential.get("@context"))[:1] == [CREDENTIALS_V1]
    return {**credential, "issuanceDate": written(now)} if older and "issuanceDate" not in credential else credential


def _wants_status(credential: JsonObject, options: JsonObject, issuer: Issuer) -> bool:
    """Whether a place in a status list is to be added: to all of the newer data model that bring none of their own.

    Not with an RSA key, by which no list can be signed.
    """
    newer = credential["@context"][0] == CREDENTIALS_V2 and issuer.way.kind is not KeyKind.RSA
    return newer and "credentialStatus" not in credential and options.get("credentialStatus") is not False


def _status(credential: JsonObject, options: JsonObject, issuer: Issuer, lists: Lists) -> JsonObject | list[JsonObject]:
    wanted = rules.as_list(options.get("credentialStatus")) or [{"statusPurpose": "revocation"}]
    entries = []
    for item in wanted:
        purpose = item.get("statusPurpose", "revocation") if isinstance(item, dict) else None
        if not isinstance(purpose, str):
            raise Problem(MALFORMED, "the option credentialStatus names no purpose")
        named = {**credential, "id": options.get("credentialId", credential.get("id"))}
        entries.append(lists.entry_for(issuer, purpose, named))
    return entries if len(entries) > 1 else entries[0]


def _check_award(credential: JsonObject, contexts: Contexts) -> None:
    """What says it is an Open Badge is held to what awards are held to."""
    if "OpenBadgeCredential" in rules.types(credential) and credential["@context"][0] == CREDENTIALS_V2:
        findings = lint(credential, contexts=contexts)
        if findings:
            raise Problem(MALFORMED, "; ".join(str(finding) for finding in findings[:5]))


def _enveloped(credential: JsonObject, issuer: Issuer, contexts: Contexts) -> JsonObject:
    token = jwt.sign(
        credential,
        issuer.key,
        verification_method=dids.jwt_method(issuer.did, issuer.key.public),
        profile=jwt.Profile.JOSE_COSE,
        contexts=contexts,
    )
    return {"@context": [CREDENTIALS_V2], "type": rules.ENVELOPED_CREDENTIAL, "id": jwt.enveloped(token)}
