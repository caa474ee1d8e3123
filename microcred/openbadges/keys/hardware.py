"""Keys that never leave a hardware security module, by way of PKCS #11 (OASIS, version 2.40 and later).

Needs the extra ``pkcs11``. A :class:`HardwareKey` is a :class:`.signing.Signer` like any other: the library that signs
does not see the secret, and neither does whoever reads this process's memory.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.serialization import load_der_public_key

from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys.public import SMALLEST_RSA, KeyKind, PublicKey

if TYPE_CHECKING:
    from pkcs11 import Session

_EDWARDS25519: Final = bytes.fromhex("06032b6570")  # DER of the object identifier 1.3.101.112 (RFC 8410)
_CURVES: Final = {KeyKind.P256: "secp256r1", KeyKind.P384: "secp384r1"}
_DIGESTS: Final = {KeyKind.P256: hashlib.sha256, KeyKind.P384: hashlib.sha384}


class HardwareRefused(OpenBadgesError):
    """The module is not there, does not open with this PIN, has no such key, or will not sign with it."""


class HardwareToken:
    """A token of a module, opened for this process.

    Sessions of PKCS #11 are not for several threads at once, so calls wait for one another.

    Args:
        library: the module's shared library, as its maker delivers it.
        label: of the token.
        pin: of its user.

    Raises:
        HardwareRefused: when the extra is not installed, the module does not load, or the token does not open.
    """

    def __init__(self, library: Path, *, label: str, pin: str) -> None:
        try:
            import pkcs11
        except ImportError as error:
            raise HardwareRefused("keys in hardware need the extra: pip install 'microcred[pkcs11]'") from error
        self._turn = threading.Lock()
        self._constants: Any = pkcs11
        with self._refusals(f"the token {label!r} of {library} does not open"):
            self._session: Session = pkcs11.lib(str(library)).get_token(token_label=label).open(rw=True, user_pin=pin)

    def generate(self, kind: KeyKind, label: str) -> HardwareKey:
        """A new key pair inside the module, which cannot be taken out of it.

        Raises:
            HardwareRefused: when the module does not make keys of this kind, or has a key of this name.
        """
        pkcs11 = self._constants
        attributes = pkcs11.Attribute
        secret = {attributes.SENSITIVE: True, attributes.EXTRACTABLE: False}
        with self._turn, self._refusals(f"the module does not make a key of the kind {kind}"):
            if any(True for _ in self._session.get_objects({attributes.LABEL: label})):
                raise HardwareRefused(f"the token has a key of the name {label!r} already")
            if kind is KeyKind.RSA:
                self._session.generate_keypair(
                    pkcs11.KeyType.RSA, SMALLEST_RSA, label=label, store=True, private_template=secret
                )
            else:
                edwards = kind is KeyKind.ED25519
                parameters = self._session.create_domain_parameters(
                    pkcs11.KeyType.EC_EDWARDS if edwards else pkcs11.KeyType.EC,
                    {attributes.EC_PARAMS: _EDWARDS25519 if edwards else _named_curve(_CURVES[kind])},
                    local=True,
                )
                parameters.generate_keypair(
                    label=label,
                    store=True,
                    private_template=secret,
                    **({"mechanism": pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN} if edwards else {}),
                )
        return self.key(label)

    def key(self, label: str) -> HardwareKey:
        """The key pair of this name.

        Raises:
            HardwareRefused: when the token has none, or not both halves of it.
        """
        classes = self._constants.ObjectClass
        with self._turn, self._refusals(f"the token has no key {label!r}"):
            secret = self._session.get_key(object_class=classes.PRIVATE_KEY, label=label)
            public = self._session.get_key(object_class=classes.PUBLIC_KEY, label=label)
            return HardwareKey(self, secret, _public(public))

    def sign(self, key: Any, kind: KeyKind, message: bytes) -> bytes:
        """A signature by the module, in the form that :meth:`.PublicKey.verify` reads."""
        mechanisms = self._constants.Mechanism
        with self._turn, self._refusals("the module did not sign"):
            if kind is KeyKind.RSA:
                return bytes(key.sign(message, mechanism=mechanisms.SHA256_RSA_PKCS))
            if kind is KeyKind.ED25519:
                return bytes(key.sign(message, mechanism=mechanisms.EDDSA))
            # the two numbers side by side, which is what PKCS #11 gives
            return bytes(key.sign(_DIGESTS[kind](message).digest(), mechanism=mechanisms.ECDSA))

    def close(self) -> None:
        """Log out. Keys of this token sign no more."""
        with self._turn, self._refusals("the token does not close"):
            self._session.close()

    def _refusals(self, words: str) -> _Refusals:
        return _Refusals(self._constants.PKCS11Error, words)


class HardwareKey:
    """A key pair whose secret half stays in its module.

    Args:
        token: where it lies.
        secret: the module's handle of it.
        public: the half that everybody may know.
    """

    def __init__(self, token: HardwareToken, secret: Any, public: PublicKey) -> None:
        self._token = token
        self._secret = secret
        self._public = public

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """A signature over ``message``.

        Raises:
            HardwareRefused: when the module does not answer.
        """
        return self._token.sign(self._secret, self._public.kind, message)


class _Refusals:
    """Says in our words what a module refuses."""

    def __init__(self, family: type[Exception], words: str) -> None:
        self._family = family
        self._words = words

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, self._family | RuntimeError | OSError) and not isinstance(error, OpenBadgesError):
            raise HardwareRefused(f"{self._words} ({type(error).__name__}: {error})") from error


def _named_curve(name: str) -> bytes:
    from pkcs11.util.ec import encode_named_curve_parameters

    return encode_named_curve_parameters(name)


def _public(key: Any) -> PublicKey:
    """The public half as a module holds it: an RSA key, a point in DER, or the 32 bytes of Ed25519 in DER."""
    from pkcs11 import Attribute, KeyType
    from pkcs11.util.ec import encode_ec_public_key
    from pkcs11.util.rsa import encode_rsa_public_key

    if key.key_type == KeyType.RSA:
        return PublicKey.from_native(load_der_public_key(encode_rsa_public_key(key)))
    if key.key_type == KeyType.EC_EDWARDS:
        point = bytes(key[Attribute.EC_POINT])
        return PublicKey(point[2:] if point[:2] == b"\x04\x20" else point)
    return PublicKey.from_native(load_der_public_key(encode_ec_public_key(key)))
