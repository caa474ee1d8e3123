"""Safe mode: nothing stays in a document that a signature would not cover, and no document costs much."""

import copy
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.openbadges.canonical import canonicalize, check_portable, is_iri
from microcred.openbadges.characters import refused_character, without_refused_characters
from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES
from microcred.openbadges.dids import did_key
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.tests.make import ISSUER_KEY, award

PLAIN = award(did_key(ISSUER_KEY.public)).to_json()


def changed(*path, value):
    document = copy.deepcopy(PLAIN)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


SUBJECT = "credentialSubject"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (changed("favouriteColour", value="blue"), "favouriteColour"),
        (changed(SUBJECT, "achievement", "renderMethod2", value="x"), "renderMethod2"),
        (changed("endorsementJwt", value=["a.b.c"]), "endorsementJwt"),
        (changed("type", value=["VerifiableCredential", "OpenBadgeCredentail"]), "OpenBadgeCredentail"),
        (changed("id", value="credentials/1"), "credentials/1"),
        (changed("id", value="_:"), "absolute IRI"),
        (changed("id", value="_:a b"), "absolute IRI"),
        (changed("id", value="https://x.example/a b"), "a b"),
        (changed("id", value="https://x.example/100%"), "100%"),
        (changed("name", value=None), "null"),
        (changed("name", value="a\x0bb"), r"U\+000B"),
        (changed("name", value="a\x7fb"), r"U\+007F"),
        (changed("na\x00me", value="x"), r"U\+0000"),
        (changed("name", value={"@value": "x", "@index": "1"}), "@index"),
        (changed("@graph", value=[]), "@graph"),
        (changed("name", value={"@language": "en"}), "no text"),
        (changed("name", value={"@value": "x", "@language": "not a tag"}), "language"),
        (changed("@context", value=[CREDENTIALS_V2, {"@vocab": "https://x.example/"}]), "inline"),
        (changed("@context", value=[CREDENTIALS_V2, None]), "inline"),
        (changed("@context", value=[CREDENTIALS_V2, "https://x.example/context"]), "not one this library knows"),
        (changed(SUBJECT, "@context", value={"name": None}), "inline"),
        (changed("name", value=float("nan")), "finite"),
        ({"id": "urn:x:1"}, "@context"),
        ({"@context": [CREDENTIALS_V2]}, "says nothing"),
        ({"@context": [CREDENTIALS_V2], "id": "urn:x:1"}, "says nothing"),
    ],
)
def test_what_a_signature_would_not_cover_is_refused(document, words):
    with pytest.raises(DocumentRefused, match=words):
        canonicalize(document)


def test_the_order_of_members_and_sets_is_not_signed():
    shuffled = dict(reversed(copy.deepcopy(PLAIN).items()))
    shuffled[SUBJECT]["achievement"]["tag"].reverse()
    assert canonicalize(shuffled) == canonicalize(PLAIN)


def test_equal_siblings_are_no_trouble():
    evidence = {"type": ["Evidence"], "name": "The same"}
    assert canonicalize(changed("evidence", value=[dict(evidence) for _ in range(7)]))


@pytest.mark.parametrize("size", [7, 9, 20, 40])
def test_a_fully_linked_graph_of_blank_nodes_is_refused_fast(size: int):
    """The shape of test 074 of the RDFC-1.0 suite: every node linked to every other, none distinguishable."""
    names = [f"_:n{number}" for number in range(size)]
    document = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:x:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": [
            {"id": name, "type": ["Profile"], "parentOrg": [{"id": other} for other in names if other != name]}
            for name in names
        ],
    }
    began = perf_counter()
    with pytest.raises(DocumentRefused, match="alike and linked"):
        canonicalize(document)
    assert perf_counter() - began < 5


def test_twins_with_many_equal_children_are_refused_fast():
    """The same trap without a single explicit blank node."""
    twin = {"type": ["AchievementSubject"], "result": [{"type": ["Result"], "value": "1"} for _ in range(12)]}
    began = perf_counter()
    with pytest.raises(DocumentRefused, match="alike and linked"):
        canonicalize(changed(SUBJECT, value=[twin, copy.deepcopy(twin)]))
    assert perf_counter() - began < 5


def test_deep_and_wide_documents_are_refused():
    deep = {"name": "x"}
    for _ in range(60):
        deep = {"parentOrg": deep}
    with pytest.raises(DocumentRefused, match="deeply"):
        canonicalize(changed("issuer", value=deep))
    with pytest.raises(DocumentRefused, match="members"):
        canonicalize(changed(SUBJECT, "achievement", "tag", value=["x"] * 10_000))


def test_texts_whose_order_verifiers_disagree_on_are_refused_at_issue():
    quads = canonicalize(changed(SUBJECT, "achievement", "tag", value=["\U0001f600", "\ufb33"]))
    with pytest.raises(DocumentRefused, match="order"):
        check_portable(quads)
    check_portable(canonicalize(changed(SUBJECT, "achievement", "tag", value=["a \U0001f600", "b \ufb33"])))


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_has_no_refused_character(text: str):
    cleaned = without_refused_characters(text)
    assert refused_character(cleaned) is None
    assert cleaned == text or refused_character(text)


@pytest.mark.parametrize("text", ["urn:uuid:1", "https://x.example/ü?q=%20", "did:web:a:b", "mailto:a@b.example"])
def test_absolute_iris(text: str):
    assert is_iri(text)


@pytest.mark.parametrize("text", ["", "x", "/x", "a b:c", "1a:b", "https://x.example/<", "urn:%zz", "a:"])
def test_what_is_no_absolute_iri(text: str):
    assert not is_iri(text)
