"""The fast path gives the bytes of the reference implementation, or leaves the document to it."""

import contextlib
import copy
import math
from itertools import permutations
from random import Random

import pytest

from microcred.openbadges.canonical import canonicalize, counts
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS, pinned
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.expansion import LeftToReference, Rest, expander_of
from microcred.openbadges.rdfc import canonical_form
from microcred.openbadges.reference import reference_form
from microcred.openbadges.tests import hostile
from microcred.openbadges.tests.independent import independent_quads
from microcred.openbadges.tests.make import Issuer, award

SIGNED = Issuer().award()


def terms_by_type():
    """For each type, the members that its scoped context defines."""
    found = {}
    for url in (CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS):
        definitions = pinned()[url]["@context"]
        for each in definitions if isinstance(definitions, list) else [definitions]:
            for name, definition in each.items():
                if isinstance(definition, dict) and isinstance(definition.get("@context"), dict):
                    members = [member for member in definition["@context"] if not member.startswith("@")]
                    found.setdefault(name, []).extend(members)
    return found


TERMS = terms_by_type()


def fast(document):
    """The canonical form on the fast path, or why there is none."""
    try:
        return canonical_form(expander_of(pinned()).quads(document))
    except (LeftToReference, DocumentRefused) as error:
        return error


def reference(document):
    try:
        return reference_form(document, pinned())
    except DocumentRefused as error:
        return error


def compare(document):
    """The fast path never differs, and never accepts what the reference refuses. Return whether it was taken."""
    found, expected = fast(copy.deepcopy(document)), reference(document)
    if isinstance(found, LeftToReference):
        return False
    if isinstance(found, DocumentRefused):
        assert str(found) == str(expected)
    else:
        assert found == expected
    return True


def value(rng, depth):
    kind = rng.randrange(20)
    if kind < 7 and depth:
        return node(rng, depth - 1)
    if kind == 7:
        return [value(rng, depth) for _ in range(rng.randrange(4))]
    if kind == 8:
        return rng.choice([0, 1, -7, 2.5, 1e21, 3.0, 1e-7, True, False, 10**30, math.inf, None])
    if kind == 9:
        literal = {"@value": rng.choice([hostile.text(rng), 1, True])}
        if rng.random() < 0.6:
            literal["@language"] = rng.choice(["en", "EN-us", "he", "x y", 3])
        if rng.random() < 0.4:
            literal["@direction"] = rng.choice(["rtl", "ltr", "up"])
        return literal
    if kind == 10:
        return {"id": hostile.identifier(rng)}
    if kind == 11:
        return rng.choice(["_:a", "_:b", "_:", "_:a b", {"id": "_:a"}, {}, [[]], {"type": []}, {"@value": None}])
    if kind == 12:
        return hostile.refused(rng) if rng.random() < 0.3 else hostile.no_identifier(rng)
    return hostile.identifier(rng) if kind < 17 else hostile.text(rng)


def node(rng, depth):
    type_ = rng.choice(list(TERMS))
    members = {"type": rng.choice([type_, [type_], [type_, rng.choice(list(TERMS))]])} if rng.random() < 0.8 else {}
    if rng.random() < 0.5:
        members["id"] = hostile.identifier(rng) if rng.random() < 0.9 else rng.choice(["_:a", "_:b", "x", 1])
    known = TERMS[type_] or ["name"]
    for member in rng.sample(known, min(len(known), rng.randrange(6))):
        members[member] = value(rng, depth)
    if rng.random() < 0.03:
        members[rng.choice(["@id", "nonsense", "@graph", "schema:name", "https://x.example/p", "@type"])] = "x"
    if rng.random() < 0.05:
        members["@context"] = rng.choice([CREDENTIALS_V2, [CREDENTIALS_V2, OPEN_BADGES], OPEN_BADGES, None, {}, "x"])
    return members


@pytest.mark.parametrize("seed", range(6))
def test_random_documents_of_all_terms(seed):
    rng = Random(seed)
    taken = 0
    for _ in range(250):
        contexts = rng.choice([[CREDENTIALS_V2, OPEN_BADGES], [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS]])
        taken += compare({"@context": contexts, **node(rng, rng.randrange(4))})
    assert taken > 40


@pytest.mark.parametrize("seed", range(4))
def test_credentials_with_anything_changed(seed):
    rng = Random(100 + seed)
    taken = 0
    for _ in range(60):
        document = copy.deepcopy(SIGNED)
        for _ in range(rng.randrange(1, 4)):
            place = document
            while True:
                step = rng.choice(list(place) if isinstance(place, dict) else range(len(place)))
                if not isinstance(place[step], dict | list) or not place[step] or rng.random() < 0.2:
                    break
                place = place[step]
            change = rng.randrange(4)
            if change == 0 and isinstance(place, dict):
                place[rng.choice(["name", "image", "favouriteColour", "type", "id", "result"])] = place.pop(step)
            elif change == 1 and isinstance(place, list):
                place.append(copy.deepcopy(place[step]))
            else:
                place[step] = value(rng, 2)
        taken += compare(document)
    assert taken > 5


def test_whole_credentials_take_the_fast_path():
    before = counts().fast
    canonicalize(SIGNED)
    assert counts().fast == before + 1
    assert canonicalize(SIGNED) == reference(SIGNED) == independent_quads(SIGNED)


@pytest.mark.parametrize(
    ("changes", "rest"),
    [
        ({"favouriteColour": "blue"}, Rest.MEMBER),
        ({"@graph": []}, Rest.MEMBER),
        ({"name": None}, Rest.VALUE),
        ({"name": "a\x0b"}, Rest.TEXT),
        ({"id": "x"}, Rest.IDENTIFIER),
        ({"type": ["VerifiableCredential", "Nonsense"]}, Rest.TYPE),
        ({"@context": [CREDENTIALS_V2, "https://x.example"]}, Rest.CONTEXT),
        ({"evidence": [{}]}, Rest.SHAPE),
        ({"name": [["x"]]}, Rest.VALUE),
    ],
)
def test_what_the_fast_path_leaves_is_counted(changes, rest):
    before = counts().reference.get(rest, 0)
    with contextlib.suppress(DocumentRefused):
        canonicalize({**SIGNED, **changes})
    assert counts().reference[rest] == before + 1


def test_the_order_of_types_contexts_and_members_is_as_the_reference_has_it():
    plain = award("did:web:x.example").to_json()
    for types in permutations(["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"]):
        assert compare({**plain, "type": list(types)})
    assert compare({"@context": CREDENTIALS_V1, "id": "urn:x:1", "type": "VerifiableCredential", "issuer": "urn:x:2"})


def test_contexts_beyond_what_is_kept_are_forgotten_not_confused():
    rng = Random(5)
    types = list(TERMS)
    for _ in range(700):
        names = rng.sample(types, 3)
        fast({"@context": [CREDENTIALS_V2, OPEN_BADGES], "type": names, "id": "urn:x:1", "name": "x"})
    assert compare(SIGNED)
