"""Issuing: how many Open Badges 3.0 credentials with an `eddsa-rdfc-2022` proof does one core issue in a second?

*Template*: one achievement for many learners, a hundred at a time, as a list of awards is; and for one learner after
another. *Anything*: credentials nobody has seen the like of. *Token*: one credential as a JSON Web Token. Beside them
both npm libraries of Data Integrity proofs, a bare signature, and the limit: a signature and SHA-256 of the same
canonical bytes. Every side verifies what the others issued.
"""

import base64
import itertools
import json
from hashlib import sha256

from joserfc import jws
from joserfc.jwk import OKPKey
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from benchmarks.credentials.sample import SLOTS, credential, learners, unlike
from benchmarks.credentials.sides import (
    CREATED,
    ISSUER,
    KEY,
    METHOD,
    UNIT,
    Library,
    libraries,
    rate,
    rate_of_all,
)
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least
from benchmarks.frame.node import peer, version_of
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate
from benchmarks.frame.versions import installed
from microcred.openbadges import jwt, proofs
from microcred.openbadges.canonical import canonicalize, counts
from microcred.openbadges.documents import JsonObject, parse, to_bytes
from microcred.openbadges.templates import Template

FROM_TEMPLATE = 6_000
AT_A_TIME = 100
ANYTHING = 600
BY_LIBRARY = 30
SIGNATURES = 15_000
TOKENS = 3_000


def run(bench: Bench) -> list[Comparison]:
    """Issue, verify each other's, compare."""
    people = list(itertools.islice(learners(), 500))
    example = credential(ISSUER, people[0])
    template = Template.compile(example, slots=SLOTS, key=KEY, verification_method=METHOD)
    with libraries(example) as others:
        _all_accept(others, template, people)
        issuing, single, signature, limit = _issuing(template, people, others, example)
        anything = _anything(others, example)
        tokens = _tokens(example)
        sides = [issuing, anything, tokens]
        with bench.doing("issuing", sum(map(len, sides)) * (ROUNDS + 1)) as doing:
            templates, general, as_token = (alternate(each, tick=doing.tick) for each in sides)
    assert not template.counts.general, template.counts
    return [
        *(templates.against(each.name, UNIT, at_least(150, "speed goal"), name="issue, template") for each in others),
        templates.against(limit, UNIT, at_least(0.5, "speed goal"), name="issue, template"),
        templates.against(signature, UNIT, at_least(0.25, "G2 must"), name="issue, template"),
        templates.against(single, UNIT, at_least(1, "our own"), name="issue, template"),
        *(general.against(each.name, UNIT, at_least(3, "speed goal"), name="issue, anything") for each in others),
        *(
            as_token.against(name, UNIT, at_least(bound, "G8 must"), name="issue, token")
            for name, bound in zip(list(tokens)[1:], (1.2, 2), strict=True)
        ),
    ]


def _all_accept(others: list[Library], template: Template, people: list[dict[str, str]]) -> None:
    """What ours issued is valid there, what they issued is valid here, and what was changed is valid nowhere."""
    for person in people[:20]:
        raw = template.issue(person, created=CREATED)
        generally = proofs.sign(credential(ISSUER, person), KEY, created=CREATED, verification_method=METHOD)
        assert [raw] == template.issue_all([person], created=CREATED) == [to_bytes(generally)]
        assert all(other.accepts(raw.decode()) for other in others)
        changed = json.dumps({**parse(raw), "name": "Another achievement"})
        assert not any(other.accepts(changed) for other in others)
    for other in others:
        proofs.verify(other.issued(), KEY.public)


def _issuing(
    template: Template, people: list[dict[str, str]], others: list[Library], example: JsonObject
) -> tuple[dict[str, Side], str, str, str]:
    _public, secret = crypto_sign_seed_keypair(KEY.seed)
    quads = canonicalize(example).encode()
    line = itertools.cycle(people)
    signature = f"{installed('PyNaCl')} signature alone"
    limit = f"{installed('PyNaCl')} signature and SHA-256"
    single = "ours, one learner after another"

    def at_once() -> Figures:
        hundreds = [list(itertools.islice(line, AT_A_TIME)) for _ in range(FROM_TEMPLATE // AT_A_TIME)]
        figures = rate_of_all(lambda learners: template.issue_all(learners, created=CREATED), hundreds)
        return {UNIT: figures[UNIT] * AT_A_TIME}

    sides: dict[str, Side] = {
        OURS: at_once,
        single: lambda: rate(lambda: template.issue(next(line), created=CREATED), FROM_TEMPLATE),
        **{other.name: other.issuing(BY_LIBRARY) for other in others},
        signature: lambda: rate(lambda: crypto_sign(bytes(64), secret), SIGNATURES),
        limit: lambda: rate(lambda: crypto_sign(sha256(quads).digest() * 2, secret), SIGNATURES),
    }
    return sides, single, signature, limit


def _anything(others: list[Library], example: JsonObject) -> dict[str, Side]:
    numbers = itertools.count()

    def ours() -> Figures:
        documents = [unlike(example, next(numbers)) for _ in range(ANYTHING)]
        before = counts()
        figures = rate_of_all(
            lambda each: to_bytes(proofs.sign(each, KEY, created=CREATED, verification_method=METHOD)), documents
        )
        assert counts().compiled == before.compiled, "a shape was known"
        return figures

    return {OURS: ours, **{other.name: other.issuing(BY_LIBRARY) for other in others}}


def _tokens(example: JsonObject) -> dict[str, Side]:
    """One credential as a token: ours, joserfc and npm jose."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": METHOD}
    jwk: dict[str, str | list[str]] = {**KEY.public.jwk, "d": _secret_part()}
    joserfc_key = OKPKey.import_key(jwk)
    ours = jwt.sign(example, KEY, verification_method=METHOD, profile=jwt.Profile.JOSE_COSE)
    jwt.verify(ours, KEY.public)
    jwt.verify(jws.serialize_compact(header, json.dumps(example), joserfc_key, algorithms=["EdDSA"]), KEY.public)
    with peer("jose.mjs") as probe:
        probe.tell("load", credential=example, jwk=jwk, header=header)
        assert probe.tell("verify", token=ours)["verified"]
        jwt.verify(probe.tell("issue", count=1)["token"], KEY.public)

    def by_jose() -> Figures:
        with peer("jose.mjs") as process:
            process.tell("load", credential=example, jwk=jwk, header=header)
            process.tell("issue", count=TOKENS)
            return {UNIT: TOKENS / process.tell("issue", count=TOKENS)["cpu_seconds"]}

    return {
        OURS: lambda: rate(
            lambda: jwt.sign(example, KEY, verification_method=METHOD, profile=jwt.Profile.JOSE_COSE), TOKENS
        ),
        installed("joserfc"): lambda: rate(
            lambda: jws.serialize_compact(header, json.dumps(example), joserfc_key, algorithms=["EdDSA"]), TOKENS
        ),
        f"jose {version_of('jose')}": by_jose,
    }


def _secret_part() -> str:
    return base64.urlsafe_b64encode(KEY.seed).rstrip(b"=").decode()
