"""Credentials and presentations as JSON Web Tokens (RFC 7519), in the three profiles that are in use.

To verify one: :func:`read` what it says, find its key with :func:`verification_key`, then :func:`verify`. Nothing that
:func:`read` gives may be shown or acted on before :func:`verify` has returned.

====================  ====================================================  ==========================================
profile               payload                                               source
====================  ====================================================  ==========================================
``OPEN_BADGES``       the credential, and ``iss``, ``jti``, ``nbf``,        Open Badges 3.0 section 8.2
                      ``sub``, ``exp`` beside its members
``VCDM_1_1``          the same claims, the credential inside ``vc``         VC Data Model 1.1 section 6.3.1
``JOSE_COSE``         the credential itself; header ``typ: vc+jwt``         Securing VCs using JOSE and COSE 1.0
====================  ====================================================  ==========================================

A token names its algorithm, and so could name one that suits a forger. Therefore each kind of key has one algorithm
(:data:`.dids.ALGORITHMS`); ``none`` and shared secrets are not among them. A key inside the header proves nothing: it
counts when the issuer's document lists it.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import orjson
from pybase64 import urlsafe_b64encode

from microcred.openbadges.canonical import is_iri
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.dids import ALGORITHMS, KeyNotListed, Purpose, Resolver, key_for, listed_keys
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.keys import KeyKind, PublicKey, Signer
from microcred.openbadges.proofs import SignatureWrong, check_covered
from microcred.openbadges.times import CLOCK_TOLERANCE
from microcred.openbadges.times import read as read_stamp

MAX_LENGTH: Final = 2 * 1024 * 1024
"""Longest token read, in characters."""

_COMPACT: Final = re.compile(r"([A-Za-z0-9_-]{2,16384})\.([A-Za-z0-9_-]{2,})\.([A-Za-z0-9_-]{2,1400})")
_KINDS: Final = {
    "EdDSA": KeyKind.ED25519,
    "Ed25519": KeyKind.ED25519,  # its name since RFC 9864
    "ES256": KeyKind.P256,
    "ES384": KeyKind.P384,
    "RS256": KeyKind.RSA,
}
_CLAIMS: Final = frozenset({"iss", "jti", "nbf", "sub", "exp", "iat", "aud", "nonce"})
_JOSE_TYPES: Final = frozenset({"vc+jwt", "vp+jwt", "vc+ld+jwt", "vp+ld+jwt", "vc+ld+json+jwt", "vp+ld+json+jwt"})
_LATEST: Final = 253402300799  # the last second of the year 9999


class TokenRefused(OpenBadgesError):
    """A token is not well-formed, uses an algorithm that is not taken, or contradicts itself."""


class TokenExpired(TokenRefused):
    """A token is out of the time it states for itself."""


class Profile(StrEnum):
    """How a credential lies in its token."""

    OPEN_BADGES = "Open Badges 3.0"
    VCDM_1_1 = "VCDM 1.1"
    JOSE_COSE = "VC-JOSE-COSE"


@dataclass(frozen=True)
class Token:
    """What a token says. It is not known to be true before :func:`verify`.

    Args:
        text: the compact serialisation.
        header: its protected header.
        claims: its payload.
        document: the credential or presentation, without the claims that only the token needs.
        profile: how it lay in the token.
    """

    text: str
    header: JsonObject
    claims: JsonObject
    document: JsonObject
    profile: Profile

    @property
    def signer(self) -> str | None:
        """Who must have signed it: the issuer of a credential, the holder of a presentation, if it names one."""
        for name in ("issuer", "holder"):
            if name in self.document:
                return identifier(self.document[name])
        return identifier(self.claims.get("iss", self.header.get("iss")))

    @property
    def key_name(self) -> str | None:
        """The identifier of its key, absolute: a fragment alone belongs to the signer. ``None`` without ``kid``."""
        kid = self.header.get("kid")
        if not isinstance(kid, str):
            return None
        signer = self.signer
        if signer is None or is_iri(kid):
            return kid
        return f"{signer}#{kid.removeprefix('#')}"


def identifier(value: Any) -> str | None:
    """The ``id`` of an issuer or holder, written as an object or as the identifier alone."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def read(text: str | bytes) -> Token:
    """A token taken apart, its form and its claims checked against each other. Its signature is not looked at.

    Raises:
        TokenRefused: when it is not a compact JSON Web Signature; its ``alg`` is ``none`` or not one of
            ``EdDSA``, ``ES256``, ``ES384``, ``RS256``; its header wants something understood that is not (``crit``,
            RFC 7515 section 4.1.11); it names no key; or a claim contradicts the credential (``iss`` and ``issuer``,
            ``jti`` and ``id``, ``nbf`` and ``validFrom``, ``exp`` and ``validUntil``, ``sub`` and the subject).
        DocumentRefused: when header or payload is not a JSON object, or names a member twice.
    """
    try:
        token = (text.decode("ascii") if isinstance(text, bytes) else text).strip()
    except UnicodeDecodeError as error:
        raise TokenRefused("this is not a JSON Web Token") from error
    if len(token) > MAX_LENGTH:
        raise TokenRefused(f"the token is longer than {MAX_LENGTH} characters")
    parts = _COMPACT.fullmatch(token)
    if parts is None:
        raise TokenRefused("this is not a JSON Web Token")
    header, claims = parse(_decoded(parts[1])), parse(_decoded(parts[2]))
    _decoded(parts[3])
    _check_header(header)
    if isinstance(header.get("typ"), str) and header["typ"].lower().removeprefix("application/") in _JOSE_TYPES:
        if "vc" in claims or "vp" in claims:  # VC-JOSE-COSE 1.0: they must not be there
            raise TokenRefused("the token holds its credential in a claim, which its type has no place for")
        profile = Profile.JOSE_COSE
        document = {name: value for name, value in claims.items() if name not in _CLAIMS}
    elif "vc" in claims or "vp" in claims:
        profile = Profile.VCDM_1_1
        document = _unwrapped(claims)
    else:
        profile = Profile.OPEN_BADGES
        document = {name: value for name, value in claims.items() if name not in _CLAIMS}
    if "proof" in document and profile is not Profile.JOSE_COSE:
        raise TokenRefused("the token holds a credential with a proof of its own")
    # of the JOSE profile, the times are those of the signature and not of the credential (VC-JOSE-COSE 1.0)
    _check_claims(claims, document, times=profile is not Profile.JOSE_COSE)
    return Token(token, header, claims, document, profile)


def verification_key(token: Token, resolve: Resolver, *, purpose: Purpose = "assertionMethod") -> PublicKey:
    """The key of a token, which must be one that its signer's own document lists for ``purpose``.

    ``kid`` beats ``jwk``. A ``kid`` is an identifier in the signer's document; or an https address, on the host of the
    signer, of a JSON Web Key or a set of them: one that the signer's document lists too, or one below the signer's own
    https address. A ``jwk`` without ``kid`` must be among the keys that the signer lists.

    Args:
        resolve: see :func:`.dids.resolver`; also asked for the address of a key.

    Raises:
        KeyNotListed: when the key is somebody else's, or is not listed.
        Unreachable: when the document cannot be had now.
        OpenBadgesError: when it never can, or the key is of a kind that is not verified.
    """
    signer, name = token.signer, token.key_name
    if name is not None:
        address, _, fragment = name.partition("#")
        if signer is None or address == signer:
            return _key_in(resolve(address), name, purpose)
        if address.startswith("https://") and _host(address) == _host(signer) is not None:
            document = resolve(address)
            if "kty" in document or "keys" in document:
                key = _json_web_key(document, name, fragment)
                # Several issuers share a host, so an address on it proves nothing by itself.
                if _is_below(address, signer) or key in listed_keys(resolve(signer), purpose):
                    return key
        raise KeyNotListed(f"the token was signed with a key that is not its issuer's: {name} is not of {signer}")
    if signer is None:
        raise KeyNotListed("the token says neither who signed it nor with which key")
    key = PublicKey.from_jwk(token.header["jwk"])
    if key not in listed_keys(resolve(signer), purpose):
        raise KeyNotListed(f"{signer} does not list the key that the token carries")
    return key


def verify(token: Token | str | bytes, key: PublicKey, *, now: datetime | None = None) -> JsonObject:
    """Check a token's signature and give the credential or presentation in it.

    Args:
        key: see :func:`verification_key`.
        now: with a zone; when given, the token must hold at that time by its own claims.

    Raises:
        TokenRefused: see :func:`read`; also when its algorithm is not the one of this kind of key.
        TokenExpired: when ``nbf`` is to come or ``exp`` has passed.
        SignatureWrong: when the signature is not that of ``key``.
    """
    if not isinstance(token, Token):
        token = read(token)
    if _KINDS[token.header["alg"]] is not key.kind:
        raise TokenRefused(f"the token says {token.header['alg']}, which is not for a key of the kind {key.kind}")
    signed, _, signature = token.text.rpartition(".")
    if not key.verify(_decoded(signature), signed.encode()):
        raise SignatureWrong("the signature does not match the token")
    if now is not None:
        _check_time(token.claims, now)
    return token.document


def sign(
    unsigned: JsonObject,
    key: Signer,
    *,
    verification_method: str | None,
    profile: Profile = Profile.OPEN_BADGES,
    contexts: Contexts | None = None,
) -> str:
    """A credential as a token.

    Args:
        unsigned: the credential, without a proof.
        verification_method: the key's identifier in the issuer's document, see :func:`.dids.jwt_method`. With ``None``
            the key itself is put into the header.
        profile: Open Badges certification wants the first, with an RSA key at the least.

    Raises:
        DocumentRefused: when the document has a proof, or says what its contexts do not define.
        TokenRefused: when it has nothing to put into a claim that the profile demands: its own ``id``, or that of its
            subject (someone known by a hashed e-mail address only has none).
    """
    if "proof" in unsigned:
        raise DocumentRefused("the document has a proof already")
    check_covered(unsigned, contexts)
    if profile is Profile.JOSE_COSE:
        kind = "vp" if _is_presentation(unsigned) else "vc"
        return encode(unsigned, key, verification_method=verification_method, typ=f"{kind}+jwt", cty=kind)
    claims = _claims_of(unsigned)
    payload = {**claims, "vc": unsigned} if profile is Profile.VCDM_1_1 else {**unsigned, **claims}
    return encode(payload, key, verification_method=verification_method, typ="JWT")


def encode(
    payload: JsonObject, key: Signer, *, verification_method: str | None, typ: str, cty: str | None = None
) -> str:
    """``payload`` as a compact JSON Web Signature (RFC 7515 section 7.1), unexamined: see :func:`sign`."""
    public = key.public
    try:
        body = orjson.dumps(payload)
    except orjson.JSONEncodeError as error:
        raise DocumentRefused(f"the payload has no JSON form: {error}") from error
    signed = _head(public, verification_method, typ, cty) + b"." + _encoded(body)
    return (signed + b"." + _encoded(key.sign(signed))).decode()


@lru_cache(maxsize=256)
def _head(public: PublicKey, verification_method: str | None, typ: str, cty: str | None) -> bytes:
    """The encoded header: one issuer's tokens have the same one."""
    header: JsonObject = {"alg": ALGORITHMS[public.kind], "typ": typ}
    if cty is not None:
        header["cty"] = cty
    if verification_method is None:
        header["jwk"] = public.jwk
    else:
        header["kid"] = verification_method
    return _encoded(orjson.dumps(header))


def enveloped(token: str, kind: str = "vc") -> str:
    """The ``id`` of an ``EnvelopedVerifiableCredential`` (VCDM 2.0 section 4.13.1): a data URL of the token."""
    return f"data:application/{kind}+jwt,{token}"


def token_in(url: object) -> str:
    """The token in the ``id`` of an enveloped credential or presentation.

    Raises:
        TokenRefused: when it is not a data URL of a token.
    """
    if isinstance(url, str):
        found = re.match(
            r"data:application/(?:v[cp](?:\+ld)?(?:\+json)?\+)?jwt(?:;[\w.+-]+=[\w.+-]+)*,", url, re.IGNORECASE
        )
        if found:
            return unquote(url[found.end() :])
    raise TokenRefused("the id of what is enveloped is not a data URL of a token")


def _check_header(header: JsonObject) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KINDS:
        raise TokenRefused(f"the token is signed by {algorithm!r}; taken are {', '.join(_KINDS)}")
    # any other parameter that is not known is ignored (RFC 7515 section 4); these say that ignoring something is wrong
    if "crit" in header or header.get("b64", True) is not True:
        raise TokenRefused("the header of the token wants something understood that is not understood here")
    for name in ("kid", "typ", "cty", "iss"):
        if name in header and not (isinstance(header[name], str) and header[name]):
            raise TokenRefused(f"the {name} of the token is not text")
    if "jwk" in header and not isinstance(header["jwk"], dict):
        raise TokenRefused("the jwk of the token is not a key")
    if "kid" not in header and "jwk" not in header:
        raise TokenRefused("the token names no key")


def _unwrapped(claims: JsonObject) -> JsonObject:
    """The document of a VCDM 1.1 token: what is in ``vc`` or ``vp``, completed from the claims (section 6.3.1)."""
    inner = claims.get("vc", claims.get("vp"))
    if not isinstance(inner, dict) or ("vc" in claims and "vp" in claims):
        raise TokenRefused("the token holds neither one credential nor one presentation")
    document = dict(inner)
    if "vp" in claims:
        if "iss" in claims:
            document.setdefault("holder", claims["iss"])
        return document
    if "iss" in claims:
        document.setdefault("issuer", claims["iss"])
    if "jti" in claims:
        document.setdefault("id", claims["jti"])
    return document


def _check_claims(claims: JsonObject, document: JsonObject, *, times: bool) -> None:
    signer = document.get("issuer", document.get("holder"))
    subject = document.get("credentialSubject")
    pairs = (
        ("iss", identifier(signer), "issuer"),
        ("jti", document.get("id"), "id"),
        ("sub", subject.get("id") if isinstance(subject, dict) else None, "subject"),
    )
    for name, said, what in pairs:
        if name in claims and not isinstance(claims[name], str):
            raise TokenRefused(f"the {name} of the token is not text")
        if name in claims and said is not None and claims[name] != said:
            raise TokenRefused(f"the {name} of the token is not the {what} of the credential")
    for name, members in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        claimed = _moment(claims, name)
        stamp = next((document[member] for member in members if member in document), None)
        if times and claimed is not None and stamp is not None and int(read_stamp(stamp).timestamp()) != int(claimed):
            raise TokenRefused(f"the {name} of the token is not the {members[0]} of the credential")


def _moment(claims: JsonObject, name: str) -> float | None:
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        raise TokenRefused(f"the {name} of the token is not a moment")
    return value


def _check_time(claims: JsonObject, now: datetime) -> None:
    begins, ends = _moment(claims, "nbf"), _moment(claims, "exp")
    tolerance = CLOCK_TOLERANCE.total_seconds()
    if begins is not None and now.timestamp() + tolerance < begins:
        raise TokenExpired("the token does not hold yet")
    if ends is not None and now.timestamp() > ends + tolerance:
        raise TokenExpired("the token does not hold any more")


def _claims_of(unsigned: JsonObject) -> JsonObject:
    subject = unsigned.get("credentialSubject")
    claims: JsonObject = {
        "iss": identifier(unsigned.get("issuer")),
        "jti": unsigned.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
    }
    for name, what in (("iss", "issuer"), ("jti", "id"), ("sub", "subject with an id")):
        if not isinstance(claims[name], str):
            raise TokenRefused(f"the credential has no {what}, which a token must name")
    begins = unsigned.get("validFrom", unsigned.get("issuanceDate"))
    if begins is None:
        raise TokenRefused("the credential does not say from when it is valid, which a token must name")
    claims["nbf"] = int(read_stamp(begins).timestamp())
    ends = unsigned.get("validUntil", unsigned.get("expirationDate"))
    if ends is not None:
        claims["exp"] = int(read_stamp(ends).timestamp())
    return claims


def _is_presentation(document: JsonObject) -> bool:
    types = document.get("type")
    return "VerifiablePresentation" in (types if isinstance(types, list) else [types])


def _key_in(document: JsonObject, name: str, purpose: Purpose) -> PublicKey:
    if "kty" in document or "keys" in document:
        return _json_web_key(document, name, name.partition("#")[2])
    return key_for(document, name, purpose)


def _json_web_key(document: JsonObject, name: str, fragment: str) -> PublicKey:
    """The key at an address: the document is the key, or a set of them."""
    if "kty" in document:
        return PublicKey.from_jwk(document)
    keys = document["keys"] if isinstance(document["keys"], list) else []
    found = [key for key in keys if isinstance(key, dict) and _named(key.get("kid"), name, fragment)]
    if len(found) != 1:
        raise KeyNotListed(f"the set of keys holds not exactly one of the name {fragment!r}")
    return PublicKey.from_jwk(found[0])


def _named(kid: object, name: str, fragment: str) -> bool:
    return isinstance(kid, str) and bool(fragment) and (kid in (name, fragment) or kid.endswith(f"#{fragment}"))


def _host(address: str) -> str | None:
    """The host, with its port, that answers for an https address or a ``did:web``."""
    if address.startswith("did:web:"):
        return unquote(address.split(":")[2]).lower()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme == "https" else None


def _is_below(address: str, signer: str) -> bool:
    """Whether an address lies below an issuer that is itself an https address: only the issuer puts things there."""
    plain = not any(part in (".", "..") for part in unquote(urlsplit(address).path).split("/"))
    return signer.startswith("https://") and plain and address.startswith(signer.rstrip("/") + "/")


def _encoded(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def _decoded(text: str) -> bytes:
    """The bytes of a part, which has one spelling only."""
    if len(text) % 4 == 1:
        raise TokenRefused("a part of the token is not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encoded(data).decode() != text:
        raise TokenRefused("a part of the token is not base64url")
    return data
