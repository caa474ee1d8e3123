"""Awarding: an Open Badges 3.0 credential with an `eddsa-rdfc-2022` proof, per second of one core.

*Verb*: `credentials.award` and `credentials.sign`, one educator after the other, as decision and worker call them: the
document made, linted, written down, signed, verified by our own verifier, stored, announced, audited. *Proof*: only
signing a document that is there, beside @digitalbazaar/vc, the reference canonicaliser alone, and a bare signature.

All read the same credential, with contexts in memory and the same key. Rates are per CPU second of the process that
does the work (PostgreSQL's is not counted). The other side verifies what ours signed, and ours what it signed.
"""

import base64
import itertools
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair
from pyld import jsonld

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least
from benchmarks.frame.node import Peer, peer, version_of
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate
from benchmarks.frame.scene import Scene
from benchmarks.frame.versions import installed
from microcred.credentials.keys import unsealed, verification_method
from microcred.credentials.models import AwardIntent, SignedCredential
from microcred.credentials.operations import award, establish_issuer, sign
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.openbadges import proofs
from microcred.openbadges.contexts import pinned
from microcred.openbadges.documents import parse, to_bytes

AWARDS_A_ROUND = 8
PROOFS_A_ROUND = 25
SIGNATURES_A_ROUND = 10_000
UNIT = "per CPU second"


def run(bench: Bench) -> list[Comparison]:
    """Award, sign, verify each other's, compare."""
    awarding = Awarding()
    bench.settle()
    intent = awarding.intended()
    unsigned = parse(intent.unsigned)
    key, method = unsealed(intent.key), verification_method(intent.issuer, intent.key)
    created = intent.intended_at

    def our_proof() -> bytes:
        return to_bytes(proofs.sign(parse(intent.unsigned), key, created=created, verification_method=method))

    _public, secret = crypto_sign_seed_keypair(key.seed)
    with peer("digitalbazaar.mjs") as digitalbazaar:
        digitalbazaar.tell(
            "load",
            contexts=str(settings.CONTEXTS_ROOT),
            credential=unsigned,
            seed=base64.b64encode(key.seed).decode(),
            method=method,
            created=created.isoformat(),
        )
        awarding.award_and_sign()
        stored = SignedCredential.objects.order_by("-signed_at")[0]
        for text in (our_proof(), stored.text.encode()):
            _verified_there(digitalbazaar, parse(text), method, key.public.multibase)
        proofs.verify(digitalbazaar.tell("issue", count=1)["signed"], key.public)

        vc = f"@digitalbazaar/vc {version_of('@digitalbazaar/vc')}"
        pyld = f"{installed('PyLD')} canonical form alone"
        bare = f"{installed('PyNaCl')} signature alone"

        def theirs() -> Figures:
            return {UNIT: PROOFS_A_ROUND / digitalbazaar.tell("issue", count=PROOFS_A_ROUND)["cpu_seconds"]}

        verb: dict[str, Side] = {OURS: lambda: _rate(awarding.award_and_sign, AWARDS_A_ROUND), vc: theirs}
        proof: dict[str, Side] = {
            OURS: lambda: _rate(our_proof, PROOFS_A_ROUND),
            vc: theirs,
            pyld: lambda: _rate(lambda: _canonical(unsigned), PROOFS_A_ROUND),
            bare: lambda: _rate(lambda: crypto_sign(bytes(64), secret), SIGNATURES_A_ROUND),
        }
        with bench.doing("measuring", (len(verb) + len(proof)) * (ROUNDS + 1)) as doing:
            whole, signing = alternate(verb, tick=doing.tick), alternate(proof, tick=doing.tick)
    return [
        whole.against(vc, UNIT, at_least(1, "our own"), name="award, verb"),
        signing.against(vc, UNIT, at_least(100, "G1 must"), name="award, proof"),
        signing.against(pyld, UNIT, at_least(100, "G1 must"), name="award, proof"),
        signing.against(bare, UNIT, at_least(0.25, "G2 must"), name="award, proof"),
    ]


class Awarding:
    """An issuer, a version, and educators who earn it one after the other."""

    def __init__(self) -> None:
        self.scene = Scene()
        establish_issuer(
            actor=None,
            organization=self.scene.university,
            slug="carolinacred",
            name="CarolinaCrED",
            url="https://carolinacred.example.org/",
            email="",
            at=self.scene.at,
        )
        self.levels = [list(criterion.levels.all())[-1] for criterion in self.scene.version.criteria.all()]
        self.educators = itertools.chain.from_iterable(
            many_people(100, f"educator-{batch}") for batch in itertools.count()
        )

    def intended(self) -> AwardIntent:
        """One more award, written down."""
        return award(
            actor=None,
            person=next(self.educators),
            version=self.scene.version,
            source=uuid7(),
            levels=self.levels,
            evidence_digest="ab" * 32,
            earned_at=self.scene.at,
            at=now(),
        )

    def award_and_sign(self) -> None:
        """One more award, signed."""
        sign(actor=None, intent=self.intended(), at=now())


def _verified_there(other: Peer, credential: dict[str, Any], method: str, multibase: str) -> None:
    key = {"id": method, "type": "Multikey", "controller": method.partition("#")[0], "publicKeyMultibase": multibase}
    told = other.tell("verify", credential=credential, key=key)
    assert told["verified"], told.get("error")


def _loader(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": pinned()[url]}


def _canonical(unsigned: dict[str, Any]) -> None:
    quads = jsonld.normalize(
        unsigned, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _loader}
    )
    assert quads


def _rate(work: Callable[[], object], count: int) -> Figures:
    begun = time.process_time()
    for _time in range(count):
        work()
    return {UNIT: count / (time.process_time() - begun)}
