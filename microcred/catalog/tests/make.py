"""What the catalogue's tests set their scenes with: designs, an author, published versions; all by operations."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from microcred.catalog import operations
from microcred.catalog.design import Design, Kind, as_json, renewed, words_in
from microcred.catalog.models import MicroCredential, Stack, Translation, Version
from microcred.frameworks.models import Framework
from microcred.frameworks.operations import adopt
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TEACHING_STANDARDS = "South Carolina Teaching Standards 4.0"
DEMO = Path(__file__).resolve().parents[2] / "site" / "demo" / "catalog"

FILLED = {
    "advanced-performance-assessment",
    "basic-performance-assessment",
    "building-leadership-capacity",
    "collective-leadership",
    "personalized-learning",
    "restorative-practices",
}
"""The stacks that are filled in tests. The demonstration may grow; what a test counts stays."""


def demo_files() -> list[Path]:
    """The files of the demonstration's micro-credentials."""
    return sorted(DEMO.glob("*/*.yaml"))


@cache
def written(file: Path) -> dict[str, Any]:
    """What a file of the demonstration says; read once, because hundreds of tests ask."""
    loaded: dict[str, Any] = yaml.load(file.read_text(), Loader=yaml.CSafeLoader)
    return loaded


def design(file_name: str = "managing-change", /, **changes: Any) -> Design:
    """A design of the demonstration, with changes to its fields."""
    (file,) = DEMO.glob(f"*/{file_name}.yaml")
    return Design.model_validate({**written(file), **changes})


def plain_design(**changes: Any) -> Design:
    """A whole design that aligns to nothing, so that no framework is needed."""
    return design(**{"alignments": [], **changes})


def university() -> Organization:
    """The centre whose authors write, made once."""
    there = Organization.objects.filter(slug="university").first()
    return there or found(
        actor=None, slug="university", name="The University", kind=Organization.Kind.UNIVERSITY, at=AT
    )


def cora() -> Person:
    """The author, made once."""
    there = Person.objects.filter(email="cora@example.org").first()
    if there:
        return there
    person = register(actor=None, name="Cora", email="cora@example.org")
    appoint(actor=None, person=person, organization=university(), role=Role.AUTHOR, at=AT)
    return person


def gus() -> Person:
    """A stranger with an account, made once."""
    there = Person.objects.filter(email="gus@example.org").first()
    return there or register(actor=None, name="Gus", email="gus@example.org")


def standards() -> Framework:
    """The frameworks that the demonstration's designs align to; returns the one that most of them name."""
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for file in demo_files():
        for alignment in written(file)["alignments"]:
            named[alignment["framework"]][alignment["code"]] = alignment["name"]
    adopted = {
        name: adopt(
            actor=None,
            slug="scts-4" if name == TEACHING_STANDARDS else slugify(name),
            name=name,
            publisher="South Carolina Department of Education" if name == TEACHING_STANDARDS else "The demonstration",
            standards=[(code, item, "") for code, item in sorted(items.items())],
        )
        for name, items in named.items()
    }
    return adopted[TEACHING_STANDARDS]


def version(
    of: Design | None = None, *, micro_credential: MicroCredential | None = None, at: datetime = AT, **changes: Any
) -> Version:
    """A published version."""
    return operations.publish(
        actor=cora(),
        owner=university(),
        design=of or plain_design(**changes),
        micro_credential=micro_credential,
        at=at,
    )


def in_spanish(version: Version, *, actor: Person | None = None, at: datetime = AT, **texts: str) -> Translation:
    """The newest version in Spanish, published: “es ” and the original, but for what is said otherwise."""
    original = words_in(Design.model_validate(version.design))
    where = {"actor": actor or cora(), "micro_credential": version.micro_credential, "language": "es", "at": at}
    operations.translate(**where, texts={**{words.key: f"es {words.text}" for words in original}, **texts})
    return operations.publish_translation(**where)


def reworded(version: Version, *, actor: Person | None = None, at: datetime = AT) -> Version:
    """A revision that says the guidance of its first requirement in other words, and all else as before."""
    content = as_json(renewed(Design.model_validate(version.design)))
    content["requirements"][0]["guidance"] += " Briefly."
    return operations.publish(
        actor=actor or cora(),
        owner=version.micro_credential.owner,
        design=Design.model_validate(content),
        micro_credential=version.micro_credential,
        change=Kind.EDITORIAL,
        note="Shorter.",
        at=at,
    )


def catalogue() -> dict[str, Version]:
    """All stacks of the demonstration, what the `FILLED` ones hold published; by slug. Needs `standards()`."""
    shelves = yaml.safe_load((DEMO / "stacks.yaml").read_text())
    stacks = {}
    versions = {}
    for position, row in enumerate(shelves["stacks"]):
        stack = operations.open_stack(
            actor=None,
            owner=university(),
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            position=position,
        )
        stacks[row["slug"]] = stack
        for place, slug in enumerate(row["micro_credentials"] if row["slug"] in FILLED else []):
            versions[slug] = version(design(slug))
            operations.place(actor=None, stack=stack, micro_credential=versions[slug].micro_credential, position=place)
    for row in shelves["crosswalks"]:
        operations.draw_crosswalk(
            actor=None,
            owner=university(),
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            stacks=[stacks[slug] for slug in row["from_stacks"]],
        )
    return versions


def stack(slug: str, micro_credentials: Sequence[MicroCredential]) -> Stack:
    """A stack with these micro-credentials in this order."""
    opened = operations.open_stack(
        actor=None, owner=university(), slug=slug, name=slug.title(), description="", position=0
    )
    for position, each in enumerate(micro_credentials):
        operations.place(actor=None, stack=opened, micro_credential=each, position=position)
    return opened
