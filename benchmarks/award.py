"""Awarding: the whole verb, `credentials.award` and `credentials.sign`, one educator after the other, as decision and
worker call them: the document made, linted, written down, signed, verified by our own verifier, stored, announced,
audited. Beside it @digitalbazaar/vc, which only signs a document that is there (`credential_issue.py` compares that).

Rates are per CPU second of the process that does the work (PostgreSQL's is not counted). The other side verifies what
ours signed, and ours what it signed.
"""

import itertools

from benchmarks.credentials.sides import UNIT, libraries, rate
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least
from benchmarks.frame.people import many_people
from benchmarks.frame.rounds import OURS, ROUNDS, Side, alternate
from benchmarks.frame.scene import Scene
from microcred.credentials.keys import unsealed, verification_method
from microcred.credentials.models import AwardIntent, SignedCredential
from microcred.credentials.operations import award, establish_issuer, sign
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.openbadges import proofs
from microcred.openbadges.documents import parse

AWARDS_A_ROUND = 20
PROOFS_A_ROUND = 25


def run(bench: Bench) -> list[Comparison]:
    """Award, sign, verify each other's, compare."""
    awarding = Awarding()
    bench.settle()
    intent = awarding.intended()
    key, method = unsealed(intent.key), verification_method(intent.issuer, intent.key)
    with libraries(parse(intent.unsigned), key=key, method=method) as (digitalbazaar, _other):
        awarding.award_and_sign()
        stored = SignedCredential.objects.order_by("-signed_at")[0]
        assert digitalbazaar.accepts(stored.text)
        proofs.verify(digitalbazaar.issued(), key.public)
        sides: dict[str, Side] = {
            OURS: lambda: rate(awarding.award_and_sign, AWARDS_A_ROUND),
            digitalbazaar.name: digitalbazaar.issuing(PROOFS_A_ROUND),
        }
        with bench.doing("awarding", len(sides) * (ROUNDS + 1)) as doing:
            measured = alternate(sides, tick=doing.tick)
    return [measured.against(digitalbazaar.name, UNIT, at_least(1, "our own"), name="award, verb")]


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
