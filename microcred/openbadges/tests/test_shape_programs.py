"""A document of a shape seen before has the canonical form it would have had at first sight."""

import copy
import hashlib
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from microcred.openbadges.canonical import canonicalize, canonicalize_generally, check, counts, digest
from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.reference import reference_form
from microcred.openbadges.shape_programs import MAX_PROVEN, MAX_YOUNG, PROVEN_AFTER, Layout, ShapePrograms
from microcred.openbadges.tests import hostile
from microcred.openbadges.tests.independent import independent_quads
from microcred.openbadges.tests.make import Issuer, award

UNSIGNED = award("did:web:x.example").to_json()


def programs():
    return ShapePrograms(pinned(), lambda document: canonicalize_generally(document, pinned()))


def learned(document=UNSIGNED):
    """Programs that have seen a document often enough to have compiled its shape."""
    made = programs()
    for _ in range(2):
        assert made.canonicalize(document) == (reference_form(document, pinned()), False)
    assert made.canonicalize(document) == (reference_form(document, pinned()), True)
    return made


def test_the_third_document_of_a_shape_is_compiled():
    made = learned()
    other = award("did:web:y.example", name='Another "name"\n', narrative="übertroffen \U0001f600").to_json()
    assert made.canonicalize(other) == (reference_form(other, pinned()), True)


def test_it_is_the_path_of_canonicalize_and_is_counted():
    document = {**UNSIGNED, "name": "One and the same"}
    for _ in range(3):
        expected = canonicalize(document)
    before = counts().compiled
    assert canonicalize(document) == expected == independent_quads(document)
    assert counts().compiled == before + 1


def outcome(canonicalise, document):
    try:
        found = canonicalise(document)
    except DocumentRefused:
        return "refused"
    return found[0] if isinstance(found, tuple) else found


@pytest.mark.parametrize("seed", range(8))
def test_any_texts_in_a_known_shape(seed):
    rng = Random(seed)
    made = learned()
    layout = Layout(UNSIGNED)
    plain = layout.texts(UNSIGNED)
    compiled = 0
    for _ in range(40):
        texts = list(plain)
        for _ in range(rng.choice([1, 2, 5, 30])):
            texts[rng.randrange(len(texts))] = rng.choice(
                [hostile.text, hostile.text, hostile.identifier, lambda rng: rng.choice(plain), hostile.no_identifier]
            )(rng)
        if rng.random() < 0.1:
            texts[rng.randrange(len(texts))] = hostile.refused(rng)
        document = layout.with_texts(UNSIGNED, iter(texts))
        assert outcome(made.canonicalize, document) == outcome(lambda each: reference_form(each, pinned()), document)
        compiled += outcome(made.canonicalize, document) != "refused" and made.canonicalize(document)[1]
    assert compiled > 3


@pytest.mark.parametrize("seed", range(2))
def test_what_documents_have_in_common_may_change_again(seed):
    """After twenty of one achievement a narrower program serves them; others are told from them."""
    rng = Random(100 + seed)
    made = learned()
    layout = Layout(UNSIGNED)
    plain = layout.texts(UNSIGNED)
    own = rng.sample(range(len(plain)), 8)

    def another(places, *kinds):
        texts = list(plain)
        for place in places:
            texts[place] = rng.choice(kinds)(rng)
        return layout.with_texts(UNSIGNED, iter(texts))

    def agree(document):
        return outcome(made.canonicalize, document) == outcome(lambda each: reference_form(each, pinned()), document)

    for number in range(24):
        document = layout.with_texts(
            UNSIGNED, [f"{text}{number}" if place in own else text for place, text in enumerate(plain)]
        )
        assert agree(document)
    for _ in range(25):
        assert agree(another(own, hostile.text, hostile.identifier, lambda rng: rng.choice(plain)))
        assert agree(another(rng.sample(range(len(plain)), 3), hostile.text, hostile.identifier))
        assert agree(another([*own, rng.randrange(len(plain))], hostile.identifier))


@pytest.mark.parametrize("member", ["id", "name"])
def test_two_things_that_were_one_in_twenty_documents(member):
    """The issuer is the creator of the achievement in all of them, under a name that changes; then it is not."""
    made = programs()

    def document(issuer, creator):
        both = copy.deepcopy(UNSIGNED)
        both["credentialSubject"]["achievement"]["creator"] = {
            "type": ["Profile"],
            "id": "did:web:z.example",
            "name": "Z",
        }
        both["issuer"][member], both["credentialSubject"]["achievement"]["creator"][member] = issuer, creator
        return both

    for number in range(24):
        same = document(f"did:web:x{number}.example", f"did:web:x{number}.example")
        assert made.canonicalize(same)[0] == reference_form(same, pinned())
    for issuer, creator in (("did:web:a.example", "did:web:b.example"), ("did:web:a.example", "did:web:a.example")):
        other = document(issuer, creator)
        assert made.canonicalize(other)[0] == reference_form(other, pinned())


def test_the_digest_is_that_of_the_canonical_form():
    made = learned()
    for number in range(20):
        document = award("did:web:x.example", name=f"Name {number} \U0001f600").to_json()
        expected = hashlib.sha256(reference_form(document, pinned()).encode()).digest()
        assert made.digest(document) == (expected, True)
        assert digest(document) == expected
    with pytest.raises(DocumentRefused):
        digest({**UNSIGNED, "favouriteColour": "blue"})


def test_subjects_that_are_equal_have_a_program_of_their_own():
    """The issuer is often the creator of the achievement too: two objects, one thing."""
    made = learned()
    same = copy.deepcopy(UNSIGNED)
    same["credentialSubject"]["achievement"]["creator"]["id"] = same["issuer"]["id"]
    assert [made.canonicalize(same)[1] for _ in range(3)] == [False, True, True]
    assert made.canonicalize(same)[0] == reference_form(same, pinned()) != reference_form(UNSIGNED, pinned())
    assert made.canonicalize(UNSIGNED) == (reference_form(UNSIGNED, pinned()), True)


@pytest.mark.parametrize("key", ["id", "name"])
def test_words_of_a_vocabulary_and_labels_are_part_of_the_shape(key):
    proof = {**Issuer().award()["proof"], "@context": UNSIGNED["@context"]}
    made = learned(proof)
    other = {**proof, "proofPurpose": "authentication"}
    assert made.canonicalize(other)[0] == reference_form(other, pinned()) != made.canonicalize(proof)[0]
    labelled = {**UNSIGNED, "evidence": [{"type": ["Evidence"], "id": "_:a", key: "_:a"}]}
    made = learned(labelled)
    other = {**labelled, "evidence": [{"type": ["Evidence"], "id": "_:b", key: "_:a"}]}
    assert made.canonicalize(other)[0] == reference_form(other, pinned())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"creditsAvailable": 1}, {"creditsAvailable": True}),
        ({"creditsAvailable": 1}, {"creditsAvailable": 1.5}),
        ({"creditsAvailable": 1}, {"creditsAvailable": "1"}),
        ({"tag": ["a"]}, {"tag": "a"}),
        ({"tag": ["a", "b"]}, {"tag": ["a", "a"]}),
        ({"tag": [], "name": "x"}, {"tag": ["name"], "name": "x"}),
        ({"name": "x", "description": "y"}, {"description": "x", "name": "y"}),
        ({"name": {"@value": "x", "@language": "en"}}, {"name": {"@value": "x", "@language": "es"}}),
        ({"type": ["Achievement"]}, {"type": ["Achievement", "Profile"]}),
    ],
)
def test_what_is_not_text_is_never_confused(one, other):
    documents = []
    for changes in (one, other):
        document = copy.deepcopy(UNSIGNED)
        document["credentialSubject"]["achievement"].update(changes)
        documents.append(document)
    made = programs()
    for document in [*documents, *documents, *documents, *reversed(documents)]:
        assert outcome(made.canonicalize, document) == outcome(lambda each: reference_form(each, pinned()), document)


def test_endless_new_shapes_cost_no_memory_and_push_out_nothing_proven():
    made = learned()
    for _ in range(PROVEN_AFTER):
        made.canonicalize(UNSIGNED)
    tiny = {"@context": UNSIGNED["@context"], "type": ["Profile"], "name": "x"}
    for number in range(2 * MAX_YOUNG):
        for _ in range(2):
            made.canonicalize({**tiny, "otherIdentifier": [], "phone": [str(each) for each in range(number)]})
    assert len(made) <= MAX_YOUNG + MAX_PROVEN
    assert made.canonicalize(UNSIGNED)[1]


def test_a_shape_that_cannot_be_compiled_is_not_tried_for_ever():
    twins = {**UNSIGNED, "evidence": [{"type": ["Evidence"]}, {"type": ["Evidence"]}]}
    made = programs()
    found = [made.canonicalize(twins) for _ in range(3)]
    tried = counts().fast
    found += [made.canonicalize(twins) for _ in range(3)]
    assert counts().fast == tried + 3
    assert set(found) == {(reference_form(twins, pinned()), False)}


def test_contexts_that_give_schemes_another_meaning_compile_nothing():
    contexts = Contexts(
        {"https://x.example/c": {"@context": {"@vocab": "https://x.example/", "urn": "https://u.example/"}}}
    )
    document = {"@context": "https://x.example/c", "name": "x"}
    for _ in range(4):
        assert canonicalize(document, contexts=contexts) == reference_form(document, contexts)
    assert ShapePrograms(contexts, lambda each: reference_form(each, contexts)).canonicalize(document)[1] is False


def test_a_check_alone_refuses_what_canonicalising_refuses():
    contexts = Contexts(pinned()._documents)  # of their own: no shape that another test left behind is in the way
    for _ in range(3):
        canonicalize(UNSIGNED, contexts=contexts)
    before = counts()
    check({**UNSIGNED, "name": "Another"}, contexts=contexts)
    assert counts() == before
    for changes in (
        {"name": "a\x0b"},
        {"id": "x"},
        {"name": None},
        {"favouriteColour": "blue"},
        {"type": ["Nonsense"]},
    ):
        with pytest.raises(DocumentRefused):
            check({**UNSIGNED, **changes}, contexts=contexts)


def test_threads_share_programs():
    made = programs()
    documents = [award("did:web:x.example", name=f"Name {number}").to_json() for number in range(60)]
    with ThreadPoolExecutor(4) as pool:
        found = [quads for quads, _ in pool.map(made.canonicalize, documents)]
    assert found == [reference_form(document, pinned()) for document in documents]
