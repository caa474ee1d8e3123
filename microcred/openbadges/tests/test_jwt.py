"""Credentials as JSON Web Tokens: the three profiles, and the old tricks by which tokens are forged."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta

import joserfc.jws
import pytest
from joserfc.jwk import import_key

from microcred.openbadges import jwt
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from microcred.openbadges.dids import (
    ALGORITHMS,
    KeyNotListed,
    did_document,
    did_jwk,
    did_key,
    jwk_set,
    jwt_method,
    offline,
    resolver,
)
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError, Unreachable
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.proofs import SignatureWrong
from microcred.openbadges.tests.make import NOW, STRANGER_KEY, award

# joserfc warns of the older name of Ed25519, which wallets still write
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")

DID = "did:web:credentials.example.edu:issuers:centre"
RSA = SigningKey.generate(KeyKind.RSA)
KEYS = {
    KeyKind.ED25519: SigningKey(bytes(range(32))),
    KeyKind.P256: SigningKey(bytes(range(1, 33)), KeyKind.P256),
    KeyKind.P384: SigningKey(bytes(range(1, 49)), KeyKind.P384),
    KeyKind.RSA: RSA,
}
ES256 = KEYS[KeyKind.P256]


def unsigned(**changes) -> JsonObject:
    return award(DID, holder_id="did:example:ada", **changes).to_json()


def resolve(controller: str) -> JsonObject:
    documents = {DID: did_document(DID, [KEYS[KeyKind.ED25519].public], jwt_keys=[key.public for key in KEYS.values()])}
    return documents[controller] if controller in documents else resolver(offline)(controller)


def token(kind: KeyKind = KeyKind.P256, profile: jwt.Profile = jwt.Profile.OPEN_BADGES, **changes) -> str:
    key = KEYS[kind]
    return jwt.sign(unsigned(**changes), key, verification_method=jwt_method(DID, key.public), profile=profile)


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(header: JsonObject, payload: object, key: SigningKey = ES256) -> str:
    """A token with whatever header and payload, its signature genuine."""
    head = f"{part(header)}.{part(payload)}"
    return f"{head}.{part(key.sign(head.encode()))}"


def header_of(key: SigningKey = ES256, **changes) -> JsonObject:
    return {"alg": ALGORITHMS[key.public.kind], "typ": "JWT", "kid": jwt_method(DID, key.public), **changes}


def claims_of(**changes) -> JsonObject:
    return {**jwt.read(token()).claims, **changes}


@pytest.mark.parametrize("kind", list(KeyKind))
@pytest.mark.parametrize("profile", list(jwt.Profile))
def test_every_kind_of_key_in_every_profile(kind: KeyKind, profile: jwt.Profile):
    text = token(kind, profile)
    read = jwt.read(text)

    assert read.profile is profile
    assert read.signer == DID
    assert jwt.verify(read, jwt.verification_key(read, resolve), now=NOW) == unsigned()
    # another library finds the same in it
    theirs = joserfc.jws.deserialize_compact(
        text, import_key(KEYS[kind].public.jwk), algorithms=[ALGORITHMS[kind]], registry=_roomy(kind)
    )
    assert json.loads(theirs.payload) == read.claims


def _roomy(kind: KeyKind) -> joserfc.jws.JWSRegistry:
    return joserfc.jws.JWSRegistry(algorithms=[ALGORITHMS[kind]])


@pytest.mark.parametrize("kind", list(KeyKind))
def test_what_another_library_signs_verifies(kind: KeyKind):
    key = KEYS[kind]
    pem = {KeyKind.ED25519: "OKP", KeyKind.RSA: "RSA"}.get(kind, "EC")
    theirs = import_key(_private_pem(key), pem)
    text = joserfc.jws.serialize_compact(
        header_of(key), json.dumps(claims_of()), theirs, algorithms=[ALGORITHMS[kind]], registry=_roomy(kind)
    )

    assert jwt.verify(text, key.public)["id"] == unsigned()["id"]


def _private_pem(key: SigningKey) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    native = Ed25519PrivateKey.from_private_bytes(key.seed) if key.kind is KeyKind.ED25519 else key._native
    return native.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_the_claims_are_those_of_the_standard():
    claims = jwt.read(token(valid_until=NOW + timedelta(days=365))).claims
    assert claims["iss"] == DID
    assert claims["jti"] == unsigned()["id"]
    assert claims["sub"] == "did:example:ada"
    assert claims["nbf"] == int(NOW.timestamp())
    assert claims["exp"] == int((NOW + timedelta(days=365)).timestamp())
    assert jwt.read(token(profile=jwt.Profile.JOSE_COSE)).header["typ"] == "vc+jwt"


def test_someone_known_by_a_hashed_address_only_gets_no_token():
    key = KEYS[KeyKind.P256]
    with pytest.raises(jwt.TokenRefused, match="subject"):
        jwt.sign(award(DID).to_json(), key, verification_method=jwt_method(DID, key.public))


def test_nothing_undefined_and_nothing_already_signed_becomes_a_token():
    for change in ({"notATerm": "x"}, {"proof": {}}):
        with pytest.raises(DocumentRefused):
            jwt.sign({**unsigned(), **change}, ES256, verification_method=jwt_method(DID, ES256.public))


def test_alg_none_is_refused():
    bare = f"{part({**header_of(), 'alg': 'none'})}.{part(claims_of())}."
    for text in (bare, bare + "AA"):
        with pytest.raises(jwt.TokenRefused):
            jwt.read(text)


def test_a_public_key_is_no_shared_secret():
    """The classic confusion: the public key, which everybody has, used as the secret of HS256."""
    head = f"{part(header_of(alg='HS256'))}.{part(claims_of())}"
    tag = hmac.new(json.dumps(RSA.public.jwk).encode(), head.encode(), hashlib.sha256).digest()
    with pytest.raises(jwt.TokenRefused, match="HS256"):
        jwt.verify(f"{head}.{part(tag)}", RSA.public)


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P384, KeyKind.RSA])
def test_an_algorithm_belongs_to_its_kind_of_key(kind: KeyKind):
    text = forged(header_of(), claims_of(), KEYS[kind])
    with pytest.raises(jwt.TokenRefused, match="ES256, which is not for"):
        jwt.verify(text, KEYS[kind].public)
    with pytest.raises(SignatureWrong):
        jwt.verify(text, ES256.public)


def test_a_key_in_the_header_counts_only_where_the_issuer_lists_it():
    own = jwt.read(jwt.sign(unsigned(), ES256, verification_method=None))
    assert jwt.verification_key(own, resolve) == ES256.public

    strange = SigningKey.generate(KeyKind.P256)
    theirs = jwt.read(jwt.sign(unsigned(), strange, verification_method=None))
    with pytest.raises(KeyNotListed):
        jwt.verification_key(theirs, resolve)


def test_kid_beats_jwk():
    strange = SigningKey.generate(KeyKind.P256)
    read = jwt.read(forged(header_of(jwk=strange.public.jwk), claims_of(), strange))
    key = jwt.verification_key(read, resolve)
    assert key == ES256.public
    with pytest.raises(SignatureWrong):
        jwt.verify(read, key)


def test_a_key_of_somebody_else_is_not_the_issuers():
    other = did_key(STRANGER_KEY.public)
    read = jwt.read(
        forged(header_of(STRANGER_KEY, kid=jwt_method(other, STRANGER_KEY.public)), claims_of(), STRANGER_KEY)
    )
    with pytest.raises(KeyNotListed, match="not its issuer's"):
        jwt.verification_key(read, resolve)


def test_a_secret_in_the_header_is_refused():
    jwk = {**ES256.public.jwk, "d": part(ES256.seed)}
    read = jwt.read(forged({"alg": "ES256", "jwk": jwk}, claims_of()))
    with pytest.raises(Exception, match="secret"):
        jwt.verification_key(read, resolve)


def test_a_fragment_alone_is_the_issuers():
    for kid in (ES256.public.thumbprint, f"#{ES256.public.thumbprint}"):
        read = jwt.read(forged(header_of(kid=kid), claims_of()))
        assert jwt.verification_key(read, resolve) == ES256.public


@pytest.mark.parametrize("make", [did_key, did_jwk])
@pytest.mark.parametrize("kind", list(KeyKind))
def test_an_issuer_that_is_its_own_key(make, kind: KeyKind):
    key = KEYS[kind]
    did = make(key.public)
    credential = award(did, holder_id="did:example:ada").to_json()
    read = jwt.read(jwt.sign(credential, key, verification_method=jwt_method(did, key.public)))
    assert jwt.verify(read, jwt.verification_key(read, resolve)) == credential


def test_a_neighbours_key_on_the_same_host_is_not_the_issuers():
    """Several issuers share a host, each below a path: what one of them puts there signs for nobody else."""
    mallory = "https://credentials.example.edu/mallory/key.json"
    published = {mallory: SigningKey.generate(KeyKind.P256).public.jwk}
    read = jwt.read(forged(header_of(kid=mallory), claims_of()))
    with pytest.raises(KeyNotListed):
        jwt.verification_key(read, lambda url: published[url] if url in published else resolve(url))


def test_a_key_at_an_address_counts_on_the_host_of_its_issuer():
    published = {
        "https://credentials.example.edu/keys": jwk_set(DID, [key.public for key in KEYS.values()]),
        "https://credentials.example.edu/key": ES256.public.jwk,
        "https://forger.example/key": ES256.public.jwk,
    }

    def at(kid: str):
        read = jwt.read(forged(header_of(kid=kid), claims_of()))
        return jwt.verification_key(read, lambda url: published[url] if url in published else resolve(url))

    assert at("https://credentials.example.edu/key") == ES256.public
    assert at(f"https://credentials.example.edu/keys#{ES256.public.thumbprint}") == ES256.public
    with pytest.raises(KeyNotListed):
        at("https://credentials.example.edu/keys#absent")
    with pytest.raises(KeyNotListed):
        at("https://forger.example/key")


def test_a_published_set_of_keys_holds_no_secret():
    published = jwk_set(DID, [ES256.public], retired=[RSA.public])
    assert [key["alg"] for key in published["keys"]] == ["ES256", "RS256"]
    assert not {"d", "p", "q"} & {name for key in published["keys"] for name in key}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"iss": "did:web:forger.example"}, "issuer"),
        ({"jti": "urn:uuid:other"}, "id"),
        ({"sub": "did:example:eve"}, "subject"),
        ({"nbf": 0}, "validFrom"),
        ({"nbf": "2026"}, "moment"),
        ({"nbf": True}, "moment"),
        ({"exp": 1e300}, "moment"),
        ({"iss": 7}, "text"),
    ],
)
def test_claims_that_contradict_the_credential_are_refused(change, why: str):
    with pytest.raises(jwt.TokenRefused, match=why):
        jwt.read(forged(header_of(), claims_of(**change)))


@pytest.mark.parametrize(
    "change",
    [
        {"crit": ["b64"], "b64": False},
        {"crit": ["x5c"], "x5c": []},
        {"crit": []},
        {"b64": False},
        {"kid": 7},
        {"jwk": "x"},
    ],
)
def test_headers_that_must_be_understood_and_are_not_are_refused(change):
    with pytest.raises(jwt.TokenRefused):
        jwt.read(forged(header_of(**change), claims_of()))


@pytest.mark.parametrize("claim", ["vc", "vp"])
def test_a_token_of_the_newer_type_has_no_claim_for_its_credential(claim: str):
    with pytest.raises(jwt.TokenRefused, match="claim"):
        jwt.read(forged(header_of(typ="vc+jwt"), {**claims_of(), claim: {}}))


@pytest.mark.parametrize(
    "more", [{"x5c": ["MIIB"], "x5t#S256": "abc"}, {"x5u": "https://evil.example/key"}, {"jku": "https://x"}, {"x": 7}]
)
def test_headers_that_nobody_needs_to_understand_are_ignored(more):
    """RFC 7515 section 4: all others are to be ignored, and so is every key they would bring along."""
    text = forged(header_of(**more), claims_of())
    assert jwt.verify(text, ES256.public)["id"] == claims_of()["id"]
    read = jwt.read(forged(header_of(**more), claims_of(), STRANGER_KEY))
    with pytest.raises(OpenBadgesError):
        jwt.verify(read, ES256.public)


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d", "....", "{}", "e30.e30.e30", "ey J.x.y", "\u00e9.x.y", b"\xff.a.b"],
)
def test_what_is_no_token_is_refused(text):
    with pytest.raises((jwt.TokenRefused, DocumentRefused)):
        jwt.read(text)


def test_a_token_has_one_spelling():
    text = token()
    last = text[-1]
    twin = text[:-1] + next(c for c in "ABCDEFGHIJKLMNOP" if c != last)
    with pytest.raises((jwt.TokenRefused, SignatureWrong)):
        jwt.verify(twin, ES256.public)


def test_a_member_named_twice_is_refused():
    twice = b'{"iss":"did:web:a","iss":"did:web:b"}'
    with pytest.raises(DocumentRefused, match="twice"):
        jwt.read(forged(header_of(), twice))


def test_a_token_out_of_its_time():
    text = token(profile=jwt.Profile.VCDM_1_1, valid_until=NOW + timedelta(days=1))
    jwt.verify(text, ES256.public, now=NOW)
    for moment in (NOW - timedelta(days=1), NOW + timedelta(days=2)):
        with pytest.raises(jwt.TokenExpired):
            jwt.verify(text, ES256.public, now=moment)


def test_a_credential_of_the_older_model_is_completed_from_its_claims():
    inner = {
        "@context": [CREDENTIALS_V1],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "did:example:ada"},
    }
    claims = {"iss": DID, "jti": "urn:uuid:1", "sub": "did:example:ada", "vc": inner}
    assert jwt.verify(forged(header_of(), claims), ES256.public) == {**inner, "issuer": DID, "id": "urn:uuid:1"}


def test_a_presentation_and_what_is_enveloped():
    holder = did_key(STRANGER_KEY.public)
    presentation = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": holder}
    text = jwt.sign(
        presentation,
        STRANGER_KEY,
        verification_method=jwt_method(holder, STRANGER_KEY.public),
        profile=jwt.Profile.JOSE_COSE,
    )
    read = jwt.read(jwt.token_in(jwt.enveloped(text, "vp")))

    assert read.signer == holder
    assert jwt.verify(read, jwt.verification_key(read, resolve, purpose="authentication")) == presentation
    for url in ("data:text/plain,x", "https://x", None, 7):
        with pytest.raises(jwt.TokenRefused):
            jwt.token_in(url)


def test_a_document_out_of_reach_says_nothing_about_the_token():
    read = replace(jwt.read(token()), header=header_of(kid="did:web:away.example#x"))
    read = replace(read, document={**read.document, "issuer": "did:web:away.example"})
    with pytest.raises(Unreachable):
        jwt.verification_key(read, resolve)
