"""Lint is at least as strict as the official JSON Schema, and says where and why."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from microcred.openbadges.dids import did_key
from microcred.openbadges.lint import check_foreign, check_structure, lint
from microcred.openbadges.tests.make import ISSUER_KEY, Issuer, award

PLAIN = award(did_key(ISSUER_KEY.public)).to_json()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in a document, root excepted."""
    found = [path] if path else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        found += places(item, (*path, step))
    return found


PLACES = places(PLAIN)
SUBJECT = "credentialSubject"
ACHIEVEMENT = (SUBJECT, "achievement")
REPLACEMENTS: list[Any] = [
    None,
    "",
    0,
    1.5,
    True,
    "x",
    "not a uri",
    [],
    {},
    ["x"],
    {"id": "urn:x:1"},
    "2026-13-01T00:00:00Z",
]


def mutated(path: tuple[Any, ...], replacement: Any, *, remove: bool = False) -> Any:
    document = copy.deepcopy(PLAIN)
    place = document
    for step in path[:-1]:
        place = place[step]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = replacement
    return document


@pytest.fixture(scope="session")
def official(official_schema: Path) -> jsonschema.Draft201909Validator:
    return jsonschema.Draft201909Validator(
        json.loads(official_schema.read_text()), format_checker=jsonschema.FormatChecker()
    )


def test_what_the_builders_write_passes_both(official):
    assert lint(PLAIN) == []
    official.validate(PLAIN)
    signed = Issuer().award()
    assert lint(signed) == []
    official.validate(signed)


def test_every_removal_the_schema_refuses_is_found(official):
    for path in PLACES:
        document = mutated(path, None, remove=True)
        if not official.is_valid(document):
            assert check_structure(document), path
            assert check_structure(document, lenient=True), path


@pytest.mark.parametrize("chance", range(4))
def test_every_replacement_the_schema_refuses_is_found(official, chance: int):
    """Each place in turn gets some of the replacements, other ones each time."""
    for number, path in enumerate(PLACES):
        document = mutated(path, REPLACEMENTS[(number * 5 + chance * 3) % len(REPLACEMENTS)])
        if official.is_valid(document):
            continue
        assert check_structure(document), path
        # two status entries side by side are taken from others, though the official schema has room for one
        if not isinstance(document.get("credentialStatus"), list):
            assert check_structure(document, lenient=True), path


STRICTER = ("is not an absolute URI", "is not a date-time with a zone", "must be an array of type names")
"""What the schema says too, in words that its validator in Python does not look at."""


@pytest.mark.parametrize("change", [{"replacement": ""}, {"replacement": []}, {"replacement": None, "remove": True}])
def test_what_the_schema_accepts_of_others_is_accepted(official, change: dict[str, Any]):
    """Each place emptied in turn, or taken out: what others may write so is no reason to call it invalid."""
    accepted, findings = 0, []
    for path in PLACES:
        document = mutated(path, **change)
        # contexts and identifiers are the data model's (VCDM 2.0 sections 4.3 and 4.4); an empty hash names nobody
        if path[0] != "@context" and path[-1] not in ("id", "identityHash") and official.is_valid(document):
            accepted += 1
            findings += check_foreign(document, "OpenBadgeCredential")
    assert [finding for finding in findings if not finding.message.endswith(STRICTER)] == []
    assert accepted > 10


def test_criteria_that_say_nothing_are_accepted_of_others(official):
    document = mutated((*ACHIEVEMENT, "criteria"), {})
    official.validate(document)
    assert check_foreign(document, "OpenBadgeCredential") == []


@pytest.mark.parametrize("name", ["credentialSubject", "issuer", "evidence", "credentialStatus", "image"])
@pytest.mark.parametrize("junk", [[], [[]], 7, {"type": 3}, [None], {"id": None}])
def test_no_shape_makes_lint_fall_over(name: str, junk: Any):
    assert lint({**PLAIN, name: junk})


def found(document: Any) -> str:
    return "\n".join(map(str, lint(document)))


def test_levels_must_be_those_of_the_criterion():
    other = PLAIN[SUBJECT]["achievement"]["resultDescription"][1]["rubricCriterionLevel"][0]["id"]
    assert "result[0].achievedLevel" in found(mutated((SUBJECT, "result", 0, "achievedLevel"), other))
    assert "requiredLevel" in found(mutated((*ACHIEVEMENT, "resultDescription", 0, "requiredLevel"), other))
    assert "result[0].resultDescription" in found(mutated((SUBJECT, "result", 0, "resultDescription"), "urn:x:1"))


def test_an_identifier_used_twice_is_found():
    level = (*ACHIEVEMENT, "resultDescription", 0, "rubricCriterionLevel")
    first = PLAIN[SUBJECT]["achievement"]["resultDescription"][0]["rubricCriterionLevel"][0]["id"]
    assert "used 2 times" in found(mutated((*level, 1, "id"), first))


def test_someone_must_be_named():
    assert "nobody is named" in found(mutated((SUBJECT, "identifier"), None, remove=True))


def test_the_extensions_context_goes_with_1edtech_types():
    assert "extensions.json" in found(mutated(("@context",), PLAIN["@context"][:2]))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("name",), "tab\x08", r"U+0008"),
        (("favouriteColour",), "blue", "favouriteColour"),
        (("endorsementJwt",), ["a.b.c"], "endorsementJwt"),
        (("evidence",), [], "empty array"),
        (("evidence",), PLAIN["evidence"][0], "must be an array"),
        (("validFrom",), "2026-11-22T12:00:00", "zone"),
        (("validFrom",), "2026-02-30T12:00:00Z", "zone"),
        (("issuer",), "did:web:x.example", "object"),
        ((SUBJECT, "identifier", 0, "identityHash"), "ada@example.org", "hash"),
        ((*ACHIEVEMENT, "criteria"), {}, "narrative"),
        ((*ACHIEVEMENT, "achievementType"), "Microcredential", "vocabulary"),
        ((*ACHIEVEMENT, "inLanguage"), "english", "language code"),
        ((*ACHIEVEMENT, "@context"), PLAIN["@context"], "inside the document"),
        ((*ACHIEVEMENT, "tag"), ["\U0001f600", "\ufb33"], "order"),
    ],
)
def test_findings_name_the_fact(path, value, words):
    assert words in found(mutated(path, value))
