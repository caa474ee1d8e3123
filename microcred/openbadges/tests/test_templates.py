"""A compiled template writes what the general path writes, to the byte, or lets the general path do it."""

import copy
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from microcred.openbadges import multibase, proofs
from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.dids import did_key, verification_method
from microcred.openbadges.documents import parse, to_bytes
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.programs import Reason
from microcred.openbadges.reference import reference_form
from microcred.openbadges.templates import SlotMisplaced, Template
from microcred.openbadges.tests import hostile
from microcred.openbadges.tests.independent import independent_quads
from microcred.openbadges.tests.make import ISSUER_KEY, NOW, award

DID = did_key(ISSUER_KEY.public)
METHOD = verification_method(DID, ISSUER_KEY.public)
CREDENTIAL = award(DID).to_json()
SLOTS = {
    "id": "/id",
    "earned": ["/validFrom", "/awardedDate"],
    "picture": "/image/id",
    "hash": "/credentialSubject/identifier/0/identityHash",
    "salt": "/credentialSubject/identifier/0/salt",
    "narrative": "/credentialSubject/narrative",
    "level 1": "/credentialSubject/result/0/achievedLevel",
    "value 1": "/credentialSubject/result/0/value",
    "level 2": "/credentialSubject/result/1/achievedLevel",
    "value 2": "/credentialSubject/result/1/value",
    "work": "/evidence/0/description",
    "entry": "/credentialStatus/id",
    "index": "/credentialStatus/statusListIndex",
}
OPTIONS: dict[tuple[str, str, str], bytes] = {}
TYPE_OR_CONTEXT = re.compile("/(?:type|@context)/")
TINY = "https://contexts.example/tiny"
TINY_CONTEXTS = Contexts(
    {
        TINY: {
            "@context": {
                "@version": 1.1,
                "@protected": True,
                "id": "@id",
                "type": "@type",
                "ob": {"@id": "https://x.example/ob#", "@prefix": True},
                "DataIntegrityProof": {
                    "@id": "https://w3id.org/security#DataIntegrityProof",
                    "@context": {
                        "cryptosuite": "https://w3id.org/security#cryptosuite",
                        "created": "http://purl.org/dc/terms/created",
                        "verificationMethod": {"@id": "https://w3id.org/security#verificationMethod", "@type": "@id"},
                        "proofPurpose": {"@id": "https://w3id.org/security#proofPurpose", "@type": "@vocab"},
                        "assertionMethod": "https://w3id.org/security#assertionMethod",
                    },
                },
                "Thing": {
                    "@id": "https://x.example/Thing",
                    "@context": {
                        "name": "https://x.example/name",
                        "note": {"@id": "https://x.example/note", "@type": "http://www.w3.org/2001/XMLSchema#date"},
                        "said": {"@id": "https://x.example/said", "@language": "ar"},
                        "part": {"@id": "https://x.example/part", "@container": "@set"},
                        "link": {"@id": "https://x.example/link", "@type": "@id"},
                        "steps": {"@id": "https://x.example/steps", "@container": "@list"},
                        "graph": {"@id": "https://x.example/graph", "@container": "@graph"},
                    },
                },
            }
        }
    }
)


def pointed(document, pointer):
    value = document
    for step in pointer.split("/")[1:]:
        value = value[int(step) if isinstance(value, list) else step]
    return value


def first(pointers):
    return pointers if isinstance(pointers, str) else pointers[0]


def example(document, slots):
    return {name: pointed(document, first(pointers)) for name, pointers in slots.items()}


def compiled(document=CREDENTIAL, slots=SLOTS, contexts=None):
    return Template.compile(document, slots=slots, key=ISSUER_KEY, verification_method=METHOD, contexts=contexts)


def generally(document, contexts=None):
    return to_bytes(proofs.sign(document, ISSUER_KEY, created=NOW, verification_method=METHOD, contexts=contexts))


def test_a_template_signs_what_the_general_path_signs():
    template = compiled()
    values = example(CREDENTIAL, SLOTS) | {"narrative": 'She said "yes\\no"\n', "value 1": "übertroffen \U0001f600"}

    raw = template.issue(values, created=NOW)

    assert raw == generally(template.document(values))
    proofs.verify(parse(raw), ISSUER_KEY.public)
    assert template.obstacle is None
    assert (template.counts.compiled, dict(template.counts.general)) == (1, {})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"entry": "https://centre.example.edu/seal.png"}, Reason.SUBJECTS),
        ({"entry": "urn:x:1", "id": "urn:x:1"}, Reason.SUBJECTS),
        ({"picture": "tag:x.example,2026:1"}, Reason.IDENTIFIER),
    ],
)
def test_what_is_not_covered_is_signed_by_the_general_path_and_counted(changes, reason):
    template = compiled()
    values = example(CREDENTIAL, SLOTS) | changes

    assert template.issue(values, created=NOW) == generally(template.document(values))
    assert (template.counts.compiled, dict(template.counts.general)) == (0, {reason: 1})


def test_results_that_are_alike_are_counted_too():
    document = copy.deepcopy(CREDENTIAL)
    for result in document["credentialSubject"]["result"]:
        result.pop("resultDescription")
    template = compiled(document)
    values = example(document, SLOTS) | {"value 1": "4", "value 2": "4", "level 1": "urn:x:1", "level 2": "urn:x:1"}

    assert template.issue(values, created=NOW) == generally(template.document(values))
    assert template.counts.general == {Reason.SIBLINGS: 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"narrative": "a\x0bb"},
        {"narrative": "a\ud800"},
        {"id": "credentials/1"},
        {"id": ""},
        {"picture": "a b:c"},
        {"picture": "https://a.example/1\nhttps://b.example/2"},
    ],
)
def test_what_must_not_be_signed_is_refused_as_ever(changes):
    with pytest.raises(DocumentRefused):
        compiled().issue(example(CREDENTIAL, SLOTS) | changes, created=NOW)
    with pytest.raises(DocumentRefused):
        compiled().issue_all([example(CREDENTIAL, SLOTS), example(CREDENTIAL, SLOTS) | changes], created=NOW)


def test_many_at_once_are_what_each_would_be():
    plain = [example(CREDENTIAL, SLOTS) | {"id": f"urn:x:{number}"} for number in range(150)]
    special = [
        example(CREDENTIAL, SLOTS) | changes
        for changes in (
            {"narrative": 'said "yes"'},
            {"picture": "tag:x.example,2026:1"},
            {"value 1": "Ümit \U0001f600"},
        )
    ]
    template = compiled()
    every = [*plain, *special, *plain]

    assert template.issue_all(iter(every), created=NOW) == [generally(template.document(each)) for each in every]
    assert (template.counts.compiled, template.counts.general) == (len(every) - 1, {Reason.IDENTIFIER: 1})
    assert template.issue_all([], created=NOW) == []


def test_identifiers_in_every_order():
    """More orders than are kept ready."""
    rng = Random(1)
    slots = SLOTS | {f"evidence {number}": f"/evidence/{number}/id" for number in range(2)}
    document = copy.deepcopy(CREDENTIAL)
    document["evidence"] = [{**document["evidence"][0], "id": f"urn:evidence:{number}"} for number in range(2)]
    template = compiled(document, slots)
    moving = ("id", "picture", "entry", "evidence 0", "evidence 1")
    ends = ["", "/", "/1", "/10", "-", ".5", "~"]
    every = [
        example(document, slots)
        | {name: f"https://{rng.choice('abyz')}.example/x{name[-1]}{rng.choice(ends)}" for name in moving}
        for _ in range(200)
    ]

    assert [template.issue(each, created=NOW) for each in every] == [
        generally(template.document(each)) for each in every
    ]
    assert template.counts.compiled > 150


def test_texts_whose_order_verifiers_dispute_are_refused_as_ever():
    document = copy.deepcopy(CREDENTIAL)
    slots = {"tag": "/credentialSubject/achievement/tag/0"}
    document["credentialSubject"]["achievement"]["tag"] = ["x", "\U0001f600"]
    with pytest.raises(DocumentRefused, match="order"):
        compiled(document, slots).issue({"tag": "\ufb33"}, created=NOW)


@pytest.mark.parametrize(
    "pointer", ["/type/1", "/@context/0", "/nowhere", "", "/credentialSubject", "/evidence/7/name"]
)
def test_a_slot_must_be_a_text_that_may_vary(pointer):
    try:
        template = compiled(slots={"it": pointer})
    except SlotMisplaced:
        return
    assert template.obstacle
    assert template.issue({"it": pointed(CREDENTIAL, pointer)}, created=NOW) == generally(CREDENTIAL)
    assert template.counts.general == {Reason.NOT_COMPILED: 1}


def test_a_document_that_may_not_be_signed_makes_no_template():
    with pytest.raises(DocumentRefused, match="favouriteColour"):
        compiled({**CREDENTIAL, "favouriteColour": "blue"})


def test_threads_share_a_template():
    template = compiled()
    values = [example(CREDENTIAL, SLOTS) | {"id": f"urn:x:{number}"} for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        raws = list(pool.map(lambda each: template.issue(each, created=NOW), values))
    assert raws == [generally(template.document(each)) for each in values]
    assert template.counts.compiled == 40


# --- on many random cases, against two canonicalisers ----------------------------------------------------------------


def tiny(rng, size):
    """A small credential-like document and slots of all kinds in it."""

    def things(depth):
        thing = {"type": ["Thing"]}
        if rng.random() < 0.4:
            thing["id"] = f"urn:constant:{rng.randrange(4)}"
        for member in rng.sample(["name", "note", "said", "link", "steps", "names"], rng.randrange(1, 5)):
            if member == "names":
                thing["name"] = ["one", "two", "three"][: rng.randrange(1, 4)]
            elif member == "steps":
                thing["steps"] = ["first", "second"][: rng.randrange(1, 3)]
            else:
                thing[member] = "urn:constant:link" if member == "link" else "constant"
        if depth:
            thing[rng.choice(["part", "part", "graph"])] = [things(depth - 1) for _ in range(rng.randrange(1, 3))]
        return thing

    document = {"@context": [TINY], **things(size)}
    pointers = [pointer for pointer in leaves(document, "") if not TYPE_OR_CONTEXT.search(pointer)]
    chosen = rng.sample(pointers, rng.randrange(1, min(9, len(pointers)) + 1))
    return document, {str(number): pointer for number, pointer in enumerate(chosen)}


def leaves(value, pointer):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{pointer}/{name}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, f"{pointer}/{position}")
    else:
        yield pointer


def hostile_values(rng, slots):
    values = {}
    for name, pointers in slots.items():
        member = first(pointers).rpartition("/")[2]
        is_identifier = member in ("id", "link")
        if rng.random() < 0.01:
            values[name] = hostile.no_identifier(rng) if is_identifier else hostile.refused(rng)
        else:
            values[name] = hostile.identifier(rng) if is_identifier else hostile.text(rng)
    return values


@pytest.mark.parametrize("seed", range(17))
def test_small_documents_of_every_structure_with_hostile_texts(seed):
    """8,500 cases: 340 structures, each with 25 sets of texts."""
    rng = Random(seed)
    templates = []
    for _ in range(20):
        document, slots = tiny(rng, rng.randrange(3))
        template = compiled(document, slots, TINY_CONTEXTS)
        templates.append(template)
        signed = [check(template, hostile_values(rng, slots), TINY_CONTEXTS) for _ in range(25)]
        again_at_once(template, signed)
    counts = [template.counts for template in templates]
    assert sum(each.compiled for each in counts) > 250


@pytest.mark.parametrize("seed", range(15))
def test_whole_credentials_with_hostile_texts(seed):
    """1,500 cases of an Open Badges 3.0 credential, its slots chosen at random."""
    rng = Random(1_000 + seed)
    pointers = [pointer for pointer in leaves(CREDENTIAL, "") if isinstance(pointed(CREDENTIAL, pointer), str)]
    for _ in range(4):
        chosen = [
            pointer for pointer in rng.sample(pointers, rng.randrange(1, 30)) if not TYPE_OR_CONTEXT.search(pointer)
        ]
        slots = {str(number): pointer for number, pointer in enumerate(chosen)}
        template = compiled(slots=slots)
        again_at_once(template, [check(template, hostile_values(rng, slots)) for _ in range(25)])


def again_at_once(template, signed):
    """The same together."""
    signed = [each for each in signed if each is not None and template.obstacle is None]
    assert template.issue_all([values for values, _ in signed], created=NOW) == [raw for _, raw in signed]
    for values, raw in signed:
        assert template.issue_all([values] * 2, created=NOW) == [raw] * 2


def check(template, values, contexts=None):
    """PyLD and pyoxigraph give the signature that the template gives; or both paths refuse."""
    document = template.document(values)
    try:
        expected = generally(document, contexts)
    except DocumentRefused:
        with pytest.raises(DocumentRefused):
            template.issue(values, created=NOW)
        return None
    siblings = template.counts.general.get(Reason.SIBLINGS, 0)
    raw = template.issue(values, created=NOW)
    assert raw == expected, values
    signs(raw, document, lambda each: reference_form(each, contexts or pinned()), "PyLD")
    alike = template.obstacle or template.counts.general.get(Reason.SIBLINGS, 0) > siblings
    if alike and "'graph'" in str(document):
        # of twins in a graph without a name pyoxigraph makes another order than PyLD and rdf-canonize do
        return values, raw
    signs(raw, document, lambda each: independent_quads(each, contexts), "pyoxigraph")
    return values, raw


def signs(raw, document, canonicalise, name):
    """The signature is over what another canonicaliser makes of the document and of the proof's options."""
    proof = parse(raw)["proof"]
    options = {member: value for member, value in proof.items() if member != "proofValue"}
    context = document["@context"]
    key = (name, str(context), str(options))
    if key not in OPTIONS:  # the same for all credentials of one moment
        OPTIONS[key] = hashlib.sha256(canonicalise({"@context": context, **options}).encode()).digest()
    message = OPTIONS[key] + hashlib.sha256(canonicalise(document).encode()).digest()
    assert proof["proofValue"] == multibase.encode(ISSUER_KEY.sign(message))
