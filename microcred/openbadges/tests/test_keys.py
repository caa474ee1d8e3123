"""Keys and the documents that list them."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from microcred.openbadges import dids, multibase
from microcred.openbadges.errors import OpenBadgesError, Unreachable
from microcred.openbadges.keys import KeyKind, PublicKey, SealBroken, SigningKey, sealed_public_key, unseal

# RFC 8032 section 7.1, test 3
RFC_KEY = SigningKey(bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
RFC_SIGNATURE = bytes.fromhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)
SECRET = bytes(32)
DID = "did:web:credentials.example.edu:issuers:centre"


def test_the_rfc_8032_vector():
    assert RFC_KEY.public.raw.hex() == "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    assert RFC_KEY.sign(b"\xaf\x82") == RFC_SIGNATURE
    assert RFC_KEY.public.verify(RFC_SIGNATURE, b"\xaf\x82")
    assert not RFC_KEY.public.verify(RFC_SIGNATURE, b"\xaf\x83")
    assert not RFC_KEY.public.verify(RFC_SIGNATURE[:-1], b"\xaf\x82")


def test_a_signature_with_an_unreduced_scalar_is_refused():
    """Malleability: s + L verifies the same equation and must not be taken (RFC 8032 section 5.1.7)."""
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(RFC_SIGNATURE[32:], "little") + order
    assert not RFC_KEY.public.verify(RFC_SIGNATURE[:32] + scalar.to_bytes(32, "little"), b"\xaf\x82")


@given(st.binary(max_size=80))
def test_multibase_round_trip(raw: bytes):
    assert multibase.decode(multibase.encode(raw)) == raw
    assert multibase.encode(raw) == "z" + by_long_division(raw)


def by_long_division(raw: bytes) -> str:
    """base58btc as one does it on paper."""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, digits = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = alphabet[digit] + digits
    return "1" * next((place for place, byte in enumerate(raw) if byte), len(raw)) + digits


@pytest.mark.parametrize("text", ["", "u0", "z0", "zIl", "z1 2", "z_", "zé", "z\ud800", "z" + "1" * 1100])
def test_what_is_not_base58btc_is_refused(text: str):
    with pytest.raises(OpenBadgesError):
        multibase.decode(text)


def test_the_secret_never_shows():
    assert RFC_KEY.seed.hex() not in repr(RFC_KEY)
    assert str(list(RFC_KEY.seed)[:4])[1:-1] not in repr(RFC_KEY)


def test_a_sealed_key_opens_with_its_secret_only():
    blob = RFC_KEY.sealed(SECRET)
    assert RFC_KEY.seed not in blob
    assert sealed_public_key(blob) == RFC_KEY.public
    assert unseal(blob, SECRET) == RFC_KEY
    with pytest.raises(SealBroken):
        unseal(blob, bytes([1]) * 32)


@given(st.integers(0, 92), st.integers(1, 255))
def test_an_altered_seal_never_opens(position: int, difference: int):
    blob = bytearray(RFC_KEY.sealed(SECRET))
    assert unseal(bytes(blob), SECRET) == RFC_KEY
    blob[position] ^= difference
    with pytest.raises(SealBroken):
        unseal(bytes(blob), SECRET)


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
    ],
)
def test_the_examples_of_the_did_web_method(did: str, url: str):
    assert dids.did_web_url(did) == url


@pytest.mark.parametrize(
    "did",
    ["did:web:", "did:web:a:..", "did:web:a/b", "did:web:u@a", "did:web:a:%2e%2e", "did:key:z6Mk", "did:web:a::b"],
)
def test_malformed_did_web_is_refused(did: str):
    with pytest.raises(OpenBadgesError):
        dids.did_web_url(did)


def test_did_web_of_an_origin():
    assert dids.did_web("https://x.example:8443", "issuers", "a b") == "did:web:x.example%3A8443:issuers:a%20b"


def test_retired_keys_keep_asserting_and_stop_authenticating():
    new, old = SigningKey.generate().public, RFC_KEY.public
    document = dids.did_document(DID, [new], retired=[old])
    for key in (new, old):
        assert dids.assertion_key(document, dids.verification_method(DID, key)) == key
    assert document["authentication"] == [dids.verification_method(DID, new)]


def test_a_key_counts_only_where_it_is_listed():
    key = RFC_KEY.public
    method = dids.verification_method(DID, key)
    stranger = dids.verification_method(DID, SigningKey.generate().public)
    document = dids.did_document(DID, [key])
    with pytest.raises(dids.KeyNotListed):
        dids.assertion_key(document, stranger)
    for broken in (
        {**document, "id": "did:web:other.example"},
        {**document, "assertionMethod": []},
        {**document, "verificationMethod": []},
        {**document, "verificationMethod": [{**document["verificationMethod"][0], "controller": "did:web:other"}]},
    ):
        with pytest.raises(dids.KeyNotListed):
            dids.assertion_key(broken, method)


def test_resolving():
    assert dids.resolver(dids.offline)(dids.did_key(RFC_KEY.public))["id"] == dids.did_key(RFC_KEY.public)
    with pytest.raises(Unreachable):
        dids.resolver(dids.offline)(DID)
    with pytest.raises(OpenBadgesError):
        dids.resolver(dids.offline)("did:example:1")


def test_jwk_round_trip_and_published_secrets():
    assert PublicKey.from_jwk(RFC_KEY.public.jwk) == RFC_KEY.public
    with pytest.raises(OpenBadgesError):
        PublicKey.from_jwk({**RFC_KEY.public.jwk, "d": "x"})


@pytest.mark.parametrize("kind", list(KeyKind))
def test_every_kind_of_key_has_its_names_and_rests_sealed(kind: KeyKind):
    key = SigningKey.generate(kind)
    public = key.public

    assert public.verify(key.sign(b"message"), b"message")
    assert not public.verify(key.sign(b"message"), b"another")
    assert not public.verify(key.sign(b"message")[:-1], b"message")
    assert key.sign(b"message") == key.sign(b"message"), "no signature depends on randomness"
    assert PublicKey.from_multibase(public.multibase) == public
    assert PublicKey.from_jwk(public.jwk) == public
    assert dids.assertion_key(
        dids.resolver(dids.offline)(dids.did_key(public)), dids.jwt_method(dids.did_key(public), public)
    ) == (public)
    assert dids.assertion_key(dids.resolver(dids.offline)(dids.did_jwk(public)), f"{dids.did_jwk(public)}#0") == public
    blob = key.sealed(SECRET)
    assert sealed_public_key(blob) == public
    assert unseal(blob, SECRET) == key
    assert key.seed not in blob
    with pytest.raises(SealBroken):
        unseal(blob, bytes([1]) * 32)


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA])
def test_an_altered_seal_of_any_kind_never_opens(kind: KeyKind):
    key = SigningKey.generate(kind)
    blob = key.sealed(SECRET)
    assert unseal(blob, SECRET) == key
    for position in range(0, len(blob), 7):
        altered = bytearray(blob)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(bytes(altered), SECRET)
    with pytest.raises(SealBroken):
        sealed_public_key(blob[:20])


def test_a_key_is_on_its_curve_and_of_a_decent_size():
    with pytest.raises(OpenBadgesError):
        PublicKey(b"\x02" + bytes(31) + b"\x07", KeyKind.P256)  # x = 7 has no y
    with pytest.raises(OpenBadgesError):
        PublicKey(bytes(33), KeyKind.P256)
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    with pytest.raises(OpenBadgesError, match="2048"):
        PublicKey.from_native(small)
    for jwk in ({"kty": "oct", "k": "AA"}, {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, {"kty": "EC"}, {}):
        with pytest.raises(OpenBadgesError):
            PublicKey.from_jwk(jwk)
    with pytest.raises(OpenBadgesError, match="not for signatures"):
        PublicKey.from_jwk({**RFC_KEY.public.jwk, "use": "enc"})


def test_keys_for_tokens_stand_beside_the_others():
    rsa_key, old = SigningKey.generate(KeyKind.RSA).public, SigningKey.generate(KeyKind.P256).public
    document = dids.did_document(DID, [RFC_KEY.public], jwt_keys=[rsa_key], retired_jwt_keys=[old])

    assert [method["type"] for method in document["verificationMethod"]] == ["Multikey", "JsonWebKey", "JsonWebKey"]
    assert dids.assertion_key(document, dids.jwt_method(DID, old)) == old
    assert dids.jwt_method(DID, old) not in document["authentication"]
    assert dids.listed_keys(document, "authentication") == [RFC_KEY.public, rsa_key]
    with pytest.raises(OpenBadgesError, match="no Multikey"):
        dids.did_document(DID, [rsa_key])


@pytest.mark.parametrize("did", ["did:jwk:", "did:jwk:!!", "did:jwk:e30", "did:key:z"])
def test_malformed_dids_that_are_keys(did: str):
    with pytest.raises(OpenBadgesError):
        dids.resolver(dids.offline)(did)
