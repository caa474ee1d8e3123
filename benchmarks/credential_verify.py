"""Verifying: how many Open Badges 3.0 credentials with an `eddsa-rdfc-2022` proof does one core verify in a second?

*Known*: credentials of a shape seen before, as one issuer's are. *Cold*: credentials nobody has seen the like of. From
the bytes that arrived to a valid signature. Beside them both npm libraries and a bare verification of a signature; and
how long it takes to refuse a document made to keep a verifier busy, beside one ordinary cold verification.
"""

import itertools
import json
import time
from collections.abc import Iterator

from nacl.bindings import crypto_sign_open

from benchmarks.credentials.sample import SLOTS, credential, learners, poison, unlike
from benchmarks.credentials.sides import CREATED, ISSUER, KEY, METHOD, UNIT, Library, libraries, rate
from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate
from benchmarks.frame.versions import installed
from microcred.openbadges import proofs
from microcred.openbadges.canonical import canonicalize, counts
from microcred.openbadges.contexts import pinned
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.templates import Template

CREDENTIALS = 40
KNOWN = 2_000
COLD = 600
BY_LIBRARY = 30
SIGNATURES = 6_000
REFUSED = 40
POISON_NODES = (7, 8, 9, 12, 20)
A_REFUSAL = "ms each"
ORDINARY = "one cold verification"


def run(bench: Bench) -> list[Comparison]:
    """Verify, see that what was changed is refused, compare."""
    people = list(itertools.islice(learners(), CREDENTIALS))
    example = credential(ISSUER, people[0])
    template = Template.compile(example, slots=SLOTS, key=KEY, verification_method=METHOD)
    texts = [template.issue(person, created=CREATED).decode() for person in people]
    bare = f"{installed('PyNaCl')} signature alone"
    with libraries(example) as others:
        texts += [json.dumps(other.issued()) for other in others]
        _changed_is_refused(texts, others)
        known = _known(texts, others, bare)
        unseen = _unseen(example)
        cold = _cold(unseen, others)
        refusing: dict[str, Side] = {
            OURS: _refusing,
            ORDINARY: lambda: _one(list(itertools.islice(unseen, COLD))),
        }
        sides = [known, cold, refusing]
        with bench.doing("verifying", sum(map(len, sides)) * (ROUNDS + 1)) as doing:
            of_known, of_cold, of_poison = (alternate(each, tick=doing.tick) for each in sides)
    return [
        *(of_known.against(each.name, UNIT, at_least(40, "speed goal"), name="verify, known") for each in others),
        of_known.against(bare, UNIT, at_least(0.18, "G6 must"), name="verify, known"),
        *(of_cold.against(each.name, UNIT, at_least(2.5, "speed goal"), name="verify, cold") for each in others),
        of_poison.against(ORDINARY, A_REFUSAL, at_most(3, "G7 must"), name="verify, poison refused"),
    ]


def verify(text: str) -> None:
    """From what arrived to a valid signature."""
    proofs.verify(parse(text), KEY.public)


def _changed_is_refused(texts: list[str], others: list[Library]) -> None:
    for text in (texts[0], texts[-1]):
        verify(text)
        changed = text.replace("shares leadership", "shares nothing", 1)
        assert changed != text
        assert not any(other.accepts(changed) for other in others)
        for _time in range(4):  # cold, then known
            try:
                verify(changed)
            except OpenBadgesError:
                continue
            message = "a changed credential was accepted"
            raise AssertionError(message)


def _known(texts: list[str], others: list[Library], bare: str) -> dict[str, Side]:
    line = itertools.cycle(texts)
    message = bytes(64)
    signed = KEY.sign(message) + message

    def ours() -> Figures:
        before = counts()
        figures = rate(lambda: verify(next(line)), KNOWN)
        assert counts().compiled >= before.compiled + KNOWN - 8 * len(others)
        return figures

    return {
        OURS: ours,
        **{other.name: other.verifying(texts, BY_LIBRARY) for other in others},
        bare: lambda: rate(lambda: crypto_sign_open(signed, KEY.public.raw), SIGNATURES),
    }


def _cold(unseen: Iterator[str], others: list[Library]) -> dict[str, Side]:
    def ours() -> Figures:
        arrived = iter(list(itertools.islice(unseen, COLD)))
        before = counts()
        figures = rate(lambda: verify(next(arrived)), COLD)
        assert counts().compiled == before.compiled, "a shape was known"
        return figures

    for_others = list(itertools.islice(unseen, BY_LIBRARY))
    return {OURS: ours, **{other.name: other.verifying(for_others, BY_LIBRARY) for other in others}}


def _unseen(example: JsonObject) -> Iterator[str]:
    """Signed credentials without end, each of a shape of its own."""
    apart = pinned().including({})  # so that signing does not show them to those who are to verify
    for number in itertools.count():
        document = unlike(example, number)
        yield json.dumps(proofs.sign(document, KEY, created=CREATED, verification_method=METHOD, contexts=apart))


def _refusing() -> Figures:
    documents = [poison(nodes) for nodes in POISON_NODES]
    begun = time.process_time()
    for _time in range(REFUSED // len(documents)):
        for document in documents:
            try:
                canonicalize(document)
            except DocumentRefused:
                continue
            message = "a poisoned document was accepted"
            raise AssertionError(message)
    return {A_REFUSAL: (time.process_time() - begun) * 1000 / REFUSED}


def _one(texts: list[str]) -> Figures:
    begun = time.process_time()
    for text in texts:
        verify(text)
    return {A_REFUSAL: (time.process_time() - begun) * 1000 / len(texts)}
