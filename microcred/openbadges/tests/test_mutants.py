"""Threat T8 of the threat model: a mutant of a genuine credential is refused, or says the same; and none makes us fall.

Twelve thousand mutants a run, the same ones every time: values, names, contexts, proofs, keys, algorithms, encodings,
members written twice, bytes of images. Raise :data:`MUTANTS` for a longer hunt.
"""

import base64
import copy
import json
import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from microcred.openbadges import baking, jwt, proofs
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES, PINNED
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.jcs import jcs
from microcred.openbadges.source import Link, credential_in
from microcred.openbadges.tests.elsewhere import ENDORSER, STRANGER, Servers, badge, endorsement, token, transcript
from microcred.openbadges.tests.make import ISSUER_KEY, LIST_URL, NOW, Issuer
from microcred.openbadges.tests.test_baking import PNG, SVG
from microcred.openbadges.unwrapping import NothingToVerify
from microcred.openbadges.verify import Report, Verdict
from microcred.openbadges.verify.documents import take

MUTANTS = int(os.environ.get("MICROCRED_MUTANTS", "1500"))
"""How many of each of the eight originals."""

CENTRE = Issuer()
SERVERS = Servers({LIST_URL: CENTRE.listing()})
FULL = CENTRE.award()
SMALL = CENTRE.sign(badge(endorsement=[endorsement("urn:x:a")]))
JCS = proofs.sign(badge(), ISSUER_KEY, created=NOW, verification_method=CENTRE.method, suite="eddsa-jcs-2022")
TRANSCRIPT = transcript(CENTRE.sign(badge()), ENDORSER.sign(badge(ENDORSER)))
TOKENS = {profile: token(badge(), profile=profile) for profile in (jwt.Profile.OPEN_BADGES, jwt.Profile.JOSE_COSE)}

VALUES: list[Any] = [
    *(
        None,
        "",
        "x",
        "Proficient",
        0,
        1,
        -1,
        True,
        2.5,
        1e30,
        [],
        {},
        ["x"],
        [[]],
        "@id",
        "_:b0",
        "\u0000",
        "🏅",
        "\ud800",
    ),
    *("urn:uuid:0", "did:key:z6Mk", STRANGER.did, STRANGER.method, CENTRE.did, NOW.isoformat(), "2026-11-22T12:00:00Z"),
    *("http://www.w3.org/2001/XMLSchema#string", "https://example.org/a b", "a" * 5000),
    *({"@value": "x"}, {"@value": "x", "@language": "en"}, {"id": "urn:x:y"}, ["urn:x:y"], {"type": ["Result"]}),
    *({"@list": ["x"]}, {"@set": ["x"]}, {"@id": "urn:x"}, {"@graph": []}),
]
NAMES = [
    *(
        "@context",
        "@id",
        "@type",
        "@graph",
        "@reverse",
        "@index",
        "@included",
        "@nest",
        "@version",
        "id",
        "type",
        "name",
    ),
    *(
        "proof",
        "image",
        "x",
        "evidence",
        "result",
        "issuer",
        "validUntil",
        "validFrom",
        "credentialStatus",
        "Name",
        "name ",
    ),
    *("holder", "expires", "cryptosuite", "endorsement", "refreshService", "\u202ename", "toString", "__proto__"),
]
CONTEXTS = [
    *sorted(PINNED),
    "https://example.org/terms",
    {"name": "urn:x:other"},
    {"@vocab": "urn:x:"},
    None,
]
SUITES = [*proofs.CRYPTOSUITES, "none", "EDDSA-RDFC-2022", "ecdsa-sd-2023", "", None, 7]
NOISE = ["", " ", "x", "\u200b", "\u0301", "\n", "%20"]
TYPES = ["Ed25519Signature2020", "Ed25519Signature2018", "JsonWebSignature2020", None]
ALGORITHMS = ["none", "None", "HS256", "EdDSA", "ES256", "RS256", "ES384", "Ed25519", "", None, 7, ["EdDSA"]]


def containers(value: Any) -> list[Any]:
    if not isinstance(value, dict | list):
        return []
    items = value.values() if isinstance(value, dict) else value
    return [value] + [container for item in items for container in containers(item)]


def change_somewhere(document: Any, chance: random.Random) -> None:
    """One change at any place of a JSON document: a value, a name, an order, one more or one less."""
    container = chance.choice(containers(document))
    value = copy.deepcopy(chance.choice(VALUES))
    if isinstance(container, list):
        place = chance.randrange(len(container) + 1)
        match chance.randrange(5):
            case 0:
                container.insert(place, value)
            case 1:
                container.reverse()
            case 2:
                container.extend(copy.deepcopy(container[:1]))
            case 3:
                del container[place : place + 1]
            case 4:
                container[place : place + 1] = [value]
        return
    name = chance.choice(sorted(container)) if container else "x"
    match chance.randrange(6):
        case 0:
            container[chance.choice(NAMES)] = value
        case 1:
            container[chance.choice(NAMES)] = container.pop(name, value)
        case 2:
            container.pop(name, None)
        case 3:
            container[name] = value
        case 4:
            container[name] = [container.get(name, value)]
        case 5 if isinstance(container.get(name), str):
            text = container[name]
            place = chance.randrange(len(text) + 1)
            container[name] = text[:place] + chance.choice(NOISE) + text[place + 1 :]
        case _:
            container[name] = value


def change_context(document: Any, chance: random.Random) -> None:
    holders = [each for each in containers(document) if isinstance(each, dict) and "@context" in each]
    holder = (
        chance.choice(holders)
        if holders and chance.random() < 0.8
        else chance.choice([each for each in containers(document) if isinstance(each, dict)])
    )
    named = holder.get("@context")
    named = list(named) if isinstance(named, list) else [named]
    other = copy.deepcopy(chance.choice(CONTEXTS))
    match chance.randrange(5):
        case 0:
            named.append(other)
        case 1:
            named.insert(0, other)
        case 2:
            named.reverse()
        case 3:
            named[-1:] = [other]
        case 4:
            named = chance.choice([[], [CREDENTIALS_V1, OPEN_BADGES], [CREDENTIALS_V2], other])
    holder["@context"] = named


def change_proof(document: Any, chance: random.Random) -> None:
    held = [each for each in containers(document) if isinstance(each, dict) and isinstance(each.get("proof"), dict)]
    if not held:
        change_somewhere(document, chance)
        return
    holder = chance.choice(held)
    proof = holder["proof"]
    stranger = {"verificationMethod": STRANGER.method}
    match chance.randrange(9):
        case 0:
            proof["cryptosuite"] = chance.choice(SUITES)
        case 1:
            proof["type"] = chance.choice(
                ["Ed25519Signature2020", "Ed25519Signature2018", "JsonWebSignature2020", None]
            )
        case 2:
            proof.update(stranger)
        case 3:
            # everything signed anew by somebody else, who still says that it is the issuer's
            unsigned = {name: value for name, value in holder.items() if name != "proof"}
            try:
                holder["proof"] = {
                    **STRANGER.sign(unsigned)["proof"],
                    **chance.choice([{}, {"verificationMethod": CENTRE.method}]),
                }
            except OpenBadgesError:
                proof.update(stranger)
        case 4:
            holder["proof"] = [proof, {**proof, "created": "2026-11-22T12:00:01Z"}]
        case 5:
            holder["proof"] = chance.choice([[], {}, None, [proof, None], [[proof]], "proof"])
        case 6:
            proof["proofPurpose"] = chance.choice(["authentication", "", None, ["assertionMethod"]])
        case 7:
            proof["proofValue"] = chance.choice([SMALL, FULL, JCS])["proof"]["proofValue"]
        case 8:
            value = str(proof.get("proofValue"))
            proof["proofValue"] = chance.choice(
                [value[1:], value + "1", "z1" + value[1:], value.swapcase(), "u" + value[1:]]
            )


def change_text(text: bytes, chance: random.Random) -> bytes:
    """A change of the bytes: their encoding, members written twice, spellings that mean the same, noise."""
    place = chance.randrange(len(text))
    match chance.randrange(9):
        case 0:
            return text[:place] + bytes([text[place] ^ (1 << chance.randrange(8))]) + text[place + 1 :]
        case 1:
            return text[:place]
        case 2:
            return text[:place] + text[chance.randrange(len(text)) :]
        case 3:
            # a member written twice: parsers differ in which of the two they keep
            start = text.find(b'{"', place) + 1 or 1
            return text[:start] + b'"name":"Solo work",' * chance.randrange(1, 3) + text[start:]
        case 4:
            return text.decode().encode(chance.choice(["utf-8-sig", "utf-16", "utf-32"]))
        case 5:
            return json.dumps(json.loads(text), ensure_ascii=True, indent=chance.choice([None, 1])).encode()
        case 6:
            return text.replace(
                b"2.5", chance.choice([b"2.50", b"25e-1", b"2.5000000000000000001", b"+2.5", b"2,5"]), 1
            )
        case 7:
            return text.replace(
                b"a", chance.choice([b"\\u0061", b"\\u0430", b"A", "á".encode()]), chance.randrange(1, 4)
            )
        case _:
            return chance.choice(
                [b"[" + text + b"]", text + text, text + b"\0", b" \n" + text + b"\r\n", text.replace(b'"', b"'")]
            )


def mutant_of(document: dict, chance: random.Random) -> Any:
    changed = copy.deepcopy(document)
    kind = chance.randrange(10)
    if kind == 0:
        return change_text(to_bytes(document), chance)
    for _ in range(chance.randrange(1, 4)):
        (change_context if kind in (1, 2) else change_proof if kind in (3, 4) else change_somewhere)(changed, chance)
    return changed


def mutant_of_token(text: str, chance: random.Random) -> Any:
    parts = text.split(".")
    head, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in parts[:2])
    match chance.randrange(6):
        case 0:
            head["alg"] = chance.choice(ALGORITHMS)
        case 1:
            head[chance.choice(["kid", "jwk", "typ", "cty", "crit", "b64", "jku", "x5c"])] = chance.choice(
                [STRANGER.method, STRANGER.key.public.jwk, CENTRE.key.public.jwk, "vc+jwt", "JWT", ["b64"], False, None]
            )
        case 2:
            change_somewhere(payload, chance)
        case 3:
            signature = STRANGER.key.sign(f"{parts[0]}.{parts[1]}".encode())
            parts[2] = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
            return ".".join(parts)
        case 4:
            return noise(text, chance)
        case 5:
            parts[2] = chance.choice(["", parts[2] + "=", parts[2][:-1], parts[1], parts[2] + "." + parts[2]])
            return ".".join(parts)
    encoded = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode() for each in (head, payload)]
    return ".".join([*encoded, parts[2]])


def noise(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(["", "A", "-", ".", "=", "é", " "]) + text[place + chance.randrange(2) :]


def same(report: Report, original: dict) -> bool:
    """Whether a credential that was found genuine says what the original says, to a machine and to a person."""
    credential = report.credential or {}
    plain, wanted = (
        {name: value for name, value in each.items() if name not in ("proof", "@context")}
        for each in (credential, original)
    )
    if jcs(plain) == jcs(wanted):
        return True
    bare = {name: value for name, value in credential.items() if name != "proof"}
    return canonicalize(bare) == canonicalize({name: value for name, value in original.items() if name != "proof"})


ORIGINALS: dict[str, tuple[Any, Callable[[Any, random.Random], Any]]] = {
    "a full award": (FULL, mutant_of),
    "an endorsed badge": (SMALL, mutant_of),
    "the JSON form": (JCS, mutant_of),
    "a transcript": (TRANSCRIPT, mutant_of),
    "a token": (TOKENS[jwt.Profile.OPEN_BADGES], mutant_of_token),
    "a token of JOSE": (TOKENS[jwt.Profile.JOSE_COSE], mutant_of_token),
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_mutants_are_refused_or_say_the_same(name: str):
    original, mutate = ORIGINALS[name]
    meant = original if isinstance(original, dict) else take(original).document
    assert SERVERS.check(original).verdict is Verdict.VALID
    chance = random.Random(f"{name} 2026")
    genuine = 0
    for number in range(MUTANTS):
        mutant = mutate(original, chance)
        report = SERVERS.check(mutant)
        if report.genuine:
            genuine += 1
            assert same(report, meant), (
                f"mutant {number} of {name} is called genuine and says something else: {mutant!r}"
            )
        else:
            assert report.verdict in (Verdict.INVALID, Verdict.UNCHECKED), (
                f"mutant {number} of {name}: {report.verdict}"
            )
    assert genuine < MUTANTS / 2, "mutants that nobody would refuse prove nothing"


@pytest.mark.parametrize(("bake", "image"), [(baking.bake_png, PNG), (baking.bake_svg, SVG)], ids=["png", "svg"])
def test_mutants_of_images(bake: Callable[[bytes, bytes], bytes], image: bytes):
    text = to_bytes(CENTRE.sign(badge()))
    baked = bake(image, text)
    chance = random.Random(2026)
    for _ in range(MUTANTS):
        place = chance.randrange(len(baked))
        changed = (
            baked[:place]
            + chance.choice([b"", b"\0", b"<", bytes([chance.randrange(256)])])
            + baked[place + chance.randrange(3) :]
        )
        try:
            found = credential_in(changed)
        except (NothingToVerify, OpenBadgesError):
            continue
        if not isinstance(found, Link) and found != text:
            report = SERVERS.check(found)
            assert not report.genuine or same(report, json.loads(text))
